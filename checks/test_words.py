"""Both languages are complete: every Chinese sentence in the interface has its English one."""

import ast
import re
from pathlib import Path

import pytest

from wuai.platform.ui import messages

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "wuai"
_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
_TAG = re.compile(r"""\{%\s*(?:translate|trans)\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
_IN_TAG = re.compile(r"""_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\)""")
_BLOCK = re.compile(
    r"\{%\s*blocktrans(?:late)?\b([^%]*)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.S
)


def said_in_python(text: str) -> set[str]:
    """Sentences given to gettext."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        name = ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name in _CALLS:
            said = node.args[1:2] if name.startswith("pgettext") else node.args[:2]
            found |= {
                argument.value
                for argument in said
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            }
    return {sentence for sentence in found if sentence}


def _block(options: str, body: str) -> list[str]:
    held = []
    for part in re.split(r"\{%\s*plural\s*%\}", body):
        text = re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", part.replace("%", "%%"))
        if "trimmed" in options:
            text = " ".join(line.strip() for line in text.strip().splitlines())
        held.append(text)
    return held


def said_in_template(text: str) -> set[str]:
    """Sentences of translate tags and blocks."""
    found = {a or b for pattern in (_TAG, _IN_TAG) for a, b in pattern.findall(text)}
    for options, body in _BLOCK.findall(text):
        found.update(_block(options, body))
    return {sentence for sentence in found if sentence}


def catalogues() -> list[Path]:
    """Every English catalogue."""
    return sorted(SOURCE.rglob("locale/en/LC_MESSAGES/django.po"))


def _known() -> set[str]:
    known = set()
    for po in catalogues():
        for message in messages.read(po):
            known |= {text for key, text in message.parts.items() if key.startswith("msgid")}
    return known


def incomplete(po: Path) -> list[str]:
    """Entries that are fuzzy or lack their English."""
    return [m.parts.get("msgid", "") for m in messages.read(po)[1:] if m.fuzzy or not m.target]


def test_every_sentence_has_an_english_entry():
    known = _known()
    missing = {}
    for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]:
        if {"tests", "migrations", "samples"} & set(path.parts):
            continue
        text = path.read_text("utf-8")
        said = said_in_python(text) if path.suffix == ".py" else said_in_template(text)
        if lacking := sorted(said - known):
            missing[str(path.relative_to(ROOT))] = lacking
    assert missing == {}


def test_no_entry_is_fuzzy_or_empty():
    found = {str(po.relative_to(ROOT)): held for po in catalogues() if (held := incomplete(po))}
    assert found == {}


def contradictions(pos: list[Path]) -> list[str]:
    """Words with two English ones: Django joins the catalogues, and only one of them is ever seen."""
    said: dict[str, dict[str, str]] = {}
    for po in pos:
        for message in messages.read(po):
            if message.source:
                said.setdefault(message.source, {})[message.target] = po.parts[-5]
    return [f"{source}: {found}" for source, found in said.items() if len(found) > 1]


def test_a_word_has_one_english_word_unless_a_context_parts_them():
    assert contradictions(catalogues()) == []


def test_a_planted_contradiction_is_found(tmp_path):
    pos = []
    for place, english in (("a", "Close"), ("b", "closed")):
        po = tmp_path / place / "locale" / "en" / "LC_MESSAGES" / "django.po"
        po.parent.mkdir(parents=True)
        po.write_text(
            f'msgid "關閉"\nmsgstr "{english}"\n\nmsgctxt "x"\nmsgid "關"\nmsgstr "{english}"\n'
        )
        pos.append(po)
    assert [line.split(":")[0] for line in contradictions(pos)] == ["關閉", "x\x04關"]
    assert contradictions(pos[:1]) == []


def test_the_compiled_catalogues_are_those_of_the_sources():
    old = [
        str(po.relative_to(ROOT))
        for po in catalogues()
        if not po.with_suffix(".mo").exists()
        or po.with_suffix(".mo").read_bytes() != messages.compiled(messages.read(po))
    ]
    assert old == []


def test_a_planted_fuzzy_or_missing_translation_is_found(tmp_path):
    po = tmp_path / "django.po"
    po.write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "案件"\nmsgstr "Case"\n\n'
        '#, fuzzy\nmsgid "義務人"\nmsgstr "Obligor"\n\nmsgid "股別"\nmsgstr ""\n'
    )
    assert incomplete(po) == ["義務人", "股別"]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{% translate "案件" %}', {"案件"}),
        ("{% blocktranslate with n=count %}共 {{ n }} 件{% endblocktranslate %}", {"共 %(n)s 件"}),
        ("{% blocktranslate count n=n %}一件{% plural %}{{ n }} 件{% endblocktranslate %}", {"一件", "%(n)s 件"}),
        ('{% field form.name label=_("姓名") %}', {"姓名"}),
    ],
)  # fmt: skip
def test_sentences_of_templates_are_found(template, expected):
    assert said_in_template(template) == expected


def test_sentences_of_python_are_found():
    assert said_in_python('x = _("案件"); y = ngettext("件", "多件", 3)') == {"案件", "件", "多件"}
