"""What a fly.toml may say: the keys of each section, and what their values may be. scripts/check_fly.py goes by it."""

import re
from collections.abc import Callable, Mapping

_HTTP_CHECK = "grace_period interval timeout method path protocol tls_skip_verify tls_server_name headers"
_MACHINE_CHECK = "command image entrypoint kill_signal kill_timeout"
_SERVICE = (
    "internal_port auto_stop_machines auto_start_machines min_machines_running processes concurrency machine_checks"
)
_TLS = "alpn versions default_self_signed"
_HTTP = "idle_timeout headers_read_timeout compress h2_backend response replay_cache"
_VM = "size memory cpus cpu_kind memory_mb kernel_args persist_rootfs host_dedication_id gpus gpu_kind"

KEYS: Mapping[str, frozenset[str]] = {
    section: frozenset(keys.split())
    for section, keys in {
        "": "app primary_region kill_signal kill_timeout swap_size_mb console_command experimental build deploy env "
        "processes mounts http_service services checks files restart vm statics metrics machine_checks machine_config "
        "container host_dedication_id",
        "experimental": "cmd entrypoint exec auto_rollback enable_consul enable_etcd lazy_load_images attached "
        "machine_config use_zstd",
        "experimental.attached": "secrets",
        "experimental.attached.secrets": "export",
        "build": "dockerfile ignorefile build-target image builder buildpacks builtin settings args compression "
        "compression_level",
        "deploy": "strategy max_unavailable wait_timeout release_command release_command_timeout release_command_vm "
        "seed_command",
        "deploy.release_command_vm": _VM,
        "mounts": "source destination initial_size snapshot_retention scheduled_snapshots auto_extend_size_threshold "
        "auto_extend_size_increment auto_extend_size_limit processes",
        "http_service": f"{_SERVICE} force_https tls_options http_options checks",
        "http_service.concurrency": "type soft_limit hard_limit",
        "http_service.tls_options": _TLS,
        "http_service.http_options": _HTTP,
        "http_service.http_options.response": "headers pristine",
        "http_service.checks": _HTTP_CHECK,
        "http_service.machine_checks": _MACHINE_CHECK,
        "services": f"{_SERVICE} protocol ports tcp_checks http_checks",
        "services.concurrency": "type soft_limit hard_limit",
        "services.ports": "port start_port end_port handlers force_https tls_options http_options proxy_proto_options",
        "services.ports.tls_options": _TLS,
        "services.ports.http_options": _HTTP,
        "services.ports.http_options.response": "headers pristine",
        "services.ports.proxy_proto_options": "version",
        "services.tcp_checks": "grace_period interval timeout",
        "services.http_checks": _HTTP_CHECK,
        "services.machine_checks": _MACHINE_CHECK,
        "checks.*": f"{_HTTP_CHECK} port type processes",
        "machine_checks": _MACHINE_CHECK,
        "files": "guest_path local_path secret_name raw_value processes",
        "restart": "policy retries processes",
        "vm": f"{_VM} processes",
        "statics": "guest_path url_prefix tigris_bucket index_document",
        "metrics": "port path https processes",
    }.items()
}
NAMED = ("env", "processes", "checks", "build.args", "experimental.attached.secrets.export") + tuple(
    f"{section}.headers" for section, keys in KEYS.items() if keys >= {"method", "headers"}
)
"""Sections whose keys are names of one's own; all but the checks hold texts."""

