"""A program sends a file, follows it, and learns what became of every row. Only of its own."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import factories
from tests.api.conftest import Program, referral_file, send, token

from wuai.contexts.cases.models import Case
from wuai.contexts.referrals import api as referrals
from wuai.contexts.referrals.models import Batch
from wuai.contexts.referrals.web import api as desk
from wuai.portals.api import uploads

GOOD, GOOD2 = {"移送案號": "A0001"}, {"移送案號": "A0002"}
BAD = {"移送案號": "A0003", "統一編號": "A123456788"}


@pytest.fixture
def insurer(db):
    from wuai.contexts.organisation.models import Agency

    return Program(token(Agency.objects.get(code="NHI")))


def test_a_file_becomes_cases_and_every_row_has_its_result(insurer):
    answer = send(insurer, GOOD, BAD, GOOD2)
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert (said["rows"], said["accepted"], said["rejected"], said["status"]) == (3, 2, 1, "DONE")
    assert said["replayed"] is False
    assert answer.headers["Location"] == f"/api/v1/batches/{said['ref']}"

    batch = insurer.get(f"/batches/{said['ref']}")
    assert batch.status_code == 200
    assert batch.headers["ETag"] == answer.headers["ETag"]

    rows = insurer.get(f"/batches/{said['ref']}/rows").json()
    assert [row["result"] for row in rows["items"]] == ["ACCEPTED", "REJECTED", "ACCEPTED"]
    assert rows["items"][1]["errors"][0]["column"] == "統一編號"
    assert rows["items"][1]["errors"][0]["en"]
    case = insurer.get(f"/cases/{rows['items'][0]['case']}").json()
    assert case["number"] == rows["items"][0]["number"]
    assert (case["balance"], case["agency_ref"]) == (1320, "A0001")
    assert case["obligor_id"] == "A1234*****"
    assert "陳大文" not in str(case)


def test_rows_come_by_pages(insurer):
    ref = send(insurer, *({"移送案號": f"P{n}"} for n in range(5))).json()["ref"]
    seen, cursor = [], ""
    while True:
        page = insurer.get(f"/batches/{ref}/rows?limit=2{cursor}").json()
        seen += [row["row"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [1, 2, 3, 4, 5]
    only = insurer.get(f"/batches/{ref}/rows?result=REJECTED").json()
    assert only == {"items": [], "next": None}


def test_the_row_result_file_and_the_receipt(insurer):
    ref = send(insurer, GOOD, BAD).json()["ref"]
    results = insurer.get(f"/batches/{ref}/results.csv")
    body = b"".join(results.streaming_content).decode("utf-8-sig")
    assert body.splitlines()[0].startswith("列號,移送案號,結果")
    assert len(body.splitlines()) == 3
    receipt = insurer.get(f"/batches/{ref}/receipt").json()
    key = insurer.get("/receipt-key").json()["public_key"]
    assert referrals.holds(receipt, key)
    receipt["document"]["accepted"] = 99
    assert not referrals.holds(receipt, key)


def test_a_form_and_plain_bytes_are_the_same_file(insurer):
    first = send(insurer, GOOD)
    form = {"file": SimpleUploadedFile("移送檔.csv", referral_file(GOOD), "text/csv")}
    again = insurer.http.post(
        "/api/v1/referrals", form, headers=insurer.headers(Idempotency_Key=str(uuid.uuid4()))
    )
    assert again.status_code == 200, again.content
    assert again.json()["replayed"] is True
    assert again.json()["ref"] == first.json()["ref"]
    assert Case.objects.count() == 1


def test_a_repeated_form_gets_the_same_answer_though_its_frame_differs(insurer):
    key = str(uuid.uuid4())

    def post():
        form = {"file": SimpleUploadedFile("a.csv", referral_file(GOOD), "text/csv")}
        return insurer.http.post(
            "/api/v1/referrals", form, headers=insurer.headers(Idempotency_Key=key)
        )

    first, again = post(), post()
    assert (first.status_code, first.content) == (201, again.content)
    assert again.headers["Idempotency-Replayed"] == "true"


def test_the_name_of_a_sent_file_is_only_shown_and_holds_no_tricks(insurer):
    form = {"file": SimpleUploadedFile("a\u202egnp.csv", referral_file(GOOD), "text/csv")}
    answer = insurer.http.post(
        "/api/v1/referrals", form, headers=insurer.headers(Idempotency_Key=str(uuid.uuid4()))
    )
    assert answer.json()["file_name"] == "agnp.csv"


def test_a_rehearsal_shows_everything_and_changes_nothing(insurer):
    answer = send(insurer, GOOD, BAD, path="/referrals/rehearsals")
    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert (said["rows"], said["accepted"], said["rejected"]) == (2, 1, 1)
    assert said["items"][0]["row"] == 2
    assert not said["more"]
    assert (Batch.objects.count(), Case.objects.count()) == (0, 0)


def test_a_large_file_is_worked_on_in_the_background(insurer, deliver, monkeypatch):
    monkeypatch.setattr(desk, "AT_ONCE_UP_TO", 10)
    answer = send(insurer, GOOD)
    assert answer.status_code == 202
    ref = answer.json()["ref"]
    assert answer.json()["rows"] is None
    assert insurer.get(f"/batches/{ref}/rows").json()["code"] == "BATCH_NOT_DONE"
    assert insurer.get(f"/batches/{ref}/receipt").status_code == 409
    assert insurer.get(f"/batches/{ref}/results.csv").status_code == 409
    deliver()
    assert insurer.get(f"/batches/{ref}").json()["accepted"] == 1


def test_another_agency_finds_nothing_of_it(insurer, stranger):
    sent = send(insurer, GOOD, BAD)
    ref = sent.json()["ref"]
    case = insurer.get(f"/batches/{ref}/rows").json()["items"][0]["case"]
    for path in (
        f"/batches/{ref}", f"/batches/{ref}/rows", f"/batches/{ref}/results.csv",
        f"/batches/{ref}/receipt", f"/cases/{case}", f"/cases/{case}/amounts",
        f"/cases/{case}/payments",
    ):  # fmt: skip
        assert stranger.get(path).status_code == 404, path
        assert insurer.get(path).status_code == 200, path
    tag = sent.headers["ETag"]
    assert stranger.post(f"/batches/{ref}/retries", {}, If_Match=tag).status_code == 404
    assert stranger.get("/batches").json()["items"] == []
    assert stranger.get("/cases").json()["items"] == []
    assert stranger.get(f"/cases?number={case}").json()["items"] == []


def test_a_token_needs_the_scope(db):
    reader = Program(token(factories.agency(), "case.read"))
    answer = send(reader, GOOD)
    assert (answer.status_code, answer.json()["code"]) == (403, "SCOPE_MISSING")
    assert reader.get("/batches").status_code == 403
    assert reader.get("/cases").status_code == 200


def test_rejected_rows_are_checked_again_only_in_the_state_that_was_seen(insurer):
    sent = send(insurer, GOOD, BAD)
    path = f"/batches/{sent.json()['ref']}/retries"
    assert insurer.post(path, {}).status_code == 428
    assert insurer.post(path, {}, If_Match='"0000"').status_code == 412
    again = insurer.post(path, {}, If_Match=sent.headers["ETag"])
    assert again.status_code == 201, again.content
    assert (again.json()["origin"], again.json()["rejected"]) == ("RETRY", 1)
    clean = send(insurer, GOOD2)
    path = f"/batches/{clean.json()['ref']}/retries"
    answer = insurer.post(path, {}, If_Match=clean.headers["ETag"])
    assert (answer.status_code, answer.json()["code"]) == (409, "NOTHING_REJECTED")


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b" ", "text/csv", 422, "NOT_A_REFERRAL_FILE"),
        (b"PK\x03\x04zip", "text/csv", 422, "NOT_A_REFERRAL_FILE"),
        (b"a,b,c\r\n1,2,3\r\n", "text/csv", 422, None),
        (b"x", "application/json", 415, "MEDIA_TYPE_UNSUPPORTED"),
        (b"x", "text/html", 415, "MEDIA_TYPE_UNSUPPORTED"),
        (b"x", "", 415, "MEDIA_TYPE_UNSUPPORTED"),
        (b"no frame", "multipart/form-data", 422, "FILE_MISSING"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 422, "FILE_MISSING"),
    ],
)
def test_what_is_no_referral_file_is_refused_by_name(insurer, body, kind, status, code):
    answer = insurer.post("/referrals", body, Content_Type=kind)
    assert answer.status_code == status, answer.content
    assert code in (None, answer.json()["code"])
    assert answer.json()["next_zh"]
    assert Batch.objects.count() == 0


def test_a_file_over_the_limit_is_refused_before_it_is_read(insurer, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 100)
    answer = send(insurer, GOOD)
    assert (answer.status_code, answer.json()["code"]) == (413, "BODY_TOO_LARGE")


def test_a_file_without_a_length_is_refused(insurer):
    answer = insurer.http.generic(
        "POST", "/api/v1/referrals", b"x", content_type="text/csv",
        headers=insurer.headers(Idempotency_Key="12345678"), CONTENT_LENGTH="",
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (411, "LENGTH_MISSING")


def test_batches_come_by_pages_newest_first(insurer):
    refs = [send(insurer, {"移送案號": f"L{n}"}).json()["ref"] for n in range(3)]
    first = insurer.get("/batches?limit=2").json()
    assert [one["ref"] for one in first["items"]] == refs[:0:-1]
    rest = insurer.get(f"/batches?limit=2&cursor={first['next']}").json()
    assert ([one["ref"] for one in rest["items"]], rest["next"]) == ([refs[0]], None)
    assert insurer.get("/batches?cursor=x").status_code == 422
    insurer.branch = "TPY"
    assert insurer.get("/batches").json()["items"] == []


def test_no_temporary_file_stays(insurer, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    send(insurer, GOOD)
    send(insurer, BAD, path="/referrals/rehearsals")
    insurer.post("/referrals", b"a,b\r\n1,2", Content_Type="text/csv")
    assert [path.name for path in tmp_path.iterdir() if "wuai-api" in path.name] == []
