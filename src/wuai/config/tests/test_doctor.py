"""The doctor sees each thing that he promises to look at go wrong, one planted fault a check."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from wuai.config import backup, boot, database, doctor
from wuai.config.drill import DrillFailed
from wuai.contexts.ledger import api as ledger
from wuai.contexts.petitions import api as petitions
from wuai.platform.models import HistoryLine

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def _sql(*statements, as_owner=False):
    with connection.cursor() as cursor:
        if as_owner:
            cursor.execute("RESET ROLE")
        for statement in statements:
            cursor.execute(statement)
        if as_owner:
            cursor.execute("SET ROLE wuai_app")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(monkeypatch, tmp_path):
    for name in ("BACKUP_NOTE", "DRILL_NOTE"):
        monkeypatch.setattr(doctor, name, tmp_path / name)
        monkeypatch.setattr(backup, name, tmp_path / name)
    monkeypatch.setattr(doctor, "KEYS", tmp_path / "keys")
    monkeypatch.setattr(doctor, "FILES", tmp_path / "files")
    (tmp_path / "keys").mkdir(mode=0o700)


def _alone(name):
    """One check, without the others."""
    return doctor.CHECKS[name]()


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("version", (140_000,)), ("locale", ("SQL_ASCII", "C", False, False)),
        ("locale", ("UTF8", "C", False, False)), ("clock", (1002.5,)), ("clock", (997.0,)),
    ],
)  # fmt: skip
def test_an_unfit_server_is_seen(name, row, monkeypatch):
    monkeypatch.setattr(doctor, "_one", lambda statement: row)
    monkeypatch.setattr(doctor, "time", SimpleNamespace(time=lambda: 1000.0))
    assert not getattr(doctor, f"_{name}")()[0]


def test_a_migration_that_waits_is_seen(monkeypatch):
    monkeypatch.setattr(boot, "is_behind", lambda: True)
    assert not _alone("migrations")[0]
    monkeypatch.setattr(boot, "is_behind", lambda: False)
    assert _alone("migrations")[0]


@pytest.mark.django_db
def test_a_ledger_that_the_app_may_rewrite_is_seen_by_its_name():
    assert _alone("roles")[0]
    _sql("GRANT UPDATE ON ledger_ledgerentry TO wuai_app", as_owner=True)
    ok, detail = _alone("roles")
    assert (ok, "ledger_ledgerentry" in detail) == (False, True)


@pytest.mark.django_db
def test_a_try_to_rewrite_the_ledger_is_seen():
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("DELETE FROM ledger_ledgerentry")
    assert not _alone("refused")[0]


@pytest.mark.django_db
def test_a_worker_that_is_gone_or_silent_is_seen():
    _sql("DELETE FROM procrastinate_workers")
    assert not _alone("worker")[0]
    _sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes')")
    assert not _alone("worker")[0]
    _sql("UPDATE procrastinate_workers SET last_heartbeat = now()")
    assert _alone("worker")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "waits_since", "fine"),
    [
        ("todo", "6 minutes", False), ("failed", "0 minutes", False), ("todo", "1 minute", True),
        ("succeeded", "6 minutes", True),
    ],
)  # fmt: skip
def test_late_and_failed_jobs_are_seen(status, waits_since, fine):
    _sql(
        "DELETE FROM procrastinate_jobs",
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at) VALUES"
        f" ('default', 'x', '{{}}', '{status}', now() - interval '{waits_since}')",
    )
    assert _alone("jobs")[0] is fine


@pytest.mark.django_db
def test_a_line_that_nobody_sealed_is_seen():
    HistoryLine.objects.create(
        at=AT - timedelta(days=3000), action="test", by_kind="system", by_ref="system:t",
        by_name="t", subject_kind="test", subject_ref="1",
    )  # fmt: skip
    assert not _alone("sealing")[0]


def test_books_that_do_not_balance_and_an_unread_mailbox_are_named(monkeypatch):
    crooked = SimpleNamespace(name="branches_balance", holds=False, detail="HSC 5")
    monkeypatch.setattr(ledger, "watched", lambda: [crooked])
    assert _alone("books") == (False, "branches_balance HSC 5")
    monkeypatch.setattr(petitions, "mailboxes_unread", lambda at: ["box: refused"])
    assert _alone("mailboxes") == (False, "box: refused")


def test_a_full_disk_is_seen(monkeypatch):
    for free, fine in ((2 * 2**30, True), (2 * 2**30 - 1, False)):
        held = SimpleNamespace(free=free)
        monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path, held=held: held)
        assert _alone("storage")[0] is fine


def test_missing_fonts_are_seen(monkeypatch, tmp_path):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert not _alone("fonts")[0]
    monkeypatch.setattr(doctor, "_FONT_FOLDERS", (str(tmp_path),))
    assert not _alone("fonts_ext_b")[0]
    (tmp_path / "TW-Sung-Ext-B.ttf").touch()
    assert _alone("fonts_ext_b") == (True, "TW-Sung-Ext-B.ttf")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_key_that_others_may_read_is_named(tmp_path, mode):
    key = tmp_path / "keys" / "seal.key"
    key.touch(mode=0o600)
    assert _alone("keys")[0]
    key.chmod(mode)
    ok, detail = _alone("keys")
    assert (ok, "seal.key" in detail) == (False, True)


@pytest.mark.parametrize("name", ["backups", "drill"])
@pytest.mark.parametrize(("embedded", "fine"), [(True, True), (False, False)])
def test_a_branch_with_its_own_server_wants_backups_and_drills(name, embedded, fine, monkeypatch):
    monkeypatch.setattr(database, "is_embedded", lambda: embedded)
    assert _alone(name)[0] is fine


@pytest.mark.parametrize(("hours", "fine"), [(26, True), (27, False)])
def test_an_old_backup_and_an_old_drill_are_seen(hours, fine, settings):
    settings.NIGHTLY_DRILL = True
    note = {"at": AT.isoformat(), "folder": "/backup/1", "held": 12}
    for path in (doctor.BACKUP_NOTE, doctor.DRILL_NOTE):
        path.write_text(json.dumps(note))
    with time_machine.travel(AT + timedelta(hours=hours), tick=False):
        assert (_alone("backups")[0], _alone("drill")[0]) == (fine, fine)


@pytest.mark.parametrize("embedded", [True, False])
@pytest.mark.parametrize(
    ("name", "promise"),
    [("backups", "NIGHTLY_BACKUP"), ("backups", "NIGHTLY_DRILL"), ("drill", "NIGHTLY_DRILL")],
)
def test_one_made_by_hand_promises_none_for_every_night(
    name, promise, embedded, monkeypatch, settings
):
    monkeypatch.setattr(database, "is_embedded", lambda: embedded)
    note = {"backups": doctor.BACKUP_NOTE, "drill": doctor.DRILL_NOTE}[name]
    note.write_text(json.dumps({"at": AT.isoformat(), "folder": "/backup/1", "held": 12}))
    with time_machine.travel(AT + timedelta(days=40), tick=False):
        assert _alone(name)[0]
        setattr(settings, promise, True)
        assert not _alone(name)[0]
    note.unlink()
    assert not _alone(name)[0]  # promised, and never made


def test_how_the_last_drill_went_is_kept_for_the_doctor(monkeypatch, tmp_path):
    def break_down(folder):
        raise DrillFailed(what="ledger.balance")

    with time_machine.travel(AT, tick=False):
        monkeypatch.setattr(backup, "rehearse", break_down)
        with pytest.raises(DrillFailed):
            backup._rehearsed(tmp_path)
        ok, detail = _alone("drill")
        assert (ok, "ledger.balance" in detail) == (False, True)
        monkeypatch.setattr(backup, "rehearse", lambda folder: 14)
        assert backup._rehearsed(tmp_path) == 14
        assert _alone("drill")[0]


@pytest.mark.django_db
def test_a_check_that_cannot_be_made_is_a_finding_and_stops_no_other(monkeypatch):
    monkeypatch.setitem(doctor.CHECKS, "books", lambda: 1 / 0)
    found = {one.name: one for one in doctor.look()}
    assert set(found) == set(doctor.CHECKS)
    assert not found["books"].ok
    assert found["books"].detail.startswith("ZeroDivisionError")
