"""``wuai cases show`` reads personal data like a page does, and leaves the same line."""

import json

import pytest
from tests import factories
from typer.testing import CliRunner

from wuai.contexts.cases.cli import app
from wuai.platform.models import ReadLine

pytestmark = pytest.mark.django_db


def test_who_looks_at_a_case_by_command_is_remembered() -> None:
    case = factories.case()
    factories.account("clerk-c", "case.view")
    words = ["show", case.number, "--branch", "SCY", "--as", "clerk-c", "--json"]
    done = CliRunner().invoke(app, words)
    assert json.loads(done.stdout)["number"] == case.number
    line = ReadLine.objects.get()
    assert (line.page, line.by_name) == ("wuai cases show", "clerk-c")
    assert line.subjects == [f"case:{case.ref}", f"party:{case.obligor.ref}"]


def test_a_case_that_is_not_there_was_not_read() -> None:
    done = CliRunner().invoke(app, ["show", "115年度健執字第99999999號", "--branch", "SCY"])
    assert done.exit_code == 1
    assert not ReadLine.objects.exists()
