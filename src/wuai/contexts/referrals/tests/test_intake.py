"""From a file to numbered, assigned cases: exactly once, and nothing that was wrong gets in."""

import threading
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from wuai.contexts.cases import api as cases
from wuai.contexts.cases.models import Assignment, AssignmentRun, Case
from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties.models import Party
from wuai.contexts.referrals import queries_results
from wuai.contexts.referrals.actions import intake, receipt, retry
from wuai.contexts.referrals.actions.prepare import ID_NUMBER, RAW, REPRESENTATIVE_ID
from wuai.contexts.referrals.actions.rehearse import rehearsed, rehearsed_rows
from wuai.contexts.referrals.models import RAW as MODEL_RAW
from wuai.contexts.referrals.models import REHEARSED, Batch, BatchChunk, RowResult, StagedRow
from wuai.contexts.referrals.queries_results import stream_results
from wuai.contexts.referrals.rules.columns import (
    ColumnsMissing,
    ColumnTwice,
    NoRows,
    NotAReferralFile,
)
from wuai.kernel import case_numbers
from wuai.platform.models import HistoryLine

from .conftest import AT
from .files import ON, row, rows, text, write


def test_a_good_file_becomes_numbered_assigned_cases(take_in, branch) -> None:
    outcome = take_in(*rows(3), row(移送案號="B1", 統一編號="F200000008", 義務人姓名="吳𡘙"))
    assert (outcome.rows, outcome.accepted, outcome.replayed) == (4, 4, False)
    found = list(Case.objects.order_by("id"))
    assert [c.number for c in found] == [f"115年度健執字第{n:08d}號" for n in (1, 2, 3, 4)]
    assert [c.number_key for c in found] == [case_numbers.search_key(c.number) for c in found]
    assert [c.agency_ref for c in found] == ["A0001", "A0002", "A0003", "B1"]
    assert len({c.section_id for c in found[:3]}) == 1
    assert cases.case_by_number(branch.id, "115 年度健執字第 4 號").id == found[3].id
    assert cases.balances([found[0].id], ON) == {found[0].id: {"PRINCIPAL": 1200, "SURCHARGE": 120}}
    assert all(check.holds for check in ledger.verify(branch.id))
    assert Party.objects.count() == 2


def test_the_same_person_referred_by_two_agencies_is_one_party_with_one_section(take_in) -> None:
    take_in(row())
    take_in(row(), agency_id=organisation.agency("BLI").id)
    first, second = Case.objects.order_by("id")
    assert Party.objects.count() == 1
    assert first.agency_id != second.agency_id
    assert (first.obligor_id, first.section_id) == (second.obligor_id, second.section_id)


def test_one_line_of_history_and_one_event_speak_for_the_batch(take_in) -> None:
    outcome = take_in(*rows(5))
    lines = HistoryLine.objects.filter(action="referral.accept")
    assert [line.subject_ref for line in lines] == [outcome.batch]
    assert lines[0].data["accepted"] == 5


def test_nothing_is_saved_when_the_history_line_fails(take_in, monkeypatch) -> None:
    def broken(**_):
        raise OSError("no history")

    monkeypatch.setattr("wuai.contexts.referrals.actions.accept.record", broken)
    with pytest.raises(OSError, match="no history"):
        take_in(*rows(2))
    assert Case.objects.count() == 0
    assert RowResult.objects.count() == 0


def test_a_bad_row_never_stops_a_good_one(take_in) -> None:
    outcome = take_in(row(), row(移送案號="A2", 統一編號="A123456788"), row(移送案號="A3"))
    assert (outcome.accepted, outcome.rejected, outcome.duplicates) == (2, 1, 0)
    assert list(RowResult.objects.order_by("row_no").values_list("row_no", "result")) == [
        (1, "ACCEPTED"), (2, "REJECTED"), (3, "ACCEPTED")]  # fmt: skip


def test_the_same_bytes_give_the_first_outcome_again(take_in) -> None:
    first, second = take_in(*rows(3)), take_in(*rows(3))
    assert second.replayed
    assert (first.batch, first.accepted) == (second.batch, second.accepted)
    assert Case.objects.count() == 3


def test_a_number_held_by_a_case_is_a_duplicate_until_the_case_is_returned(take_in, clerk) -> None:
    take_in(*rows(2))
    again = take_in(*rows(3))
    assert (again.accepted, again.duplicates) == (1, 2)
    held = Case.objects.get(agency_ref="A0001")
    assert held.number in RowResult.objects.filter(result="DUPLICATE").first().errors[0]["zh"]
    cases.return_case(case_id=held.id, reason="送達不合法", by=clerk, at=AT, on=ON)
    assert take_in(row(備註="重新移送")).accepted == 1


