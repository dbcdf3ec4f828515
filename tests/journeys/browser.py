"""A real browser for tests: finds Chromium, watches the content security policy, asks axe-core."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    sync_playwright,
)

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The browser of this machine; CHROMIUM names another one."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError("Chromium is needed: install it, or set CHROMIUM to its path")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """One browser; closed at the end."""
    # Playwright runs an event loop in this thread; Django would otherwise refuse its own database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield running
        finally:
            running.close()


@contextmanager
def page_of(
    running: Browser, *, width: int = 1280, height: int = 900, **options: Any
) -> Iterator[Page]:
    """A fresh page in a context of its own, with what it said wrong gathered in ``page.wrongs``."""
    context: BrowserContext = running.new_context(
        viewport={"width": width, "height": height}, locale="zh-TW", timezone_id="Asia/Taipei",
        **options,
    )  # fmt: skip
    page = context.new_page()
    wrongs: list[str] = []
    page.wrongs = wrongs

    def listen(line: ConsoleMessage) -> None:
        # A shown file has no icon of its own, so the browser asks for one.
        if line.type == "error" and not line.location["url"].endswith("/favicon.ico"):
            wrongs.append(line.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    try:
        yield page
    finally:
        context.close()


def axe(page: Page, standards: list[str] | None = None) -> list[dict[str, Any]]:
    """What axe-core finds wrong: rule, help, and the places."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        standards or STANDARDS,
    )
    return [
        {"rule": found["id"], "help": found["help"],
         "where": [(node["target"], node["failureSummary"]) for node in found["nodes"]]}
        for found in result["violations"]
    ]  # fmt: skip


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window; 0 is right."""
    return int(page.evaluate(
        "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    ))  # fmt: skip


def screenshot(page: Page, path: Path, *, whole: bool = True) -> Path:
    """A picture of the page, for eyes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=whole, animations="disabled")
    return path


_NAMED = """() => { const e = document.activeElement;
  if (!e.matches('a, button, input, select, textarea, summary')) return '';
  const label = e.labels && e.labels.length ? e.labels[0].innerText : '';
  return `${e.tagName.toLowerCase()}#${e.id} ${(label || e.innerText || e.ariaLabel || '').trim()}`; }"""


def reach(page: Page, words: str, *, key: str = "Tab", most: int = 150) -> None:
    """Press ``key`` until the focus is on what has ``words`` in its tag, id or name."""
    for _ in range(most):
        if words in page.evaluate(_NAMED):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{words!r} is not reached with {key}: {page.url}")


def focused(page: Page) -> str:
    """What has the focus, in words: tag, id and the beginning of its text."""
    return str(page.evaluate(
        "() => { const e = document.activeElement;"
        " return `${e.tagName.toLowerCase()}#${e.id} ${(e.innerText || '').trim().slice(0, 40)}`; }"
    ))  # fmt: skip
