"""A settlement file is taken in exactly once, whole or not at all; every line has its place."""

from datetime import timedelta

import pytest
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import api
from wuai.contexts.payments.gateways.settlement import codec
from wuai.contexts.payments.models import OpenItem, RawEvent, Receipt, SettlementFile
from wuai.platform import files
from wuai.platform.models import HistoryLine


def _row(number, amount, serial, day="2026-11-21", channel="VA"):
    return (number, day, day, amount, channel, "822", serial)


def _import(desk, content, channel="VA"):
    return api.import_settlement(
        branch_id=desk.branch.id, channel_code=channel, name="in.csv", content=content, **desk.who
    )


def _counts(outcome):
    return (outcome.posted, outcome.suspense, outcome.duplicates, outcome.rejected)


def test_each_line_has_its_place(desk):
    paid, partial, over = (factories.case(amount=1000) for _ in range(3))
    lines = [
        _row(desk.slip(paid).number, 1000, "A"),
        _row(desk.slip(partial).number, 400, "B"),
        _row(f"00{desk.slip(over).number}", 1500, "C"),
        _row("77777777", 90, "D"),
        _row("77777777", 90, "D"),
        _row(desk.slip(paid).number, 50, "E", channel="CVS_711"),
        _row(desk.slip(paid).number, 5, "F", day="115-13-01"),
        _row(desk.slip(paid).number, 5, ""),
    ]
    outcome = _import(desk, codec.write(lines))
    assert _counts(outcome) == (3, 1, 1, 3)
    assert (outcome.lines, outcome.total) == (8, 3140)
    assert cases.case_row(paid.id).status == cases.case_row(over.id).status == "PAID"
    assert desk.owed(partial) == {"PRINCIPAL": 600}
    assert desk.on_books("OVERPAYMENT") == -500
    assert desk.on_books("SUSPENSE") == -90
    assert desk.on_books("CLEARING", "VA") == 2990
    reasons = OpenItem.objects.order_by("event__line").values_list("reason", flat=True)
    assert list(reasons) == [
        "OVERPAID",
        "UNKNOWN_NUMBER",
        "OTHER_CHANNEL",
        "MALFORMED",
        "MALFORMED",
    ]
    assert RawEvent.objects.count() == 8
    assert HistoryLine.objects.filter(action="payment.import").count() == 1
    assert b"".join(files.read(SettlementFile.objects.get().stored)) == codec.write(lines)


def test_the_same_bytes_again_give_the_first_outcome(desk):
    content = codec.write([_row(desk.slip(factories.case(amount=10)).number, 10, "A")])
    first, again = _import(desk, content), _import(desk, content)
    assert (again.ref, again.replayed, first.replayed) == (first.ref, True, False)
    assert Receipt.objects.count() == 1


def test_a_line_delivered_again_in_another_file_or_order_is_a_duplicate(desk):
    slips = [desk.slip(factories.case(amount=10)).number for _ in range(3)]
    lines = [_row(number, 10, f"S{n}") for n, number in enumerate(slips)]
    _import(desk, codec.write(lines[:2]))
    assert _counts(_import(desk, codec.write(reversed(lines)))) == (1, 0, 2, 0)
    assert desk.on_books("CLEARING", "VA") == 30


def test_other_ways_to_write_the_same_line_are_the_same_line(desk):
    number = desk.slip(factories.case(amount=1000)).number
    _import(desk, codec.write([_row(number, 1000, "A")]))
    written = f'{number},1151121,115/11/21,"1,000",va, 822 ,A\r\n合計,,,1000,,,1\r\n'.encode()
    assert _counts(_import(desk, written)) == (0, 0, 1, 0)


def test_the_same_slip_with_another_serial_is_a_second_payment(desk):
    number = desk.slip(factories.case(amount=10)).number
    outcome = _import(desk, codec.write([_row(number, 10, "A"), _row(number, 10, "B")]))
    assert _counts(outcome) == (2, 0, 0, 0)
    assert OpenItem.objects.get().reason == "PAID_TWICE"


def test_payments_of_several_days_are_set_off_day_by_day(desk):
    case = factories.case(
        amount=36_500, accrual_base=36_500, accrual_from=desk.on - timedelta(days=100),
        accrual_rate="10",
    )  # fmt: skip
    number, day = desk.slip(case).number, desk.on + timedelta(days=10)
    lines = [_row(number, 20_000, "B", day=str(day)), _row(number, 20_000, "A")]
    _import(desk, codec.write(lines))
    one = factories.case(
        amount=36_500, accrual_base=36_500, accrual_from=desk.on - timedelta(days=100),
        accrual_rate="10",
    )  # fmt: skip
    number = desk.slip(one).number
    desk.receive(number, 20_000)
    desk.receive(number, 20_000, paid_on=day, posted_on=day)
    assert desk.owed(case) == desk.owed(one)