EITHER = frozenset(
    {"mounts", "services", "services.ports", "services.tcp_checks", "services.http_checks", "vm", "metrics"},
)
REPEATED = EITHER | {
    "http_service.checks",
    "http_service.machine_checks",
    "services.machine_checks",
    "machine_checks",
    "restart",
    "files",
    "statics",
}
"""Sections that stand in double brackets; Fly takes some of them in single ones as well."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "http_service": ("internal_port",),
    "services": ("internal_port", "protocol"),
    "mounts": ("source", "destination"),
    "statics": ("guest_path", "url_prefix"),
    "files": ("guest_path",),
}

_PERFORMANCE = (1, *range(2, 17, 2))
SIZES: Mapping[str, tuple[str, int]] = {
    **{f"shared-cpu-{cpus}x": ("shared", cpus) for cpus in (1, 2, 4, 6, 8)},
    **{f"performance-{cpus}x": ("performance", cpus) for cpus in _PERFORMANCE},
}
MEMORY: Mapping[str, tuple[int, int, int]] = {"shared": (256, 2048, 256), "performance": (2048, 8192, 1024)}
"""The least and the most MB for each CPU, and the step."""

WORDS: Mapping[str, tuple[object, ...]] = {
    "kill_signal": ("SIGINT", "SIGTERM", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL", "SIGSTOP"),
    "auto_stop_machines": ("off", "stop", "suspend", True, False),
    "concurrency.type": ("connections", "requests"),
    "checks.*.type": ("http", "tcp"),
    "checks.protocol": ("http", "https"),
    "http_checks.protocol": ("http", "https"),
    "checks.*.protocol": ("http", "https"),
    "services.protocol": ("tcp", "udp"),
    "deploy.strategy": ("rolling", "immediate", "canary", "bluegreen"),
    "restart.policy": ("on-failure", "always", "never"),
    "size": tuple(SIZES),
    "cpu_kind": tuple(MEMORY),
    "persist_rootfs": ("never", "restart", "always"),
    "build.compression": ("gzip", "zstd"),
}
"""By the end of the section and key; the longest end counts."""

RANGES: Mapping[str, tuple[int, int]] = {
    "internal_port": (1, 65535),
    "port": (1, 65535),
    "snapshot_retention": (1, 60),
    "auto_extend_size_threshold": (50, 99),
}
GIGABYTES: Mapping[str, tuple[int, int]] = {
    "initial_size": (1, 500),
    "auto_extend_size_increment": (1, 100),
    "auto_extend_size_limit": (1, 500),
}

_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
_SIZE = re.compile(r"(\d+)\s*(?:(m|g)i?b?)?", re.IGNORECASE)


def seconds(value: object, *, unit: float = 1) -> float | None:
    """How long “30s”, “1m30s” or a number of `unit` seconds is; None if it is no duration."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value * unit
    if not isinstance(value, str) or not re.fullmatch(rf"({_DURATION.pattern})+", value):
        return None
    return sum(float(number) * _UNITS[name] for number, name in _DURATION.findall(value))


def megabytes(value: object, *, unit: int = 1) -> int | None:
    """How much “512mb”, “1gb” or a number of `unit` MB is; None if it is no size."""
    found = _SIZE.fullmatch(str(value))
    return int(found[1]) * {"m": 1, "g": 1024}.get((found[2] or "").lower(), unit) if found else None


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_KINDS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "a whole number": (
        _whole,
        (
            "internal_port port start_port end_port min_machines_running soft_limit hard_limit swap_size_mb memory_mb "
            "cpus gpus retries snapshot_retention auto_extend_size_threshold idle_timeout compression_level"
        ),
    ),
    "true or false, without quotes": (
        lambda value: isinstance(value, bool),
        (
            "force_https auto_start_machines tls_skip_verify compress h2_backend pristine default_self_signed https "
            "auto_rollback enable_consul enable_etcd lazy_load_images use_zstd scheduled_snapshots"
        ),
    ),
    "a text": (
        lambda value: isinstance(value, str),
        (
            "app primary_region console_command dockerfile ignorefile build-target image builder release_command "
            "seed_command source destination path method tls_server_name guest_path url_prefix local_path secret_name "
            "kill_signal type protocol strategy policy size cpu_kind persist_rootfs compression"
        ),
    ),
    "a list of texts": (_texts, "processes handlers alpn versions buildpacks kernel_args"),
    'a duration like "30s" or "5m"': (
        lambda value: seconds(value) is not None,
        "kill_timeout grace_period interval timeout wait_timeout release_command_timeout",
    ),
    'a size like "512mb" or "1gb"': (
        lambda value: _whole(value) or (isinstance(value, str) and megabytes(value) is not None),
        "memory initial_size auto_extend_size_increment auto_extend_size_limit",
    ),
}
KINDS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    key: (fits, kind) for kind, (fits, keys) in _KINDS.items() for key in keys.split()
}
"""For each key, in whatever section, whether a value is of its kind, and how that is called."""
