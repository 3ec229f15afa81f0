"""gunicorn's settings: one worker by default, many threads, which wait more than they work."""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from app import machine
from app.settings import SettingError, Settings, unknown


def number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or int(text) == 0:
        sys.exit(f"{name} should be a whole number from 1, not “{text}”.")
    return int(text)


if prefix := os.environ.pop("SCRIPT_NAME", ""):  # gunicorn's own would refuse who asks without it, as probes do
    os.environ.setdefault("WINNOW_PREFIX", prefix)
port = number("PORT", 8080)
bind = f"0.0.0.0:{port}"
wsgi_app = "app.starting:door"
worker_class = "app.worker.PatientWorker"
workers = number("WEB_CONCURRENCY", 1)
threads = number("GUNICORN_THREADS", 16 if machine.memory() < (400 << 20) else 32)
limit_request_line = 8190
timeout = 60
graceful_timeout = 20
keepalive = 75
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # gunicorn's heartbeat in memory
secure_scheme_headers: dict[str, str] = {}  # WINNOW_PROXY_HOPS says which headers are believed
forwarder_headers = ""
if workers > 1:
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="winnow-metrics-"))


def on_starting(server: Any) -> None:
    try:
        Settings.read()
    except SettingError as error:
        sys.exit(str(error))


def when_ready(server: Any) -> None:
    folder = os.environ.get("WINNOW_DATA_DIR") or "data"
    server.log.info("Winnow serves %s at http://localhost:%s/", folder, port)
    if not Path(folder).exists():
        server.log.warning("There is no %s; check DATA or WINNOW_DATA_DIR.", folder)
    for name in unknown():
        server.log.warning("%s is no setting; docs/settings.md lists them.", name)


def post_fork(server: Any, worker: Any) -> None:
    if machine.memory() < (2 << 30):
        machine.be_frugal()


def post_worker_init(worker: Any) -> None:
    from app.starting import door, warm_up  # noqa: PLC0415  # in the worker, not in the master

    door.open(then=warm_up)


def child_exit(server: Any, worker: Any) -> None:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess  # noqa: PLC0415  # one worker alone needs no files

        multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    if workers > 1:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
