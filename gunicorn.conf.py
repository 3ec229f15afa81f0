"""gunicorn's settings: one worker by default, threads for requests that wait."""

import gc
import os
import threading
from pathlib import Path
from typing import Any

port = os.environ.get("PORT", "8080")
bind = f"0.0.0.0:{port}"
wsgi_app = "app:create_app()"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("GUNICORN_THREADS", "8"))
timeout = 60
graceful_timeout = 20
keepalive = 75
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # gunicorn's heartbeat in memory


def when_ready(server: Any) -> None:
    folder = os.environ.get("WINNOW_DATA_DIR", "data")
    server.log.info("Winnow serves %s at http://localhost:%s/", folder, port)
    if not Path(folder).exists():
        server.log.warning("There is no %s; check DATA or WINNOW_DATA_DIR.", folder)


def post_worker_init(worker: Any) -> None:
    """Open the datasets beside the first requests; what is loaded by now is never garbage."""
    gc.freeze()
    catalog = worker.app.callable.extensions["winnow"].catalog
    threading.Thread(target=catalog.open_all, name="warm-up", daemon=True).start()
