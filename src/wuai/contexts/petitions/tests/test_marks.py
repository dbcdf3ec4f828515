"""What the server found out about a mail, and how many letters are taken up without a person."""

from datetime import timedelta

import pytest
import time_machine

from wuai.contexts.messages.models import Message
from wuai.contexts.petitions.actions import incoming as actions
from wuai.contexts.petitions.gateways.mailbox import codec, marks
from wuai.contexts.petitions.models import Incoming, Petition
from wuai.contexts.petitions.rules import incoming as rules
from wuai.contexts.petitions.tests.conftest import House, letter
from wuai.contexts.petitions.tests.test_incoming import BOX, CAME, take

OURS = "mx.branch.example"


@pytest.mark.parametrize(
    ("said", "doubted"),
    [
        ({}, False),
        ({"X_Spam_Flag": "YES"}, True),
        ({"X_Spam_Status": "Yes, score=9.1 required=5"}, True),
        ({"X_Spam_Status": "No, score=0.1"}, False),
        ({"Authentication_Results": f"{OURS}; dmarc=fail header.from=a.example"}, True),
        ({"Authentication_Results": f"{OURS} 1; spf=FAIL smtp.mailfrom=a.example"}, True),
        ({"Authentication_Results": f"{OURS}; spf=fail; dkim=pass; dmarc=pass"}, False),
        ({"Authentication_Results": f"{OURS}; spf=softfail; dmarc=none"}, False),
        ({"Authentication_Results": f"{OURS}; spf=pass (was spf=fail before)"}, False),
        ({"Authentication_Results": "mx.other.example; dmarc=fail"}, False),
    ],
)
def test_a_mark_counts_when_it_is_our_servers(said, doubted):
    assert marks.is_doubted(letter(**said), OURS) == doubted
    assert marks.is_doubted(letter(**said), "") == (
        doubted and "Authentication_Results" not in said
    )


def test_what_our_server_doubts_is_neither_numbered_nor_answered(house):
    raw = letter(X_Spam_Flag="YES")
    came = actions.Came(house.branch.id, BOX, rules.Fetched(1, CAME, raw), codec.read(raw), True)
    with time_machine.travel(House.at, tick=False):
        said = actions.take(came=came, by=actions.clerk(house.branch.id), at=house.at, on=house.on)
    assert (said, Incoming.objects.get().reason) == (rules.ASIDE, rules.DOUBTFUL)
    assert not Petition.objects.exists()
    assert not Message.objects.exists()


def test_senders_without_end_are_not_taken_up_without_end(house, monkeypatch):
    monkeypatch.setattr(rules, "MOST_AN_HOUR", 2)
    with time_machine.travel(House.at, tick=False):
        for count in range(3):
            who = f"p{count}@example.org"
            take(house, letter(number=who, sender=who, text=who), came_at=CAME)
        assert list(Incoming.objects.order_by("id").values_list("reason", flat=True)) == [
            "",
            "",
            rules.FLOOD,
        ]
        later = CAME + timedelta(minutes=61)
        made = letter(number="late", sender="late@example.org", text="late")
        assert take(house, made, came_at=later, at=later) == rules.PETITION
