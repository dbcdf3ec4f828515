"""Sizes, file names, colours and clocks: the house rules about source text."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "wuai"
FUNCTION_LINES, FILE_LINES, PARAMETERS = 40, 300, 6

# The closed list of what lies inside a context. A name may be split by use: queries_list.py, rules/.
NAMES = {
    "rules", "events", "models", "actions", "queries", "handlers", "jobs", "gateways", "web",
    "admin", "api", "apps", "cli", "declarations", "migrations", "templates", "static", "locale",
    "tests", "reference", "reference_data", "panels",
}  # fmt: skip
FILES = {"README.md", "__init__.py"}
VAGUE = {"utils", "helpers", "common", "misc", "base", "core", "lib", "tools"}


def sources(folder: Path = SOURCE, *, tests: bool = False) -> list[Path]:
    """Python files of the house, without migrations."""
    return [
        path
        for path in sorted(folder.rglob("*.py"))
        if "migrations" not in path.parts and (tests or "tests" not in path.parts)
    ]


def too_big(text: str) -> list[str]:
    """Functions that are too long or take too much, and a file that is too long."""
    found = []
    if text.count("\n") > FILE_LINES:
        found.append(f"{text.count(chr(10))} lines")
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = (node.end_lineno or 0) - node.lineno + 1
        if lines > FUNCTION_LINES:
            found.append(f"{node.name}: {lines} lines")
        taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        # by and at are the same two in every action; self is nobody's parameter
        count = len([one for one in taken if one.arg not in {"self", "cls", "by", "at"}])
        if count > PARAMETERS and not _is_command(node):
            found.append(f"{node.name}: {count} parameters")
    return found


def _is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """The options of a command are its user's words, not a call somebody writes."""
    return any(".command" in ast.unparse(decorator) for decorator in node.decorator_list)


_CLOCKS = re.compile(
    r"^(date|datetime|datetime\.date|datetime\.datetime)\.(today|now|utcnow)$"
    r"|^(timezone|django\.utils\.timezone)\.(now|localtime)$"
    r"|^time\.(time|time_ns|localtime|gmtime)$"
)


def clocks(text: str) -> list[str]:
    """Calls that ask what time it is."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            asks_today = name.endswith("timezone.localdate") and not (node.args or node.keywords)
            if _CLOCKS.match(name) or asks_today:
                found.append(f"line {node.lineno}: {name}()")
    return found


def _must_not_ask(path: Path) -> bool:
    parts = path.relative_to(SOURCE).parts
    if parts[0] in {"kernel", "legal"}:
        return True
    stem = parts[2].removesuffix(".py").split("_")[0] if len(parts) > 2 else ""
    return parts[0] == "contexts" and stem in {"rules", "actions", "queries", "events", "models"}


def strangers(context: Path) -> list[str]:
    """Files of a context that the closed list does not know."""
    found = []
    for entry in context.iterdir():
        if entry.name in FILES or entry.name == "__pycache__":
            continue
        stem = entry.name.removesuffix(".py")
        known = stem in NAMES or stem.split("_")[0] in {"queries", "actions", "cli", "models"}
        if not known or (entry.is_file() and entry.suffix != ".py"):
            found.append(entry.name)
    found += [f"web/{path.name}" for path in (context / "web").glob("*.py") if path.stem in VAGUE]
    return found


_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{1}|[0-9a-fA-F]{3}|[0-9a-fA-F]{5})?\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\("
)


def colours(text: str, suffix: str) -> list[str]:
    """Colours written down in a style sheet, a template or a picture; and styles in a template."""
    bare = re.sub(r"/\*.*?\*/|\{#.*?#\}|<!--.*?-->", "", text, flags=re.S)
    if suffix == ".css":
        bare = re.sub(r"url\([^)]*\)", "", bare)
        return _COLOUR.findall(bare)
    named = re.findall(r"""(?:fill|stroke|color|bgcolor)=["'](#[^"']+|rgb[^"']+)["']""", bare)
    return named + re.findall(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:", bare)


def _relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_function_over_40_lines_and_no_file_over_300():
    found = {
        _relative(path): big for path in sources() if (big := too_big(path.read_text("utf-8")))
    }
    assert found == {}


def test_rules_actions_and_queries_never_ask_the_clock():
    found = {
        _relative(path): asked
        for path in sources()
        if _must_not_ask(path) and (asked := clocks(path.read_text("utf-8")))
    }
    assert found == {}


def test_a_context_has_only_files_of_the_closed_list():
    found = {
        context.name: names
        for context in sorted((SOURCE / "contexts").iterdir())
        if context.is_dir() and context.name != "__pycache__" and (names := strangers(context))
    }
    assert found == {}


def test_colours_live_in_the_tokens_only():
    # A picture of its own (the browser's icon) cannot read the tokens: it repeats their values.
    tokens = (SOURCE / "platform/ui/static/ui/tokens.css").read_text("utf-8")
    found = {
        _relative(path): held
        for suffix in (".css", ".html", ".svg")
        for path in sorted(SOURCE.rglob(f"*{suffix}"))
        if path.name != "tokens.css" and not {"vendor", "admin"} & set(path.parts)
        and (held := [
            one for one in colours(path.read_text("utf-8"), suffix)
            if suffix != ".svg" or one not in tokens
        ])
    }  # fmt: skip
    assert found == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f():\n" + "    x = 1\n" * 40, ["f: 41 lines"]),
        ("def f():\n" + "    x = 1\n" * 39, []),
        ("def f(a, b, c, d, e, f, g): ...\n", ["f: 7 parameters"]),
        ("def f(self, *, a, b, c, d, e, f, by, at): ...\n", []),
        ("x = 1\n" * 301, ["301 lines"]),
    ],
)
def test_what_is_too_big_is_found(text, expected):
    assert too_big(text) == expected


