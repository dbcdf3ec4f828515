"""What the design system promises about itself: one place for values, contrast, words, languages."""

import re
import struct
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from wuai.platform.ui import messages, said
from wuai.platform.ui.gallery_samples import InstalmentTooSmall

UI = Path(__file__).resolve().parents[1]
STYLES = UI / "static" / "ui"
TOKENS = (STYLES / "tokens.css").read_text("utf-8")
PAIRS = dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", TOKENS))
INKS = ["ink", "ink-soft", "house", "house-strong", "press", "good", "bad"]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, paper: str, theme: int) -> float:
    one, other = (luminance(PAIRS[name].split(", ")[theme]) for name in (ink, paper))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", INKS)
def test_every_ink_stands_seven_to_one_on_every_paper(ink: str, theme: int) -> None:
    for paper in ("paper", "surface", "sunk"):
        assert contrast(ink, paper, theme) >= 7, (ink, paper)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [("on-house", "house", 7), ("on-house", "house-strong", 7), ("on-bar", "bar", 7),
     ("on-bar", "bar-field", 7), ("good", "good-wash", 7), ("bad", "bad-wash", 7),
     ("press", "press-wash", 7), ("house", "house-wash", 7), ("ink-soft", "good-wash", 7),
     ("ink-soft", "bad-wash", 7), ("rule-strong", "surface", 3), ("rule-strong", "paper", 3),
     ("bar-rule", "bar", 3), ("focus", "paper", 3), ("focus", "surface", 3),
     ("focus", "focus-gap", 3)],
)  # fmt: skip
def test_pairs_that_meet_can_be_told_apart(ink: str, paper: str, least: int, theme: int) -> None:
    assert contrast(ink, paper, theme) >= least


@pytest.mark.parametrize("name", ["base", "shell", "forms", "components", "data"])
def test_no_other_file_holds_a_colour_or_a_size(name: str) -> None:
    text = (STYLES / f"{name}.css").read_text("utf-8")
    text = re.sub(r"/\*.*?\*/|@media[^{]*\{", "", text, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", text) == []
    assert re.findall(r"font-size:(?!\s*(?:var\(|100%))[^;]+", text) == []
    assert re.findall(r"(?<![\w.])\d*\.?\d+px", text) == []
    assert re.findall(r"(?:padding|margin|gap)[\w-]*:[^;]*\d(?:px|rem)", text) == []
    used = set(re.findall(r"var\(--([\w-]+)", text))
    assert used - set(re.findall(r"--([\w-]+):", TOKENS)) == set()


def test_every_token_is_used() -> None:
    styles = "".join(path.read_text("utf-8") for path in STYLES.glob("*.css"))
    assert [t for t in set(re.findall(r"--([\w-]+):", TOKENS)) if f"var(--{t})" not in styles] == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in [*STYLES.glob("*.css"), *STYLES.glob("js/*.js"), *UI.rglob("templates/**/*.html")]:
        assert not re.search(
            r"""(?:src|href|url|import)\W{1,3}https?://""", path.read_text("utf-8")
        )


def test_vendored_scripts_carry_their_licence() -> None:
    for folder in (STYLES / "vendor").iterdir():
        assert (folder / "LICENSE").exists(), folder.name


def test_every_word_of_the_interface_is_translated_and_compiled() -> None:
    own = [po for po in messages.catalogues() if UI in po.parents]
    assert len(own) == 2
    for po in own:
        assert messages.untranslated(po) == []
        assert po.with_suffix(".mo").read_bytes() == messages.compiled(messages.read(po))


def test_a_message_that_lacks_its_translation_is_named(tmp_path: Path) -> None:
    po = tmp_path / "django.po"
    po.write_text(
        'msgid ""\nmsgstr ""\n"X: y\\n"\n\nmsgid "甲"\nmsgstr ""\n\n#, fuzzy\nmsgid "乙"\nmsgstr "B"\n',
        "utf-8",
    )
    assert messages.untranslated(po) == ["甲", "乙"]
    assert struct.unpack("<I", messages.compiled(messages.read(po))[8:12]) == (1,)


def test_english_pages_say_nothing_in_chinese_that_has_english() -> None:
    with translation.override("en"):
        page = render_to_string("ui/refused.html", {"refusal": InstalmentTooSmall(each=1, least=2)})
    bare = re.sub(r'<(\w+)[^>]*lang="zh-Hant".*?</\1>', "", page, flags=re.DOTALL)
    assert re.findall(r"[\u4e00-\u9fff]+", bare) == []


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
@pytest.mark.parametrize("status", [400, 403, 404, 409, 429, 500, 503])
def test_every_error_says_what_why_and_what_next(status: int, lang: str) -> None:
    with translation.override(lang):
        page = render_to_string("ui/error.html", {"status": status})
        words = said.SAID[status]
        for text in (words.title, words.why, words.next):
            assert str(text) in page.replace("&#x27;", "'")
    assert f'<html lang="{"en" if lang == "en" else "zh-Hant"}"' in page


def test_an_unknown_status_speaks_as_its_family_does() -> None:
    assert said.said_for(418) is said.SAID[400]
    assert said.said_for(599) is said.SAID[500]


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
def test_the_page_of_last_resort_needs_no_context(name: str) -> None:
    assert f"錯誤 {name[:3]}" in render_to_string(name)


@pytest.mark.usefixtures("ui_alone")
def test_the_language_is_kept_and_the_reader_comes_back() -> None:
    client = Client()
    answer = client.get("/_language/", {"to": "en", "next": "/_gallery/?theme=dark"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/_gallery/?theme=dark")
    assert 'lang="en"' in client.get("/_gallery/").content.decode()


@pytest.mark.usefixtures("ui_alone")
@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:x", "\\\\evil"]
)
def test_the_language_link_leads_nowhere_else(elsewhere: str) -> None:
    answer = Client().get("/_language/", {"to": "en", "next": elsewhere})
    assert answer.headers["Location"] == "/"


@pytest.mark.usefixtures("ui_alone")
def test_an_unknown_language_changes_nothing() -> None:
    answer = Client().get("/_language/", {"to": "xx", "next": "/"})
    assert not answer.cookies


@pytest.mark.usefixtures("ui_alone")
@pytest.mark.parametrize(
    "path", ["/_gallery/nothing/", "/_gallery/error/?status=abc", "/_gallery/error/?status=²00"]
)
def test_a_gallery_page_that_does_not_exist_is_not_found(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_the_language_link_comes_back_to_this_page_only_when_it_was_asked_for() -> None:
    from django.template import Context, Template

    request = HttpRequest()
    request.method, request.path = "POST", "/send/"
    printed = Template('{% load ui %}{% language_url "en" %}').render(Context({"request": request}))
    assert printed.endswith("next=%2F")
