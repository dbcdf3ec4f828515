"""An agency sees its own cases, people masked, and nothing of another agency."""

import pytest
from django.test import Client
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client: Client) -> Client:
    client.force_login(
        make.account("agent-t", "agency.cases", "agency.refer", agency_of=make.agency())
    )
    return client


def test_the_home_says_what_to_do_when_nothing_was_referred_yet(agent):
    assert "還沒有移送案件" in agent.get("/agency/").content.decode()


def test_the_home_counts_how_far_the_cases_are(agent):
    make.case()
    make.case(status="PAID", closed_on=make.ON, closing_code="PAID")
    page = agent.get("/agency/").content.decode()
    assert "案件進度" in page
    assert "status=PAID" in page


def test_a_list_shows_only_the_agencys_own_cases_and_masks_people(agent):
    own = make.case(make.party("林美麗", "A123456789"))
    foreign = make.case(agency=make.agency("TEST-TAX"))
    page = agent.get("/agency/cases/").content.decode()
    assert own.agency_ref in page
    assert foreign.agency_ref not in page
    assert "林美麗" not in page
    assert "林" in page


def test_asking_for_another_agency_in_the_address_changes_nothing(agent):
    foreign = make.case(agency=make.agency("TEST-TAX"))
    make.case()
    for query in ({"agency": foreign.agency_id}, {"q": foreign.agency_ref}, {"q": foreign.number}):
        page = agent.get("/agency/cases/", query, follow=True).content.decode()
        assert f"{foreign.agency_ref}</" not in page


def test_a_case_shows_money_progress_and_who_answers(agent):
    case = make.case(make.party("林美麗", "A123456789"), amount=7654)
    page = agent.get(f"/agency/cases/{case.ref}/").content.decode()
    for words in ("NT$ 7,654", "A1234*****", case.number, "承辦股", "收案並編號"):
        assert words in page, words
    assert "林美麗" not in page


def test_a_case_of_another_agency_is_not_found(agent):
    case = make.case(agency=make.agency("TEST-TAX"))
    assert agent.get(f"/agency/cases/{case.ref}/").status_code == 404


def test_staff_have_no_business_in_the_portal(client):
    client.force_login(make.account("clerk-t", "case.view", "agency.cases"))
    for address in ("/agency/", "/agency/cases/"):
        assert client.get(address).status_code == 403
