"""The chain shows any change to what was done and read: in the database, and in a dump."""

import dataclasses
import os
import random
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection
from django.db.models import Max

from wuai.contexts.audit import actions, api, queries, queries_verify, rules
from wuai.contexts.audit.gateways.auditor import checkpoints, dump
from wuai.contexts.audit.gateways.auditor.verify import verify as verify_files
from wuai.contexts.audit.models import SealerMark
from wuai.platform import paths
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor, system
from wuai.platform.models import HistoryLine, ReadLine, RowImage

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
CLERK = Actor("staff", "a1", "王書記", branch_id=1, branch_code="HCY")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_checkpoints(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "CHECKPOINTS", tmp_path / "checkpoints")


@action("test.note")
def _note(*, number, by, at):
    record(kind="test", ref=number, reason="電話查詢", data={"n": number, "share": 1.50})


def _lines(count):
    for number in range(count):
        _note(number=number, by=CLERK, at=AT)
    ReadLine.objects.bulk_create(
        ReadLine(
            at=AT, branch_id=1, by_kind="staff", by_ref="a1", by_name="王書記", page="cases:page",
            reason="", subjects=[f"party:{number}"],
        )
        for number in range(count)
    )  # fmt: skip
    RowImage.objects.bulk_create(
        RowImage(
            at=AT, table_name="cases_case", row_id=str(number), operation="UPDATE", by_ref="a1",
            action="test.note", old={"status": "OPEN", "n": number},
        )
        for number in range(count)
    )  # fmt: skip


def _seal_in_time(count, patience=200):
    """Other tests' transactions on the same server count as running too: wait for them."""
    total, until = 0, time.monotonic() + patience
    while total < count and time.monotonic() < until:
        total += actions.seal(at=AT).count
        time.sleep(0.05)
    return total


def _youngest():
    """The transaction of the youngest line."""
    newest = (
        model.objects.aggregate(xid=Max("xid"))["xid"]
        for model in (HistoryLine, ReadLine, RowImage)
    )
    return max((xid for xid in newest if xid is not None), default=0)


def _seal_all(patience=200):
    """Seal until the mark has passed every line.

    A first run seals all that it sees, but its mark stops at the oldest transaction running
    anywhere on the server (another test's, autovacuum's): that one is waited for.
    """
    total, until = 0, time.monotonic() + patience
    while True:
        sealed = actions.seal(at=AT)
        total += sealed.count
        if SealerMark.objects.get().transaction > _youngest() or time.monotonic() > until:
            return dataclasses.replace(sealed, count=total)
        time.sleep(0.05)


@pytest.fixture
def as_owner():
    """Somebody with every right in the database, who switches the triggers off."""

    def run(statement, *values):
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, values)
            count = cursor.rowcount
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("SET ROLE wuai_app")
        return count

    return run


def _failing(report):
    return {check.name for check in report.checks if not check.holds}


def test_every_finished_line_is_sealed_once_and_the_chain_holds():
    _lines(5)
    assert _seal_all().count >= 15
    assert actions.seal(at=AT).count == 0
    report = api.verify()
    assert report.holds, report
    assert report.entries == (
        HistoryLine.objects.count() + ReadLine.objects.count() + RowImage.objects.count()
    )


def test_a_running_transaction_is_waited_for_and_blocks_nobody():
    _seal_all()
    base = os.environ["DATABASE_OWNER_URL"].rpartition("/")[0]
    with psycopg.connect(f"{base}/{connection.settings_dict['NAME']}") as slow:
        slow.execute(
            "INSERT INTO platform_readline (at, by_kind, by_ref, by_name, page, reason, subjects)"
            " VALUES (now(), 'staff', 'slow', '慢', 'x', '', '[]')"
        )
        _lines(2)
        assert actions.seal(at=AT).count == 0  # younger than the running one
    assert _seal_in_time(7) == 7
    assert api.verify().holds


def test_two_sealers_at_once_make_one_chain():
    _lines(40)
    failures = []

    def run():
        try:
            actions.seal(at=AT)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert api.verify().holds


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE platform_historyline SET by_ref='b2' WHERE id=(SELECT max(id) FROM platform_historyline)", "chain"),
        ("UPDATE platform_historyline SET by_name='他人' WHERE id=(SELECT max(id) FROM platform_historyline)", "personal"),
        ("UPDATE platform_rowimage SET old='{}' WHERE id=(SELECT min(id) FROM platform_rowimage)", "personal"),
        ("DELETE FROM platform_readline WHERE id=(SELECT min(id) FROM platform_readline)", "lines"),
        ("DELETE FROM audit_seal WHERE seq=3", "chain"),
        ("DELETE FROM audit_salt WHERE seq=3", "personal"),
        ("DELETE FROM audit_seal WHERE seq > 5", "checkpoints"),
        ("UPDATE audit_checkpoint SET hash=repeat('0', 64)", "checkpoints"),
        ("UPDATE audit_seal SET hash=sha256(hash) WHERE seq=(SELECT max(seq) FROM audit_seal)", "chain"),
        (
            "INSERT INTO platform_historyline (at, action, by_kind, by_ref, by_name, subject_kind, subject_ref,"
            " case_ref, reason, data, xid) SELECT at, action, by_kind, by_ref, by_name, subject_kind, 'forged',"
            " case_ref, reason, data, xid FROM platform_historyline ORDER BY id LIMIT 1",
            "lines",
        ),
    ],
)  # fmt: skip
def test_the_owner_of_the_database_cannot_change_it_unnoticed(as_owner, statement, check):
    _lines(4)
    _seal_all()
    assert as_owner(statement)
    assert check in _failing(queries_verify.verify())


