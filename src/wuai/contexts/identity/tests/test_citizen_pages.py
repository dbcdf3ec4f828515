"""A citizen comes in by card or telephone, and nobody comes in as somebody else."""

import base64
import re
import threading
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests import factories

from wuai.contexts.identity import actions
from wuai.contexts.identity import queries_citizens as queries
from wuai.contexts.identity.gateways.fido import client as ministry
from wuai.contexts.identity.gateways.fido import codec
from wuai.contexts.identity.gateways.fido import fake as fido
from wuai.contexts.identity.gateways.moica import client as moica
from wuai.contexts.identity.gateways.moica import fake
from wuai.contexts.identity.models import LoginChallenge
from wuai.contexts.identity.rules import citizens as rules_citizens
from wuai.contexts.identity.rules import fido as rules_fido
from wuai.contexts.identity.web import citizen_session
from wuai.contexts.payments import api as payments
from wuai.platform.actors import PUBLIC, system
from wuai.platform.gateways import GatewayError

pytestmark = pytest.mark.django_db
MEI = "A123456789"
AT = factories.AT
KEY, CARD_KEY = fake.new_key(), fake.new_key()


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def authority(settings, tmp_path, monkeypatch):
    made = fake.Authority(KEY, KEY)
    pem = fake.serialization.Encoding.PEM
    (tmp_path / "root.pem").write_bytes(made.root.public_bytes(pem))
    (tmp_path / "issuing.pem").write_bytes(made.certificate.public_bytes(pem))
    settings.CITIZEN_TRUST = tmp_path
    monkeypatch.setattr(moica, "fetch", made.answer)
    cache.clear()
    return made


@pytest.fixture
def card(authority):
    return authority.card("陳美", "6789", key=CARD_KEY)


def begin(client):
    return client.post("/login/card/challenge/").json()


def send(client, asked, card, *, text=None, nonce=None, path="/login/card/", **more):
    signed = card.sign((text or asked["text"]).encode(), asked["nonce"], **more)
    return client.post(
        path,
        {"signature": base64.b64encode(signed).decode(), "nonce": nonce or asked["nonce"]},
    )


def noticed(name="陳美", number=MEI):
    case = factories.case(factories.party(name, number))
    slip = payments.issue_slips([case.id], by=system("t"), at=AT, on=factories.ON)[case.id]
    return case, payments.notice_code(slip.ref)


def linked(client, card):
    case, code = noticed()
    assert send(client, begin(client), card)["Location"] == "/login/card/link/"
    return client.post(
        "/login/card/link/", {"case_number": case.number, "number": MEI, "code": code}
    )


def me(client):
    return client.get("/my/identity/")


def test_the_first_time_a_case_is_asked_for_and_afterwards_the_card_is_enough(client, card):
    answer = linked(client, card)
    assert answer["Location"] == citizen_session.home()
    assert "A1234*****" in me(client).content.decode()
    assert MEI not in me(client).content.decode()
    other = Client()
    assert send(other, begin(other), card)["Location"] == citizen_session.home()
    assert me(other).status_code == 200


def test_a_renewed_card_of_the_same_person_is_known(client, card, authority):
    linked(client, card)
    other = Client()
    renewed = authority.card("陳美", "6789", key=CARD_KEY, since=AT - timedelta(days=1))
    assert send(other, begin(other), renewed)["Location"] == citizen_session.home()


@pytest.mark.parametrize("wrong", ["case_number", "number", "code", "name"])
def test_one_wrong_item_of_the_first_link_is_answered_like_any_other(client, authority, wrong):
    name = "陳英" if wrong == "name" else "陳美"
    card = authority.card(name, "6789", key=CARD_KEY)
    case, code = noticed()
    noticed("王二", "B123456780")
    send(client, begin(client), card)
    data = {"case_number": case.number, "number": MEI, "code": code}
    data |= {"case_number": {"case_number": "115健執99"}, "number": {"number": "B123456780"},
             "code": {"code": "ABCDE-FGHJK"}, "name": {}}[wrong]  # fmt: skip
    answer = client.post("/login/card/link/", data)
    assert answer.status_code == 422
    assert me(client).status_code == 302


def test_an_answer_is_good_once(client, card):
    linked(client, card)
    stolen = Client()
    asked = begin(stolen)
    assert send(stolen, asked, card).status_code == 302
    stolen.post("/logout/")
    again = send(stolen, asked, card)
    assert again.status_code == 422
    assert me(stolen).status_code == 302


