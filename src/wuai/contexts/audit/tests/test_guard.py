"""Who keeps the system is told of each refused change once, and the try is sealed in the history."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests import factories as make
from tests.at_once import together

from wuai.contexts.audit import actions_guard
from wuai.contexts.messages.actions.outbox import _opened
from wuai.contexts.messages.models import Message
from wuai.platform.actors import system
from wuai.platform.models import HistoryLine

WHO = {"by": system("audit"), "at": make.AT}


def _try_it():
    while actions_guard.tell_refused(**WHO):  # what other tests tried is kept too
        pass
    Message.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("DELETE FROM ledger_ledgerentry")


@pytest.mark.django_db
def test_a_try_is_told_once_to_who_keeps_the_system():
    keeper = make.account("it-t", "system.operate")
    keeper.email = "it@example.invalid"
    keeper.save(update_fields=["email"])
    make.account("clerk-t", "case.view")
    _try_it()
    assert actions_guard.tell_refused(**WHO) == 1
    assert actions_guard.tell_refused(**WHO) == 0
    mail = Message.objects.get()
    assert mail.recipient == keeper.email
    body = _opened(mail)
    for said in (
        "DELETE ledger_ledgerentry",
        "資料庫已拒絕",
        "The database refused",
        "an intrusion",
    ):
        assert body.count(said) == 1, said
    assert mail.subject == "試圖改寫帳本或歷史 / A try to rewrite ledger or history"
    line = HistoryLine.objects.filter(action="guard.tell").latest("id")
    assert (line.data["table"], line.data["statement"]) == ("ledger_ledgerentry", "DELETE")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_a_try_once():
    _try_it()
    told = together(*[lambda: actions_guard.tell_refused(**WHO)] * 2)
    assert sorted(told) == [0, 1]
