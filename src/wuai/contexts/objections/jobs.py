"""Letters and the file for the Agency are set after commit, once each."""

import uuid

import procrastinate
from django.utils import timezone

from wuai.contexts.objections.actions.papers import Paper, keep_made, note_not_set
from wuai.contexts.objections.gateways.typesetter.client import typeset, typeset_file
from wuai.contexts.objections.models import ObjectionPaper
from wuai.contexts.objections.queries import dossier, letters
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import system
from wuai.platform.jobs import procrastinate_app


@procrastinate_app.task(
    name="objections.print", retry=procrastinate.RetryStrategy(max_attempts=5, exponential_wait=10)
)
def print_paper(objection_ref: str, kind: str, made_for: str) -> None:
    """Set a letter or the file as PDF and keep it with the objection, once.

    What cannot be set, for want of a character, is said on the page of the objection.
    """
    ref = uuid.UUID(objection_ref)
    held = ObjectionPaper.objects.filter(objection__ref=ref, kind=kind, made_for=made_for)
    if held.exists():
        return
    try:
        content = _made(ref, kind, made_for)
    except Refusal as why:
        note_not_set(
            ref=ref, kind=kind, made_for=made_for, why=why, by=system("printer"), at=timezone.now()
        )
        return
    name = f"{letters.number_of(ref)}-{kind.lower()}-{made_for.lower()}.pdf"
    keep_made(
        ref=ref, paper=Paper(kind, name, content), made_for=made_for, by=system("printer"),
        at=timezone.now(),
    )  # fmt: skip


def _made(ref: uuid.UUID, kind: str, made_for: str) -> bytes:
    if kind == "FILE":
        made = dossier.of(ref)
        return typeset_file(made.letter, made.attached)
    if kind == "TO_AGENCY":
        return typeset(letters.to_agency(ref))
    return typeset(letters.letter(ref, made_for))
