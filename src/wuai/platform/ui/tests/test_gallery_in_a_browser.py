"""Every piece, in both languages, on a phone and on a desk: usable by eye, ear, keyboard, without script."""

from contextlib import closing

import pytest
from a11y_moda.cli import _filter_by_spec
from a11y_moda.models import Level
from a11y_moda.scanner import scan_page
from playwright.sync_api import Browser, Page
from pypdfium2 import PdfDocument
from tests.journeys.browser import axe, focused, overflow, page_of

from wuai.platform.ui.gallery import SHELLS

pytestmark = pytest.mark.browser
LANGUAGES = ("zh-hant", "en")
PAGES = [(shell, lang) for shell in SHELLS for lang in LANGUAGES]


def spoken(page: Page) -> list[str]:
    """What the browser complained about, apart from the status of the error page itself."""
    return [w for w in page.wrongs if "status of 404" not in w]


@pytest.mark.parametrize(("shell", "lang"), PAGES)
def test_nothing_is_wrong_for_axe_on_phone_and_desk_light_and_dark(
    gallery: str, chromium: Browser, shell: str, lang: str
) -> None:
    for width, theme in ((375, "light"), (1280, "dark")):
        with page_of(chromium, width=width) as page:
            page.goto(f"{gallery}{shell}/?lang={lang}&theme={theme}")
            for details in page.locator("main details").all():
                details.evaluate("(e) => { e.open = true }")
            assert axe(page) == []
            assert spoken(page) == []


def test_axe_would_have_found_a_field_without_label(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}forms/")
        page.evaluate("() => document.querySelector('label[for=id_name]').remove()")
        assert "label" in {found["rule"] for found in axe(page)}


@pytest.mark.parametrize(("shell", "lang"), PAGES)
def test_nobody_scrolls_sideways_at_320_pixels_or_with_text_twice_as_large(
    gallery: str, chromium: Browser, shell: str, lang: str
) -> None:
    with page_of(chromium, width=320) as page:
        page.goto(f"{gallery}{shell}/?lang={lang}")
        assert overflow(page) == 0
    with page_of(chromium, width=1280) as page:
        page.goto(f"{gallery}{shell}/?lang={lang}")
        page.evaluate("() => { document.documentElement.style.fontSize = '225%' }")
        assert overflow(page) == 0


def test_spacing_set_by_the_reader_hides_nothing(gallery: str, chromium: Browser) -> None:
    with page_of(chromium, width=1280, bypass_csp=True) as page:
        page.goto(f"{gallery}public/?lang=zh-hant")
        page.add_style_tag(
            content="* {line-height:1.5!important;letter-spacing:.14em!important;word-spacing:.16em!important}"
            " p {margin-block-end:2em!important}"
        )
        assert overflow(page) == 0
        cut = page.evaluate(
            "() => [...document.querySelectorAll('.button, .status, .amount__figure, .chip')]"
            ".filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"
        )
        assert cut == []


@pytest.mark.parametrize(("shell", "lang"), PAGES)
def test_the_codes_of_115_11_at_aa_are_kept(
    gallery: str, shell: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A11Y_ALLOW_PRIVATE_HOSTS", "1")  # or the scanner refuses our own address
    report = scan_page(f"{gallery}{shell}/?lang={lang}&status=200", level=Level.AA, render=False)
    _filter_by_spec([report], "115.11")
    assert report.fetch_error == ""
    assert [(i.rule_id, i.message) for i in report.issues if i.status == "fail"] == []


def test_the_keyboard_walks_through_the_rows_of_a_table(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}staff/?lang=zh-hant")
        page.locator(".table-wrap").focus()
        page.keyboard.press("j")
        assert "00012345" in focused(page)
        page.keyboard.press("ArrowDown")
        assert "00012346" in focused(page)
        page.keyboard.press("k")
        page.keyboard.press("k")
        assert "00012345" in focused(page)
        page.keyboard.press("End")
        assert "00012352" in focused(page)
        page.keyboard.press("Enter")
        assert page.url.endswith("#case-7")


def test_letters_typed_elsewhere_move_nothing(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}staff/?lang=zh-hant")
        page.locator("#search-words").press("j")
        assert focused(page).startswith("input#search-words")
        assert page.locator("#search-words").input_value() == "j"


def test_the_skip_link_comes_first_and_leads_to_the_content(
    gallery: str, chromium: Browser
) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}public/?lang=zh-hant")
        page.keyboard.press("Tab")
        assert "跳到主要內容" in focused(page)
        assert page.locator(".skip-link").bounding_box()["height"] >= 40
        page.keyboard.press("Enter")
        assert focused(page).startswith("main#content")
        page.keyboard.press("Tab")
        assert focused(page).startswith("a#marker-c")