def test_money_that_an_agency_keeps_does_not_enter_our_books(desk):
    case = factories.case(amount=100)
    lines = [
        _row(desk.slip(case).number, 150, "A", channel="AGENCY"),
        _row("5", 9, "B", channel="AGENCY"),
    ]
    assert _counts(_import(desk, codec.write(lines), "AGENCY")) == (1, 1, 0, 0)
    assert (
        desk.on_books("CLEARING") == desk.on_books("SUSPENSE") == desk.on_books("OVERPAYMENT") == 0
    )
    assert cases.case_row(case.id).status == "PAID"


GOOD = "5,2026-11-21,2026-11-21,10,VA,822,A\r\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SETTLEMENT_FILE_UNREADABLE"),
        (GOOD.encode(), "SETTLEMENT_FILE_UNREADABLE"),
        (f"{GOOD}合計,,,11,,,1".encode(), "SETTLEMENT_TOTAL_DISAGREES"),
        (f"{GOOD}合計,,,10,,,2".encode(), "SETTLEMENT_TOTAL_DISAGREES"),
        (f"{GOOD}合計,,,,,,1".encode(), "SETTLEMENT_FILE_UNREADABLE"),
        (f"{GOOD}合計,,,10,,,1\r\n{GOOD}".encode(), "SETTLEMENT_FILE_UNREADABLE"),
        (f"{GOOD}合計,,,10,,,1".encode("utf-16"), "SETTLEMENT_FILE_UNREADABLE"),
        (f"{GOOD}合計,,,10,,,1".encode("cp950"), "SETTLEMENT_FILE_UNREADABLE"),
        ("銷帳編號,繳款日\r\n合計,,,0,,,0".encode(), "SETTLEMENT_FILE_UNREADABLE"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_whole(desk, content, code):
    with pytest.raises((codec.FileNotReadable, codec.TotalDisagrees)) as refused:
        _import(desk, content)
    assert refused.value.code == code
    assert not RawEvent.objects.exists()
    assert not SettlementFile.objects.exists()


@pytest.mark.parametrize(
    "line",
    [
        "5,2026-11-21,2026-11-21,10,VA,822,A\x00B",
        ",2026-11-21,2026-11-21,10,VA,822,A",
        "5,2026-11-31,2026-11-21,10,VA,822,A",
        "5,2026-11-21,,10,VA,822,A",
        "5,2026-11-21,2026-11-21,10,VA,822",
        "5,2026-11-21,2026-11-21,10,VA,822,A,B",
        f"5,2026-11-21,2026-11-21,10,VA,{'銀' * 41},A",
        f"{'9' * 41},2026-11-21,2026-11-21,10,VA,822,A",
    ],
)
def test_a_line_that_cannot_be_read_is_kept_and_waits_for_people(desk, line):
    amount = 10
    outcome = _import(desk, f"{line}\n合計,,,{amount},,,1\n".encode())
    assert _counts(outcome) == (0, 0, 0, 1)
    event = RawEvent.objects.get()
    assert (event.outcome, event.reason, event.raw) == (
        "REJECTED",
        "MALFORMED",
        line.replace("\x00", "␀"),
    )
    assert OpenItem.objects.get().receipt is None


def test_an_empty_day_is_a_file_too(desk):
    assert _counts(_import(desk, codec.write([]))) == (0, 0, 0, 0)


def test_a_channel_without_files_is_refused(desk):
    for channel in ("COUNTER", "NONE"):
        with pytest.raises(api.ChannelUnknown):
            _import(desk, codec.write([]), channel)


def test_nothing_stays_when_the_history_line_fails(desk, monkeypatch):
    from wuai.contexts.payments.actions.settlement import importing

    def fail(**_):
        raise RuntimeError("no history")

    monkeypatch.setattr(importing, "record", fail)
    case = factories.case(amount=10)
    with pytest.raises(RuntimeError):
        _import(desk, codec.write([_row(desk.slip(case).number, 10, "A")]))
    assert desk.owed(case) == {"PRINCIPAL": 10}
    assert not RawEvent.objects.exists()
