"""What happens to files: bytes that flip, ends that are cut off."""

import random
from collections.abc import Callable
from pathlib import Path

from app.datasets.errors import DatasetError


def raises_nothing_else(path: Path, read: Callable[[Path], object], *, times: int) -> int:
    """Read `times` damaged versions of a file; only DatasetErrors, each one sentence, may come of it: how many did."""
    whole, said = path.read_bytes(), 0
    for seed in range(times):
        path.write_bytes(damaged(whole, random.Random(seed)))
        sentence = complaint(lambda: read(path))
        assert not sentence or (sentence.startswith(path.name) and sentence.endswith("."))
        said += bool(sentence)
    return said


def complaint(read: Callable[[], object]) -> str:
    try:
        read()
    except DatasetError as error:
        return str(error)
    return ""


def damaged(content: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.25:
        return content[: chance.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        changed[chance.randrange(len(changed))] = chance.choice([0, 127, 255, chance.randrange(256)])
    return bytes(changed)
