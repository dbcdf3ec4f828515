"""A row refused as a duplicate is mended in the browser: its own number, or new figures of the first case."""
# ruff: noqa: F811  a fixture that comes from beside is named again where it is used

import re
import uuid
from typing import Any

import pytest
from tests.at_once import together

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.models import Case
from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals import queries
from wuai.contexts.referrals.actions import intake, renumber, retry
from wuai.contexts.referrals.models import Batch, RowAmendment, RowResult
from wuai.contexts.referrals.queries_open import still_rejected
from wuai.platform.actors import Actor

from .conftest import AT
from .files import ON, row
from .test_pages import agency_actor, enter  # noqa: F401  the browser of that file

pytestmark = pytest.mark.django_db
REF = "移送案號"


def second(**change: str) -> dict[str, str]:
    return row(義務人姓名="林小明", 統一編號="F200000008", 應納金額="2,000", **change)


def field_of(shown: str, place: int, title: str) -> str:
    return re.search(rf'<label for="(r{place}-\d+)">{title}</label>', shown).group(1)


def key_of(shown: str) -> str:
    return re.search(r'name="key" value="([^"]+)"', shown).group(1)


@pytest.fixture
def doubled(take_in: Any) -> Batch:
    """A file whose second row says the number of a case, and whose third says that of its first."""
    take_in(row())
    outcome = take_in(row(移送案號="A2"), second(), second(移送案號="A2"))
    return Batch.objects.get(ref=outcome.batch)


def test_the_row_says_which_case_it_doubles_and_goes_in_under_its_own_number(
    doubled: Batch,
    enter: Any,
    clerk: Actor,
) -> None:
    page, address = enter(clerk), f"/staff/intake/{doubled.ref}/"
    assert f"{address}duplicates/" in page.get(address).content.decode()
    shown = page.get(f"{address}duplicates/").content.decode()
    first = Case.objects.get(agency_ref="A0001")
    assert first.number in shown
    assert f"/staff/cases/{first.ref}/" in shown
    assert "/amend/" not in shown  # figures are the agency's to correct
    data = {"key": key_of(shown), field_of(shown, 2, REF): "A7"}
    for _ in range(2):
        answer = page.post(f"{address}duplicates/", data)
        assert answer.status_code == 302
    made = Case.objects.get(agency_ref="A7")
    assert (made.referred, Batch.objects.filter(parent=doubled).count()) == (2120, 1)
    assert RowResult.objects.filter(batch=doubled, result="DUPLICATE").count() == 2
    left = renumber.doubled_rows(doubled, limit=9)
    assert [(one.place, one.content["義務人姓名"]) for one in left] == [(3, "林小明")]


def test_its_agency_takes_it_as_new_figures_of_the_case_once(
    doubled: Batch,
    enter: Any,
    clerk: Actor,
) -> None:
    page = enter(agency_actor("NHI"))
    address = f"/agency/referrals/{doubled.ref}/duplicates/"
    shown = page.get(address).content.decode()
    case = Case.objects.get(agency_ref="A0001")
    link = re.search(rf'href="([^"]*{case.ref}/amend/[^"]*)"', shown).group(1).replace("&amp;", "&")
    form = page.get(link).content.decode()
    assert re.search(r'name="PRINCIPAL"[^>]*value="2000"|value="2000"[^>]*name="PRINCIPAL"', form)
    figures = {"PRINCIPAL": 2000, "SURCHARGE": 120, "COST": 0, "INTEREST": 0, "FINE": 0}
    assert page.post(link, {**figures, "reason": "重新核定"}).status_code == 302
    assert page.post(link, {**figures, "reason": "重新核定"}).status_code == 409
    case.refresh_from_db()
    assert (case.referred, RowAmendment.objects.get().change) == (2120, 800)
    later = page.get(address).content.decode()
    assert "已作為更正收下" in later
    assert [one.place for one in renumber.doubled_rows(doubled, limit=9)] == [3]
    with pytest.raises(renumber.NothingDoubled):
        renumber.renumber(root=doubled, changes={2: {REF: "A8"}}, key=uuid.uuid4(), by=clerk,
                          at=AT, on=ON)  # fmt: skip


@pytest.mark.parametrize("query", ["?row=3&batch={ref}", "?row=1&batch={ref}", "?row=2&batch=x",
                                   "?row=2&batch=00000000-0000-4000-8000-000000000000"])  # fmt: skip
def test_figures_of_a_row_that_does_not_double_the_case_are_not_taken(
    doubled: Batch,
    enter: Any,
    query: str,
) -> None:
    case = Case.objects.get(agency_ref="A0001")
    address = f"/agency/referrals/cases/{case.ref}/amend/" + query.format(ref=doubled.ref)
    figures = {"PRINCIPAL": 5, "SURCHARGE": 0, "COST": 0, "INTEREST": 0, "FINE": 0}
    sent = enter(agency_actor("NHI")).post(address, {**figures, "reason": "x"})
    assert sent.status_code in {404, 409}
    case.refresh_from_db()
    assert case.referred == 1320


def test_a_number_that_is_free_again_goes_in_as_it_is(
    doubled: Batch,
    enter: Any,
    clerk: Actor,
) -> None:
    held = Case.objects.get(agency_ref="A0001")
    cases.return_case(case_id=held.id, reason="送達不合法", by=clerk, at=AT, on=ON)
    page, address = enter(clerk), f"/staff/intake/{doubled.ref}/duplicates/"
    shown = page.get(address).content.decode()
    assert held.number not in shown
    page.post(address, {"key": key_of(shown), "s2": "1", "s3": "1"})
    assert Case.objects.exclude(id=held.id).get(agency_ref="A0001").referred == 2120
    assert [one.place for one in renumber.doubled_rows(doubled, limit=9)] == [3]


