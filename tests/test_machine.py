"""What a process may take is read from its cgroup, of either version, or from the machine."""

import os

import pytest

from app import machine

MACHINE = {"SC_PHYS_PAGES": 1 << 20, "SC_PAGE_SIZE": 4096}


@pytest.fixture
def told(monkeypatch, tmp_path):
    """A machine of 4 GB and 8 processors, whose files say what a test writes."""
    monkeypatch.setattr(machine, "CGROUPS", tmp_path / "cgroup")
    monkeypatch.setattr(machine, "MEMBERSHIP", tmp_path / "membership")
    monkeypatch.setattr(os, "sysconf", MACHINE.get)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)

    def tell(membership="", **files):
        (tmp_path / "membership").write_text(membership)
        for name, text in files.items():
            path = tmp_path / "cgroup" / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{text}\n")

    return tell


@pytest.mark.parametrize(
    ("membership", "files", "megabytes"),
    [
        ("", {}, 4096),
        ("0::/", {"memory_dot_max": "max"}, 4096),
        ("0::/", {"memory_dot_max": 256 << 20}, 256),
        ("0::/a/b", {"a__b__memory_dot_max": "max", "a__memory_dot_max": 512 << 20}, 512),
        ("4:memory:/x", {"memory__x__memory_dot_limit_in_bytes": 256 << 20}, 256),
        ("4:memory:/", {"memory__memory_dot_limit_in_bytes": 9223372036854771712}, 4096),
        ("4:memory:/gone", {"memory__memory_dot_limit_in_bytes": 300 << 20}, 300),
        ("0::/../..", {"memory_dot_max": 128 << 20}, 128),
    ],
)
def test_memory_is_the_least_of_all_limits(told, membership, files, megabytes):
    told(membership, **files)
    assert machine.memory() == megabytes << 20


@pytest.mark.parametrize(
    ("membership", "files", "processors"),
    [
        ("", {}, 8),
        ("0::/", {"cpu_dot_max": "max 100000"}, 8),
        ("0::/", {"cpu_dot_max": "150000 100000"}, 2),
        ("0::/", {"cpu_dot_max": "5000 80000"}, 1),
        ("3:cpu,cpuacct:/", {"cpu__cpu_dot_cfs_quota_us": "-1", "cpu__cpu_dot_cfs_period_us": "100000"}, 8),
        ("3:cpu,cpuacct:/", {"cpu__cpu_dot_cfs_quota_us": "400000", "cpu__cpu_dot_cfs_period_us": "100000"}, 4),
    ],
)
def test_processors_are_what_the_quota_has(told, membership, files, processors):
    told(membership, **files)
    assert machine.processors() == processors


def test_what_is_used_grows_with_what_is_kept():
    before = machine.used()
    kept = bytearray(os.urandom(64 << 20))
    assert machine.used() - before > 48 << 20
    del kept


def test_where_nothing_is_told_nothing_is_used(monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "STATM", tmp_path / "nothing")
    assert machine.used() == 0
