"""A plan from the request to its end: whose cases, what was said, who consented, what is due when."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.instalments.rules.deciding import ANSWERS, APPLICANTS, CHANNELS
from wuai.contexts.instalments.rules.life import OVER, PENDING, RUNNING, STAGES
from wuai.legal.instalments import GROUNDS
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT


class Plan(models.Model):
    """A request to pay by instalments, and what became of it.

    ``key`` was made with the form: sent twice, it is one request. ``asked_*`` is what was asked
    for; ``count``, ``total`` and ``first_on`` are what was granted. ``began_after`` is the last
    ledger transaction that the total already contains: what moved later, up to ``ended_upto`` if the
    plan ended before its debt, is the plan's. The
    statement is kept as it was read back.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    section = models.ForeignKey("organisation.Section", PROTECT, related_name="+", db_index=False)
    obligor = models.ForeignKey("parties.Party", PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    key = models.UUIDField()
    status = models.CharField(max_length=10, default="CONSENT")
    stage = models.CharField(max_length=7, default=PENDING)
    replaces = models.ForeignKey("self", PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=7)
    applicant = models.CharField(max_length=9)
    applicant_name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    statement = models.TextField()
    grounds = models.CharField(max_length=8)
    income = models.BigIntegerField()
    spending = models.BigIntegerField()
    dependants = models.SmallIntegerField(default=0)
    sharers = models.SmallIntegerField(default=1)
    place = models.CharField(max_length=9, blank=True)
    asked_total = models.BigIntegerField()
    asked_count = models.SmallIntegerField()
    asked_first_on = models.DateField()
    requested_on = models.DateField()
    requested_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    total = models.BigIntegerField(null=True)
    count = models.SmallIntegerField(null=True)
    began_after = models.BigIntegerField(null=True)
    waived_because = models.CharField(max_length=500, blank=True)
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_name = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ended_name = models.CharField(max_length=120, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    ended_upto = models.BigIntegerField(null=True)

    personal: ClassVar[set[str]] = {
        "applicant_name", "phone", "email", "statement", "income", "spending", "dependants",
        "sharers", "place", "by_name", "decided_name", "reason", "waived_because", "ended_name",
        "end_reason",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "section", "obligor", "number", "key", "status", "stage", "replaces",
        "channel", "applicant", "grounds", "asked_total", "asked_count", "asked_first_on",
        "requested_on", "requested_at", "by_ref", "total", "count", "began_after", "decided_on",
        "decided_at", "decided_by", "ended_on", "ended_by", "ended_upto",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "key"], name="plan_asked_once"),
            models.UniqueConstraint(fields=["branch", "number"], name="plan_number_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=list(STAGES)), name="plan_status_known"
            ),
            *(
                models.CheckConstraint(
                    condition=~models.Q(stage=stage)
                    | models.Q(status__in=[s for s, of in STAGES.items() if of == stage]),
                    name=f"plan_stage_{stage.lower()}",
                )
                for stage in (PENDING, RUNNING, OVER)
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=list(CHANNELS)), name="plan_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(applicant__in=list(APPLICANTS)), name="plan_applicant_known"
            ),
            models.CheckConstraint(
                condition=models.Q(grounds__in=list(GROUNDS)), name="plan_grounds_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["CONSENT", "DECISION", "WITHDRAWN", "REFUSED"])
                | models.Q(
                    total__gt=0, count__gte=2, began_after__isnull=False,
                    decided_on__isnull=False, decided_at__isnull=False, decided_by__gt="",
                ),
                name="plan_granted_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["REFUSED", "REVOKED"])
                | models.Q(reason__gt="") | models.Q(end_reason__gt=""),
                name="plan_no_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by="") | ~models.Q(decided_by=models.F("by_ref")),
                name="plan_two_people",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["branch", "status", "id"], name="plan_status"),
            models.Index(
                fields=["branch", "id"], name="plan_running",
                condition=models.Q(stage=RUNNING),
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class PlanCase(models.Model):
    """A case in a plan. One case is asked about in one pending plan, and paid by one running plan.

    ``stage`` repeats the plan's, so that the table can hold this; both change in one action.
    """

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, PROTECT, related_name="cases")
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+")
    agency = models.ForeignKey("organisation.Agency", PROTECT, related_name="+", db_index=False)
    place = models.SmallIntegerField()
    owed = models.BigIntegerField()
    stage = models.CharField(max_length=7, default=PENDING)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "plan", "case", "agency", "place", "owed", "stage"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "case"], name="plan_case_once"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(stage=PENDING), name="case_in_one_pending_plan"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(stage=RUNNING), name="case_in_one_running_plan"
            ),
        ]
        triggers: ClassVar = row_images()


class Consent(models.Model):
    """What one agency concerned says to a plan, and how often it was asked."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, PROTECT, related_name="consents")
    agency = models.ForeignKey("organisation.Agency", PROTECT, related_name="+", db_index=False)
    answer = models.CharField(max_length=7, default="WAITING")
    reason = models.CharField(max_length=500, blank=True)
    asked_on = models.DateField()
    asked_times = models.SmallIntegerField(default=1)
    last_asked_on = models.DateField()
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_name = models.CharField(max_length=120, blank=True)

    personal: ClassVar[set[str]] = {"answered_name"}
    plain: ClassVar[set[str]] = {
        "id", "plan", "agency", "answer", "reason", "asked_on", "asked_times", "last_asked_on",
        "answered_on", "answered_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "agency"], name="consent_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=list(ANSWERS)), name="consent_answer_known"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="WAITING", answered_on__isnull=True, answered_by="")
                | (
                    ~models.Q(answer="WAITING")
                    & models.Q(answered_on__isnull=False, answered_by__gt="")
                ),
                name="consent_answered_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "plan"], name="consent_waiting",
                condition=models.Q(answer="WAITING"),
            )
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class Instalment(models.Model):
    """One payment of a granted schedule; ``nominal_on`` is its day before days of rest moved it."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    plan = models.ForeignKey(Plan, PROTECT, related_name="instalments")
    no = models.SmallIntegerField()
    nominal_on = models.DateField()
    due_on = models.DateField()
    amount = models.BigIntegerField()

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "ref", "plan", "no", "nominal_on", "due_on", "amount"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "no"], name="instalment_no_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="instalment_positive"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("nominal_on")),
                name="instalment_moves_later_only",
            ),
        ]
        triggers: ClassVar = append_only()
