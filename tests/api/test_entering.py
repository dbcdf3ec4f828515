"""Who gets into the API: a valid token with the scope, and nobody else."""

import pytest
from django.test import Client
from tests import factories
from tests.api.conftest import Program, token


def _is_problem(answer, status, code):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json; charset=utf-8"
    said = answer.json()
    assert (said["status"], said["code"]) == (status, code)
    assert all(said[name] for name in ("title", "title_zh", "detail", "detail_zh", "next_zh"))
    return said


def test_a_token_says_who_it_is(program):
    answer = program.get("/token")
    assert answer.status_code == 200
    said = answer.json()
    assert said["agency"]["code"] == "TEST-NHI"
    assert said["scopes"] == sorted(
        ["referral.write", "case.read", "payment.write", "feedback.read"]
    )
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer wuai_unknown", "Basic eDp5", "Bearer \x00", "bearer é"],
)
def test_no_valid_token_no_entry(db, header):
    answer = Client().get("/api/v1/token", headers={"Authorization": header})
    _is_problem(answer, 401, "TOKEN_INVALID")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_ended_or_expired_token_is_no_token(db):
    agency = factories.agency()
    ended = Program(token(agency, ended_at=factories.AT))
    expired = Program(token(agency, expires_on=factories.ON.replace(year=2020)))
    _is_problem(ended.get("/token"), 401, "TOKEN_INVALID")
    _is_problem(expired.get("/token"), 401, "TOKEN_INVALID")


def test_a_session_cookie_counts_for_nothing(db):
    agency = factories.agency()
    held = factories.account("person", "agency.cases", "agency.refer", agency_of=agency)
    client = Client(enforce_csrf_checks=True)
    client.force_login(held)
    _is_problem(client.get("/api/v1/token"), 401, "TOKEN_INVALID")


def test_a_branch_is_named_by_header_or_parameter(program):
    assert program.get("/categories").status_code == 200
    assert program.get("/categories?branch=SCY").status_code == 200
    _is_problem(program.get("/categories?branch=TPY"), 400, "BRANCH_UNCLEAR")
    program.branch = ""
    _is_problem(program.get("/categories"), 400, "BRANCH_UNCLEAR")
    _is_problem(program.get("/categories?branch=XXX"), 404, "BRANCH_UNKNOWN")
    _is_problem(program.get("/categories?branch=SCY&branch=TPY"), 400, "BRANCH_UNCLEAR")


@pytest.mark.parametrize(
    "path", ["/nowhere", "/", "/token/", "/cases/1", "/%00", "/cases/%0A", "/../staff/"]
)
def test_an_unknown_address_is_a_problem_too(program, path):
    _is_problem(program.get(path), 404, "NOT_FOUND")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post", "options", "trace", "head"])
def test_other_methods_are_not_allowed(program, method):
    answer = getattr(program.http, method)("/api/v1/token", headers=program.headers())
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET"
    if method != "head":
        _is_problem(answer, 405, "METHOD_NOT_ALLOWED")


def test_what_the_client_holds_is_not_sent_again(program):
    first = program.get("/branches")
    again = program.get("/branches", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert program.get("/branches", If_None_Match='"other"').status_code == 200


def test_a_token_may_ask_so_often_a_minute(program, stranger, settings):
    settings.API_PER_TOKEN = 3
    assert [program.get("/token").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = program.get("/token")
    _is_problem(answer, 429, "TOO_MANY_REQUESTS")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert stranger.get("/token").status_code == 200


def test_guessing_tokens_is_slow(db, settings):
    settings.API_PER_STRANGER = 3
    guess = Program("wuai_guess")
    assert [guess.get("/token").status_code for _ in range(4)] == [401, 401, 401, 429]


def test_the_document_is_openapi_3_1(client, db):
    said = client.get("/api/v1/openapi.json").json()
    assert said["openapi"].startswith("3.1")
    assert "/api/v1/token" in said["paths"]
