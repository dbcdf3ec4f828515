"""An objection from its receipt to its end: who objects to what, what was found, what was decided."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.platform.triggers import append_only, row_images

PROTECT = models.PROTECT


class Objection(models.Model):
    """One objection (聲明異議) against enforcement in one case.

    ``application_ref`` is the request through which it came: its number and code follow it.
    ``is_late`` says that enforcement had ended before it came. ``stayed_on`` until
    ``stay_ended_on`` enforcement stands still because of it.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    section = models.ForeignKey("organisation.Section", PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=40)
    application_ref = models.UUIDField(unique=True)
    form = models.CharField(max_length=7)
    place = models.CharField(max_length=200, blank=True)
    objector = models.CharField(max_length=10)
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    interest = models.CharField(max_length=500, blank=True)
    against = models.CharField(max_length=9)
    act = models.CharField(max_length=300)
    act_on = models.DateField(null=True)
    statement = models.TextField()
    wish = models.TextField(blank=True)
    is_late = models.BooleanField()
    received_on = models.DateField()
    registered_at = models.DateTimeField()
    state = models.CharField(max_length=10)
    owner_ref = models.CharField(max_length=80, blank=True)
    owner_name = models.CharField(max_length=120, blank=True)
    finding = models.CharField(max_length=9, blank=True)
    opinion = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    proposed_by = models.CharField(max_length=80, blank=True)
    proposed_name = models.CharField(max_length=120, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)
    approved_name = models.CharField(max_length=120, blank=True)
    approved_on = models.DateField(null=True)
    forwarded_on = models.DateField(null=True)
    forward_no = models.CharField(max_length=60, blank=True)
    arrived_on = models.DateField(null=True)
    decision = models.CharField(max_length=6, blank=True)
    decided_on = models.DateField(null=True)
    decision_no = models.CharField(max_length=60, blank=True)
    decision_text = models.TextField(blank=True)
    remedied_on = models.DateField(null=True)
    remedied = models.TextField(blank=True)
    stay = models.CharField(max_length=7, blank=True)
    stayed_on = models.DateField(null=True)
    stay_ended_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    personal: ClassVar[set[str]] = {
        "place", "name", "address", "phone", "email", "interest", "act", "statement", "wish",
        "owner_name", "opinion", "remedy", "proposed_name", "approved_name", "decision_text",
        "remedied",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "section", "case", "number", "application_ref", "form", "objector",
        "against", "act_on", "is_late", "received_on", "registered_at", "state", "owner_ref",
        "finding", "proposed_by", "approved_by", "approved_on", "forwarded_on", "forward_no",
        "arrived_on", "decision", "decided_on", "decision_no", "remedied_on", "stay", "stayed_on",
        "stay_ended_on", "ended_on",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="objection_number_once"),
            models.CheckConstraint(condition=Q(state__in=life.STATES), name="objection_state_known"),
            models.CheckConstraint(condition=Q(form__in=list(o.FORMS)), name="objection_form_known"),
            models.CheckConstraint(
                condition=Q(objector=o.OBLIGOR) | Q(objector__in=list(o.OBJECTORS), interest__gt=""),
                name="objection_by_somebody_concerned",
            ),
            models.CheckConstraint(
                condition=Q(against__in=list(o.AGAINST)), name="objection_against_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=life.OVER, ended_on__isnull=False)
                | Q(state__in=life.OPEN, ended_on__isnull=True),
                name="objection_over_with_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[life.RECEIVED, life.WITHDRAWN])
                | Q(finding__in=list(o.FINDINGS), opinion__gt="", proposed_by__gt=""),
                name="objection_found_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="", approved_on__isnull=True)
                | (Q(approved_on__isnull=False) & ~Q(approved_by=F("proposed_by"))),
                name="objection_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[life.RECEIVED, life.PROPOSED, life.WITHDRAWN])
                | ~Q(approved_by=""),
                name="objection_approved_first",
            ),
            models.CheckConstraint(
                condition=~Q(state=life.AT_AGENCY) | Q(arrived_on__gte=F("forwarded_on")),
                name="objection_arrives_after_it_left",
            ),
            models.CheckConstraint(
                condition=~Q(state=life.REJECTED) | Q(decided_on__gte=F("arrived_on"), decision="REJECT"),
                name="objection_rejected_whole",
            ),
            models.CheckConstraint(
                condition=Q(stay="", stayed_on__isnull=True, stay_ended_on__isnull=True)
                | Q(stay__in=list(o.STAYS), stayed_on__isnull=False),
                name="objection_stay_whole",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(
                fields=["branch", "id"], condition=Q(ended_on__isnull=True), name="objection_open"
            ),
            models.Index(fields=["branch", "-id"], name="objection_newest"),
            models.Index(fields=["case", "id"], name="objection_of_case"),
        ]
        triggers: ClassVar = row_images()


class ObjectionStep(models.Model):
    """One step of an objection. The objector reads ``told``; ``note`` stays in the house."""

    id = models.BigAutoField(primary_key=True)
    objection = models.ForeignKey(Objection, PROTECT, related_name="steps")
    move = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    told = models.TextField(blank=True)

    personal: ClassVar[set[str]] = {"by_name", "note", "told"}
    plain: ClassVar[set[str]] = {"id", "objection", "move", "state", "at", "by_ref"}

    class Meta:
        triggers: ClassVar = append_only()


class ObjectionPaper(models.Model):
    """A paper of an objection: what came, what was sent, what was decided."""

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    objection = models.ForeignKey(Objection, PROTECT, related_name="papers")
    kind = models.CharField(max_length=9)
    # A paper that is made here is made once for each state in which it is due.
    made_for = models.CharField(max_length=10, blank=True)
    stored = models.ForeignKey("platform.StoredFile", PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    by_ref = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"by_name"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "objection", "kind", "made_for", "stored", "added_at", "by_ref",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=list(o.PAPERS)), name="objection_paper_known"),
            models.UniqueConstraint(
                fields=["objection", "kind", "made_for"], condition=~Q(made_for=""),
                name="objection_paper_made_once",
            ),
        ]  # fmt: skip
        triggers: ClassVar = append_only()
