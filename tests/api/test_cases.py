"""An agency's program sees, corrects and takes back its own cases, in the state that it has seen."""

import uuid

import pytest
from tests import factories

from wuai.contexts.cases.models import Case
from wuai.platform.models import HistoryLine, ReadLine


def case(**more):
    factories.section()
    return factories.case(agency=factories.agency("TEST-NHI"), **more)


def test_a_case_with_every_dollar_explained(program):
    held = case(amount=5000)
    said = program.get(f"/cases/{held.ref}").json()
    assert (said["number"], said["balance"]) == (held.number, 5000)
    assert said["amounts"] == [{"component": "PRINCIPAL", "amount": 5000}]
    assert (said["status"], said["status_zh"], said["status_en"]) == (
        "OPEN", "執行中", "being enforced",
    )  # fmt: skip
    explained = program.get(f"/cases/{held.ref}/amounts").json()
    assert sum(line["amount"] for line in explained["items"]) == explained["balance"] == 5000
    assert program.get(f"/cases/{held.ref}/payments").json() == {"items": []}


def test_reading_leaves_a_line_that_says_who(program):
    held = case()
    program.get(f"/cases/{held.ref}")
    line = ReadLine.objects.get()
    assert line.by_kind == "agency"
    assert line.by_ref.startswith("token:")
    assert line.subjects == [f"case:{held.ref}"]


@pytest.mark.parametrize("on", ["2026-11-21", "2030-01-01"])
def test_the_amount_of_another_day(program, on):
    held = case()
    assert program.get(f"/cases/{held.ref}/amounts?on={on}").json()["on"] == on


@pytest.mark.parametrize("on", ["9999-12-31", "0001-01-01", "2026-13-01", "x", ""])
def test_an_impossible_day_is_refused(program, on):
    assert program.get(f"/cases/{case().ref}/amounts?on={on}").status_code == 422


def test_the_list_goes_on_by_cursor_and_holds_identifiers_as_strings(program):
    numbers = [case().number for _ in range(5)]
    case(status="PAID", closed_on=factories.ON, amount=0)
    seen, cursor = [], ""
    while True:
        page = program.get(f"/cases?status=OPEN&limit=2{cursor}").json()
        seen += [one["number"] for one in page["items"]]
        if not page["next"]:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == numbers[::-1]
    one = page["items"][0]
    assert all(isinstance(one[name], str) for name in ("ref", "number", "agency_ref"))
    by_day = program.get("/cases?registered_from=2026-01-01&limit=4").json()
    assert by_day["next"].startswith("2026-11-21.")
    rest = program.get(f"/cases?registered_from=2026-01-01&cursor={by_day['next']}").json()
    assert len(by_day["items"]) + len(rest["items"]) == 6


@pytest.mark.parametrize(
    "query",
    ["cursor=1", "cursor=2026-11-21.5", "cursor=.99999999999999999999", "limit=0", "limit=201",
     "limit=x", "status=GONE", "registered_from=x", "number=%00", "number=", "number=" + "9" * 61,
     "registered_from=2026-01-01&cursor=.5", "registered_from=2026-01-01&cursor=2026-02-30.5"],
)  # fmt: skip
def test_a_question_that_does_not_fit_is_answered_place_by_place(program, query):
    answer = program.get(f"/cases?{query}")
    assert answer.status_code == 422, answer.content
    said = answer.json()
    assert said["field"]
    assert all(place["zh"] and place["en"] for place in said.get("errors", []))


@pytest.mark.parametrize("limit", ["２", "1_0", "+5", " 5 "])
def test_numbers_in_addresses_are_read_or_refused_never_an_error(program, limit):
    assert program.get(f"/cases?limit={limit}").status_code in {200, 422}


def test_a_case_is_found_by_its_number_however_written_or_by_the_agencys_own(program, stranger):
    held = case()
    spaced = f"115 年度健執字第 {held.serial} 號"
    for text in (held.number, spaced, held.agency_ref):
        found = program.get(f"/cases?number={text}").json()["items"]
        assert [one["ref"] for one in found] == [str(held.ref)], text
        assert stranger.get(f"/cases?number={text}").json()["items"] == []


def test_an_agency_corrects_its_figures_in_the_state_it_has_seen(program):
    held = case(amount=5000)
    tag = program.get(f"/cases/{held.ref}").headers["ETag"]
    body = {"amounts": {"PRINCIPAL": 3000}, "reason": "溢列"}
    assert _patch(program, held, body).json()["code"] == "IF_MATCH_MISSING"
    answer = _patch(program, held, body, If_Match=tag)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["balance"], answer.json()["claimed"][0]["amount"]) == (3000, 3000)
    late = _patch(program, held, body, If_Match=tag)
    assert (late.status_code, late.json()["code"]) == (412, "CHANGED_SINCE_READ")
    line = HistoryLine.objects.get(action="case.amend")
    assert (line.reason, line.by_name, line.branch_id) == ("溢列", "program", held.branch_id)


def _patch(program, held, body, **headers):
    headers = {"Idempotency_Key": str(uuid.uuid4())} | headers
    return program.http.patch(
        f"/api/v1/cases/{held.ref}", body, content_type="application/json",
        headers=program.headers(**headers),
    )  # fmt: skip


@pytest.mark.parametrize("tag", ['W/"{tag}"', '"x"', "x", '"x", "y"'])
def test_a_weak_or_other_tag_does_not_match(program, tag):
    held = case()
    strong = program.get(f"/cases/{held.ref}").headers["ETag"].strip('"')
    answer = program.post(
        f"/cases/{held.ref}/withdrawal", {"reason": "x"}, If_Match=tag.format(tag=strong)
    )
    assert answer.status_code == 412


def test_an_agency_takes_its_case_back_once(program, stranger):
    held = case()
    path = f"/cases/{held.ref}/withdrawal"
    tag = program.get(f"/cases/{held.ref}").headers["ETag"]
    assert stranger.post(path, {"reason": "x"}, If_Match=tag).status_code == 404
    assert program.post(path, {"reason": ""}, If_Match=tag).status_code == 422
    done = program.post(path, {"reason": "義務人已自行繳清"}, If_Match=tag)
    assert (done.status_code, done.json()["status"]) == (200, "WITHDRAWN")
    assert done.json()["balance"] == 0
    again = program.post(path, {"reason": "x"}, If_Match="*")
    assert (again.status_code, again.json()["code"]) == (409, "CASE_MOVE_NOT_ALLOWED")
    assert Case.objects.get(id=held.id).status == "WITHDRAWN"


def test_reading_is_not_enough_to_change(db):
    from tests.api.conftest import Program, token

    held = case()
    reader = Program(token(factories.agency("TEST-NHI"), "case.read"))
    tag = reader.get(f"/cases/{held.ref}").headers["ETag"]
    answer = reader.post(f"/cases/{held.ref}/withdrawal", {"reason": "x"}, If_Match=tag)
    assert answer.status_code == 403


def test_unknown_fields_are_refused(program):
    held = case()
    body = {"amounts": {"PRINCIPAL": 1}, "reason": "x", "status": "PAID", "section_id": 1}
    answer = _patch(program, held, body, If_Match="*")
    assert answer.status_code == 422
    assert {place["field"] for place in answer.json()["errors"]} == {"status", "section_id"}
