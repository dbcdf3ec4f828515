"""Filling in, sending, following, deciding: what is kept, what is refused, who may."""

import hashlib
import json
import re
import uuid
from datetime import date, timedelta

import pytest
from tests import factories as make
from tests.at_once import together

from wuai.contexts.applications import api
from wuai.contexts.applications.actions import discarding, drafts, filing, results, uploads, work
from wuai.contexts.applications.gateways.scanner import client
from wuai.contexts.applications.gateways.scanner.fake import EICAR, Scanner
from wuai.contexts.applications.models import (
    Application,
    Draft,
    ResultDocument,
    Upload,
    UploadPart,
)
from wuai.contexts.applications.queries import rows
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules import files, procedure
from wuai.contexts.applications.tests.conftest import PDF, Window
from wuai.contexts.cases import api as cases
from wuai.platform.actors import PUBLIC
from wuai.platform.gateways import GatewayError
from wuai.platform.models import HistoryLine, StoredFile


def test_every_step_is_kept_and_the_code_finds_it_on_another_device(window):
    begun = window.start()
    window.fill(begun, make.case())
    assert rows.draft_by_code(begun.code.lower().replace("-", " ")) == begun.ref
    assert rows.draft_by_code("AAAA-AAAA-AAAA") is None
    held = Draft.objects.get(ref=begun.ref)
    assert drafts.answers_of(held)["name"] == "王小明"
    assert held.done == ["CASE", "STATEMENT", "CONTACT"]
    assert begun.code.encode() not in bytes(held.code_index)
    assert "王小明".encode() not in bytes(held.answers)


def test_a_wrong_page_keeps_what_was_right_and_is_not_done(window):
    begun = window.start()
    faults = drafts.save(ref=begun.ref, section="CONTACT", given={"name": "王", "phone": "1"}, **window.public)  # fmt: skip
    assert [fault.name for fault in faults] == ["phone"]
    held = Draft.objects.get(ref=begun.ref)
    assert (drafts.answers_of(held), held.done) == ({"name": "王"}, [])


def test_a_page_sends_only_what_it_asks(window):
    begun = window.start()
    with pytest.raises(reading.AnswerNotAsked):
        drafts.save(ref=begun.ref, section="CONTACT", given={"name": "王", "state": "GRANTED"}, **window.public)  # fmt: skip


def test_an_incomplete_request_is_not_taken(window):
    begun = window.start()
    with pytest.raises(reading.AnswersIncomplete, match="陳述內容"):
        window.submit(begun)
    assert not Application.objects.exists()


def test_a_request_gets_number_due_day_and_hash_and_is_followed_by_its_code(window):
    case, begun = make.case(), window.start()
    window.fill(begun, case)
    filed = window.submit(begun)
    row = Application.objects.get(ref=filed.ref)
    assert re.fullmatch(r"115申\d{6}", filed.number)
    assert filed.due_on == date(2027, 1, 25)  # 2 months after 23 November, a Saturday: Monday
    assert filed.digest == reading.digest(row.kind, 1, filing.answers_of_application(row), [])
    assert row.case_id == case.id
    assert "失業" not in json.dumps([str(v) for v in Application.objects.values_list().get()])
    found = rows.followed(filed.number, begun.code)
    assert (found.number, found.state_code, list(found.can)) == (filed.number, "RECEIVED", ["withdraw"])  # fmt: skip
    assert rows.followed(filed.number, "AAAA-AAAA-AAAA") is None
    assert HistoryLine.objects.filter(action="application.submit", case_ref=str(case.ref)).exists()


def test_sending_again_gives_the_same_number(window):
    begun = window.start()
    window.fill(begun, make.case())
    first, again = window.submit(begun), window.submit(begun)
    assert (first.number, first.replayed) == (again.number, False)
    assert again.replayed
    with pytest.raises(drafts.AlreadySent):
        drafts.save(ref=begun.ref, section="CONTACT", given={}, **window.public)
    assert rows.draft_by_code(begun.code) == begun.ref  # its receipt, should the answer be lost


@pytest.mark.django_db(transaction=True)
def test_at_the_same_instant_one_request_and_one_piece_of_a_file_are_taken(transactional_db):
    window = Window()
    begun, case = window.start(), make.case()
    window.fill(begun, case)
    ref = uploads.begin(draft=begun.ref, evidence="PAPERS", name="a.pdf", size=len(PDF), by=PUBLIC, at=window.at)  # fmt: skip
    came = together(*[lambda: window.append(ref, 0, PDF)] * 3)
    assert sorted(one if isinstance(one, int) else type(one).__name__ for one in came if isinstance(one, int)) == [len(PDF)]  # fmt: skip
    assert UploadPart.objects.count() == 1
    sent = together(*[lambda: window.submit(begun)] * 4)
    assert len({filed.number for filed in sent}) == 1, sent
    assert sorted(filed.replayed for filed in sent) == [False, True, True, True]
    assert Application.objects.count() == 1


