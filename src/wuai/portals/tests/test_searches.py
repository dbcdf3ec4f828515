"""What people are looked for by stands in no address, whatever page asks for it."""

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests import factories as make
from tests.journeys.things import MAY_STAND

from wuai.platform import searches

pytestmark = pytest.mark.django_db
FORMS = [
    ("/staff/search", "q"), ("/staff/cases/", "q"), ("/staff/enquiries/", "q"),
    ("/staff/petitions/", "q"), ("/staff/audit/", "person"), ("/staff/audit/", "case"),
    ("/staff/audit/csv", "case"), ("/staff/applications/", "q"),
]  # fmt: skip
ALL = ("case.view", "party.view", "petition.view", "audit.view", "application.view")
SECRETS = ["A123456789", "王小明", "8220123456789012", "04595252"]


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make.account("finder-t", *ALL))
    return client


@pytest.mark.parametrize(
    ("words", "may"),
    [("", True), ("  ", True), ("115年度健執字第00000241號", True), ("１１５ 健執 241", True),
     ("241", False), ("A123456789", False), ("王小明", False), ("執", False), ("04595252", False),
     ("A123456789 執", False)],
)  # fmt: skip
def test_only_the_whole_number_of_a_case_may_stand_in_an_address(words, may):
    assert searches.may_stand(words) is may


@pytest.mark.parametrize(("address", "box"), FORMS)
@pytest.mark.parametrize("way", ["post", "get"])
def test_no_search_puts_a_person_into_an_address(clerk, address, box, way):
    for words in SECRETS:
        answer = getattr(clerk, way)(address, {box: words, "status": "PAID"})
        assert answer.status_code == 302
        there = answer["Location"]
        assert words not in unquote(there), there
        assert parse_qs(urlsplit(there).query)["status"] == ["PAID"]
        page = clerk.get(there)
        assert page.status_code == 200
        if "html" not in page["Content-Type"]:
            continue
        led = re.findall(r'(?:href|action)="([^"]*)"', page.content.decode())
        assert not [one for one in led if words in unquote(one)], "paging and filters neither"


def test_paging_filters_and_the_way_back_keep_what_was_searched(clerk):
    wang = make.party("王小明")
    made = [make.case(wang) for _ in range(3)]
    make.case(make.party("李大華"))
    there = clerk.post("/staff/cases/", {"q": "王小明", "status": "OPEN_ANY"})["Location"]
    for _ in range(2):  # once more: the back button
        page = clerk.get(there).content.decode()
        assert [one.number in page for one in made] == [True] * 3
        assert "李大華" not in page
        assert 'value="王小明"' in page
    chips = re.findall(r'href="(\?[^"]*)"', page)
    without = [one for one in chips if "find=" not in one and "status=" in one]
    assert without, "the chip of the words leads to the list without them"
    assert "李大華" in clerk.get(f"/staff/cases/{without[0]}").content.decode()


def test_what_one_session_searched_is_opened_by_no_other(clerk):
    make.case(make.party("王小明"))
    there = clerk.post("/staff/search", {"q": "王小明"})["Location"]
    other = Client()
    other.force_login(make.account("second-t", *ALL))
    page = other.get(there).content.decode()
    assert "王小明" not in page
    for broken in ("?find=", "?find=x", "?find=%00", f"{there}A", there[:-3]):
        assert clerk.get(f"/staff/search{broken.removeprefix('/staff/search')}").status_code == 200


def test_an_agency_searches_in_the_same_way(client):
    client.force_login(make.account("agent-t", "agency.cases", agency_of=make.agency()))
    case = make.case(make.party("林美麗"))
    other = make.case(make.party("王大同"))
    answer = client.post("/agency/cases/", {"q": "林美麗"})
    assert "林美麗" not in unquote(answer["Location"])
    page = client.get(answer["Location"]).content.decode()
    assert case.number in page
    assert other.number not in page


@pytest.mark.parametrize("address", ["/staff/cases/", "/staff/enquiries/"])
def test_every_box_that_takes_a_person_posts(clerk, address):
    page = clerk.get(address).content.decode()
    forms = re.findall(r"<form[^>]*>.*?</form>", page, re.S)
    boxes = [one for one in forms if 'name="q"' in one]
    assert len(boxes) == 2, "the box of every page, and that of this one"
    for box in boxes:
        assert 'method="post"' in box
        assert "csrfmiddlewaretoken" in box


def typed_into_addresses(template: str) -> set[str]:
    """The boxes for words in the forms of a template that lead to an address."""
    found = set()
    for form in BeautifulSoup(template, "html.parser").find_all("form"):
        if form.get("method", "get").lower() == "get":
            boxes = form.find_all("textarea")
            boxes += [
                one
                for one in form.find_all("input")
                if one.get("type", "text") in {"text", "search"}
            ]
            found |= {one.get("name", "") for one in boxes}
    return found - MAY_STAND


def test_no_template_writes_a_form_whose_words_end_in_an_address():
    root = Path(searches.__file__).parents[1]
    pages = [page for page in root.rglob("templates/**/*.html") if "gallery" not in page.parts]
    assert len(pages) > 200
    typed = {page.name: typed_into_addresses(page.read_text("utf-8")) for page in pages}
    assert {name: found for name, found in typed.items() if found} == {}


@pytest.mark.parametrize(
    ("form", "found"),
    [('<form method="get"><input name="why"></form>', {"why"}), ("<form><textarea name=a></form>", {"a"}),
     ('<form method="post"><input name="why"></form>', set()),
     ('<form method="get"><input name="since"><input type="hidden" name="b"></form>', set())],
)  # fmt: skip
def test_a_box_for_words_in_a_form_that_leads_to_an_address_is_found(form, found):
    assert typed_into_addresses(form) == found
