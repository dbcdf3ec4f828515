"""What a person without a pointer does: walk, press, type, choose; and see at each stop where they are."""

from playwright.sync_api import Page
from tests.journeys.browser import reach

# The stop is on the screen, has a ring, and nothing jumps the queue by a tabindex of its own.
_SEEN = """() => { const e = document.activeElement, at = e.getBoundingClientRect();
  const ring = getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none';
  return { ring, here: at.bottom > 0 && at.top < innerHeight && at.right > 0 && at.left < innerWidth,
           jumps: document.querySelectorAll('[tabindex]:not([tabindex="0"], [tabindex^="-"])').length }; }"""


def walk_to(page: Page, words: str) -> None:
    """Go to what has these words and see it."""
    reach(page, words)
    assert page.evaluate(_SEEN) == {"ring": True, "here": True, "jumps": 0}, (words, page.url)


def press(page: Page, words: str, key: str = "Enter") -> None:
    """Go to what has these words and press it."""
    walk_to(page, words)
    page.keyboard.press(key)


def write(page: Page, field: str, words: str) -> None:
    """Put words in a field, in the place of what stood there."""
    walk_to(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def choose(page: Page, field: str, value: str) -> None:
    """Walk through a list, or through round buttons, with the arrows until it holds a value."""
    walk_to(page, field)
    for _ in range(80):
        held = page.evaluate("() => { const e = document.activeElement;"
                             " return e.type === 'radio' && !e.checked ? '' : e.value; }")  # fmt: skip
        if held == value:
            return
        # The first round button of a group has the focus before it is chosen.
        first = page.evaluate("document.activeElement.type === 'radio'") and not held
        page.keyboard.press("Space" if first else "ArrowDown")
    raise AssertionError(f"{field} never held {value}")


def wrongs_are_told(page: Page) -> None:
    """The list of what is wrong has the focus; Enter on its first line leads to the field."""
    page.wait_for_selector(".error-summary")
    # The browser notes each page that is answered with 422; that is no fault of the page.
    page.wrongs[:] = [line for line in page.wrongs if "status of 422" not in line]
    assert page.evaluate("document.activeElement.className") == "error-summary", page.url
    page.keyboard.press("Tab")
    field = page.evaluate("document.activeElement.hash")
    page.keyboard.press("Enter")
    assert page.evaluate("(field) => document.activeElement === document.querySelector(field)"
                         " || document.querySelector(field).contains(document.activeElement)", field)  # fmt: skip


def said(page: Page) -> str:
    """The words of the page."""
    return page.locator("main").inner_text()
