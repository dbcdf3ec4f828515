"""A security key proves itself to this site and this challenge only; factors change after a password."""

import base64
import html
import json
import os
import re
from datetime import UTC, datetime
from hashlib import sha256

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone
from fido2 import cbor
from fido2.cose import ES256

from wuai.contexts.identity import actions, api
from wuai.contexts.identity.actions import factors
from wuai.contexts.identity.models import Account
from wuai.contexts.organisation import api as organisation
from wuai.platform.actors import system

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
WORD = "correct-horse-staple"
KEY = "/account/security/key/"
pytestmark = pytest.mark.django_db


def _b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class SoftKey:
    """A security key in a few lines: one ES256 key, no attestation."""

    def __init__(self, origin="http://localhost", site="localhost"):
        self.origin, self.site = origin, site
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    def _client_data(self, kind, options):
        said = {
            "type": f"webauthn.{kind}",
            "challenge": options["challenge"],
            "origin": self.origin,
        }
        return json.dumps(said).encode()

    def _answer(self, response):
        return json.dumps({
            "id": _b64(self.id), "rawId": _b64(self.id), "type": "public-key",
            "response": {k: _b64(v) for k, v in response.items()}, "clientExtensionResults": {},
        })  # fmt: skip

    def create(self, options):
        public = ES256.from_cryptography_key(self.key.public_key())
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor.encode(dict(public))
        data = sha256(self.site.encode()).digest() + b"\x45" + bytes(4) + held
        whole = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {"clientDataJSON": self._client_data("create", options), "attestationObject": whole}
        )

    def get(self, options):
        client = self._client_data("get", options)
        data = sha256(self.site.encode()).digest() + b"\x05" + (1).to_bytes(4, "big")
        signed = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": data, "signature": signed}
        )


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def demo():
    api.create_demo_accounts(branch="SCY", by=system(), at=AT)


@pytest.fixture
def visitor():
    return Client(HTTP_HOST="localhost")


def _options(client, page):
    text = client.get(page).content.decode()
    return json.loads(html.unescape(re.search(r'data-options="([^"]+)"', text)[1]))["publicKey"]


def _password(client, username="clerk", word=api.DEMO_PASSWORD):
    return client.post("/login/", {"username": username, "password": word})


def _come_in(client, username="clerk"):
    _password(client, username)
    client.post("/login/code/", {"code": api.current_code(username, at=timezone.now())})


def _add(client, key, name="藍色金鑰", password=api.DEMO_PASSWORD):
    answer = key.create(_options(client, KEY))
    return client.post(KEY, {"answer": answer, "name": name, "password": password})


def test_a_key_is_added_and_then_opens_the_door(visitor, demo):
    _come_in(visitor)
    key = SoftKey()
    assert _add(visitor, key).headers["Location"] == "/account/security/"
    assert "藍色金鑰" in visitor.get("/account/security/").content.decode()
    other = Client(HTTP_HOST="localhost")
    _password(other)
    answer = key.get(_options(other, "/login/code/"))
    assert other.post("/login/code/", {"answer": answer}).headers["Location"] == "/staff/"
    assert other.get("/account/extend").status_code == 204


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"site": "evil.example"},
        {"origin": "http://localhost.evil.example"},
    ],
)
def test_a_key_of_another_site_is_not_taken(visitor, demo, wrong):
    _come_in(visitor)
    assert _add(visitor, SoftKey(**wrong)).status_code == 422
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_an_answer_to_another_challenge_or_of_another_key_does_not_open(visitor, demo):
    _come_in(visitor)
    key = SoftKey()
    _add(visitor, key)
    other = Client(HTTP_HOST="localhost")
    _password(other)
    old = key.get(_options(other, "/login/code/"))
    _options(other, "/login/code/")
    assert other.post("/login/code/", {"answer": old}).status_code == 401
    stranger = SoftKey()
    stranger.id = key.id
    forged = stranger.get(_options(other, "/login/code/"))
    assert other.post("/login/code/", {"answer": forged}).status_code == 401
    right = key.get(_options(other, "/login/code/"))
    assert other.post("/login/code/", {"answer": right}).status_code == 302
    third = Client(HTTP_HOST="localhost")
    _password(third)
    _options(third, "/login/code/")
    assert third.post("/login/code/", {"answer": right}).status_code == 401


