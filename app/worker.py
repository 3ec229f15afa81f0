"""gunicorn's threads, kept for requests that have arrived: slow clients wait outside of them."""

import errno
import re
import selectors
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from fcntl import ioctl
from functools import partial
from termios import TIOCOUTQ
from typing import Any

from gunicorn.http.body import LengthReader
from gunicorn.workers.gthread import TConn, ThreadWorker

ARRIVING = 10
"""Seconds in which the head of a request must have arrived."""
SILENT = 20
"""Seconds that a thread waits for a client which is to send a body, or to take the answer."""
MOMENT = 0.02
PAGE = 200 << 10
"""Bytes that the kernel takes at once, twice over: whoever reads a page slowly holds no thread either."""
LARGEST = 64 << 10
"""The most bytes of a head."""
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
PROBE = re.compile(rb"(?:GET|HEAD) \S*/-/(?:health|ready|metrics)[ ?]")
"""What machines ask to see whether the server is well: it is answered by threads that nobody else has."""


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """Collects the head of a request without a thread."""

    head = b""

    def has_arrived(self) -> bool:
        """Whether the head is there, or will never be; called when there is something to read."""
        try:
            received = self.sock.recv(LARGEST)
        except BlockingIOError:
            return False
        except OSError:
            return True
        self.head += received
        if len(self.head) > LARGEST:
            self._refuse()
            return True
        return not received or b"\r\n\r\n" in self.head

    def _refuse(self) -> None:
        """Say so, and take the rest for the end of what was sent."""
        self.head = b""
        with suppress(OSError):
            self.sock.send(TOO_LARGE)
            self.sock.shutdown(socket.SHUT_RD)

    def owes(self) -> bool:
        """Whether the client has not yet taken the last answer."""
        return ioctl(self.sock, TIOCOUTQ, bytes(4)) != bytes(4)

    def init(self) -> None:
        super().init()
        self.parser.unreader.unread(self.head)
        self.head = b""
        for end in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):  # the kernel's: Python's own would wait in each peek
            self.sock.setsockopt(socket.SOL_SOCKET, end, struct.pack("ll", SILENT, 0))

    def close(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002  # gunicorn's
        """At once: gunicorn waits for the client's own end, two seconds in which nobody else would be heard."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
            self.sock.recv(LARGEST, socket.MSG_DONTWAIT)
        super().close()


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """Hands a connection to a thread when the head of a request is there."""

    def init_process(self) -> None:
        self.probes = ThreadPoolExecutor(2, thread_name_prefix="probe")
        super().init_process()

    def accept(self, listener: Any) -> None:
        if self.cfg.is_ssl:  # what arrives is no text before a thread shook hands
            super().accept(listener)
        else:
            self._accepted(listener)

    def _accepted(self, listener: Any) -> bool:
        """Whether somebody stood at the door: he may have left, or another worker was quicker."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._make_room()
            return False
        self.nr_conns += 1
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, PAGE)
        if self.nr_conns > self.worker_connections - self.cfg.threads:
            self._make_room()
        self._await(Connection(self.cfg, client, address, listener.getsockname()))
        return True

    def set_accept_enabled(self, enabled: bool) -> None:  # noqa: FBT001  # gunicorn's
        """At the end the port is closed at once: whom nobody will answer is refused, and may ask elsewhere."""
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            for listener in self.sockets:
                while self._accepted(listener):
                    pass
                listener.close()

    def _make_room(self) -> None:
        """Let go of who has been idle longest, or longest at his question; if all are busy, wait a moment."""
        for waiting in (self.keepalived_conns, self.pending_conns):
            if waiting:
                self._let_go(waiting.popleft())
                return
        time.sleep(MOMENT)

    def _let_go(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    def enqueue_req(self, conn: Connection) -> None:
        if not PROBE.match(conn.head):
            super().enqueue_req(conn)
            return
        done = self.probes.submit(self.handle, conn)
        done.add_done_callback(lambda future: self.method_queue.defer(self.finish_request, conn, future))

    def on_client_socket_readable(self, conn: Connection, client: Any) -> None:
        """The next request of a kept connection begins to arrive; who has not taken the last answer gets no other."""
        self.keepalived_conns.remove(conn)
        if conn.owes():
            self._let_go(conn)
            return
        self.poller.unregister(client)
        self._await(conn)

    def on_pending_socket_readable(self, conn: Connection, client: Any) -> None:
        if conn.has_arrived():
            super().on_pending_socket_readable(conn, client)

    def _await(self, conn: Connection) -> None:
        conn.timeout = time.monotonic() + ARRIVING
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:  # noqa: FBT001  # gunicorn's
        """Neither a body nor a question sent before its turn is waited for: who sends slowly would have the thread."""
        reader = conn.parser.mesg.body.reader
        has_body = not isinstance(reader, LengthReader) or reader.length > 0
        more = has_body or conn.parser.unreader.buf.getvalue()
        return not more and super()._keepalive_after(conn, keepalive)
