"""A person's cases at all branches with all that is under way in them.

The number of queries grows with the branches concerned, never with the cases.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from wuai.contexts.applications import api as applications
from wuai.contexts.appointments import api as appointments
from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.instalments import api as instalments
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui.wording import short

BOOKED = "BOOKED"


@dataclass(frozen=True, slots=True)
class MyCase:
    """One case as its person sees it; ``plan`` says that it is paid by instalments."""

    row: cases.CaseRow
    branch: Bilingual
    agency: Bilingual
    owed: int
    slip: payments.SlipRow | None
    plan: instalments.PlanOfCases | None

    @property
    def ref(self) -> UUID:
        """Its public id."""
        return self.row.ref

    @property
    def number(self) -> str:
        """Its printed number."""
        return self.row.number

    @property
    def is_open(self) -> bool:
        """Whether it is still enforced, or stands still."""
        return cases.is_open(self.row.status)

    @property
    def about(self) -> Bilingual:
        """What is owed."""
        return Bilingual(self.row.category_zh, self.row.category_en)

    @property
    def state(self) -> Bilingual:
        """Where it stands, in a word."""
        return cases.STATE_NAMES[self.row.status]

    @property
    def url(self) -> str:
        """Its page."""
        return f"/my/cases/{self.row.ref}/"

    def may_be_paid(self) -> bool:
        """Whether anything can be paid to it."""
        return self.is_open and self.owed > 0

    @property
    def by_instalments(self) -> bool:
        """Whether a plan of which something is open runs: then its slips are those to pay with."""
        return self.plan is not None and self.plan.runs and self.plan.open > 0

    @property
    def has_part(self) -> bool:
        """Whether the next instalment of its plan falls on it."""
        return self.plan is not None and any(s.case_id == self.row.id for s in self.plan.slips)

    def live_slip(self, on: date) -> payments.SlipRow | None:
        """The slip to pay with: of the next instalment, or of the whole; None where it is over.

        A case on which the next instalment does not fall has none: it is not its turn.
        """
        held = self.plan.slips if self.plan and self.by_instalments else (self.slip,)
        mine = (slip for slip in held if slip is not None and slip.case_id == self.row.id)
        return next((slip for slip in mine if slip.is_valid(on)), None)


@dataclass(frozen=True)
class Mine:
    """Everything of one visit on one day."""

    visit: identity.Visit
    on: date
    party_ids: tuple[int, ...]
    cases: tuple[MyCase, ...]

    @property
    def owed(self) -> int:
        """What is owed in all."""
        return sum(case.owed for case in self.cases)

    @cached_property
    def payable(self) -> list[MyCase]:
        """The cases to which something can be paid."""
        return [case for case in self.cases if case.may_be_paid()]

    def falls_on(self, plan: instalments.PlanOfCases) -> list[MyCase]:
        """The cases of this visit that the next instalment of a plan pays."""
        return [case for case in self.cases if case.plan is plan and case.has_part]

    @cached_property
    def case_ids(self) -> list[int]:
        """The ids of the cases."""
        return [case.row.id for case in self.cases]

    @cached_property
    def plans(self) -> list[instalments.PlanOfCases]:
        """The plans that run or are asked for, each once."""
        return list({case.plan.ref: case.plan for case in self.cases if case.plan}.values())

    @cached_property
    def applications(self) -> list[applications.OwnApplication]:
        """The requests that were made; an agent sees those about the cases of his power."""
        return [
            one
            for one in applications.of_person(self.visit.keys)
            if self.visit.may("APPLY") and self.covers(one.branch_id, one.case_id)
        ]

    @cached_property
    def bookings(self) -> list[appointments.BookingRow]:
        """The appointments that are ahead, the nearest first."""
        mine = [
            *appointments.of_cases(self.case_ids, since=self.on),
            *(
                one
                for one in appointments.of_person(self.party_ids)
                if one.state == BOOKED and one.on >= self.on
            ),
        ]
        found = {one.id: one for one in mine if self.covers(one.branch_id, one.case_id)}
        return sorted(found.values(), key=lambda one: (one.starts_at, one.id))

    def covers(self, branch_id: int, case_id: int | None) -> bool:
        """Whether a request or an appointment of this person may be seen here."""
        return covers(self.visit, self.case_ids, branch_id=branch_id, case_id=case_id)


def covers(
    visit: identity.Visit, case_ids: Collection[int], *, branch_id: int, case_id: int | None
) -> bool:
    """Whether what the person has under way may be seen: an agent sees what his power is about.

    ``case_ids`` are the cases of the visit; what is about no case needs power over all of a branch.
    """
    acting = visit.acting_for
    if acting is None or case_id in case_ids:
        return True
    return case_id is None and acting.branch_id == branch_id and acting.case_ref is None


def held_by(
    visit: identity.Visit, *, only: UUID | None = None
) -> tuple[tuple[int, ...], list[cases.CaseRow]]:
    """As whom the branches know this person, and the cases that the visit may see; one if ``only``."""
    party_ids = tuple(row.id for row in parties.of_person(visit.keys))
    rows = cases.case_rows(cases.ids_of_obligors(party_ids)).values()
    return party_ids, [
        row
        for row in rows
        if visit.covers(branch_id=row.branch_id, case_ref=row.ref) and only in (None, row.ref)
    ]


def gather(visit: identity.Visit, *, on: date, only: UUID | None = None) -> Mine:
    """The cases that a visit may see, open ones and large ones first; one of them if ``only``."""
    party_ids, held = held_by(visit, only=only)
    shown = with_all(held, may_pay=visit.may("PAY"), on=on)
    return Mine(visit, on, party_ids, tuple(shown))


def with_all(held: Sequence[cases.CaseRow], *, may_pay: bool, on: date) -> list[MyCase]:
    """Cases with names, balances, slips and plans; open ones and large ones first."""
    running = [row.id for row in held if cases.is_open(row.status)]
    owed = cases.balances(running, on)
    slips = payments.slip_rows(case_ids=running) if running and may_pay else {}
    plans = {
        case_id: plan
        for plan in instalments.plans_of_cases(running, on=on)
        for case_id in plan.case_ids
    }
    branches = {b.id: short(Bilingual(b.name_zh, b.name_en)) for b in organisation.branches()}
    agencies = {a.id: Bilingual(a.name_zh, a.name_en) for a in organisation.agencies()}
    rows = [
        MyCase(
            row, branches[row.branch_id], agencies[row.agency_id],
            sum(owed.get(row.id, {}).values()), slips.get(row.id), plans.get(row.id),
        )
        for row in held
    ]  # fmt: skip
    return sorted(rows, key=lambda case: (not case.is_open, -case.owed, case.number))