def test_an_answer_of_another_session_lets_nobody_in(client, card):
    linked(client, card)
    victim, attacker = Client(), Client()
    asked = begin(victim)
    begin(attacker)
    assert send(attacker, asked, card).status_code == 422
    assert me(attacker).status_code == 302


def test_an_answer_comes_within_two_minutes(client, card):
    linked(client, card)
    for seconds, status in ((119, 302), (121, 422)):
        other = Client()
        with time_machine.travel(AT, tick=False) as clock:
            asked = begin(other)
            clock.shift(seconds)
            assert send(other, asked, card).status_code == status


def test_an_address_asks_thirty_times_a_minute_at_most(client, authority):
    found = [client.post("/login/card/challenge/").status_code for _ in range(31)]
    assert found == [200] * 30 + [429]


def test_a_new_question_makes_the_one_before_void(client, card):
    linked(client, card)
    other = Client()
    first = begin(other)
    begin(other)
    assert send(other, first, card).status_code == 422


@pytest.mark.parametrize(
    "how", ["another text", "another nonce", "SHA-1", "no signature", "revoked", "silent authority"]
)
def test_what_is_wrong_lets_nobody_in_and_uses_the_question_up_where_it_was_answered(
    client, card, authority, monkeypatch, how
):
    linked(client, card)
    other, more = Client(), {}
    asked = begin(other)
    if how == "another text":
        more["text"] = asked["text"].replace("testserver", "evil.example")
    if how == "another nonce":
        more["nonce"] = "0" * 64
    if how == "SHA-1":
        more["digest"] = "sha1"
    if how == "revoked":
        authority.revoke(card)
        cache.clear()
    if how == "silent authority":
        cache.clear()
        monkeypatch.setattr(moica, "fetch", _down)
    if how == "no signature":
        answer = other.post("/login/card/", {"signature": "AAAA", "nonce": asked["nonce"]})
    else:
        answer = send(other, asked, card, **more)
    assert answer.status_code == (503 if how == "silent authority" else 422)
    assert me(other).status_code == 302
    if how in {"revoked", "silent authority"}:
        assert LoginChallenge.objects.filter(used_at__isnull=True).count() == 0


def _down(url, body):
    raise GatewayError("down", temporary=True)


def test_the_session_gets_a_new_key_and_nothing_of_before_stays(client, card):
    linked(client, card)
    other = Client()
    asked = begin(other)
    before = other.session.session_key
    send(other, asked, card)
    assert other.session.session_key != before
    assert set(other.session.keys()) == {"citizen"}


def test_only_the_card_page_lets_its_window_speak_with_it(client, settings):
    page, others = client.get("/login/card/"), client.get("/login/citizen/")
    assert page["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert others["Cross-Origin-Opener-Policy"] == "same-origin"
    assert settings.SIGN_COMPONENT in page["Content-Security-Policy"]
    assert settings.SIGN_COMPONENT not in others["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    pin = re.search(r'<input id="card-pin"[^>]*>', page.content.decode()).group()
    assert "name=" not in pin, "no form sends the PIN"


def test_step_up_asks_for_the_same_persons_card(client, card, authority):
    linked(client, card)
    with time_machine.travel(AT + timedelta(minutes=6), tick=False):
        answer = client.get("/my/identity/number/")
        assert answer["Location"].startswith("/login/card/?next=")
        stranger = authority.card("王二", "6780", key=CARD_KEY)
        assert send(client, begin(client), stranger).status_code == 422
        assert client.get("/my/identity/number/").status_code == 302
        assert send(client, begin(client), card).status_code == 302
        assert client.get("/my/identity/number/").status_code == 200


def test_a_citizen_is_nobody_among_staff(client):
    factories.let_in(client, factories.citizen("陳美", MEI), AT)
    assert client.get("/staff/").status_code == 403
    assert client.get("/account/sessions/").status_code == 403
    assert client.post("/logout/")["Location"] == "/login/citizen/"
    assert me(client).status_code == 302


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "\\\\evil"])
def test_nobody_is_sent_elsewhere_after_login(client, card, target):
    linked(client, card)
    other = Client()
    asked = begin(other)
    signed = base64.b64encode(card.sign(asked["text"].encode(), asked["nonce"])).decode()
    answer = other.post(
        "/login/card/", {"signature": signed, "nonce": asked["nonce"], "next": target}
    )
    assert answer["Location"] == citizen_session.home()


