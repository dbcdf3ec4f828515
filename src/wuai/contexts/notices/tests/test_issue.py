"""Notices: one letter a person, one slip a case, printed in postal order, exactly once."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests import factories

from wuai.contexts.notices import api, jobs
from wuai.contexts.notices.actions.issue import issue_notices
from wuai.contexts.notices.models import Notice, NoticeBatch, NoticeCase, PrintFile, SetAside
from wuai.contexts.notices.queries.notices import content_of
from wuai.contexts.payments import api as payments
from wuai.platform import files
from wuai.platform.actors import system
from wuai.platform.models import HistoryLine, StoredFile

AT, ON = datetime(2026, 11, 21, 2, 0, tzinfo=UTC), date(2026, 11, 21)
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Any:
    branch = factories.branch()
    return system("clerk", branch_id=branch.id, branch_code=branch.code)


def issue(case_ids: list[int], by: Any, **more: Any) -> Any:
    return api.issue(case_ids, by=by, at=AT, on=ON, **more)


def test_several_cases_of_one_person_share_a_letter_with_a_slip_each(clerk: Any) -> None:
    chen, lin = factories.party("陳甲"), factories.party("林乙")
    ids = [
        factories.case(chen, 1000).id,
        factories.case(chen, 2000).id,
        factories.case(lin, 500).id,
    ]
    done = issue(ids, clerk)
    assert (done.notices, done.set_aside) == (2, 0)
    letters = [content_of(n.ref) for n in Notice.objects.order_by("position")]
    assert sorted(len(letter["cases"]) for letter in letters) == [1, 2]
    assert {letter["total"] for letter in letters} == {"NT$ 3,000", "NT$ 500"}
    slips = payments.slip_rows(case_ids=ids)
    assert {s.amount for s in slips.values()} == {1000, 2000, 500}
    assert NoticeCase.objects.filter(slip__isnull=False).count() == 3
    assert all(slip.notice_ref == done.batch_ref for slip in slips.values())


def test_the_letter_tells_who_handles_it_and_what_is_owed(clerk: Any) -> None:
    case = factories.case(factories.party("陳大文"), 12345)
    issue([case.id], clerk)
    letter = content_of(Notice.objects.get().ref)
    assert letter["recipient"]["name"] == "陳大文"
    assert letter["cases"][0]["number"] == case.number
    assert letter["section"]["name_zh"]
    assert letter["branch"]["complaint_phone"]
    assert "165" in letter["blocks"]["ANTI_FRAUD"]["zh"]
    assert not [t for b in letter["blocks"].values() for t in b.values() if "{" in t]
    token = payments.slip_rows(case_ids=[case.id])[case.id].payment_link_token
    assert letter["cases"][0]["slip"]["url"].endswith(f"/p/{token}")


def test_the_content_is_sealed_at_rest(clerk: Any) -> None:
    issue([factories.case(factories.party("陳大文")).id], clerk)
    assert "陳大文".encode() not in bytes(Notice.objects.get().content)


def test_letters_are_posted_in_the_order_of_postcodes_and_unknown_ones_last(clerk: Any) -> None:
    people = {
        "三": {"postcode": "", "address": "火星基地一號"},
        "二": {"postcode": "", "address": "新竹縣竹北市光明六路 10 號"},
        "一": {"postcode": "100", "address": "臺北市中正區"},
    }
    ids = [factories.case(factories.party(f"陳{n}", **at)).id for n, at in people.items()]
    issue(ids, clerk)
    names = [content_of(n.ref)["recipient"]["name"] for n in Notice.objects.order_by("position")]
    assert names == ["陳一", "陳二", "陳三"]


def test_execution_starts_with_the_first_notice_and_keeps_its_day(clerk: Any) -> None:
    case = factories.case()
    assert case.started_on is None
    issue([case.id], clerk)
    case.refresh_from_db()
    assert case.started_on == ON
    api.issue([case.id], by=clerk, at=AT, on=date(2026, 12, 1))
    case.refresh_from_db()
    assert case.started_on == ON


def test_a_new_notice_supersedes_the_one_before(clerk: Any) -> None:
    case = factories.case()
    first, second = issue([case.id], clerk), issue([case.id], clerk)
    states = [(n.batch.ref, n.superseded_at) for n in Notice.objects.order_by("id")]
    assert states == [(first.batch_ref, AT), (second.batch_ref, None)]
    assert len(payments.slips_of_case(case.id)) == 2
    assert len(api.notices_of_case(case.id)) == 2


def test_a_closed_case_gets_no_notice(clerk: Any) -> None:
    closed = factories.case(status="RETURNED", closed_on=ON)
    with pytest.raises(api.NothingToNotify):
        issue([closed.id], clerk)
    assert not Notice.objects.exists()


def test_a_name_that_cannot_be_printed_is_set_aside_and_the_others_print(clerk: Any) -> None:
    good, bad = factories.party("陳大文"), factories.party("陳\ue001文")
    done = issue([factories.case(good).id, factories.case(bad).id], clerk)
    assert (done.notices, done.set_aside, done.pages) == (1, 1, 2)
    (task,) = api.tasks(clerk.branch_id)
    assert task.characters == ["「\ue001」 U+E001 (unnamed)"]
    assert Notice.objects.get(status="SET_ASIDE").file is None


def test_a_task_ends_when_the_name_is_corrected_and_the_notice_issued_again(clerk: Any) -> None:
    person = factories.party("陳\ue001文")
    case = factories.case(person)
    issue([case.id], clerk)
    person.name = "陳文"
    person.save()
    again = issue([case.id], clerk)
    assert again.set_aside == 0
    assert not api.tasks(clerk.branch_id)
    assert SetAside.objects.get().outcome == "REISSUED"


def test_one_history_line_for_the_batch_and_print_files_with_an_index(clerk: Any) -> None:
    ids = [factories.case(factories.party(f"陳{n}")).id for n in "甲乙丙"]
    done = issue(ids, clerk)
    assert HistoryLine.objects.filter(action="notice.issue").count() == 1
    assert [name.rpartition(".")[2] for name in done.files] == ["pdf", "csv"]
    index = PrintFile.objects.get(kind="INDEX")
    text = b"".join(files.read(index.stored)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["起頁"] for row in rows] == ["1", "3", "5"]
    assert {row["狀態"] for row in rows} == {"已列印"}


def test_a_formula_in_a_name_is_disarmed_in_the_index(clerk: Any) -> None:
    issue([factories.case(factories.party('=HYPERLINK("x")')).id], clerk)
    text = b"".join(files.read(PrintFile.objects.get(kind="INDEX").stored)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["受文者"] == '\'=HYPERLINK("x")'


def test_printing_again_changes_nothing(clerk: Any) -> None:
    done = issue([factories.case().id], clerk)
    assert api.render_pending(done.batch_ref, by=clerk, at=AT) == done
    assert PrintFile.objects.count() == 2


def test_a_run_that_died_is_continued_after_the_last_kept_file(
    clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.pool, "LETTERS_PER_COMPILE", 2)
    monkeypatch.setenv("WUAI_TYPESETTERS", "1")
    ids = [factories.case(factories.party(f"陳{n}")).id for n in "甲乙丙丁戊"]
    ref = issue_notices(case_ids=ids, kind="PAYMENT", request_key="", by=clerk, at=AT, on=ON)
    keep, kept = jobs._Run._keep, []

    def die_at_the_second(self: Any, no: int, printed: Any) -> None:
        if kept:
            raise KeyboardInterrupt
        kept.append(no)
        keep(self, no, printed)

    monkeypatch.setattr(jobs._Run, "_keep", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        jobs.print_batch(ref, by=clerk, at=AT)
    monkeypatch.setattr(jobs._Run, "_keep", keep)
    done = api.render_pending(ref, by=clerk, at=AT)
    assert (done.notices, done.pages) == (5, 10)
    assert list(PrintFile.objects.filter(kind="PDF").order_by("no").values_list("no", "notices")) == [
        (1, 2), (2, 2), (3, 1),
    ]  # fmt: skip


def test_files_are_kept_encrypted_and_handed_over_whole(clerk: Any, tmp_path: Path) -> None:
    done = issue([factories.case(factories.party("陳大文")).id], clerk)
    written = api.deliver(done.batch_ref, tmp_path / "out", by=clerk, at=AT)
    assert written[0].read_bytes().startswith(b"%PDF-")
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".pdf", ".csv"}
    assert NoticeBatch.objects.get().delivered_at == AT
    stored = StoredFile.objects.filter(kind="notices").first()
    assert stored is not None
    from django.core.files.storage import default_storage

    with default_storage.open(stored.path) as raw:
        assert b"%PDF" not in raw.read()


def test_when_the_history_line_fails_nothing_is_issued(
    clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = factories.case()

    def broken(**_: Any) -> None:
        raise RuntimeError("no history")

    monkeypatch.setattr("wuai.contexts.notices.actions.issue.record", broken)
    with pytest.raises(RuntimeError, match="no history"):
        issue([case.id], clerk)
    assert not Notice.objects.exists()
    assert not payments.has_valid_slip([case.id], ON)


def test_the_worker_prints_what_was_issued(clerk: Any, deliver: Any) -> None:
    ref = issue_notices(
        case_ids=[factories.case().id], kind="PAYMENT", request_key="", by=clerk, at=AT, on=ON
    )
    deliver()
    assert NoticeBatch.objects.get(ref=ref).status == "PRINTED"
