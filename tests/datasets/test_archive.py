import bz2
import gzip
import io
import lzma
import random
import zipfile
from contextlib import suppress

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.datasets.archive import SUFFIXES, expand, expanded, kind, members
from app.datasets.errors import DatasetError

CONTENT = b"a,b\n" + b"".join(b"%d,%d\n" % (i, i * i % 977) for i in range(5000))
MUCH = 1 << 30
RELAXED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), content, compression)
    return buffer.getvalue()


def packed(suffix, content=CONTENT):
    if suffix == ".zip":
        return zipped({"data.csv": content})
    if suffix == ".zst":
        return pa.compress(content, codec="zstd", asbytes=True)
    return {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}[suffix](content)


def locked(content):
    """A zip whose member says that it is encrypted."""
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


@pytest.fixture
def put(tmp_path):
    def put(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return put


def unpacked(path, member="data.csv", limit=MUCH):
    target = io.BytesIO()
    count = expand(path, member, target, limit=limit)
    assert count == len(target.getvalue())
    return target.getvalue()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_kind_of_archive_unpacks(put, suffix):
    path = put(f"data.csv{suffix}", packed(suffix))
    assert kind(path) == suffix
    assert members(path) == ["data.csv"]
    assert unpacked(path) == CONTENT


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_archive_is_known_by_its_bytes_whatever_its_name(put, suffix):
    path = put("data.csv", packed(suffix))
    assert kind(path) == suffix
    assert members(path) == ["data.csv"]
    assert unpacked(path) == CONTENT


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", b"a,b\n", ""),
        ("a.csv", b"BZh9,b\n", ""),
        ("a.csv", b"", ""),
        ("a.csv.GZ", b"", ".gz"),
        ("a.csv.gz", b"a,b\n", ".gz"),
        ("a.xlsx", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), ""),
        ("a.xlsx", zipped({"xl/workbook.xml": "", "[Content_Types].xml": ""}), ""),
        ("a.ods", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), ""),
        ("a.xlsx", zipped({"xl/workbook.xml": "", "[Content_Types].xml": ""})[:60], ""),
        ("a.csv", zipped({"data.csv": "a"})[:40], ".zip"),
        ("a.zip", zipped({}), ".zip"),
    ],
)
def test_the_kind_is_told_by_magic_first_and_suffix_second(put, name, content, expected):
    assert kind(put(name, content)) == expected


