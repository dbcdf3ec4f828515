"""Tables of objections."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuai.contexts.objections.queries.objections import Line
from wuai.contexts.objections.rules.life import STATE_NAMES, TONES
from wuai.contexts.objections.rules.objecting import OBJECTORS
from wuai.platform.ui.pieces import Column, Status, Table

HOME = "/staff/objections/"


def state_of(state: str) -> Status:
    """A state as a word and a tone."""
    return Status(STATE_NAMES[state], TONES[state])


def lines(rows: Sequence[Line], numbers: Mapping[int, str]) -> Table | None:
    """Objections in a list."""
    columns = [
        Column("number", _("異議編號"), "code"), Column("case", _("執行案號")),
        Column("name", _("異議人")), Column("objector", pgettext("異議", "身分"), "code"), Column("act", _("異議對象")),
        Column("received_on", _("收受日"), "day"), Column("due_on", _("應辦日"), "day"),
        Column("state", _("狀態"), "status"), Column("owner", _("承辦"), "code"),
    ]  # fmt: skip
    shown = [
        {"number": x.number, "url": f"{HOME}{x.ref}/", "case": numbers[x.case_id], "name": x.name,
         "objector": OBJECTORS[x.objector], "act": x.act, "received_on": x.received_on,
         "due_on": x.due_on, "state": state_of(x.state), "owner": x.owner_name or "—"}
        for x in rows
    ]  # fmt: skip
    return Table(_("聲明異議"), columns, shown, tall=True, show_caption=False) if shown else None