@pytest.mark.parametrize(
    "call",
    ["date.today()", "datetime.now(UTC)", "timezone.now()", "timezone.localdate()", "time.time()",
     "datetime.date.today()", "django.utils.timezone.now()"],
)  # fmt: skip
def test_a_planted_clock_is_found(call):
    assert clocks(f"x = {call}")


def test_a_day_computed_from_a_moment_is_no_clock():
    assert clocks("x = timezone.localdate(at)") == []


def test_a_planted_stranger_is_found(tmp_path):
    (tmp_path / "web").mkdir()
    for name in ("utils.py", "queries_list.py", "rules.py", "notes.txt", "web/helpers.py"):
        (tmp_path / name).touch()
    assert sorted(strangers(tmp_path)) == ["notes.txt", "utils.py", "web/helpers.py"]


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("a { color: #fff }", ".css"), ("a { color: oklch(0.5 0 0) }", ".css"),
        ("a { border: 1px solid rgba(0,0,0,.5) }", ".css"), ('<path fill="#123456">', ".svg"),
        ('<p style="margin:0">', ".html"), ("<style>", ".html"), ('<a onclick="x()">', ".html"),
    ],
)  # fmt: skip
def test_a_planted_colour_or_style_is_found(text, suffix):
    assert colours(text, suffix)


def test_tokens_and_comments_are_no_colours():
    assert colours("a { color: var(--ink) } /* #fff */ #top { } ", ".css") == []


FIXED_LANGUAGE = re.compile(r'(?<!href)lang="(?:zh-Hant|en)"')


def test_no_template_fixes_the_language_of_what_the_page_itself_may_speak():
    """`{% in_language %}` says nothing where page and words agree: a reader would announce a switch."""
    switch = "ui/pieces/language_switch.html"
    held = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("templates/**/*.html")
        if switch not in path.as_posix() and FIXED_LANGUAGE.search(path.read_text())
    ]
    assert held == []


def test_a_planted_language_is_found():
    assert FIXED_LANGUAGE.search('<dd lang="zh-Hant">')
    assert not FIXED_LANGUAGE.search('<a hreflang="en">')