def test_a_chain_made_anew_disagrees_with_the_checkpoints_outside(as_owner):
    _lines(4)
    _seal_all()
    as_owner("UPDATE platform_historyline SET by_ref='b2'")
    for table in ("audit_seal", "audit_salt", "audit_checkpoint", "audit_sealermark"):
        as_owner(f"DELETE FROM {table}")
    _seal_all()
    assert _failing(queries_verify.verify()) == {"checkpoints"}


def test_a_new_server_is_noticed_and_everything_is_sealed(as_owner):
    _lines(2)
    _seal_all()
    as_owner("UPDATE audit_sealermark SET server='another', transaction=9000000000000")
    _lines(2)
    assert _seal_all().count >= 6
    assert queries_verify.verify().holds


def test_erased_text_is_accepted_only_with_a_sealed_act(as_owner):
    _lines(3)
    _seal_all()
    image = RowImage.objects.order_by("id").first()
    as_owner("UPDATE platform_rowimage SET old='{}' WHERE id=%s", image.id)
    as_owner(
        "DELETE FROM audit_salt WHERE seq=(SELECT seq FROM audit_seal WHERE source='I' AND row_id=%s)",
        image.id,
    )
    assert _failing(queries_verify.verify()) == {"personal"}

    @action(rules.ERASE)
    def erased(*, by, at):
        record(kind="audit", ref="I", data={"source": "I", "rows": [image.id]})

    erased(by=system(), at=AT)
    _seal_in_time(1)
    assert queries_verify.verify().holds


def test_a_thousand_lines_are_sealed_in_a_second():
    rates = []
    for _ in range(5):  # a run that had to wait for somebody else on the server proves nothing
        _lines(700)
        began = time.monotonic()
        rates.append(actions.seal(at=AT).count / (time.monotonic() - began))
    assert max(rates) >= 1000


def test_checkpoints_are_read_only_files_that_carry_a_signature():
    _lines(1)
    sealed = _seal_all()
    (path,) = paths.CHECKPOINTS.glob("*/*.json")
    assert oct(path.stat().st_mode & 0o777) == "0o444"
    point = checkpoints.read(path.read_bytes())
    assert (point.seq, point.hash) == (sealed.seq, sealed.hash)
    assert rules.signed_by(queries.public_key())(point)


@pytest.fixture
def dumped(tmp_path):
    _lines(6)
    _seal_all()
    _lines(6)
    sealed = _seal_all()
    folder = tmp_path / "dump"
    dump.write(
        folder, queries.walk(until=sealed.seq), queries.stored_checkpoints(), queries.public_key()
    )
    return folder


FILES = ("chain.jsonl", "history.jsonl", "reads.jsonl", "images.jsonl", "checkpoints.jsonl")


def _mutate(raw: bytes, dice: random.Random) -> tuple[str, bytes]:
    lines = raw.splitlines(keepends=True)
    kind = dice.choice(["flip", "delete", "insert", "reorder", "truncate"])
    at = dice.randrange(len(lines))
    if kind == "flip":
        spot = dice.randrange(len(raw))
        return kind, raw[:spot] + bytes([raw[spot] ^ 1 << dice.randrange(8)]) + raw[spot + 1 :]
    if kind == "delete":
        return kind, b"".join(lines[:at] + lines[at + 1 :])
    if kind == "insert":
        return kind, b"".join([*lines[:at], dice.choice(lines), *lines[at:]])
    if kind == "truncate":
        return kind, raw[: dice.randrange(len(raw))]
    other = dice.choice([index for index in range(len(lines)) if index != at])
    lines[at], lines[other] = lines[other], lines[at]
    return kind, b"".join(lines)


@pytest.mark.deep
def test_every_mutation_of_a_dump_is_found(dumped, deep_seconds):
    assert verify_files(dumped).holds
    dice = random.Random(20261121)
    missed = []
    for number in range(1000 * (10 if deep_seconds else 1)):
        path = dumped / dice.choice(FILES)
        raw = path.read_bytes()
        kind, changed = _mutate(raw, dice)
        path.write_bytes(changed)
        if verify_files(dumped).holds and changed != raw:
            missed.append((number, path.name, kind))
        path.write_bytes(raw)
    assert missed == []


def test_a_dump_without_its_last_checkpoint_does_not_hold(dumped):
    path = dumped / "checkpoints.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert "checkpoints" in verify_files(dumped).findings


def test_an_auditor_verifies_with_nothing_of_ours_installed(dumped, tmp_path):
    clean = {"PATH": os.environ["PATH"]}
    run = [sys.executable, "-I", str(dumped / "verify.py")]
    # -I leaves the folder of the script out of the path, so add only that
    code = f"import sys; sys.path.insert(0, {str(dumped)!r}); import verify; sys.argv=['v', {str(dumped)!r}]; sys.exit(verify.main())"
    done = subprocess.run(
        [run[0], "-I", "-c", code], env=clean, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "it holds" in done.stdout
    history = dumped / "history.jsonl"
    history.write_bytes(history.read_bytes().replace(b'"a1"', b'"a2"', 1))
    done = subprocess.run(
        [run[0], "-I", "-c", code], env=clean, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "DOES NOT HOLD" in done.stdout


def test_a_dump_is_never_written_over_another(dumped):
    with pytest.raises(dump.FolderNotEmpty):
        dump.write(dumped, iter(()), [], queries.public_key())


def test_the_sealed_columns_are_the_columns_of_the_models():
    for model, code in ((HistoryLine, "H"), (ReadLine, "R"), (RowImage, "I")):
        source = rules.SOURCES[rules.FORM][code]
        assert source.table == model._meta.db_table
        assert set(source.personal) == model.personal
        assert set(source.plain) == model.plain
