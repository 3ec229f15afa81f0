"""Find a Chromium for the browser tests, or install one: Playwright's own, else the system's package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium: Playwright's, or one on the PATH."""
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    own = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    if _succeeds(own, seconds=240) and find():
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    _succeeds([*sudo, "apt-get", "update"], seconds=300)
    _succeeds([*sudo, "apt-get", "install", "-y", "chromium"], seconds=600)


def _succeeds(command: list[str], *, seconds: int) -> bool:
    try:
        return subprocess.run(command, timeout=seconds, check=False, stdout=subprocess.DEVNULL).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    if not find():
        install()
    found = find()
    if not found:
        sys.exit(
            "There is no Chromium, and none could be installed. Install one (apt-get install chromium), then try again."
        )
    print(f"browser: {found}")
