"""Tables of referrals and of their totals."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from wuai.contexts.care.queries.helping import ReferralRow, Span, Total
from wuai.contexts.care.rules.helping import DESTINATIONS, KINDS, STATES, TONES
from wuai.contexts.parties import api as parties
from wuai.platform.ui.pieces import Column, Status, Table

HOME = "/staff/care/"


def state_of(state: str) -> Status:
    """The state of a referral as a word and a tone."""
    return Status(STATES[state], TONES[state])


def referral_table(
    rows: Sequence[ReferralRow], people: Mapping[int, parties.PartyRow], caption: str = ""
) -> Table:  # fmt: skip
    """Referrals, each with when to look again."""
    columns = [
        Column("number", _("轉介編號"), "code"), Column("person", _("當事人")), Column("kind", _("種類")),
        Column("place", _("轉介單位")), Column("state", _("狀態"), "status"),
        Column("made_on", _("製作日"), "day"), Column("follow_up_on", _("追蹤日"), "day"),
        Column("amount", _("協助金額"), "amount"),
    ]  # fmt: skip
    lines = [
        {"number": row.number, "url": f"{HOME}{row.ref}/", "person": people[row.party_id].name,
         "kind": KINDS[row.kind], "place": row.place, "state": state_of(row.state),
         "made_on": row.made_on, "follow_up_on": row.follow_up_on, "amount": row.help_amount or None}
        for row in rows
    ]  # fmt: skip
    return Table(caption or _("關懷轉介"), columns, lines, show_caption=False)


def total_table(rows: Sequence[Total], span: Span, down: bool) -> Table:
    """Totals by destination; each row leads to its referrals for those who may see them."""
    columns = [
        Column("place", _("單位")), Column("kind", _("種類")),
        Column("referred", _("轉介"), "number", total=True),
        Column("emergencies", _("其中緊急"), "number", total=True),
        Column("waiting", _("處理中"), "number", total=True),
        Column("helped", _("獲得協助"), "number", total=True),
        Column("amount", _("協助金額"), "amount", total=True),
    ]  # fmt: skip

    def url(code: str) -> str:
        days = {"since": span.since.isoformat(), "until": span.until.isoformat()}
        return f"{HOME}?{urlencode({'destination': code} | days)}" if down else ""

    lines = [
        {"place": row.place, "url": url(row.code), "kind": DESTINATIONS[row.kind],
         "referred": row.referred, "emergencies": row.emergencies, "waiting": row.waiting,
         "helped": row.helped, "amount": row.amount}
        for row in rows
    ]  # fmt: skip
    return Table(_("關懷統計"), columns, lines, show_caption=False)