@pytest.mark.parametrize(
    "junk", ["", "null", "[]", "{}", "{", '{"id": 1}', '{"rawId": "AA", "response": {}}']
)
def test_junk_instead_of_an_answer_is_refused_quietly(visitor, demo, junk):
    _come_in(visitor)
    _add(visitor, SoftKey())
    other = Client(HTTP_HOST="localhost")
    _password(other)
    _options(other, "/login/code/")
    assert other.post("/login/code/", {"answer": junk}).status_code == 401


def test_a_first_login_may_enrol_a_key_instead(visitor):
    new = actions.NewAccount(username="mei", name="陳示範", branch_id=organisation.branch("SCY").id)
    made = actions.create_account(new=new, by=system(), at=AT)
    _password(visitor, "mei", made.first_password)
    visitor.post("/login/password/", {"new": WORD, "again": WORD})
    key = SoftKey()
    shown = visitor.post(
        "/login/enrol/", {"answer": key.create(_options(visitor, "/login/enrol/")), "name": "家"}
    )
    assert len(re.findall(r"<code>\d{8}</code>", shown.content.decode())) == 10
    other = Client(HTTP_HOST="localhost")
    assert _password(other, "mei", WORD).headers["Location"] == "/login/code/"
    assert (
        other.post("/login/code/", {"answer": key.get(_options(other, "/login/code/"))}).status_code
        == 302
    )


class TestChangingFactors:
    def test_nothing_changes_without_the_password(self, visitor, demo):
        _come_in(visitor)
        assert _add(visitor, SoftKey(), password="wrong").status_code == 422
        visitor.post("/account/security/codes/", {"password": "wrong"})
        visitor.post("/account/security/codes/", {})
        account = Account.objects.get(username="clerk")
        assert Authenticator.objects.filter(user_id=account.id).count() == 1

    def test_five_wrong_passwords_there_lock_too(self, visitor, demo):
        _come_in(visitor)
        answers = [
            visitor.post("/account/security/codes/", {"password": "x"}).status_code
            for _ in range(5)
        ]
        assert answers[-1] == 429
        assert _password(Client()).status_code == 429

    def test_new_recovery_codes_replace_the_old(self, visitor, demo):
        _come_in(visitor)
        pages = [
            visitor.post(
                "/account/security/codes/", {"password": api.DEMO_PASSWORD}
            ).content.decode()
            for _ in range(2)
        ]
        old, new = (re.findall(r"<code>(\d{8})</code>", page) for page in pages)
        for code, status in ((old[0], 401), (new[0], 302)):
            other = Client()
            _password(other)
            assert other.post("/login/code/", {"code": code}).status_code == status

    def test_the_last_factor_stays_and_another_can_go(self, visitor, demo):
        _come_in(visitor)
        account = Account.objects.get(username="clerk")
        totp = Authenticator.objects.get(user_id=account.id)
        data = {"password": api.DEMO_PASSWORD, "factor": totp.id}
        assert visitor.post("/account/security/remove/", data).status_code == 409
        _add(visitor, SoftKey())
        assert visitor.post("/account/security/remove/", data).status_code == 302
        assert list(
            Authenticator.objects.filter(user_id=account.id).values_list("type", flat=True)
        ) == ["webauthn"]

    def test_nobody_removes_a_factor_of_somebody_else(self, visitor, demo):
        _come_in(visitor)
        theirs = Authenticator.objects.get(user__username="chief")
        data = {"password": api.DEMO_PASSWORD, "factor": theirs.id}
        assert visitor.post("/account/security/remove/", data).status_code == 404
        assert Authenticator.objects.filter(id=theirs.id).exists()

    def test_a_new_authenticator_takes_the_place_of_the_old(self, visitor, demo):
        _come_in(visitor)
        page = visitor.get("/account/security/authenticator/").content.decode()
        secret = "".join(re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page)[0].split())
        code = factors.code_at(secret, int(AT.timestamp()) // 30)
        data = {"code": code, "password": api.DEMO_PASSWORD}
        assert visitor.post("/account/security/authenticator/", data).status_code == 302
        other = Client()
        _password(other)
        assert other.post("/login/code/", {"code": code}).status_code == 401
        following = factors.code_at(secret, int(AT.timestamp()) // 30 + 1)
        assert other.post("/login/code/", {"code": following}).status_code == 302
