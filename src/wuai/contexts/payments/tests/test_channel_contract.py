"""The one contract that every registered channel keeps (R50-R54, R57-R62, R68), without a database."""

import random
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from wuai.contexts.payments.gateways import channel as shapes
from wuai.contexts.payments.gateways import reading, registry
from wuai.contexts.payments.gateways.counterpart import DAYS_LATE, Counterpart, Misbehaviour
from wuai.contexts.payments.gateways.settlement.codec import TotalDisagrees
from wuai.kernel.refusal import Refusal
from wuai.legal import DEBT_KINDS

GATEWAYS = Path(registry.__file__).parent
FORMATS = Path(__file__).parents[5] / "docs" / "formats"
PAID_ON, TOLD_ON = date(2026, 11, 20), date(2026, 11, 21)
CHANNELS = list(registry.registered().values())
FILES = [
    pytest.param(one, layout, id=f"{one.code}-{layout.code}")
    for one in CHANNELS
    if one.fake is not None
    for layout in reading.layouts_of(one.code)
]


def _folder(wanted):
    for name in registry.FOLDERS:
        if wanted in import_module(f"{registry.__package__}.{name}").CHANNELS:
            return GATEWAYS / name
    raise AssertionError(wanted.code)


def _counterpart(one, layout, payments=7):
    fake = one.fake(one.code, layout)
    for n in range(payments):
        fake.take(f"99805{n:08d}7", 1000 + n, PAID_ON, "822")
    return fake


def _told(one, files):
    """What the files say, each line once: as the books would have it."""
    lines = [line for file in files for line in reading.read(file, one.code).settlement.lines]
    assert [line.reason for line in lines] == [""] * len(lines)
    return {line.identity: line for line in lines}


@pytest.mark.parametrize("one", CHANNELS, ids=lambda one: one.code)
def test_a_channel_says_what_it_is_in_both_languages(one):
    assert one.code == one.code.upper()
    assert one.zh
    assert one.en
    assert one.zh != one.en
    assert one.kinds_of_debt <= set(DEBT_KINDS)
    assert one.settles_by in {
        shapes.BY_FILE, shapes.IN_THE_TILL, shapes.BY_AGENCY, shapes.ONLINE,
    }  # fmt: skip
    assert one.where in {shapes.ON_SLIP, shapes.ON_PAGE, shapes.AT_DESK}
    assert all(term.zh and term.en for term in one.needs or ())
    if one.settles_by == shapes.BY_FILE:
        assert one.fake is not None, "what sends files has somebody who plays it"


@pytest.mark.parametrize(("one", "layout"), FILES)
def test_an_honest_file_says_what_was_paid(one, layout):
    fake = _counterpart(one, layout)
    (file,) = fake.tell(TOLD_ON)
    understood = reading.read(file, one.code)
    assert understood.layout is layout
    found = [(line.number, line.amount, line.channel_code, line.serial)
             for line in understood.settlement.lines]  # fmt: skip
    assert found == [(p.number, p.amount, one.code, p.serial) for p in fake.told]
    assert {line.paid_on for line in understood.settlement.lines} == {PAID_ON}
    assert understood.settlement.total == sum(p.amount for p in fake.told)


@pytest.mark.parametrize(("one", "layout"), FILES)
def test_a_day_without_payments_is_a_file_without_lines(one, layout):
    (file,) = _counterpart(one, layout, payments=0).tell(TOLD_ON)
    found = reading.read(file, one.code).settlement
    assert (list(found.lines), found.total) == ([], 0)


@pytest.mark.parametrize(("one", "layout"), FILES)
def test_misbehaviour_that_is_made_good_ends_like_an_honest_file(one, layout):
    honest = {(line.number, line.amount) for line in _told(
        one, _counterpart(one, layout).tell(TOLD_ON)).values()}  # fmt: skip
    for how in (Misbehaviour.TWICE, Misbehaviour.OUT_OF_ORDER, Misbehaviour.LATE):
        told = _told(one, _counterpart(one, layout).tell(TOLD_ON, how))
        assert {(line.number, line.amount) for line in told.values()} == honest, how
        assert len(told) == len(honest)
    silent = _counterpart(one, layout)
    assert silent.tell(TOLD_ON, Misbehaviour.SILENT) == []
    assert len(_told(one, silent.tell(TOLD_ON))) == len(honest)


