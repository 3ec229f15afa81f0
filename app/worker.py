"""gunicorn's threads, kept for requests that have arrived: slow clients wait outside of them."""

import selectors
import socket
import struct
import time
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.http.body import LengthReader
from gunicorn.workers.gthread import TConn, ThreadWorker

ARRIVING = 10
"""Seconds in which the head of a request must have arrived."""
SILENT = 20
"""Seconds that a thread waits for a client which is to send a body, or to take the answer."""
PAGE = 200 << 10
"""Bytes that the kernel takes at once, twice over: whoever reads a page slowly holds no thread either."""
LARGEST = 64 << 10
"""A head of more bytes is passed on as it is, and refused by the parser."""


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
        return not received or b"\r\n\r\n" in self.head or len(self.head) > LARGEST

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

    def accept(self, listener: Any) -> None:
        if self.cfg.is_ssl:  # what arrives is no text before a thread shook hands
            super().accept(listener)
        else:
            self._accepted(listener)

    def _accepted(self, listener: Any) -> bool:
        """Whether somebody stood at the door: he may have left, or another worker was quicker."""
        try:
            client, address = listener.accept()
        except OSError:
            return False
        self.nr_conns += 1
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, PAGE)
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

    def on_client_socket_readable(self, conn: Connection, client: Any) -> None:
        """The next request of a kept connection begins to arrive."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)

    def on_pending_socket_readable(self, conn: Connection, client: Any) -> None:
        if conn.has_arrived():
            super().on_pending_socket_readable(conn, client)

    def _await(self, conn: Connection) -> None:
        conn.timeout = time.monotonic() + ARRIVING
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:  # noqa: FBT001  # gunicorn's
        """A body is never asked for: a thread that waited for the rest of one would be lost to who sends slowly."""
        reader = conn.parser.mesg.body.reader
        has_body = not isinstance(reader, LengthReader) or reader.length > 0
        return not has_body and super()._keepalive_after(conn, keepalive)