def test_a_missing_paper_is_asked_for_by_name(window, monkeypatch):
    monkeypatch.setitem(_registered(), "WRITTEN_STATEMENT", _demanding())
    begun = window.start()
    window.fill(begun, make.case())
    with pytest.raises(filing.EvidenceMissing, match="相關文件"):
        window.submit(begun)
    window.upload(begun)
    assert window.submit(begun).number


def _registered():
    from wuai.contexts.applications import declarations

    declarations.declared()
    return declarations._registered


def _demanding():
    from dataclasses import replace

    one = api.declaration("WRITTEN_STATEMENT")
    return replace(one, evidence=(replace(one.evidence[0], required=True),))


def test_pieces_join_in_their_order_and_nowhere_else(window):
    begun = window.start()
    ref = uploads.begin(draft=begun.ref, evidence="PAPERS", name="a.pdf", size=len(PDF), by=PUBLIC, at=window.at)  # fmt: skip
    assert window.append(ref, 0, PDF[:600]) == 600
    for offset in (0, 599, 601):
        with pytest.raises(files.PieceOutOfPlace):
            window.append(ref, offset, b"x")
    with pytest.raises(files.FileTooLarge):
        window.append(ref, 600, PDF[600:] + b"x")
    with pytest.raises(filing.FilesUnderWay, match=r"a\.pdf"):
        window.submit(begun)
    assert window.append(ref, 600, PDF[600:]) == len(PDF)
    with pytest.raises(files.FileWholeAlready):
        window.append(ref, len(PDF), b"x")
    assert b"".join(uploads.content(Upload.objects.get(ref=ref))) == PDF


def test_a_file_that_lies_about_itself_is_refused_with_its_first_piece(window):
    begun = window.start()
    ref = uploads.begin(draft=begun.ref, evidence="PAPERS", name="a.pdf", size=2000, by=PUBLIC, at=window.at)  # fmt: skip
    with pytest.raises(files.FileNotWhatItSays):
        window.append(ref, 0, b"MZ" + b"\x90" * 1000)
    assert window.append(ref, 0, b"%P") == 0  # too little to tell: sent again
    assert not StoredFile.objects.filter(kind="upload-part").exists()


def test_a_file_taken_out_is_gone_with_its_bytes(window, django_capture_on_commit_callbacks):
    from django.core.files.storage import default_storage

    begun = window.start()
    upload = window.upload(begun)
    path = StoredFile.objects.get(kind="upload-part").path
    assert default_storage.exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        uploads.remove(ref=upload.ref, by=PUBLIC, at=window.at)
    assert not default_storage.exists(path)
    assert not StoredFile.objects.filter(kind="upload-part").exists()
    assert uploads.of_draft(Draft.objects.get()) == []


def test_forgotten_drafts_go_with_their_files_and_sent_ones_stay(window):
    old, sent = window.start(), window.start()
    window.upload(old)
    window.fill(sent, make.case())
    window.upload(sent)
    window.submit(sent)
    later = window.on + timedelta(days=drafts.KEPT_DAYS)
    assert discarding.discard(on=later, by=PUBLIC, at=window.at) == 0
    assert discarding.discard(on=later + timedelta(days=1), by=PUBLIC, at=window.at) == 1
    assert Draft.objects.get().ref == sent.ref
    assert Upload.objects.get().application_id


@pytest.mark.parametrize(("body", "scan"), [(PDF, "CLEAN"), (PDF + EICAR, "INFECTED")])
def test_a_scanner_says_clean_or_infected(window, deliver, monkeypatch, body, scan):
    upload = window.upload(window.start(), body, pieces=2)
    assert upload.scan == "QUARANTINED"
    monkeypatch.setattr(client, "outside_transaction", lambda: None)
    with Scanner() as scanner:
        monkeypatch.setenv("WUAI_CLAMD", scanner.address)
        deliver()
    upload.refresh_from_db()
    assert upload.scan == scan
    assert bool(upload.scanned_at) is True


def test_without_a_scanner_a_file_stays_unscanned(window, deliver, monkeypatch):
    upload = window.upload(window.start())
    monkeypatch.delenv("WUAI_CLAMD", raising=False)
    deliver()
    upload.refresh_from_db()
    assert upload.scan == "QUARANTINED"
    monkeypatch.setenv("WUAI_CLAMD", "127.0.0.1:1")
    monkeypatch.setattr(client, "outside_transaction", lambda: None)
    from wuai.contexts.applications.jobs import scan

    with pytest.raises(GatewayError):
        scan(str(upload.ref))
    upload.refresh_from_db()
    assert upload.scan == "QUARANTINED"


