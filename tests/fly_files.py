"""Our fly.toml, a plain one, and changes to ours that are wrong or right."""

import copy
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from scripts.check_fly import ROOT

OURS = tomllib.loads((ROOT / "fly.toml").read_text(encoding="utf-8"))
GONE = object()
VOLUME = {"source": "data", "destination": "/data"}
GROWING = {"auto_extend_size_threshold": 80, "auto_extend_size_increment": "1gb", "auto_extend_size_limit": "9gb"}
WORKER = {"app": "gunicorn", "worker": "sleep 1"}
SERVICE = {"internal_port": 8080, "protocol": "tcp", "ports": [{"port": 443, "handlers": ["tls", "http"]}]}
CHECK = "http_service.checks.0"
PLAIN = """
app = "my-dashboard"
primary_region = "cdg"
kill_signal = "SIGTERM"
kill_timeout = "30s"

[build]
  dockerfile = "Dockerfile"

[env]
  PORT = "8080"
  GUNICORN_THREADS = "4"
  PROXY_HOPS = "2"

[http_service]
  internal_port = 8080
  force_https = true
  auto_stop_machines = "suspend"
  auto_start_machines = true
  min_machines_running = 0
  processes = ["app"]

  [http_service.concurrency]
    type = "requests"
    soft_limit = 10
    hard_limit = 50

  [[http_service.checks]]
    method = "GET"
    path = "/healthz"
    grace_period = "20s"
    interval = "15s"
    timeout = "5s"
    [http_service.checks.headers]
      X-Forwarded-Proto = "https"

[deploy]
  strategy = "rolling"

[[vm]]
  size = "shared-cpu-1x"
  memory = "512mb"
"""