def test_no_agency_learns_of_the_rows_or_cases_of_another(
    take_in: Any,
    doubled: Batch,
    enter: Any,
) -> None:
    theirs = organisation.agency("BLI").id
    take_in(second(), agency_id=theirs)
    case = Case.objects.get(agency_id=theirs)
    address = f"/agency/referrals/{doubled.ref}/duplicates/"
    assert case.number not in enter(agency_actor("NHI")).get(address).content.decode()
    assert enter(agency_actor("BLI")).get(address).status_code == 404
    mine = Case.objects.get(agency_ref="A0001", agency_id=doubled.agency_id)
    for ref, code in ((case.ref, "NHI"), (mine.ref, "BLI")):
        amend = f"/agency/referrals/cases/{ref}/amend/?batch={doubled.ref}&row=2"
        assert enter(agency_actor(code)).get(amend).status_code == 404


def test_a_renumbered_row_that_turned_out_wrong_waits_like_other_refused_rows(
    doubled: Batch, clerk: Actor
) -> None:
    def sent(**change: str) -> int:
        child = renumber.renumber(
            root=doubled, changes={2: {REF: "A7", **change}}, key=uuid.uuid4(), by=clerk, at=AT,
            on=ON,
        )  # fmt: skip
        intake.process(child, by=clerk, at=AT)
        (first,) = [one for one in queries.batches(branch_id=doubled.branch_id)
                    if one.id == doubled.id]  # fmt: skip
        return still_rejected([first])[doubled.id]

    assert sent(義務人姓名="") == 1
    assert list(retry.rejected_rows(doubled)) == [2]
    mended = retry.correct(root=doubled, changes={2: {"義務人姓名": "林大明"}}, key=uuid.uuid4(),
                           by=clerk, at=AT, on=ON)  # fmt: skip
    intake.process(mended, by=clerk, at=AT)
    assert retry.rejected_rows(doubled) == {}
    assert Case.objects.filter(agency_ref="A7").count() == 1


@pytest.mark.parametrize("code", ["NHI", None], ids=["agency", "staff"])
def test_a_later_try_is_no_file_of_its_own_whose_rows_count_once_more(
    doubled: Batch,
    enter: Any,
    clerk: Actor,
    code: str | None,
) -> None:
    child = renumber.renumber(root=doubled, changes={2: {REF: "A0001"}}, key=uuid.uuid4(),
                              by=clerk, at=AT, on=ON)  # fmt: skip
    intake.process(child, by=clerk, at=AT)
    page = enter(agency_actor(code) if code else clerk)
    root = f"/agency/referrals/{child.ref}/" if code else f"/staff/intake/{child.ref}/"
    shown = page.get(root).content.decode()
    sent = {"key": str(uuid.uuid4()), "r1-0": "A8", "s1": "1"}
    for door in ("duplicates", "correct", "again"):
        assert f"/{door}/" not in shown
        assert page.post(f"{root}{door}/", sent).status_code == 404
        assert door == "again" or page.get(f"{root}{door}/").status_code == 404
    case = Case.objects.get(agency_ref="A0001")
    amend = f"/agency/referrals/cases/{case.ref}/amend/?batch={child.ref}&row=1"
    figures = {"PRINCIPAL": 2000, "SURCHARGE": 120, "COST": 0, "INTEREST": 0, "FINE": 0}
    if code:
        assert page.get(amend).status_code == 404
        assert page.post(amend, {**figures, "reason": "重新核定"}).status_code == 404
    case.refresh_from_db()
    assert (case.referred, RowAmendment.objects.count()) == (1320, 0)
    assert Batch.objects.filter(parent=child).count() == 0
    assert [one.place for one in renumber.doubled_rows(doubled, limit=9)] == [2, 3]


def test_the_actions_refuse_a_later_try_in_place_of_the_first_file(
    doubled: Batch, clerk: Actor
) -> None:
    child = renumber.renumber(root=doubled, changes={2: {REF: "A0001", "義務人姓名": ""}},
                              key=uuid.uuid4(), by=clerk, at=AT, on=ON)  # fmt: skip
    intake.process(child, by=clerk, at=AT)
    case = cases.case_by_ref(Case.objects.get(agency_ref="A0001").ref)
    facts: dict[str, Any] = {"root": child, "by": clerk, "at": AT, "on": ON}
    once = {"changes": {1: {REF: "A8"}}, "key": uuid.uuid4()}
    figures = {"place": 1, "case": case, "amounts": {"PRINCIPAL": 9}, "reason": "x"}
    for act, more in ((renumber.renumber, once), (renumber.amend_by_row, figures),
                      (retry.correct, once), (retry.retry_rejected, {})):  # fmt: skip
        with pytest.raises(retry.NotTheFirstFile):
            act(**facts, **more)


@pytest.mark.django_db(transaction=True)
def test_two_who_mend_one_row_at_once_make_one_case(doubled: Batch, clerk: Actor) -> None:
    def mend(number: str) -> Any:
        child = renumber.renumber(root=doubled, changes={2: {REF: number}}, key=uuid.uuid4(),
                                  by=clerk, at=AT, on=ON)  # fmt: skip
        return intake.process(child, by=clerk, at=AT)

    done = together(lambda: mend("B1"), lambda: mend("B2"))
    assert sorted(type(one) for one in done if one is not True) == [renumber.NothingDoubled]
    assert Case.objects.filter(agency_ref__in=["B1", "B2"]).count() == 1