def test_staff_register_what_came_otherwise_on_the_day_it_came(window):
    case, moment = make.case(), window.at - timedelta(days=3)
    given = {"case_no": case.number, "statement": "電話中說明", "name": "王小明"}

    def register(arrival):
        return filing.register(kind="WRITTEN_STATEMENT", branch_id=window.branch.id, given=given,
                               arrival=arrival, by=window.clerk, at=window.at, on=window.on)  # fmt: skip

    arrival = filing.Arrival(channel="PHONE", received_at=moment, key=uuid.uuid4())
    first, again = register(arrival), register(arrival)
    row = Application.objects.get()
    assert (first.number, again.code, again.replayed) == (again.number, "", True)
    assert (row.channel, row.received_on) == ("PHONE", date(2026, 11, 20))
    assert rows.followed(first.number, first.code)
    late = filing.Arrival(channel="FAX", received_at=window.at + timedelta(minutes=1), key=uuid.uuid4())  # fmt: skip
    with pytest.raises(filing.ReceivedInFuture):
        register(late)
    given.pop("statement")
    with pytest.raises(reading.AnswersIncomplete, match="陳述內容"):
        register(filing.Arrival(channel="FAX", received_at=moment, key=uuid.uuid4()))


def test_an_unknown_case_number_is_refused_and_the_draft_stays(window):
    begun = window.start()
    window.fill(begun, None)  # the number of the sample is nobody's
    with pytest.raises(cases.CaseUnknown):
        window.submit(begun)
    assert Draft.objects.get().application_id is None


def test_a_clerk_answers_and_the_applicant_reads_it(window):
    row = window.filed()
    assert window.move(row, "take") == "IN_HAND"
    with pytest.raises(procedure.NoteMissing):
        window.move(row, "answer", note="  ")
    assert window.move(row, "answer", note="已請承辦股緩扣。", inner_note="同仁看") == "ANSWERED"
    row.refresh_from_db()
    assert (row.ended_on, row.owner_name) == (window.on, "王書記官")
    page = rows.page(window.clerk, row.ref)
    assert [step.note for step in page.steps] == ["", "", "已請承辦股緩扣。"]
    with pytest.raises(procedure.MoveImpossible):
        window.move(row, "take")


def test_who_proposes_does_not_approve(window):
    row = window.filed("GOVERNMENT_INFORMATION")
    assert window.move(row, "grant", by=window.officer) == "PROPOSED"
    with pytest.raises(procedure.SecondPersonMissing):
        window.move(row, "approve", by=window.officer)
    with pytest.raises(work.MayNotDecide):
        window.move(row, "approve", by=window.person(5, "張書記官", "application.edit"))
    chief = window.person(3, "張主任", "application.decide")
    assert window.move(row, "return", by=chief, note="請補理由") == "IN_HAND"
    assert window.move(row, "refuse", by=window.clerk, note="涉及第三人隱私") == "PROPOSED"
    assert window.move(row, "approve", by=chief) == "REFUSED"


def test_an_end_in_one_hand_is_only_for_kinds_without_a_second_person(window):
    table = api.declaration("GOVERNMENT_INFORMATION")
    assert table.two_people
    assert not api.declaration("WRITTEN_STATEMENT").two_people


def test_the_days_of_waiting_do_not_count_and_the_due_day_is_a_working_day(window):
    row = window.filed()
    window.move(row, "ask", note="請補身分證影本")
    found = rows.page(window.clerk, row.ref)
    assert found.state_code == "INCOMPLETE"
    later = window.on + timedelta(days=12)
    work.applicants_move(ref=row.ref, code="complete", note="補上了", by=PUBLIC, at=window.at, on=later)  # fmt: skip
    row.refresh_from_db()
    assert row.state == "IN_HAND"
    # Eleven of those days lay in the two months: 23 January, which they would have ended on, and 11.
    assert row.due_on == date(2027, 2, 3)
    assert row.waiting_since is None


def test_the_applicant_may_withdraw_but_not_decide(window):
    row = window.filed()
    for code in ("answer", "approve", "take"):
        with pytest.raises(procedure.MoveImpossible):
            work.applicants_move(ref=row.ref, code=code, by=PUBLIC, at=window.at, on=window.on)
    work.applicants_move(ref=row.ref, code="withdraw", by=PUBLIC, at=window.at, on=window.on)
    row.refresh_from_db()
    assert (row.state, row.ended_on) == ("WITHDRAWN", window.on)
    with pytest.raises(procedure.MoveImpossible):
        window.move(row, "withdraw")


