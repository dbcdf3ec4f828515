"""A card lets its owner in when everything about it holds, and nobody when one thing does not."""

from datetime import UTC, datetime, timedelta

import pytest

from wuai.contexts.identity.gateways.moica import client, codec, fake
from wuai.contexts.identity.rules import certificates as rules
from wuai.kernel.refusal import Refusal
from wuai.platform.gateways import GatewayError

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TEXT, NONCE = b"wuai login v1\nnonce abc", "abc"
# Made once: a key takes a tenth of a second.
KEY, CARD_KEY = fake.new_key(), fake.new_key()


class Kept(dict):
    """A cache."""

    def set(self, key, value, timeout):
        self[key] = value


@pytest.fixture
def authority():
    made = fake.Authority(KEY, KEY)
    made.news_at = AT
    return made


def trust(*authorities):
    der = fake.serialization.Encoding.DER
    return codec.Trust(
        tuple(one.root.public_bytes(der) for one in authorities),
        tuple(one.certificate.public_bytes(der) for one in authorities),
    )


def issue(authority, **more):
    values = {"name": "陳美", "last_four": "6789", "key": CARD_KEY} | more
    return authority.card(values.pop("name"), values.pop("last_four"), **values)


def check(authority, answer, *, at=AT, cache=None, fetch=None, believed=None):
    return client.verify(
        answer, trust(believed or authority), kind="CARD", at=at, cache=Kept() if cache is None else cache,
        fetch=fetch or authority.answer,
    )  # fmt: skip


def test_a_good_card_proves_name_and_last_four(authority):
    card = issue(authority)
    signed, holder = check(authority, card.sign(TEXT, NONCE))
    assert (signed.text, signed.nonce) == (TEXT, NONCE)
    assert (holder.name, holder.last_four, holder.kind) == ("陳美", "6789", "CARD")
    renewed = issue(authority, since=datetime(2026, 1, 1, tzinfo=UTC))
    again = check(authority, renewed.sign(TEXT, NONCE))[1]
    assert again.holder_key == holder.holder_key
    assert again.serial != holder.serial


def _expired(a):
    return issue(a, since=datetime(2010, 1, 1, tzinfo=UTC)).sign(TEXT)


def _not_yet(a):
    return issue(a, since=AT + timedelta(days=1)).sign(TEXT)


def _other_content(a):
    return issue(a).sign(TEXT, content=b"something else")


def _other_attribute(a):
    return issue(a).sign(TEXT, attribute=b"something else")


def _flipped(a):
    answer = bytearray(issue(a).sign(TEXT))
    answer[-5] ^= 1
    return bytes(answer)


REFUSED = {
    "expired": (_expired, rules.CertificateOver),
    "not valid yet": (_not_yet, rules.CertificateOver),
    "revoked": (lambda a: a.revoke(issue(a)).sign(TEXT), rules.CertificateRevoked),
    "revoked, list only": (
        lambda a: a.revoke(issue(a, made=fake.Made(responder=False))).sign(TEXT), rules.CertificateRevoked,
    ),
    "SHA-1": (lambda a: issue(a).sign(TEXT, digest="sha1"), rules.CertificateWeak),
    "RSA-1024": (
        lambda a: issue(a, key=fake.new_key(1024)).sign(TEXT), rules.CertificateWeak,
    ),
    "other policy": (lambda a: issue(a, made=fake.Made(policy="1.2.3.4")).sign(TEXT), rules.CertificateUntrusted),
    "does not sign": (lambda a: issue(a, made=fake.Made(signs=False)).sign(TEXT), rules.CertificateUntrusted),
    "no last four": (lambda a: issue(a, last_four="").sign(TEXT), rules.CertificateUnfit),
    "another text": (_other_content, rules.SignatureWrong),
    "another digest": (_other_attribute, rules.SignatureWrong),
    "a flipped bit": (_flipped, rules.SignatureWrong),
    "nothing": (lambda a: b"", rules.SignatureWrong),
    "no CMS": (lambda a: b"\x30\x03\x02\x01\x05", rules.SignatureWrong),
    "too long": (lambda a: b"\x30" * 70_000, rules.SignatureWrong),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_wrong_with_a_card_is_said_by_name(authority, what):
    answer, refusal = REFUSED[what]
    with pytest.raises(refusal):
        check(authority, answer(authority))


def test_the_card_of_another_authority_is_refused_whatever_names_it_bears(authority):
    other = fake.Authority(CARD_KEY, CARD_KEY)
    other.news_at = AT
    with pytest.raises((rules.CertificateUntrusted, rules.SignatureWrong)):
        check(other, issue(other).sign(TEXT), believed=authority)


def test_without_authorities_that_we_believe_nobody_is_let_in(authority, tmp_path):
    answer = issue(authority).sign(TEXT)
    with pytest.raises(rules.CertificateUntrusted):
        client.verify(
            answer, client.trust_in(tmp_path), kind="CARD", at=AT, cache=Kept(),
            fetch=authority.answer,
        )  # fmt: skip


def test_no_single_byte_of_an_answer_can_be_changed_unseen(authority):
    answer = issue(authority).sign(TEXT, NONCE)
    seen = codec.read(answer)
    unseen = []
    for place in range(0, len(answer), 7):
        changed = bytearray(answer)
        changed[place] ^= 0x10
        try:
            signed = codec.read(bytes(changed))
            codec.chain(signed, trust(authority), at=AT)
        except Refusal:
            continue
        if (signed.text, signed.nonce) != (seen.text, seen.nonce):
            unseen.append(place)
    assert unseen == []


def _down(url, body):
    raise GatewayError("no answer", temporary=True)


def test_without_news_of_revocations_nobody_is_let_in(authority):
    with pytest.raises(rules.RevocationUnknown):
        check(authority, issue(authority).sign(TEXT), fetch=_down)


def test_what_the_authority_said_serves_while_it_is_silent_and_not_longer(authority):
    cache, answer = Kept(), issue(authority).sign(TEXT)
    check(authority, answer, cache=cache)
    check(authority, answer, cache=cache, fetch=_down, at=AT + timedelta(hours=35))
    with pytest.raises(rules.RevocationUnknown):
        check(authority, answer, cache=cache, fetch=_down, at=AT + timedelta(hours=37))


def test_a_card_revoked_later_is_noticed_when_the_kept_answer_is_old(authority):
    cache, card = Kept(), issue(authority)
    answer = card.sign(TEXT)
    check(authority, answer, cache=cache)
    authority.revoke(card)
    authority.news_at = AT + timedelta(minutes=11)
    with pytest.raises(rules.CertificateRevoked):
        check(authority, answer, cache=cache, at=AT + timedelta(minutes=11))


def test_a_list_signed_by_somebody_else_is_not_believed(authority):
    other = fake.Authority(CARD_KEY, CARD_KEY)
    other.news_at = AT
    with pytest.raises(rules.RevocationUnknown):
        check(authority, issue(authority).sign(TEXT), fetch=other.answer)


def test_every_error_of_the_component_has_help_in_two_languages():
    for known in ("MISSING", "0x76000006", "0x76000031", "0x76100003", "0xA0", "0xA4", "OTHER"):
        held = rules.COMPONENT_ERRORS[known]
        assert all([held.what.zh, held.what.en, held.then.zh, held.then.en])
