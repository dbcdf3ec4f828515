"""Hostile counterparts, through the books: what is made good ends like the honest run."""

import json
from pathlib import Path

import pytest
from tests import factories
from typer.testing import CliRunner

from wuai.config.simulate_settlements import app as simulate
from wuai.contexts.payments import api
from wuai.contexts.payments.gateways.registry import registered
from wuai.contexts.payments.gateways.settlement.codec import TotalDisagrees
from wuai.kernel.refusal import Refusal

Wrong = api.Misbehaviour
LAYOUTS = [("CVS_711", "STORE_FIXED_1"), ("VA", "BANK_FIXED_1"), ("VA", "BANK_CSV_1"),
           ("POST", "GIRO_FIXED_1"), ("TREASURY", "TREASURY_CSV_1"), ("MOBILE", "MOBILE_CSV_1"),
           ("IPASS", "TERMINAL_CSV_1"), ("AGENCY", "SETTLEMENT_1")]  # fmt: skip


def _take_in(desk, channel, files):
    done = [
        api.import_settlement(
            branch_id=desk.branch.id, channel_code=channel, name="f", content=file, **desk.who
        )
        for file in files
    ]
    return {name: sum(getattr(one, name) for one in done)
            for name in ("lines", "posted", "suspense", "duplicates", "rejected")}  # fmt: skip


@pytest.mark.parametrize(("channel", "layout"), LAYOUTS)
def test_every_layout_pays_its_cases_however_its_sender_behaves(desk, channel, layout):
    debtors = [factories.case(amount=1000 + n) for n in range(4)]
    fake = api.counterpart(channel, layout)
    slips = [desk.slip(case) for case in debtors]
    for slip in slips[:2]:
        fake.take(slip.number, slip.amount, desk.on, "P1")
    assert _take_in(desk, channel, fake.tell(desk.on, Wrong.SILENT))["lines"] == 0
    (forged,) = fake.tell(desk.on, Wrong.FORGED)
    with pytest.raises(TotalDisagrees):
        _take_in(desk, channel, [forged])
    twice = _take_in(desk, channel, fake.tell(desk.on, Wrong.TWICE))
    assert (twice["posted"], twice["duplicates"], twice["rejected"]) == (2, 3, 0)
    for slip in slips[2:]:
        fake.take(slip.number, slip.amount, desk.on, "P1")
    assert _take_in(desk, channel, fake.tell(desk.on, Wrong.OUT_OF_ORDER))["posted"] == 2
    assert [sum(desk.owed(case).values()) for case in debtors] == [0, 0, 0, 0]


def test_wrong_amounts_are_posted_as_they_are_and_the_rest_is_held(desk):
    debtors = [factories.case(amount=3000) for _ in range(3)]
    fake = api.counterpart("VA", "BANK_FIXED_1")
    for case in debtors:
        fake.take(desk.slip(case).number, 3000, desk.on, "822")
    assert _take_in(desk, "VA", fake.tell(desk.on, Wrong.WRONG_AMOUNT))["posted"] == 3
    assert [sum(desk.owed(case).values()) for case in debtors] == [0, 2000, 1]
    assert desk.on_books("OVERPAYMENT") == -7


def test_a_late_file_is_posted_as_of_the_day_it_was_paid(desk):
    case = factories.case(amount=3000)
    fake = api.counterpart("POST", "GIRO_FIXED_1")
    fake.take(desk.slip(case).number, 3000, desk.on, "300012")
    assert _take_in(desk, "POST", fake.tell(desk.on, Wrong.LATE))["posted"] == 1
    (paid,) = api.payments_of_case(case.id)
    assert (paid.paid_on, (paid.posted_on - desk.on).days) == (desk.on, 5)


def test_a_giro_form_without_a_number_waits_for_a_person(desk):
    fake = api.counterpart("POST", "GIRO_FIXED_1")
    fake.take("", 500, desk.on, "300012")
    assert _take_in(desk, "POST", fake.tell(desk.on))["suspense"] == 1
    assert desk.on_books("SUSPENSE") == -500


@pytest.mark.parametrize(("channel", "layout"), [("COUNTER", ""), ("EBILL", ""), ("VA", "NOSUCH")])
def test_a_counterpart_that_does_not_exist_is_refused_by_name(channel, layout):
    with pytest.raises(Refusal) as refused:
        api.counterpart(channel, layout)
    assert refused.value.text("zh")
    assert refused.value.next_step("en")


SENDERS = ["CVS_711", "CVS_FAMILY", "CVS_OK", "CVS_HILIFE", "VA", "POST", "TREASURY", "MOBILE",
           "CARD", "IC_DEBIT", "IPASS", "EASYCARD", "AGENCY"]  # fmt: skip


def test_every_channel_that_sends_files_is_played_by_the_command():
    told = {code for code, one in registered().items() if one.fake is not None}
    assert told == set(SENDERS)


@pytest.mark.parametrize("channel", SENDERS)
def test_the_command_plays_each_counterpart_in_each_manner(desk, tmp_path, channel):
    def told(how):
        out = tmp_path / f"{how.lower()}.txt"
        given = ["--channel", channel, "--share", "1", "--on", str(desk.on), "--branch", "SCY",
                 "--misbehave", how, "-o", str(out), "--json"]  # fmt: skip
        done = CliRunner().invoke(simulate, given)
        assert done.exit_code == 0, done.output
        said = json.loads(done.stdout)
        assert said["misbehaviour"] == how
        return [Path(name).read_bytes() for name in said["files"]]

    debtors = [factories.case(amount=900 + n) for n in range(3)]
    for case in debtors:
        desk.slip(case)
    assert told("SILENT") == []
    with pytest.raises(TotalDisagrees):
        _take_in(desk, channel, told("FORGED"))
    wrong = told("WRONG_AMOUNT")[0]
    honest = told("GOOD")
    assert wrong != honest[0]
    assert _take_in(desk, channel, told("OUT_OF_ORDER"))["posted"] == 3
    again = _take_in(desk, channel, [*honest, *told("TWICE")])
    assert (again["posted"], again["suspense"]) == (0, 0)
    assert [sum(desk.owed(case).values()) for case in debtors] == [0, 0, 0]


def test_a_manner_nobody_knows_is_refused_by_name(desk, tmp_path):
    given = ["--channel", "VA", "--misbehave", "RUDE", "-o", str(tmp_path / "x"), "--branch", "SCY"]
    done = CliRunner().invoke(simulate, given)
    assert done.exit_code == 1
    assert "OUT_OF_ORDER" in done.output
