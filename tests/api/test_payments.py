"""A payment that an agency took itself arrives once, whatever the network does."""

import uuid

import pytest
from tests import factories

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.models import Receipt
from wuai.platform.models import HistoryLine, IdempotencyKey
from wuai.portals.api import payments as resource


@pytest.fixture
def held(db):
    factories.section()
    return factories.case(amount=5000, agency=factories.agency("TEST-NHI"))


def body(held, **change):
    return {"case": str(held.ref), "amount": 1000, "paid_on": "2026-11-20", "receipt_no": "R-1",
            "office": "北區業務組"} | change  # fmt: skip


def test_a_payment_is_posted_and_the_case_says_so(program, held):
    answer = program.post("/payments", body(held))
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert (said["balance"], said["status"], said["replayed"]) == (4000, "OPEN", False)
    (line,) = program.get(f"/cases/{held.ref}/payments").json()["items"]
    assert (line["receipt"], line["amount"], line["channel"]) == (said["receipt"], 1000, "AGENCY")
    assert all(check.holds for check in ledger.verify(held.branch_id))
    assert HistoryLine.objects.filter(action="payment.agency_report").count() == 1


def test_the_last_dollar_closes_the_case(program, held):
    said = program.post("/payments", body(held, amount=5000, case=held.number)).json()
    assert (said["status"], said["balance"]) == ("PAID", 0)


def test_the_same_request_again_gets_the_same_answer(program, held):
    key = str(uuid.uuid4())
    first = program.post("/payments", body(held), key=key)
    again = program.post("/payments", body(held), key=key)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert {name: again.headers[name] for name in ("ETag", "Location", "Content-Type")} == {
        name: first.headers[name] for name in ("ETag", "Location", "Content-Type")
    }
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"amount": 1001}, {"receipt_no": "R-2"}, {"office": "x"}, {"paid_on": "2026-11-19"}]
)
def test_the_same_key_for_another_request_is_refused(program, held, change):
    key = str(uuid.uuid4())
    assert program.post("/payments", body(held), key=key).status_code == 201
    answer = program.post("/payments", body(held, **change), key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "IDEMPOTENCY_KEY_OF_ANOTHER")
    assert Receipt.objects.count() == 1


def test_a_key_belongs_to_an_address_and_a_branch_too(program, held):
    key = str(uuid.uuid4())
    program.post("/payments", body(held), key=key)
    other = program.post(f"/cases/{held.ref}/withdrawal", {"reason": "x"}, key=key, If_Match="*")
    assert other.status_code == 422
    program.branch = "TPY"
    assert program.post("/payments", body(held), key=key).status_code == 422


def test_agencies_do_not_share_keys(program, stranger, held):
    key = str(uuid.uuid4())
    assert program.post("/payments", body(held), key=key).status_code == 201
    answer = stranger.post("/payments", body(held), key=key)
    assert (answer.status_code, answer.json()["code"]) == (404, "CASE_UNKNOWN")


def test_the_same_receipt_under_a_new_key_is_the_same_payment(program, held):
    first = program.post("/payments", body(held)).json()
    again = program.post("/payments", body(held))
    assert (again.status_code, again.json()["replayed"]) == (200, True)
    assert again.json()["receipt"] == first["receipt"]
    other = program.post("/payments", body(held, amount=7))
    assert (other.status_code, other.json()["code"]) == (409, "PAYMENT_REPORTED_DIFFERENTLY")


def test_a_refusal_is_remembered_and_nothing_of_it_stays(program, held):
    key = str(uuid.uuid4())
    first = program.post("/payments", body(held, amount=9999), key=key)
    again = program.post("/payments", body(held, amount=9999), key=key)
    assert (first.status_code, first.json()["code"]) == (422, "PAYMENT_MORE_THAN_OWED")
    assert first.content == again.content
    assert Receipt.objects.count() == 0
    assert not HistoryLine.objects.filter(action="payment.agency_report").exists()


def test_a_bug_leaves_the_key_free_for_the_repetition(program, held, monkeypatch):
    key = str(uuid.uuid4())
    with monkeypatch.context() as broken:
        broken.setattr(resource.payments, "report_agency_payment", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            program.post("/payments", body(held), key=key)
    assert program.post("/payments", body(held), key=key).status_code == 201


@pytest.mark.parametrize("key", ["none", "short", "x" * 129, "with space in it", "é" * 10])
def test_without_a_proper_key_nothing_happens(program, held, key):
    answer = program.post("/payments", body(held), key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "IDEMPOTENCY_KEY_MISSING")
    assert Receipt.objects.count() == 0


def test_if_match_guards_a_payment_when_it_is_sent(program, held):
    tag = program.get(f"/cases/{held.ref}").headers["ETag"]
    assert program.post("/payments", body(held), If_Match=tag).status_code == 201
    late = program.post("/payments", body(held, receipt_no="R-2"), If_Match=tag)
    assert late.status_code == 412
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    ['{"case": "x", "case": "y"}', '{"amount": NaN}', '{"a": 1e999}', "[", "", "null", "[]", '"x"',
     "{" * 3000, "[" * 30000, '{"amount": ' + "9" * 5000 + "}", b"\xff\xfe", b'{"case": "\xa4\xa4"}',
     '{"case": "\\ud800"}', '{"case": "\\u0000"}'],
)  # fmt: skip
def test_odd_json_is_refused_and_never_an_error(program, held, text):
    answer = program.post("/payments", text)
    assert answer.status_code in {400, 422}, answer.content
    assert answer.json()["detail_zh"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("amount", 0), ("amount", -1), ("amount", 1.0), ("amount", "1000"), ("amount", True),
     ("amount", 10**12), ("amount", None), ("paid_on", "2026-02-30"), ("paid_on", "115-11-20"),
     ("paid_on", 5), ("case", ""), ("case", 7), ("case", "a\x00b"), ("receipt_no", " "),
     ("receipt_no", "x" * 61), ("office", "x" * 41), ("surprise", 1)],
)  # fmt: skip
def test_a_field_that_does_not_fit_is_named_in_both_languages(program, held, name, value):
    answer = program.post("/payments", body(held, **{name: value}))
    assert answer.status_code == 422, answer.content
    assert [place["field"] for place in answer.json()["errors"]] == [name]
    assert Receipt.objects.count() == 0
    assert IdempotencyKey.objects.count() == 0


def test_the_future_cannot_have_been_paid(program, held):
    answer = program.post("/payments", body(held, paid_on="2999-01-01"))
    assert (answer.status_code, answer.json()["code"]) == (422, "PAID_IN_THE_FUTURE")


def test_a_body_over_the_limit_is_refused(program, held):
    answer = program.post("/payments", body(held, office="x" * 70000))
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")


def test_only_plain_json_is_taken(program, held):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp"):
        answer = program.post("/payments", "{}", Content_Type=kind)
        assert (answer.status_code, answer.json()["code"]) == (415, "MEDIA_TYPE_UNSUPPORTED")
    assert program.post("/payments", "{}", Content_Encoding="gzip").status_code == 415


def test_a_session_cannot_report_a_payment(client, held):
    person = factories.account("person", "agency.payments", agency_of=factories.agency("TEST-NHI"))
    client.force_login(person)
    answer = client.post(
        "/api/v1/payments", body(held), content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4()), "Wuai-Branch": "SCY"},
    )  # fmt: skip
    assert answer.status_code == 401
    assert Receipt.objects.count() == 0
