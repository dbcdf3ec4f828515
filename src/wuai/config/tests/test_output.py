"""What a command prints, as JSON and as words."""

import importlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer

from wuai.config import cli, everywhere, output
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal


@dataclass
class Thing:
    name: Bilingual
    on: date


class Closed(Refusal):
    code = "CLOSED"
    zh = "{day} 不開門"
    en = "Closed on {day}"
    next_zh = "改天再來"
    next_en = "Come another day"
    basis = "某法第 1 條"


class Bare(Refusal):
    code = "BARE"
    zh = "不行"
    en = "No"


def test_values_become_what_json_has() -> None:
    assert output.plain(
        {
            1: Thing(Bilingual("中", "en"), date(2026, 11, 21)),
            "at": datetime(2026, 11, 21, 1, 2, tzinfo=UTC),
            "many": (1, 2.5, None, True, "x"),
            "set": {3},
            "rate": Decimal("0.15"),
        }
    ) == {
        "1": {"name": {"zh": "中", "en": "en"}, "on": "2026-11-21"},
        "at": "2026-11-21T01:02:00+00:00",
        "many": [1, 2.5, None, True, "x"],
        "set": [3],
        "rate": "0.15",
    }


def test_a_class_is_no_value() -> None:
    assert output.plain(Thing) == str(Thing)


def test_json_keeps_rare_characters_readable() -> None:
    assert "𠮷" in output.dump({"name": "𠮷"})
    assert json.loads(output.dump(["𠮷"])) == ["𠮷"]


def test_words_only_when_json_is_not_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit({"n": 1}, False, lambda document: f"n is {document['n']}")
    assert capsys.readouterr().out == "n is 1\n"
    output.emit({"n": 1}, True, lambda document: "never")
    assert json.loads(capsys.readouterr().out) == {"n": 1}
    output.emit({"n": 1}, False)
    assert json.loads(capsys.readouterr().out) == {"n": 1}


def test_a_refusal_ends_with_one_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended, output.run_refusable(False):
        raise Closed(day="2026-11-21")
    assert ended.value.exit_code == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "2026-11-21 不開門　改天再來",
        "Closed on 2026-11-21 Come another day",
        "(某法第 1 條)",
    ]


def test_a_refusal_as_json_is_the_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), output.run_refusable(True):
        raise Closed(field="day", day="x")
    said = capsys.readouterr()
    assert said.err == ""
    assert json.loads(said.out)["refused"]["field"] == "day"


def test_a_refusal_without_advice_or_basis_has_no_empty_ends() -> None:
    assert output.describe(Bare()) == "不行\nNo"


def test_a_bug_rises() -> None:
    with pytest.raises(ZeroDivisionError), output.run_refusable(True):
        raise ZeroDivisionError


def test_a_folder_that_is_not_there_is_told_not_traced(tmp_path: Path, capsys: Any) -> None:
    with pytest.raises(typer.Exit) as ended, output.run_refusable(True):
        (tmp_path / "no" / "such" / "file").write_text("x")
    assert ended.value.exit_code == 1
    told = json.loads(capsys.readouterr().out)["refused"]
    assert told["code"] == "FILE_UNUSABLE"
    assert "no/such/file" in told["en"]


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_what_nobody_foresaw_is_one_document_and_a_trace_in_the_log(
    flags: list[str], tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    def broken(_: list[str]) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "_run", broken)
    monkeypatch.setattr("wuai.platform.paths.VAR", tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main(["cases", "show", "1", *flags])
    assert ended.value.code == 1
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert "ZeroDivisionError" in (tmp_path / "log" / "commands.log").read_text()
    if flags:
        assert json.loads(out)["refused"]["code"] == "UNEXPECTED"
    else:
        assert "commands.log" in err


@pytest.mark.parametrize(
    "words",
    ["explain id-number", "explain nothing", "nothing", "explain", "explain id-number A --what"],
)  # fmt: skip
def test_wrong_usage_is_one_document_too(words: str, capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*words.split(), "--json"])
    assert ended.value.code == 2
    assert json.loads(capsys.readouterr().out)["refused"]["code"] == "WRONG_USAGE"


def test_every_command_takes_a_branch_and_an_account() -> None:
    seen = 0
    for group, (module, _) in cli._GROUPS.items():
        if group in cli._RAW:
            continue
        for held in importlib.import_module(module).app.registered_commands:
            bare = typer.Typer()
            bare.command()(everywhere._take_whose(held.callback, group))
            (command,) = [typer.main.get_command(bare)]
            options = {word for parameter in command.params for word in parameter.opts}
            assert {"--branch", "--as", "--json"} <= options, (group, held.name)
            seen += 1
    assert seen > 30


def test_what_reads_only_the_law_answers_whoever_asks(capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(
            ["explain", "id-number", "A123456789", "--branch", "SCY", "--as", "somebody", "--json"]
        )
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out)["valid"] is True
