"""Writing the texts that staff answer with: a new version, or the end of a text."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from wuai.contexts.applications.declarations import declared
from wuai.contexts.applications.models import ReplyText
from wuai.contexts.applications.rules import replies as rules
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it was written; ``after`` is the version that the writer saw (0: a new text)."""

    kind: str
    name: str
    zh: str
    en: str
    after: int = 0


@action("reply_text.write")
def write(*, written: Written, by: Actor, at: datetime) -> ReplyText:
    """Keep a version; refused when somebody else wrote one meanwhile."""
    name = " ".join(written.name.split())
    rules.check(name, written.zh, written.en)
    if written.kind and written.kind not in {one.code for one in declared()}:
        raise rules.ReplyTextUnknown(field="kind")
    row = _keep(by, written.kind, name, written.after, (written.zh.strip(), written.en.strip()), at)
    record(kind="reply_text", ref=row.ref, branch_id=row.branch_id,
           data={"for": row.kind, "version": row.version})  # fmt: skip
    return row


@action("reply_text.retire")
def retire(*, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Offer a text no more; its versions stay."""
    last = ReplyText.objects.filter(ref=ref, branch_id=by.branch_id or 0).first()
    if last is None:
        raise rules.ReplyTextUnknown
    row = _keep(by, last.kind, last.name, last.version, (last.zh, last.en), at, retired=True)
    record(kind="reply_text", ref=row.ref, branch_id=row.branch_id, data={"retired": last.version})


def _keep(
    by: Actor, kind: str, name: str, after: int, texts: tuple[str, str], at: datetime, *,
    retired: bool = False,
) -> ReplyText:  # fmt: skip
    branch_id = by.branch_id or 0
    last = _latest(branch_id, kind, name)
    seen = last.version if last and (after or not last.is_retired) else 0
    if after != seen or (after and last and last.is_retired):
        raise rules.ReplyTextChanged(name=name)
    try:
        with transaction.atomic():
            return ReplyText.objects.create(
                branch_id=branch_id, kind=kind, name=name,
                version=(last.version if last else 0) + 1, zh=texts[0], en=texts[1],
                is_retired=retired, written_at=at, by_ref=by.ref, by_name=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise rules.ReplyTextChanged(name=name) from error


def _latest(branch_id: int, kind: str, name: str) -> ReplyText | None:
    """The last version of a text, also when it was retired."""
    found = ReplyText.objects.filter(branch_id=branch_id, kind=kind, name=name)
    return found.order_by("-version").first()