@pytest.mark.parametrize(("one", "layout"), FILES)
def test_a_late_file_says_when_it_was_paid(one, layout):
    lines = _told(one, _counterpart(one, layout).tell(TOLD_ON, Misbehaviour.LATE)).values()
    assert {line.paid_on for line in lines} == {PAID_ON}
    # An agency's feed names one day only: the money never comes to us.
    days = 0 if layout.code == "AGENCY_FEED_1" else (TOLD_ON - PAID_ON).days + DAYS_LATE
    assert {(line.posted_on - line.paid_on).days for line in lines} == {days}


@pytest.mark.parametrize(("one", "layout"), FILES)
def test_a_forged_file_is_refused_whole_and_the_honest_one_after_it_is_not(one, layout):
    fake = _counterpart(one, layout)
    (forged,) = fake.tell(TOLD_ON, Misbehaviour.FORGED)
    with pytest.raises(TotalDisagrees):
        reading.read(forged, one.code)
    assert len(_told(one, fake.tell(TOLD_ON))) == 7


@pytest.mark.parametrize(("one", "layout"), FILES)
def test_a_damaged_file_is_refused_or_loses_no_payment_silently(one, layout):
    (file,) = _counterpart(one, layout).tell(TOLD_ON)
    draw = random.Random(f"{one.code}{layout.code}")
    for _ in range(60):
        at = draw.randrange(len(file))
        bad = file[:at] + bytes([draw.randrange(256)]) + file[at + 1 :]
        cut = file[: draw.randrange(len(file))]
        for damaged in (bad, cut):
            try:
                found = reading.read(damaged, one.code).settlement
            except Refusal:
                continue
            # It was still understood: then its total agreed with lines that are all there.
            assert len(found.lines) == 7
            assert found.total == sum(line.amount or 0 for line in found.lines)


@pytest.mark.parametrize("one", [c for c in CHANNELS if c.fake], ids=lambda one: one.code)
def test_an_unknown_layout_is_refused_by_name(one):
    for content in (b"%PDF-1.7\n", "無此版面\r\n".encode("cp950"), b"9" * 300):
        with pytest.raises(reading.LayoutUnknown) as refused:
            reading.read(content, one.code)
        for lang, name in (("zh", one.zh), ("en", one.en)):
            assert name in refused.value.text(lang)
            for layout in reading.layouts_of(one.code):
                assert layout.name.pick(lang)[0] in refused.value.next_step(lang)


@pytest.mark.parametrize(
    ("one", "layout"), [(c, layout) for c in CHANNELS for layout in c.layouts],
    ids=lambda it: it.code,
)  # fmt: skip
def test_each_layout_has_a_sample_that_reads_and_a_page_that_documents_it(one, layout):
    samples = list((_folder(one) / "samples").glob(f"{layout.code.lower()}.*"))
    assert len(samples) == 1
    assert layout.recognises(samples[0].read_bytes())
    page = (FORMATS / "settlement-layouts.md").read_text(encoding="utf-8")
    assert f"`{layout.code}`" in page
    if not layout.confirmed:
        assert "未經確認" in layout.name.zh
        assert "unconfirmed" in layout.name.en


def test_a_file_of_one_chain_does_not_pass_for_another():
    fake = _counterpart(registry.registered()["CVS_711"],
                        registry.registered()["CVS_711"].layouts[0])  # fmt: skip
    (file,) = fake.tell(TOLD_ON)
    lines = reading.read(file, "CVS_OK").settlement.lines
    assert {line.reason for line in lines} == {"OTHER_CHANNEL"}


def test_the_same_payment_is_itself_in_every_layout_of_its_channel():
    one = registry.registered()["VA"]
    identities = [
        set(_told(one, _counterpart(one, layout).tell(TOLD_ON)))
        for layout in reading.layouts_of("VA")
    ]
    assert identities[0] == identities[1] == identities[2]


def test_a_hand_written_giro_form_is_kept_for_a_person():
    giro = registry.registered()["POST"]
    fake = Counterpart("POST", giro.layouts[0])
    fake.take("", 500, PAID_ON, "300012")
    (line,) = reading.read(fake.tell(TOLD_ON)[0], "POST").settlement.lines
    assert (line.number, line.amount, line.reason) == ("0", 500, "")


def test_cents_that_are_not_zero_are_no_whole_dollars():
    bank = registry.registered()["VA"].layouts[0]
    (file,) = _counterpart(registry.registered()["VA"], bank, payments=1).tell(TOLD_ON)
    odd = file.replace(b"0000000100000", b"0000000100050", 1)
    assert odd != file
    with pytest.raises(TotalDisagrees):  # the line is malformed, and the total says so
        reading.read(odd, "VA")
