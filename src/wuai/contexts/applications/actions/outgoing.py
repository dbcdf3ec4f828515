"""An order or a letter goes out once; whoever asks again gets a copy that says so."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from wuai.contexts.applications.actions.filing import answers_of_application
from wuai.contexts.applications.actions.work import ApplicationMissing
from wuai.contexts.applications.models import Application, OutgoingPaper
from wuai.contexts.applications.rules import outgoing as rules
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import roc_year
from wuai.platform import files, numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

SAME_PRESS = timedelta(minutes=10)
Set = Callable[..., bytes]


@action("application.issue_outgoing")
def issue(
    *, ref: uuid.UUID, asked: Mapping[str, Any], set_as: Set, by: Actor, at: datetime, on: date
) -> tuple[OutgoingPaper, bool]:  # fmt: skip
    """Number the paper, keep both files as ``set_as`` sets them; whether this is the original.

    ``asked``: ``key`` of the press, and ``to`` where the request names nobody. The same press of the
    same person gives the original again for minutes: a broken line costs nobody the paper.
    """
    row = (
        Application.objects.select_for_update().filter(ref=ref, branch_id=by.branch_id or 0).first()
    )
    made = rules.outgoing(row.kind, row.state) if row else None
    if row is None or made is None or row.case_id is None:
        raise ApplicationMissing
    key = asked["key"]
    held = OutgoingPaper.objects.filter(application=row).first()
    is_new = held is None
    if held is None:
        held = _made(row, rules.addressee(_named(row, made), str(asked.get("to", ""))), key, set_as, by, at, on)  # fmt: skip
    is_original = is_new or (
        held.key == key and held.by_ref == by.ref and at - held.at <= SAME_PRESS
    )
    record(
        kind="application", ref=ref, branch_id=row.branch_id, case=cases.case_row(row.case_id).ref,
        data={"outgoing": held.number, "original": is_original},
    )  # fmt: skip
    return held, is_original


def _named(row: Application, made: rules.Outgoing) -> str:
    return str(answers_of_application(row).get(made.to) or "") if made.to else ""


def _made(
    row: Application, to: str, key: uuid.UUID, set_as: Set, by: Actor, at: datetime, on: date
) -> OutgoingPaper:  # fmt: skip
    year, short = roc_year(on), organisation.branch_by_id(row.branch_id).short_zh
    serial = numbers.take(branch_id=row.branch_id, year=year, kind="application-outgoing")
    number = f"{year}{short}執申通字第{serial:06d}號"
    papers = []
    for mark in ("", rules.COPY):
        body = set_as(row, number=number, to=to, on=on, mark=mark)
        papers.append(
            files.store(
                [body], kind="outgoing", name=f"{number}{mark}.pdf", media_type="application/pdf",
                at=at, branch_id=row.branch_id,
            )
        )  # fmt: skip
    return OutgoingPaper.objects.create(
        branch_id=row.branch_id, application=row, key=key, number=number, addressee=to, issued_on=on,
        original=papers[0], copy=papers[1], at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