def test_a_number_twice_in_one_file_counts_once_and_a_bad_first_row_does_not_take_it(
    take_in,
) -> None:
    outcome = take_in(row(統一編號="X"), row(), row(備註="二"))
    assert (outcome.accepted, outcome.rejected, outcome.duplicates) == (1, 1, 1)
    duplicate = RowResult.objects.get(result="DUPLICATE")
    assert (duplicate.row_no, duplicate.errors[0]["code"]) == (3, "DUPLICATE_IN_FILE")
    assert "2" in duplicate.errors[0]["zh"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950"])
def test_the_three_encodings_are_read(take_in, encoding) -> None:
    assert take_in(row(義務人姓名="許功蓋"), encoding=encoding).accepted == 1
    assert Party.objects.get().name == "許功蓋"


def test_a_byte_that_cannot_be_read_is_an_error_of_its_row(take_in) -> None:
    body = text(row(), row(移送案號="A2"), row(移送案號="A3")).encode("cp950")
    broken = body.replace(b"A2", b"A2\xff")
    outcome = take_in(broken)
    assert (outcome.accepted, outcome.rejected) == (2, 1)
    assert RowResult.objects.get(result="REJECTED").errors[0]["code"] == "UNDECODABLE"


def test_a_spreadsheets_csv_with_empty_columns_and_rows_is_read(take_in) -> None:
    lines = text(row(), row(移送案號="A2")).replace("\r\n", ",,\r\n")
    outcome = take_in(lines.encode("utf-8-sig"))
    assert outcome.accepted == 2


def test_names_that_differ_only_in_width_are_kept_as_given(take_in) -> None:
    take_in(row(義務人姓名="ＡＢＣ有限公司", 義務人類別="法人", 統一編號="04595252"))
    outcome = take_in(
        row(移送案號="A9", 義務人姓名="ABC有限公司", 義務人類別="法人", 統一編號="04595252")
    )
    assert Party.objects.get().name == "ＡＢＣ有限公司"
    assert outcome.warnings == []


def test_the_same_number_under_another_name_is_a_warning(take_in) -> None:
    take_in(row())
    outcome = take_in(row(移送案號="A9", 義務人姓名="陳小文"))
    assert [(w["code"], w["rows"]) for w in outcome.warnings] == [("NAME_DIFFERS", 1)]
    assert Party.objects.get().name == "陳大文"


def test_the_same_person_under_an_old_and_a_new_permit_is_pointed_out(take_in) -> None:
    take_in(row(統一編號="AA00000009", 義務人姓名="NGUYEN VAN HUNG"))
    outcome = take_in(row(移送案號="A9", 統一編號="A800000014", 義務人姓名="NGUYEN VAN HUNG"))
    assert [w["code"] for w in outcome.warnings] == ["LIKELY_SAME"]


def test_unknown_columns_are_kept_and_shown(take_in) -> None:
    body = text({**row(), "自訂": "x"}, titles=[*text().strip().split(","), "自訂"])
    outcome = take_in(body.encode())
    assert [(w["code"], w["column"]) for w in outcome.warnings] == [("UNKNOWN_COLUMN", "自訂")]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", NotAReferralFile),
        (b"PK\x03\x04 a workbook", NotAReferralFile),
        ("移送案號".encode("utf-16"), NotAReferralFile),
        (text(row()).encode("utf-16-le"), NotAReferralFile),
        (text(row()).replace("\r\n", "\r").encode(), NotAReferralFile),
        (text(row()).replace(",", ";").encode(), NotAReferralFile),
        (text(row()).replace("備註", "x\x00y").encode(), NotAReferralFile),
        (text(row()).encode("shift_jis", "replace"), NotAReferralFile),
        (b"a,b,c\n1,2,3\n", NotAReferralFile),
        ("移送案號,案件類別\n1,2\n".encode(), ColumnsMissing),
        (text().replace("備註", "移送案號").encode(), ColumnTwice),
    ],
)
def test_what_is_no_referral_file_is_refused_whole(take_in, body, refusal) -> None:
    with pytest.raises(refusal):
        take_in(body)
    assert Batch.objects.count() == 0


