"""What the process may take of its machine: memory and processors, as a container's limits have it."""

import ctypes
import math
import os
import sys
from contextlib import suppress
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
MEMBERSHIP = Path("/proc/self/cgroup")
STATM = Path("/proc/self/statm")
TRIM_THRESHOLD, ARENA_MAX = -1, -8  # as in malloc.h
NONE = 1 << 60
"""From here on a limit is none: the first version of cgroups writes a number that no machine has."""


def memory() -> int:
    """The bytes of memory of the machine, or what the process's group may take of them."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    found = [*_numbers("memory.max", ""), *_numbers("memory.limit_in_bytes", "memory")]
    return min([machine, *(limit for limit in found if limit < NONE)])


def processors() -> int:
    """The processors that the process may keep busy, as its group's quota has it; at least one."""
    found = [quota / period for quota, period in _quotas() if quota > 0]
    return max(1, min([len(os.sched_getaffinity(0)), *map(math.ceil, found)]))


def used() -> int:
    """The bytes of memory that are the process's alone: what is mapped from files can be given back."""
    try:
        _, resident, shared, *_ = STATM.read_text().split()
    except OSError:
        return 0  # only Linux tells
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


def be_frugal() -> None:
    """Let the C library keep little of what was freed: with many threads that is a third of the memory, for no time."""
    with suppress(OSError, AttributeError):  # only glibc has it
        libc = ctypes.CDLL(None)
        libc.mallopt(ARENA_MAX, 1)
        libc.mallopt(TRIM_THRESHOLD, 128 << 10)


def give_back() -> None:
    """Return what was freed to the system: Arrow and the C library keep it for later."""
    if arrow := sys.modules.get("pyarrow"):
        arrow.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _quotas() -> list[tuple[int, int]]:
    """Microseconds of processor time in a period, and how long that is."""
    second = [text.split() for text in _texts("cpu.max", "")]
    first = zip(_numbers("cpu.cfs_quota_us", "cpu"), _numbers("cpu.cfs_period_us", "cpu"), strict=False)
    return [(int(quota), int(period)) for quota, period in second if quota != "max"] + list(first)


def _numbers(name: str, controller: str) -> list[int]:
    return [int(text) for text in _texts(name, controller) if text.lstrip("-").isdigit()]


def _texts(name: str, controller: str) -> list[str]:
    """A file of the process's group and of those above it; a container sees its own group as the uppermost."""
    folder = CGROUPS / controller
    group = folder / _group(controller)
    folders = [each for each in (group, *group.parents) if each == folder or folder in each.parents]
    found = []
    for each in folders:
        with suppress(OSError):  # it isn't there, or not for us to see
            found.append((each / name).read_text().strip())
    return found


def _group(controller: str) -> str:
    try:
        lines = [line.split(":", 2) for line in MEMBERSHIP.read_text().splitlines()]
    except OSError:
        return ""
    return next((path.lstrip("/") for _, names, path in lines if controller in names.split(",")), "")
