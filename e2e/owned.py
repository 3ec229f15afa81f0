"""The owner's data files: what WINNOW_DATA_DIR or `data/` holds when the tests start."""

import os
from pathlib import Path

from app.datasets import Catalog

ROOT = Path(__file__).resolve().parent.parent


def owned_files() -> list[Path]:
    folder = _folder()
    if folder.is_file():
        return [folder, *folder.parent.glob(f"{folder.stem}.toml")]
    return sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith((".", "_")))


def owned_names() -> list[str]:
    return list(Catalog(_folder()).entries())


def _folder() -> Path:
    return Path(os.environ.get("WINNOW_DATA_DIR") or ROOT / "data").expanduser().resolve()
