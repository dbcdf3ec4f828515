"""Make the pictures of the README: a demo branch of its own, a browser, ten small PNG files.

Run it from the root of the project: ``.venv/bin/python docs/pictures.py``
"""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.journeys.browser import browser, page_of  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 200_000
PASSWORD = "wuai-demo-2026"  # noqa: S105 - the demo's own, printed at its start
START_SECONDS = 300
ASK_LINK = """
from wuai.config import boot
boot.setup()
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
branch = organisation.resolve_branch(None)
rows = payments.slip_rows(case_ids=cases.open_case_ids(branch.id))
live = [row for row in rows.values() if row.store_segments]
print(sorted(live, key=lambda slip: slip.id)[-1].payment_link_token)
"""


@dataclass(frozen=True, slots=True)
class House:
    """The running demo: where it answers and with which surroundings."""

    address: str
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """What a Python command prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment, capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        return done.stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[House]:
    """A branch with demo data in a temporary folder; stopped and forgotten at the end."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="wuai-pictures-") as folder:
        house = House(
            f"http://localhost:{port}",
            {**os.environ, "WUAI_VAR": folder, "PORT": str(port), "PYTHONPATH": str(ROOT / "src")},
        )
        server = subprocess.Popen(
            [sys.executable, "-m", "wuai.config.cli", "serve"],
            env=house.environment, cwd=ROOT, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait(house, server)
            yield house
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)


def _wait(house: House, server: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS):
        try:
            with urllib.request.urlopen(f"{house.address}/livez", timeout=2):  # noqa: S310 - our own
                return
        except (urllib.error.URLError, OSError):
            if server.poll() is not None:
                break
            time.sleep(1)
    raise RuntimeError("the demo branch did not start")


def keep(name: str, picture: Image.Image) -> None:
    """Store a picture with as many colours as fit."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for colours in (256, 128, 64, 32, 16):
        held = io.BytesIO()
        picture.convert("RGB").quantize(colours).save(held, "PNG", optimize=True)
        if held.tell() <= MOST_BYTES:
            (PICTURES / f"{name}.png").write_bytes(held.getvalue())
            print(f"docs/pictures/{name}.png  {held.tell():,} B", flush=True)
            return
    raise RuntimeError(f"{name} does not fit into {MOST_BYTES:,} bytes")


def shoot(page: Page, name: str, *, height: int | None = None) -> None:
    """Keep what a page shows, no longer than ``height``."""
    page.evaluate("() => window.scrollTo(0, 0)")
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled")))
    ratio = int(page.evaluate("() => window.devicePixelRatio"))
    keep(name, whole.crop((0, 0, whole.width, min(whole.height, (height or 10**6) * ratio))))


@contextmanager
def entered(house: House, chromium: Browser, username: str) -> Iterator[Page]:
    """Somebody who logged in as people do."""
    with page_of(chromium) as page:
        page.goto(f"{house.address}/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/login/code/**")
        said = house.run("-m", "wuai.config.cli", "demo", "code", username)
        page.fill("input[name=code]", re.findall(r"\d{6}", said)[0])
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        yield page


def staff(house: House, chromium: Browser) -> None:
    """The clerk's day and one case, the desk of intake, the counter, a notice on paper."""
    with entered(house, chromium, "clerk") as page:
        page.goto(f"{house.address}/staff/?section=")
        shoot(page, "today", height=900)
        page.goto(f"{house.address}/staff/cases/")
        shoot(page, "cases", height=900)
        page.goto(f"{house.address}/staff/notices/")
        page.click('main a[href^="/staff/notices/batches/"] >> nth=0')
        page.click('tbody a[href^="/staff/notices/"]:not([href*="batches"]) >> nth=0')
        page.wait_for_load_state()
        _paper(page)
        page.click('main a[href^="/staff/cases/"] >> nth=0')
        page.wait_for_load_state()
        number = page.locator("h1 .copy > span").inner_text().strip()
        page.locator("details summary", has_text="為什麼").first.click()
        shoot(page, "case", height=1300)
    with entered(house, chromium, "allocation") as page:
        page.goto(f"{house.address}/staff/intake/")
        page.click("tbody th a >> nth=0")
        shoot(page, "intake", height=1000)
    with entered(house, chromium, "cashier") as page:
        page.goto(f"{house.address}/staff/counter/")
        page.fill("#q", number)
        page.keyboard.press("Enter")
        page.wait_for_selector("input[name=amount]")
        shoot(page, "counter", height=1000)


def _paper(page: Page) -> None:
    body = page.request.get(f"{page.url}notice.pdf").body()
    with pypdfium2.PdfDocument(body) as document:
        keep("notice", document[0].render(scale=1.4).to_pil())


def others(house: House, chromium: Browser) -> None:
    """The agency's home, the payment page on a phone in both languages, the gallery."""
    with entered(house, chromium, "nhi") as page:
        page.goto(f"{house.address}/agency/")
        shoot(page, "agency", height=900)
    token = house.run("-c", ASK_LINK)
    for language in ("zh-hant", "en"):
        with page_of(chromium, width=375, height=812, device_scale_factor=2) as page:
            page.context.add_cookies(
                [{"name": "django_language", "value": language, "url": house.address}]
            )
            page.goto(f"{house.address}/p/{token}")
            shoot(page, f"pay-{language}", height=1500)
    with page_of(chromium) as page:
        page.goto(f"{house.address}/_gallery/")
        shoot(page, "gallery", height=1400)


def main() -> None:
    """All pictures, one after the other."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server ends, too
    with running() as house, browser() as chromium:
        staff(house, chromium)
        others(house, chromium)


if __name__ == "__main__":
    main()
