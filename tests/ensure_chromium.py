"""See that a Chromium is there before the browser tests: the system's, Debian's, else Playwright's."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _on_path() -> bool:
    return any(shutil.which(name) for name in NAMES)


def _of_playwright() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)


def _from_debian() -> bool:
    if not shutil.which("apt-get"):
        return False
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            [*prefix, "apt-get", "-qq", *arguments],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            return False
    return _on_path()


def _from_playwright() -> bool:
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
    return done.returncode == 0


def main() -> int:
    """0 when a browser is there."""
    for found in (_on_path, _of_playwright, _from_debian, _from_playwright):
        if found():
            return 0
    print(
        "找不到 Chromium，瀏覽器測試無法執行 / no Chromium found for the browser tests",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