def test_two_commands_may_write_the_same_results_at_once(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(queries_results, "FOLDER", tmp_path)

    def slow():
        yield b"one,"
        queries_results._write(iter([b"one,two"]), "batch")  # the other command, in between
        yield b"two"

    assert queries_results._write(slow(), "batch").read_bytes() == b"one,two"
    assert [path.name for path in tmp_path.iterdir()] == ["batch.csv"]


def test_a_file_name_that_is_no_text_is_kept_as_far_as_it_is(branch, agency, clerk, tmp_path):
    path = write(tmp_path / "f.csv", row())
    intake.import_file(
        upload=intake.read_upload(path, "r\udcff\x00.csv"), branch_id=branch.id,
        agency_id=agency.id, by=clerk, at=AT, on=ON,
    )  # fmt: skip
    assert Batch.objects.get().file_name == "r?.csv"
    assert Batch.objects.get().file.name == "r?.csv"


def test_a_rehearsal_changes_nothing_and_says_all(take_in, branch, agency, tmp_path) -> None:
    take_in(row())
    path = write(tmp_path / "r.csv", row(), row(移送案號="A2", 應納金額="-1"), row(移送案號="A3"))
    before = (Case.objects.count(), Party.objects.count(), Batch.objects.count(),
              StagedRow.objects.count(), HistoryLine.objects.count())  # fmt: skip
    with rehearsed(
        upload=intake.read_upload(path), branch_id=branch.id, agency_id=agency.id, on=ON
    ) as outcome:
        found = rehearsed_rows(10)
    assert (outcome.accepted, outcome.rejected, outcome.duplicates) == (1, 1, 1)
    assert [(r.row_no, r.result, r.errors[0]["code"]) for r in found] == [
        (1, "DUPLICATE", "DUPLICATE_HELD"), (2, "REJECTED", "AMOUNT_NEGATIVE")]  # fmt: skip
    assert before == (Case.objects.count(), Party.objects.count(), Batch.objects.count(),
                      StagedRow.objects.count(), HistoryLine.objects.count())  # fmt: skip


def test_what_was_rehearsed_earlier_counts_from_the_day_it_is_sent_in(
    branch, agency, clerk, tmp_path
) -> None:
    upload = intake.read_upload(write(tmp_path / "f.csv", row()))
    facts = {
        "upload": upload,
        "branch_id": branch.id,
        "agency_id": agency.id,
        "by": clerk,
        "at": AT,
    }
    intake.receive(**facts, on=date(2026, 12, 31), status="REHEARSED")
    new_year = date(2027, 1, 2)
    assert not intake.import_file(**facts, on=new_year).replayed
    case = Case.objects.get()
    assert (case.registered_on, case.year) == (new_year, 116)


def test_corrected_rows_go_in_alone_and_the_first_results_stay(take_in, clerk) -> None:
    outcome = take_in(row(), row(移送案號="A2", 義務人姓名=""), row(移送案號="A3", 應納金額="x"))
    root = Batch.objects.get(ref=outcome.batch)
    import uuid

    key = uuid.uuid4()
    change = {2: {"義務人姓名": "陳二"}}
    child = retry.correct(root=root, changes=change, key=key, by=clerk, at=AT, on=ON)
    same = retry.correct(root=root, changes=change, key=key, by=clerk, at=AT, on=ON)
    intake.process(child, by=clerk, at=AT)
    assert same.id == child.id
    assert (child.accepted, child.rejected) == (1, 0)
    assert list(retry.rejected_rows(root)) == [3]
    assert RowResult.objects.filter(batch=root, result="REJECTED").count() == 2


def test_rejected_rows_are_checked_again_as_they_are(
    take_in, clerk, branch, agency, tmp_path
) -> None:
    from wuai.contexts.organisation.models import Category

    Category.objects.filter(branch_id=branch.id, code="TRAFFIC").update(is_active=False)
    fine = row(移送案號="T1", 案件類別="TRAFFIC", 處分確定日="1140501")
    first = take_in(row(), fine)
    assert first.rejected == 1
    Category.objects.filter(branch_id=branch.id, code="TRAFFIC").update(is_active=True)
    upload = intake.read_upload(write(tmp_path / "file.csv", row(), fine))
    facts = {"upload": upload, "branch_id": branch.id, "agency_id": agency.id, "by": clerk,
             "at": AT, "on": ON}  # fmt: skip
    again = retry.retry_file(**facts)
    assert (again.rows, again.accepted, again.sha256) == (1, 1, first.sha256)
    assert retry.retry_file(**facts).rows == 0


def test_results_and_contents_cannot_be_changed(take_in) -> None:
    from django.db import Error, transaction

    take_in(row(統一編號="X"))
    with pytest.raises(Error), transaction.atomic():
        RowResult.objects.update(result="ACCEPTED")


def test_the_receipt_is_signed_and_every_change_shows(take_in) -> None:
    outcome = take_in(*rows(2))
    held = Batch.objects.get(ref=outcome.batch).receipt
    assert receipt.holds(held, receipt.public_key())
    assert [c["number"] for c in held["document"]["cases"]] == list(
        Case.objects.order_by("id").values_list("number", flat=True)
    )
    held["document"]["accepted"] = 3
    assert not receipt.holds(held, receipt.public_key())


def test_bytes_that_were_only_rehearsed_come_in_as_new(branch, agency, clerk, tmp_path) -> None:
    upload = intake.read_upload(write(tmp_path / "a.csv", row()))
    facts = {"upload": upload, "branch_id": branch.id, "agency_id": agency.id, "by": clerk,
             "at": AT, "on": ON}  # fmt: skip
    assert intake.receive(**facts, status=REHEARSED)[1]
    assert not intake.receive(**facts, status=REHEARSED)[1]
    assert intake.receive(**facts)[1]
    assert not intake.receive(**facts)[1]


def test_formulas_are_disarmed_in_the_result_file(take_in) -> None:
    outcome = take_in(row(移送案號="=1+1"), row(移送案號="@x"), row(移送案號="－5"))
    body = b"".join(stream_results(Batch.objects.get(ref=outcome.batch))).decode("utf-8-sig")
    lines = body.splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["'=1+1", "'@x", "'－5"]


def test_the_database_and_the_program_disarm_the_same_texts(db) -> None:
    from wuai.contexts.referrals.queries_results import disarmed as in_sql
    from wuai.platform.spreadsheets import disarmed

    texts = [f"{unseen}{sign}1" for unseen in ("", " ", "\x01", "\u00a0", "\ufeff", "\u3000", "\u200b", "a", "'")
             for sign in ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "1", "王")]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {in_sql('x')} FROM unnest(%s::text[]) WITH ORDINALITY AS t(x, n) ORDER BY n", [texts])  # fmt: skip
        assert [found for (found,) in cursor.fetchall()] == [disarmed(text) for text in texts]


