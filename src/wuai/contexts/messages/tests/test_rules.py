"""What may leave the house, by which way, and when; no database."""

from datetime import datetime, timedelta

import pytest

from wuai.contexts.messages.rules import calls, channels, kinds
from wuai.contexts.messages.rules.channels import Way
from wuai.kernel.taipei import TAIPEI

GOOD = kinds.Words("{branch} {reference}", "{branch} {phone} {link}", "{branch} {link}")


@pytest.mark.parametrize(
    "text",
    [
        "{name} {branch} {link}", "{branch.address} {link}", "{branch!r} {link}", "{branch:>9} {link}",
        "{branch} {link} {0}", "{branch} {link} {", "{branch} {link} NT$ 5,000", "{branch} {link} 欠 5000 元",
        "{branch} {link} A123456789", "{branch} {link} a@example.org", "{branch}", "{link}", " ",
        "{branch} {link}" + "長" * 1500,
    ],
)  # fmt: skip
def test_a_wording_names_the_number_the_branch_and_a_link_and_nothing_else(text):
    with pytest.raises(kinds.WordingUnfit):
        kinds.check_words(kinds.Words(GOOD.subject, text, GOOD.short))
    kinds.check_words(GOOD)


def test_every_declared_kind_says_nothing_personal_in_either_language():
    assert len(kinds.kinds()) >= 8
    for kind in kinds.kinds().values():
        for words in (kind.zh, kind.en):
            kinds.check_words(words)
            said = kinds.render(
                words, reference="115年度健執字第00000001號", branch="新竹分署", phone="03-1"
            )
            assert "{link}" in said.text
            assert len(said.short) < 200


@pytest.mark.parametrize(
    "text", ["A123456789", "a1 23456789", "名 & 字", "x" * 41, "", "{link}", "1\r\nBcc:"]
)
def test_a_reference_is_a_number_and_no_person(text):
    with pytest.raises(kinds.FactUnfit):
        kinds.reference(text)


@pytest.mark.parametrize(
    "path", ["https://x/", "//x", "/my/?id=A123456789", "/my/陳/", "my/", "/a" * 150, "/my/#x", ""]
)
def test_a_link_is_a_bare_path_of_this_site(path):
    with pytest.raises(kinds.FactUnfit):
        kinds.link(path)
    assert kinds.link("/my/messages/") == "/my/messages/"


def _at(hour, minute=0, second=0):
    return datetime(2026, 11, 21, hour, minute, second, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("channel", "urgent", "at", "goes"),
    [
        ("SMS", False, _at(20, 59, 59), _at(20, 59, 59)),
        ("SMS", False, _at(21), _at(8) + timedelta(days=1)),
        ("LINE", False, _at(23, 59), _at(8) + timedelta(days=1)),
        ("LINE", False, _at(0), _at(8)),
        ("SMS", False, _at(7, 59, 59), _at(8)),
        ("SMS", False, _at(8), _at(8)),
        ("SMS", True, _at(3), _at(3)),
        ("MAIL", False, _at(3), _at(3)),
    ],
)
def test_at_night_a_telephone_is_left_alone(channel, urgent, at, goes):
    assert channels.may_go(channel, urgent=urgent, at=at) == goes


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, None), (4, None), (5, 1), (6, 2), (10, 32), (50, 32)]
)
def test_a_line_that_fails_rests_longer_each_time(failures, minutes):
    assert channels.shut_for(failures) == (timedelta(minutes=minutes) if minutes else None)


def test_the_person_s_own_order_decides_and_bad_ways_are_left_out():
    ways = [Way("SMS", "s", 1, True), Way("MAIL", "m", 2, True), Way("LINE", "l", 1, True),
            Way("MAIL", "x", 1, False)]  # fmt: skip
    assert channels.order(ways) == [("LINE", "l"), ("SMS", "s"), ("MAIL", "m")]


@pytest.mark.parametrize(
    ("channel", "text", "kept"),
    [("SMS", "0912-345-678", "0912345678"), ("SMS", "+886 912345678", "0912345678"),
     ("LINE", "U" + "0a" * 16, "U" + "0a" * 16), ("MAIL", " a@b.tw ", "a@b.tw")],
)  # fmt: skip
def test_addresses_are_kept_in_one_form(channel, text, kept):
    assert channels.address(channel, text) == kept


@pytest.mark.parametrize(
    ("channel", "text"),
    [("SMS", "03-5551234"), ("SMS", "0912345678;0911111111"), ("LINE", "Uxyz"), ("FAX", "1")],
)
def test_what_is_no_address_is_refused(channel, text):
    with pytest.raises((channels.AddressUnfit, channels.ChannelUnknown)):
        channels.address(channel, text)


@pytest.mark.parametrize(
    ("outcome", "attempts", "state"),
    [("REACHED", 1, "DONE"), ("NO_ANSWER", 2, "OPEN"), ("NO_ANSWER", 3, "UNREACHED"),
     ("WRONG_NUMBER", 1, "UNREACHED"), ("REACHED_OTHER", 1, "OPEN"), ("DECLINED", 1, "UNREACHED")],
)  # fmt: skip
def test_three_attempts_are_enough(outcome, attempts, state):
    assert calls.after(outcome, attempts=attempts) == state