@pytest.fixture
def telephone(settings, authority, card, monkeypatch):
    """The ministry's service, spoken with directly; its telephones."""
    service = fido.Ministry()
    settings.FIDO_URL, settings.FIDO_SERVICE = service.service.url, fido.SERVICE_ID
    settings.FIDO_KEY = fido.KEY.hex()
    service.telephones[MEI] = card
    monkeypatch.setattr(
        ministry,
        "_post",
        lambda of, path, body: (
            service.push(body) if path.endswith("Push") else service.result(body)
        ),
    )
    yield service
    service.server_close()


def _later(client, path, seconds=5):
    with time_machine.travel(AT + timedelta(seconds=seconds), tick=False):
        return client.get(path)


def test_a_telephone_proves_the_whole_number_so_no_case_is_needed(client, telephone):
    telephone.confirms = False
    path = client.post("/login/telephone/", {"number": MEI})["Location"]
    assert _later(client, path).status_code == 200, "still waiting"
    telephone.confirms = True
    assert _later(client, path, 6).status_code == 200, "asked less than four seconds ago"
    assert _later(client, path, 10)["Location"] == citizen_session.home()
    assert "A1234*****" in me(client).content.decode()
    assert _later(client, path, 15).status_code == 404, "over"


def test_a_telephone_lets_only_its_own_session_and_number_in(client, telephone, authority):
    path = client.post("/login/telephone/", {"number": MEI})["Location"]
    assert _later(Client(), path).status_code == 404
    ref = uuid.UUID(path.split("/")[-2])
    with pytest.raises(rules_fido.TelephoneOver):
        actions.may_ask(ref=ref, binding="another", by=PUBLIC, at=AT + timedelta(seconds=5))
    # A service that answers for somebody else's number.
    number = "B123456780"
    telephone.telephones[number] = authority.card("王二", "6780", key=CARD_KEY)
    for asked in telephone.asked.values():
        asked["id_num"] = number
    assert _later(client, path).status_code == 422
    assert me(client).status_code == 302


def test_a_telephone_answer_is_late_after_three_minutes(client, telephone):
    path = client.post("/login/telephone/", {"number": MEI})["Location"]
    assert _later(client, path, 181).status_code == 422


def test_the_checksum_binds_every_word_and_is_checked_on_the_way_back():
    service = codec.Service("http://x", "S", fido.KEY)
    body = codec.push(service, transaction="t", number=MEI, hint="h", text=b"x")
    assert body["sp_checksum"].startswith("00" * 12)
    assert len(body["sp_checksum"]) == 2 * (12 + 64 + 16)
    for word in ({"number": "B123456780"}, {"hint": "i"}, {"text": b"y"}, {"transaction": "u"}):
        values = {"transaction": "t", "number": MEI, "hint": "h", "text": b"x"} | word
        assert codec.push(service, **values)["sp_checksum"] != body["sp_checksum"]
    forged = {"error_code": "0", "result": {"sp_ticket": "e30.x", "idp_checksum": "00"}}
    with pytest.raises(GatewayError):
        codec.read_ticket(service, forged, transaction="t")
    pending = {"error_code": "20003"}
    assert codec.read_answer(service, pending, transaction="t") is None
    with pytest.raises(rules_fido.TelephoneSaidNo):
        codec.read_answer(service, {"error_code": "20004"}, transaction="t")


def test_without_the_ministry_the_telephone_is_not_offered(client):
    assert client.get("/login/telephone/").status_code == 404
    assert "/login/telephone/" not in client.get("/login/citizen/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_is_taken():
    made = actions.begin_challenge(
        origin="http://x", binding="b", purpose="LOGIN", by=PUBLIC, at=AT
    )
    taken, refused, gate = [], [], threading.Barrier(4)

    def answer():
        gate.wait()
        try:
            taken.append(
                actions.use_challenge(
                    text=made.text.encode(), nonce=made.nonce, binding="b", by=PUBLIC, at=AT
                )
            )
        except rules_citizens.ChallengeOver as over:
            refused.append(over)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), len(refused)) == (1, 3)
    assert queries.tries(network="1.2.3.4", case_text="x", at=AT) == rules_citizens.Tries(0, 0, 0)