def test_no_number_of_identity_lies_open_in_the_tables(take_in) -> None:
    import re

    take_in(row(), row(移送案號="A2", 義務人姓名="", 統一編號="F200000008"))
    seen = ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            seen += "\n".join(line for (line,) in cursor.fetchall())
    assert not re.search(r"[A-Z][12389]\d{8}(?!\d)", seen)


def test_the_assignment_is_replayed_from_its_committed_seed(take_in) -> None:
    from random import Random

    from wuai.config.simulate_people import person_number
    from wuai.contexts.cases.cli_assignment import committed

    random = Random(5)
    outcome = take_in(
        *(row(移送案號=f"A{n}", 統一編號=person_number(random, "1")) for n in range(60))
    )
    again = cases.replay(outcome.batch, committed(outcome.batch))
    assert (again.same, again.different, again.seed_holds) == (60, 0, True)
    run = AssignmentRun.objects.get()
    assert Batch.objects.get().seed_sha256 == run.seed_sha256
    assert not cases.replay(outcome.batch, "0" * 64).seed_holds


def test_an_obligor_of_ten_million_is_flagged_to_the_dollar(take_in) -> None:
    take_in(row(應納金額="9,999,879", 滯納金="120"))
    assert not Party.objects.get().is_major
    take_in(row(移送案號="A2", 應納金額="1", 滯納金=""))
    assert Party.objects.get().is_major


def test_the_columns_of_the_seal_are_those_of_the_models() -> None:
    from wuai.contexts.parties import api as parties

    assert (ID_NUMBER, REPRESENTATIVE_ID, RAW) == (
        parties.ID_NUMBER, parties.REPRESENTATIVE_ID, MODEL_RAW)  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_bytes_at_the_same_instant_have_one_outcome(
    branch, agency, clerk, tmp_path
) -> None:
    upload = intake.read_upload(write(tmp_path / "f.csv", *rows(30)))
    gate, found = threading.Barrier(2), []

    def send() -> None:
        gate.wait()
        try:
            found.append(
                intake.import_file(
                    upload=upload, branch_id=branch.id, agency_id=agency.id, by=clerk, at=AT, on=ON
                )
            )
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(outcome.replayed for outcome in found) == [False, True]
    assert len({outcome.batch for outcome in found}) == 1
    assert Case.objects.count() == 30
    assert Assignment.objects.count() == 30
    assert BatchChunk.objects.count() == 1
    assert StagedRow.objects.count() == 0


@pytest.mark.parametrize("left", ["", "\r\n\r\n", ",,,,\r\n", '"",""\n , \n'])
def test_a_file_with_a_header_and_no_case_is_refused_by_name(tmp_path: Path, left: str) -> None:
    path = write(tmp_path / "f.csv", row())
    header = path.read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(header + left.encode())
    with pytest.raises(NoRows):
        intake.read_upload(path)
