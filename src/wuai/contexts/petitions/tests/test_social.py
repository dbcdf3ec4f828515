"""Messages to a page on a social network: signed, kept once, registered by a person."""

import json

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.messages.models import Message
from wuai.contexts.petitions.gateways.page import codec as page
from wuai.contexts.petitions.models import Incoming, Petition
from wuai.contexts.petitions.rules import incoming as rules
from wuai.contexts.petitions.tests.conftest import DESK, House


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(House.at, tick=False):
        yield


HOOK = "/hooks/petitions/page/"


def said(text="請問怎麼分期？", number="m_1", **more):
    message = {"mid": number, "text": text} | more
    event = {"sender": {"id": "4711"}, "timestamp": 1763860200000, "message": message}
    return json.dumps({"object": "page", "entry": [{"id": "100", "messaging": [event]}]}).encode()


@pytest.fixture
def social(settings, house):
    settings.PAGE_SECRET, settings.PAGE_VERIFY = "secret", "word"
    settings.PAGES = {"100": house.branch.code}

    def call(body, signature=None):
        given = page.sign("secret", body) if signature is None else signature
        return Client().post(
            HOOK, body, content_type="application/json", headers={"X-Hub-Signature-256": given}
        ).status_code  # fmt: skip

    return call


def test_a_message_to_the_page_waits_once_and_is_registered_by_a_person(social, house):
    assert (social(said()), social(said())) == (200, 200)
    row = Incoming.objects.get()
    assert (row.outcome, row.reason, row.box) == (rules.ASIDE, rules.SOCIAL, "page")
    clerk = Client()
    clerk.force_login(make.account("clerk-social", *DESK))
    url = f"/staff/petitions/letters/{row.ref}/"
    assert "請問怎麼分期？" in clerk.get(url).content.decode()
    shown = clerk.post(url, {"what": "take"}).content.decode()
    petition = Petition.objects.get()
    assert (petition.channel, petition.via) == ("SOCIAL", "FACEBOOK")
    assert petition.number in shown
    assert "查詢碼" in shown
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("body", "signature", "status"),
    [
        (said(), "", 403),
        (said(), "sha256=" + "0" * 64, 403),
        (said(), page.sign("other", said()), 403),
        (said() + b" ", page.sign("secret", said()), 403),
        (said(is_echo=True), None, 200),
        (said().replace(b'"100"', b'"200"'), None, 200),
        (b"[]", None, 200),
        (b"not json", None, 200),
        (b'{"entry": [{"messaging": [null, {"message": 1}]}]}', None, 200),
    ],
)
def test_what_the_network_did_not_sign_or_is_no_message_to_us_is_not_kept(
    social, body, signature, status
):
    assert social(body, signature) == status
    assert not Incoming.objects.exists()


def test_an_address_is_set_up_only_by_who_knows_our_word(social, client, settings):
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "word"}
    assert client.get(HOOK, asked).content == b"1158201444"
    assert client.get(HOOK, asked | {"hub.verify_token": "guess"}).status_code == 400
    assert client.get(HOOK, asked | {"hub.challenge": "<b>"}).status_code == 400
    settings.PAGE_VERIFY = ""
    assert client.get(HOOK, asked | {"hub.verify_token": ""}).status_code == 400