def test_a_zip_lists_its_visible_files(put):
    names = ["a.csv", "in/b.csv", "in/", ".hidden", "in/.DS_Store", "__MACOSX/._a.csv", ".git/c.csv", "größe.csv"]
    path = put("all.zip", zipped(dict.fromkeys(names, "x")))
    assert members(path) == ["a.csv", "in/b.csv", "größe.csv"]
    assert unpacked(path, "in/b.csv") == b"x"


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_compression_of_a_zip_unpacks(put, compression):
    assert unpacked(put("a.zip", zipped({"data.csv": CONTENT}, compression))) == CONTENT


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
def test_parts_joined_to_one_file_are_all_unpacked(put, suffix):
    assert unpacked(put(f"data.csv{suffix}", packed(suffix) + packed(suffix))) == CONTENT * 2


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("tenth", range(10))
def test_an_archive_cut_short_is_refused_with_a_sentence(put, suffix, tenth):
    content = packed(suffix, random.Random(1).randbytes(50_000))
    path = put(f"data.csv{suffix}", content[: len(content) * tenth // 10])
    with pytest.raises(DatasetError, match=rf"^data\.csv\{suffix} is damaged or was cut short; .*\.$"):
        unpacked(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_archive_with_a_changed_byte_is_refused(put, suffix):
    content = bytearray(packed(suffix, random.Random(1).randbytes(50_000)))
    content[:] = content[: len(content) // 2] + bytes(100) + content[len(content) // 2 + 100 :]
    path = put(f"data.csv{suffix}", bytes(content))
    if suffix == ".zst":  # without a checksum, which Arrow does not write, nobody can tell
        assert len(unpacked(path)) == 50_000
    else:
        with pytest.raises(DatasetError, match="damaged"):
            unpacked(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_bomb_stops_at_the_limit(put, suffix):
    path = put(f"data.csv{suffix}", packed(suffix, bytes(50_000_000)))
    assert path.stat().st_size < 100_000
    target = io.BytesIO()
    with pytest.raises(DatasetError, match=r"^data\.csv in .* is larger than the 3 MB allowed; "):
        expand(path, "data.csv", target, limit=3_000_000)
    assert len(target.getvalue()) <= 3_000_000


def test_exactly_the_limit_is_allowed(put):
    path = put("data.csv.gz", packed(".gz"))
    assert unpacked(path, limit=len(CONTENT)) == CONTENT
    with pytest.raises(DatasetError, match="larger"):
        unpacked(path, limit=len(CONTENT) - 1)


@pytest.mark.parametrize(
    ("name", "content", "member", "sentence"),
    [
        ("a.zip", zipped({"b.csv": "x"}), "c.csv", "a.zip has no file c.csv inside; reload the list of datasets."),
        ("a.csv.gz", packed(".gz"), "b.csv", "a.csv.gz has no file b.csv inside; reload the list of datasets."),
        ("a.zip", zipped({"b.zip": "x"}), "b.zip", "b.zip in a.zip is itself an archive; unpack a.zip and add what is"),
        ("a.zip", locked(zipped({"b.csv": "x"})), "b.csv", "b.csv in a.zip is locked with a password; unpack it and"),
        ("a.csv", b"a,b\n", "a.csv", "a.csv is no archive; open it as the file it is."),
        ("a.csv.gz", b"a,b\n", "a.csv", "a.csv.gz is damaged or was cut short; copy or download it again."),
    ],
)
def test_what_cannot_be_unpacked_is_refused_with_a_sentence(put, name, content, member, sentence):
    with pytest.raises(DatasetError) as caught:
        unpacked(put(name, content), member)
    assert str(caught.value).startswith(sentence)


def test_a_file_that_is_gone_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(DatasetError, match=r"^a\.csv\.gz can't be opened: No such file or directory"):
        members(tmp_path / "a.csv.gz")


def test_a_full_disk_is_said(put):
    class Full(io.BytesIO):
        def write(self, block):
            raise OSError(28, "No space left on device")

    with pytest.raises(DatasetError, match="No space left on device; make room"):
        expand(put("a.csv.gz", packed(".gz")), "a.csv", Full(), limit=MUCH)


def test_an_expanded_member_has_its_suffix_and_is_removed_afterwards(put):
    with expanded(put("a.zip", zipped({"in/b.tsv": "x\ty\n"})), "in/b.tsv", limit=MUCH) as path:
        assert path.suffix == ".tsv"
        assert path.read_bytes() == b"x\ty\n"
    assert not path.exists()


def test_nothing_is_left_of_a_member_that_fails(put, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(DatasetError), expanded(put("a.csv.gz", packed(".gz")[:-9]), "a.csv", limit=MUCH):
        pytest.fail("a damaged archive was opened")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv.gz"]


@RELAXED
@given(
    start=st.sampled_from(
        [b"", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd"]
    ),
    rest=st.binary(max_size=200),
    suffix=st.sampled_from([*SUFFIXES, ".csv", ".xlsx"]),
)
def test_arbitrary_bytes_raise_nothing_but_dataset_errors(put, start, rest, suffix):
    path = put(f"a{suffix}", start + rest)
    with suppress(DatasetError):
        kind(path)
        for member in members(path):
            expand(path, member, io.BytesIO(), limit=1_000_000)


@RELAXED
@given(
    suffix=st.sampled_from(SUFFIXES),
    changes=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=4),
)
def test_archives_with_changed_bytes_raise_nothing_but_dataset_errors(put, suffix, changes):
    content = bytearray(packed(suffix, CONTENT[:200]))
    for place, byte in changes:
        content[place % len(content)] = byte
    path = put(f"data.csv{suffix}", bytes(content))
    with suppress(DatasetError):
        for member in members(path):
            expand(path, member, io.BytesIO(), limit=1_000_000)