def changed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Our fly.toml with other values: `{"vm.0.size": "shared-cpu-2x"}`."""
    config = copy.deepcopy(OURS)
    for path, value in changes.items():
        *above, key = path.split(".")
        table: Any = config
        for name in above:
            table = table[int(name)] if name.isdigit() else table.setdefault(name, {})
        table.pop(key) if value is GONE else table.update({key: value})
    return config


def leaves(table: Any, path: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items() if isinstance(table, dict) else enumerate(table):
        if isinstance(value, dict | list):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


BROKEN = [
    ({"kil_timeout": "30s"}, "In fly.toml, Fly knows no “kil_timeout”: did you mean “kill_timeout”?"),
    ({"http_servce": {}}, "Fly knows no “http_servce”: did you mean “http_service”?"),
    ({"http_service.autostop": "off"}, "In [http_service], Fly knows no “autostop”: did you mean “auto_stop_mach"),
    ({f"{CHECK}.intervall": "9s"}, "In [[http_service.checks]], Fly knows no “intervall”: did you mean “interval”"),
    ({"http_service.concurrency.limit": 1}, "In [http_service.concurrency], Fly knows no “limit”"),
    ({"vm.0.qqq": 1}, "In [[vm]], Fly knows no “qqq”: it may be cpu_kind, cpus"),
    ({"checks": {"up": {"type": "tcp", "prt": 8080}}}, "In [checks.up], Fly knows no “prt”: did you mean “port”?"),
    ({"http_service.kill_signal": "SIGINT"}, "Fly knows no “kill_signal”: it belongs above the first section"),
    ({"vm.0.soft_limit": 9}, "In [[vm]], Fly knows no “soft_limit”: it belongs in [http_service.concurrency]"),
    ({"build.build_target": "app"}, "In [build], Fly knows no “build_target”: did you mean “build-target”?"),
    ({"kill_signal": "SIGTREM"}, "kill_signal can't be 'SIGTREM': choose from SIGINT, SIGTERM"),
    ({"http_service.auto_stop_machines": "suspended"}, "can't be 'suspended': choose from off, stop, suspend"),
    ({"http_service.auto_stop_machines": 1}, "can't be 1: choose from off, stop, suspend"),
    ({"http_service.concurrency.type": "request"}, "can't be 'request': choose from connections, requests"),
    ({"deploy.strategy": "blue-green"}, "In [deploy], strategy can't be 'blue-green': choose from rolling"),
    ({"restart": [{"policy": "on-fail"}]}, "In [[restart]], policy can't be 'on-fail': choose from on-failure"),
    ({"vm.0.size": "shared-cpu-3x"}, "In [[vm]], size can't be 'shared-cpu-3x'"),
    ({"vm.0.cpu_kind": "dedicated"}, "In [[vm]], cpu_kind can't be 'dedicated': choose from shared, performance"),
    ({"vm.0.persist_rootfs": "yes"}, "persist_rootfs can't be 'yes': choose from never, restart, always"),
    ({"build.compression": "br"}, "In [build], compression can't be 'br': choose from gzip, zstd"),
    ({"checks": {"up": {"type": "udp", "port": 8080}}}, "type can't be 'udp': choose from http, tcp"),
    ({f"{CHECK}.protocol": "tcp"}, "protocol can't be 'tcp': choose from http, https"),
    (
        {"services": [SERVICE | {"protocol": "http"}]},
        "In [[services]], protocol can't be 'http': choose from tcp, udp",
    ),
    ({"env.PORT": 8080}, "In [env], PORT is no text: put its value between quotes"),
    ({"env.FLY_REGION": "cdg"}, "In [env], FLY_REGION begins with FLY_"),
    (
        {"env.SECRET_KEY": "x"},
        "SECRET_KEY looks like a secret, which all can read here: use `fly secrets set SECRET_KEY",
    ),
    ({"env.API_TOKEN": "x"}, "use `fly secrets set API_TOKEN=…`"),
    ({"env.OAUTH_SECRET": "x"}, "use `fly secrets set OAUTH_SECRET=…`"),
    ({"env.PGPASSWORD": "x"}, "use `fly secrets set PGPASSWORD=…`"),
    ({"env.PORT": "8000"}, "In [http_service], internal_port is 8080, but PORT in [env] is 8000: make them equal"),
    ({"env.PORT": GONE, "http_service.internal_port": 80}, "is 80, but EXPOSE in the Dockerfile is 8080"),
    ({"checks": {"up": {"type": "tcp", "port": 80}}, "env.PORT": GONE}, "In [checks.up], port is 80, but EXPOSE"),
    ({"http_service.internal_port": GONE}, "[http_service] lacks internal_port: add it"),
    ({"http_service.internal_port": "8080"}, "internal_port should be a whole number, not '8080'"),
    ({"http_service.force_https": "true"}, "force_https should be true or false, without quotes, not 'true'"),
    ({"http_service.processes": "app"}, "processes should be a list of texts, not 'app'"),
    ({"http_service": 8080}, "“http_service” should be a section: write it as [http_service]"),
    ({"http_service.checks": OURS["http_service"]["checks"][0]}, "write it as [[http_service.checks]]"),
    ({"deploy": [{}]}, "“deploy” should be a section: write it as [deploy]"),
    ({"swap_size_mb": 512}, "[http_service] can't suspend with swap: leave out swap_size_mb"),
    (
        {"vm.0.memory": "4gb", "vm.0.size": "shared-cpu-2x"},
        "can't suspend more than 2 GB: lessen the memory of [[vm]]",
    ),
    ({"vm": [{"size": "performance-2x"}]}, "can't suspend more than 2 GB"),
    ({"deploy.strategy": "canary", "mounts": [VOLUME]}, "In [deploy], canary can't go with [[mounts]]"),
    ({"deploy.strategy": "bluegreen", "mounts": [VOLUME]}, "In [deploy], bluegreen can't go with [[mounts]]"),
    (
        {"deploy.strategy": "bluegreen", "http_service.checks": GONE},
        "bluegreen waits for a check, and there is none",
    ),
    ({"kill_timeout": GONE}, "kill_timeout is missing, so it is 5 s, but gunicorn takes up to 20 s"),
    ({"kill_timeout": "20s"}, "kill_timeout is 20 s, but gunicorn takes up to 20 s to stop: make it longer"),
    ({"kill_timeout": 4}, "kill_timeout is 4 s: choose from 5 to 300 s"),
    ({"kill_timeout": "5m1s"}, "kill_timeout is 301 s: choose from 5 to 300 s"),
    ({"kill_timeout": "30"}, 'kill_timeout should be a duration like "30s" or "5m", not \'30\''),
    ({f"{CHECK}.timeout": 5}, 'timeout is 0.005 s: choose from "1s" to "60s"; a bare number is milliseconds'),
    ({f"{CHECK}.interval": "2m"}, 'In [[http_service.checks]], interval is 120 s: choose from "1s" to "60s".'),
    ({f"{CHECK}.timeout": "20s"}, "timeout is longer than interval: shorten it to 15 s or less"),
    ({f"{CHECK}.path": "-/health"}, "path is -/health: begin it with /"),
    (
        {f"{CHECK}.headers": GONE},
        "[[http_service.checks]] would be redirected, which fails it: add the header X-For",
    ),
    ({"vm.0.memory": "500mb"}, "In [[vm]], the memory of 500 MB is no multiple of 256: round it"),
    ({"vm.0.memory": "half"}, 'In [[vm]], memory should be a size like "512mb" or "1gb", not \'half\''),
    ({"vm.0.size": "shared-cpu-4x"}, "In [[vm]], 512 MB don't fit 4 × shared CPU: take 1024 to 8192 MB"),
    ({"vm.0.cpu_kind": "performance"}, "512 MB don't fit 1 × performance CPU: take 2048 to 8192 MB"),
    (
        {"processes": WORKER, "vm.0.processes": ["web"]},
        "In [[vm]], there is no process “web”: it may be app, worker",
    ),
    ({"processes": WORKER}, "[[vm]] is for no process: add processes = ['app', 'worker'], or some of them"),
    ({"http_service.processes": ["web"]}, "In [http_service], there is no process “web”: it may be app."),
    ({"metrics": {"port": 9, "path": "/m", "processes": ["m"]}}, "In [[metrics]], there is no process “m”"),
    ({"mounts": [VOLUME | {"destination": "/app/data/"}]}, "[[mounts]] would hide /app/data, the app's own data"),
    ({"mounts": [VOLUME | {"destination": "/app"}]}, "[[mounts]] would hide /app/data"),
    ({"mounts": [VOLUME | {"destination": "/data/../app/data/x"}]}, "[[mounts]] would hide /app/data"),
    ({"mounts": [VOLUME | {"destination": "data"}]}, "In [[mounts]], destination is data: begin it with /"),
    ({"mounts": [{"source": "data"}]}, "[[mounts]] lacks destination: add it"),
    (
        {"mounts": [VOLUME, VOLUME]},
        "[[mounts]] no. 1 and [[mounts]] no. 2 are for one Machine, which takes one volume",
    ),
    (
        {"mounts": [VOLUME], "http_service.min_machines_running": 2},
        "[http_service] keeps several Machines, but [[mou",
    ),
    ({"mounts": [VOLUME | {"snapshot_retention": 61}]}, "snapshot_retention is 61: choose from 1 to 60"),
    ({"mounts": [VOLUME | {"initial_size": "900gb"}]}, "initial_size is 900gb: choose from 1gb to 500gb"),
    ({"mounts": [VOLUME | GROWING | {"auto_extend_size_threshold": 100}]}, "choose from 50 to 99"),
    (
        {"mounts": [VOLUME | {"auto_extend_size_threshold": 80}]},
        "[[mounts]] has auto_extend_size_threshold: add the",
    ),
    (
        {"http_service.concurrency.hard_limit": 5},
        "soft_limit is 10 and hard_limit 5: let soft_limit be the smaller",
    ),
]
"""Changes, and words of the sentence that tells what is wrong with them."""

SOUND = [
    {"kill_timeout": 300},
    {"kill_timeout": "5m"},
    {f"{CHECK}.interval": 15000, f"{CHECK}.timeout": 5000},
    {"http_service.auto_stop_machines": False, "swap_size_mb": 512},
    {"http_service.auto_stop_machines": "stop", "vm.0.size": "performance-2x", "vm.0.memory": "8gb"},
    {"vm": {"memory": 1024}},
    {"vm.0.memory": "2gb"},
    {"mounts": [VOLUME | GROWING | {"snapshot_retention": 60, "initial_size": 1, "scheduled_snapshots": True}]},
    {"mounts": VOLUME | {"destination": "/app/database"}},
    {"deploy.strategy": "bluegreen"},
    {"deploy.release_command": "true", "deploy.release_command_vm": {"size": "performance-1x"}},
    {"http_service.http_options": {"idle_timeout": 600, "response": {"headers": {"Server": False}}}},
    {"services": [SERVICE]},
    {"services": SERVICE | {"tcp_checks": [{"interval": "1m", "timeout": "1s"}]}},
    {"checks": {"up": {"type": "tcp", "port": 8080}}},
    {"env.WINNOW_HTTPS": "false", f"{CHECK}.headers": GONE},
    {"processes": WORKER, "vm.0.processes": ["app", "worker"], "mounts": [VOLUME | {"processes": ["worker"]}]},
    {"env.MONKEY": "x", "env.TOKENS": "x"},
    {"env.PORT": GONE},
    {"vm": GONE, "http_service.concurrency.hard_limit": GONE},
]