def test_every_stop_of_the_tab_key_is_seen_and_in_reading_order(
    gallery: str, chromium: Browser
) -> None:
    with page_of(chromium, height=1200) as page:
        page.goto(f"{gallery}case/?lang=zh-hant")
        places = []
        for _ in range(40):
            page.keyboard.press("Tab")
            places.append(page.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " const all = [...document.querySelectorAll('*')];"
                " return [all.indexOf(e), s.outlineStyle, parseFloat(s.outlineWidth), e.tagName]; }"
            ))  # fmt: skip
        stops = places[: next((i for i, p in enumerate(places) if p[3] == "BODY"), len(places))]
        assert len(stops) > 20
        assert [p[0] for p in stops] == sorted(p[0] for p in stops)
        assert all(p[1] != "none" and p[2] >= 3 for p in stops), stops


@pytest.mark.parametrize(("shell", "least"), [("public", 44), ("forms", 44), ("staff", 24)])
def test_targets_are_large_enough(gallery: str, chromium: Browser, shell: str, least: int) -> None:
    with page_of(chromium, width=375) as page:
        page.goto(f"{gallery}{shell}/?lang=zh-hant")
        small = page.evaluate(
            "(least) => [...document.querySelectorAll('.button, .site-nav a, input:not([type=checkbox],"
            " [type=radio], [type=hidden]), select, textarea, summary')]"
            ".filter((e) => e.offsetParent && e.getBoundingClientRect().height < least - 0.5)"
            ".map((e) => [e.tagName, e.className, e.getBoundingClientRect().height])",
            least,
        )
        assert small == []


@pytest.mark.parametrize("shell", ["public", "forms", "staff", "case"])
def test_every_page_works_without_script(gallery: str, chromium: Browser, shell: str) -> None:
    with page_of(chromium, java_script_enabled=False, width=375) as page:
        page.goto(f"{gallery}{shell}/?lang=zh-hant")
        assert page.get_by_role("heading", level=1).is_visible()
        if shell in {"staff", "case"}:
            page.locator(".side summary").click()
            assert page.locator(".side a", has_text="案件").is_visible()
            assert not page.locator(".table__keys").first.is_visible()
        if shell == "case":
            page.get_by_role("button", name="退案").first.click()
            assert page.locator("#return").is_visible()
        if shell == "public":
            page.locator(".amount summary").click()
            assert page.get_by_text("NT$ 84,200").is_visible()


def test_a_page_sends_nothing_that_its_policy_forbids(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        answer = page.goto(f"{gallery}staff/?lang=en")
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert page.locator("[style]").count() == 0
        assert page.locator("script:not([src])").count() == 0
        page.evaluate(
            "() => { const s = document.createElement('style'); s.textContent = 'p{color:red}';"
            " document.head.append(s); }"
        )
        page.wait_for_timeout(50)
        assert any("Content Security Policy" in line for line in page.wrongs)


def test_pages_of_citizens_load_no_htmx(gallery: str, chromium: Browser) -> None:
    for shell, wanted in (("public", 0), ("forms", 0), ("print", 0), ("staff", 1), ("agency", 1)):
        with page_of(chromium) as page:
            page.goto(f"{gallery}{shell}/")
            assert page.locator("script[src*='htmx']").count() == wanted, shell


def test_the_printed_page_shows_the_matter_and_not_the_frame(
    gallery: str, chromium: Browser
) -> None:
    with page_of(chromium) as page:
        page.emulate_media(media="print")
        page.goto(f"{gallery}case/?lang=zh-hant&theme=dark")
        assert not page.locator(".side").is_visible()
        assert page.get_by_text("NT$ 84,200").is_visible()
        assert (
            page.evaluate("() => getComputedStyle(document.body).backgroundColor")
            == "rgb(255, 255, 255)"
        )


def test_windows_high_contrast_keeps_borders_and_words(gallery: str, chromium: Browser) -> None:
    with page_of(chromium, forced_colors="active") as page:
        page.goto(f"{gallery}public/?lang=zh-hant")
        bare = page.evaluate(
            "() => [...document.querySelectorAll('.status, .button, .panel, .notice, .field input')]"
            ".filter((e) => parseFloat(getComputedStyle(e).borderTopWidth) < 1).map((e) => e.className)"
        )
        assert bare == []
        inks = page.evaluate(
            "() => [...document.querySelectorAll('.button')].map((e) => getComputedStyle(e).color)"
        )
        assert "rgb(255, 253, 249)" not in inks


def test_nothing_moves_for_those_who_ask_for_stillness(gallery: str, chromium: Browser) -> None:
    with page_of(chromium, reduced_motion="reduce") as page:
        page.goto(f"{gallery}public/?lang=zh-hant")
        assert page.evaluate(
            "() => getComputedStyle(document.querySelector('.button')).transitionDuration"
        ) in {"0s", "0ms"}


def test_a_printed_total_stands_once_after_the_last_row(gallery: str, chromium: Browser) -> None:
    with page_of(chromium) as page:
        page.goto(f"{gallery}agency/?lang=zh-hant")
        page.evaluate(
            "() => { const body = document.querySelector('.table tbody'), rows = [...body.children];"
            " for (let i = 0; i < 12; i++) body.append(...rows.map((row) => row.cloneNode(true))); }"
        )
        with closing(PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))) as paper:
            assert len(paper) >= 3
            words = "".join(sheet.get_textpage().get_text_bounded() for sheet in paper)
        assert words.count("合計") == 1
        assert words.index("合計") > words.rindex("張三")
