"""Rules of notices: when service counts, in which order letters go, which texts may stand in them."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from wuai.contexts.notices.rules import blocks, postal, service
from wuai.contexts.notices.rules.grouping import grouped
from wuai.contexts.notices.rules.letter import UnknownNoticeKind, kind_of
from wuai.contexts.notices.rules.townships import by_county
from wuai.kernel.bilingual import Bilingual
from wuai.legal.calendar import Calendar

ISSUED, TODAY = date(2026, 11, 2), date(2026, 12, 31)


def effect(method: str, on: date, **more: str) -> service.Effect:
    facts = {"place": "某處"} | more
    return service.effect(
        service.Attempt(method, on, **facts), issued_on=ISSUED, today=TODAY, calendar=Calendar()
    )


@pytest.mark.parametrize(
    ("method", "on", "expected"),
    [
        ("IN_PERSON", date(2026, 11, 5), date(2026, 11, 5)),
        ("IN_PERSON", date(2026, 11, 8), date(2026, 11, 8)),  # a Sunday counts as served
        ("LEFT", date(2026, 11, 5), date(2026, 11, 5)),
        ("DEPOSIT", date(2026, 11, 5), date(2026, 11, 5)),
        ("PUBLIC_AGAIN", date(2026, 11, 5), date(2026, 11, 6)),
    ],
)
def test_service_counts_from_its_day(method: str, on: date, expected: date) -> None:
    found = effect(method, on)
    assert found.effective_on == expected
    assert found.steps


def test_a_deposit_keeps_both_readings_and_how_long_it_is_kept() -> None:
    found = effect("DEPOSIT", date(2026, 11, 5))
    assert found.disputed_on == date(2026, 11, 15)
    assert found.kept_until is not None
    assert found.kept_until >= date(2027, 2, 5)


def test_public_service_takes_twenty_days_and_sixty_abroad() -> None:
    from wuai.legal import deadlines

    day = date(2026, 11, 3)
    assert effect("PUBLIC", day).effective_on == deadlines.compute("PUBLIC_SERVICE_EFFECT", day).due
    assert effect("PUBLIC", day).effective_on >= date(2026, 11, 23)
    assert effect("PUBLIC_ABROAD", day).effective_on >= date(2027, 1, 2)


def test_a_failed_attempt_has_no_effect_and_a_reason() -> None:
    assert effect("FAILED", date(2026, 11, 5), reason="MOVED").effective_on is None
    with pytest.raises(service.ServicePartMissing):
        effect("FAILED", date(2026, 11, 5), reason="BORED")


@pytest.mark.parametrize("on", [date(2026, 11, 1), date(2027, 1, 1)])
def test_nothing_is_served_before_it_was_issued_or_after_today(on: date) -> None:
    with pytest.raises(service.ServiceDayImpossible):
        effect("IN_PERSON", on)


@pytest.mark.parametrize("on", [ISSUED, TODAY])
def test_the_first_and_the_last_possible_day_are_taken(on: date) -> None:
    assert effect("IN_PERSON", on).effective_on == on


def test_substituted_service_names_who_received_it() -> None:
    with pytest.raises(service.ServicePartMissing):
        effect("SUBSTITUTED", date(2026, 11, 5))
    assert effect("SUBSTITUTED", date(2026, 11, 5), person="同居人").effective_on


def test_an_unknown_way_of_service_is_refused() -> None:
    with pytest.raises(service.UnknownServiceMethod):
        effect("PIGEON", date(2026, 11, 5))


@pytest.mark.parametrize(
    ("postcode", "address", "code"),
    [
        ("300", "", "300000"),
        ("30044", "臺北市中正區", "300440"),
        ("３００", "", "300000"),
        ("", "新竹縣竹北市光明六路", "302000"),
        ("", "台北市大安區", "106000"),
        ("", "106臺北市大安區", "106000"),
        ("", "新竹市香山區", "300000"),
        ("", "新竹市中正路", "300000"),  # the whole city has one postcode
        ("", "彰化縣員林鎮", "510000"),  # a town that became a city
        ("", "桃園縣中壢市中央路", "320000"),  # a county that became a municipality
        ("", "台中縣豐原市", "420000"),
        ("", "員林市中正路", "510000"),
        ("", "中正區某路", "999999"),  # two cities have one
        ("", "火星", "999999"),
        ("999", "火星", "999999"),
        ("", "", "999999"),
    ],
)
def test_letters_sort_by_postcode_else_township_else_last(
    postcode: str, address: str, code: str
) -> None:
    assert postal.sorting_code(postcode, address) == code


def test_every_township_is_found_by_its_own_address() -> None:
    for county, table in by_county().items():
        for name, code in table.items():
            assert postal.of_address(f"{county}{name}測試路 1 號") == code


def case(number: int, obligor: int, section: int = 1) -> Any:
    return SimpleNamespace(id=number, obligor_id=obligor, section_id=section)


def person(postcode: str = "300") -> Any:
    return SimpleNamespace(
        kind="PERSON", name="陳", postcode=postcode, address="", representative=""
    )


def test_cases_of_one_person_in_two_sections_are_two_letters() -> None:
    groups = grouped([case(1, 1), case(2, 1, 2), case(3, 1)], {1: person()})
    assert [[c.id for c in group.cases] for group in groups] == [[1, 3], [2]]


def test_the_order_does_not_depend_on_the_order_of_the_cases() -> None:
    people = {1: person("900"), 2: person("100"), 3: person("")}
    cases = [case(1, 1), case(2, 2), case(3, 3)]
    assert [g.obligor_id for g in grouped(cases, people)] == [2, 1, 3]
    assert [g.obligor_id for g in grouped(cases[::-1], people)] == [2, 1, 3]


def draft(**more: Any) -> blocks.Draft:
    facts: dict[str, Any] = {"block": "REMINDER", "zh": "好", "en": "ok", "effective_on": TODAY}
    return blocks.Draft(**(facts | more))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"block": "JOKES"}, blocks.UnknownTextBlock),
        ({"zh": " "}, blocks.TextBlockWrong),
        ({"en": ""}, blocks.TextBlockWrong),
        ({"zh": "長" * (blocks.LONGEST + 1)}, blocks.TextBlockWrong),
        ({"zh": "{amount}"}, blocks.TextBlockWrong),
        ({"zh": "{branch"}, blocks.TextBlockWrong),
        ({"effective_on": date(2026, 12, 30)}, blocks.EffectiveDayPast),
    ],
)
def test_a_text_that_a_letter_cannot_carry_is_refused(changed: Any, refusal: Any) -> None:
    with pytest.raises(refusal):
        blocks.check(draft(**changed), today=TODAY)


def test_a_text_of_the_greatest_length_with_merge_fields_is_taken() -> None:
    blocks.check(draft(zh="{branch}" + "長" * (blocks.LONGEST - 8)), today=TODAY)


def test_nobody_approves_their_own_text() -> None:
    with pytest.raises(blocks.ApprovedByItsAuthor):
        blocks.may_approve("DRAFT", "a", "a")
    with pytest.raises(blocks.NotWaitingForApproval):
        blocks.may_approve("APPROVED", "a", "b")
    blocks.may_approve("DRAFT", "a", "b")


def test_merge_fields_are_filled_and_nothing_else_is_touched() -> None:
    text = Bilingual("{branch} {x}", "{branch}")
    assert blocks.merged(text, {"branch": "甲{branch}"}, {"branch": "A"}) == Bilingual(
        "甲{branch} {x}", "A"
    )


def test_a_letter_that_lacks_a_block_is_refused() -> None:
    texts = {code: Bilingual("x", "x") for code in blocks.BLOCKS}
    assert blocks.complete(texts) == texts
    del texts["ANTI_FRAUD"]
    with pytest.raises(blocks.TextBlockMissing, match="防詐騙"):
        blocks.complete(texts)


def test_an_unknown_kind_of_notice_is_refused() -> None:
    with pytest.raises(UnknownNoticeKind):
        kind_of("LOVE_LETTER")
