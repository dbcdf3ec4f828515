"""What the branches told a person: the copy that counts, whatever became of mails and messages."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wuai.contexts.identity import api as identity
from wuai.contexts.messages import api as messages
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import actor_of, citizen, log_read
from wuai.platform.asked import before

SIZE = 30


def _party_ids(request: HttpRequest) -> list[int]:
    """One's own only: what the principal was told is for him to open."""
    me = identity.citizen_of(request).citizen
    return [row.id for row in parties.of_person(me.keys)]


@citizen()
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Everything one was told, the latest first, with what was not opened yet."""
    rows = messages.copies(_party_ids(request), before_id=before(request), limit=SIZE + 1)
    branches = {b.id: Bilingual(b.name_zh, b.name_en) for b in organisation.branches()}
    shown = rows[:SIZE]
    if shown:
        log_read(request, *(f"telling:{row.ref}" for row in shown), reason="")
    here = {
        "rows": [(row, branches[row.branch_id]) for row in shown],
        "older": shown[-1].id if len(rows) > SIZE else None,
    }  # fmt: skip
    return render(request, "public/my_messages.html", here)


@citizen()
@require_POST
def open_one(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Open one: from this moment it has arrived."""
    messages.note_opened(
        ref=str(ref), party_ids=_party_ids(request), by=actor_of(request), at=timezone.now()
    )
    return redirect(f"/my/messages/{ref}/")


@citizen()
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One message with the way it went; before it was opened, the button that opens it."""
    mine, row = _party_ids(request), messages.copy_by_ref(str(ref))
    if row is None or row.party_id not in mine:
        raise Http404
    log_read(request, f"telling:{row.ref}", reason="")
    branch = organisation.branch_by_id(row.branch_id)
    # The page has a button for the address that the sent words carry.
    said = row.text.replace(f"：{row.link}", "。").replace(f": {row.link}", ".")
    here = {"row": row, "said": said, "branch_name": Bilingual(branch.name_zh, branch.name_en)}
    return render(request, "public/my_message.html", here)