def test_another_branch_finds_nothing_and_moves_nothing(window):
    row, other = window.filed(), make.branch("TPY")
    stranger = window.person(7, "別署的人", "application.edit", of=other)
    assert rows.page(stranger, row.ref) is None
    assert rows.listed(stranger)[0] == []
    with pytest.raises(work.ApplicationMissing):
        window.move(row, "take", by=stranger)


def test_what_is_restricted_is_seen_by_its_unit_only(window):
    row = window.filed()
    Application.objects.filter(id=row.id).update(restricted_to="application.confidential")
    unit = window.person(8, "政風", "application.confidential", "application.edit")
    assert rows.page(window.officer, row.ref) is None
    assert rows.of_case(row.case_id) == []
    with pytest.raises(work.ApplicationMissing):
        window.move(row, "take", by=window.officer)
    assert rows.page(unit, row.ref).line.number == row.number
    assert window.move(row, "take", by=unit) == "IN_HAND"


def test_lists_are_in_order_of_the_due_day_and_cost_one_query(window, django_assert_num_queries):
    first, second = window.filed(), window.filed("GOVERNMENT_INFORMATION")
    with django_assert_num_queries(1):
        lines, more = rows.listed(window.clerk)
    assert [line.number for line in lines] == [second.number, first.number]
    assert more is None
    assert [line.number for line in rows.listed(window.clerk, words=first.number)[0]] == [
        first.number
    ]
    assert rows.listed(window.clerk, mine=True)[0] == []
    with django_assert_num_queries(4):
        rows.page(window.clerk, first.ref)


def test_handing_over_is_kept_in_the_history(window):
    row = window.filed()
    work.hand_over(
        ref=row.ref, to_ref="account:9", to_name="陳書記官", by=window.clerk, at=window.at
    )
    assert rows.page(window.clerk, row.ref).line.owner == "陳書記官"
    assert HistoryLine.objects.filter(action="application.hand_over").count() == 1


def test_when_the_history_line_fails_nothing_is_kept(window, monkeypatch):
    begun = window.start()
    window.fill(begun, make.case())
    monkeypatch.setattr(filing, "record", lambda **_: None)
    with pytest.raises(RuntimeError):
        window.submit(begun)
    assert not Application.objects.exists()


def _paper(name="復函.pdf", body=PDF):
    return results.Paper(name, len(body), [body])


def test_a_document_is_given_out_with_the_move_it_came_with_and_known_by_its_hash(window):
    begun = window.start()
    window.fill(begun, make.case())
    filed = window.submit(begun)
    window.move(filed, "answer", note="如附件", papers=[_paper()])
    found = rows.followed(filed.number, begun.code).results
    assert [(one.name, one.sha256) for one in found] == [
        ("復函.pdf", hashlib.sha256(PDF).hexdigest())
    ]
    assert b"".join(results.content(ResultDocument.objects.get())) == PDF
    line = HistoryLine.objects.filter(action="application.move", data__has_key="documents").get()
    assert line.data["documents"] == [found[0].sha256]


def test_what_was_only_proposed_is_not_given_out(window):
    begun = window.start("GOVERNMENT_INFORMATION")
    window.fill(begun, kind="GOVERNMENT_INFORMATION")
    filed = window.submit(begun)
    chief = window.person(3, "張主任", "application.decide")

    def seen():
        return [one.name for one in rows.followed(filed.number, begun.code).results]

    def read():
        return [one.note for one in rows.followed(filed.number, begun.code).steps if one.note]

    window.move(filed, "refuse", note="不准", papers=[_paper("初稿.pdf")])
    assert (seen(), read()) == ([], [])
    window.move(filed, "return", by=chief, note="再擬")
    window.move(filed, "grant", note="核准說明", papers=[_paper("核准函.pdf")])
    window.move(filed, "approve", by=chief, papers=[_paper("資料.pdf")])
    assert (seen(), read()) == (["核准函.pdf", "資料.pdf"], ["核准說明"])
    assert len(rows.page(window.clerk, filed.ref).results) == 3


def test_a_document_that_is_not_what_it_says_stops_the_move(window):
    row = window.filed()
    with pytest.raises(files.FileNotWhatItSays):
        window.move(row, "answer", note="如附件", papers=[_paper(body=b"MZ" * 600)])


def test_the_unit_of_confidential_requests_sees_nothing_else(window):
    from dataclasses import replace

    plain = window.filed()
    tip = window.filed("REWARD_TIP")
    unit = window.person(8, "政風", "application.confidential", "application.edit")
    unit = replace(unit, permissions=unit.permissions - {"application.view"})
    assert [line.number for line in rows.listed(unit)[0]] == [tip.number]
    assert rows.page(unit, plain.ref) is None
    with pytest.raises(work.ApplicationMissing):
        window.move(plain, "take", by=unit)
