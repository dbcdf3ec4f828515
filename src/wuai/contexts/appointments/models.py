"""What can be booked, when, by whom; a place is held by the table itself."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from wuai.contexts.appointments.rules.life import (
    BOOKED,
    CHANNELS,
    FREED,
    GROUNDS,
    HELD,
    OUTCOMES,
    STATE_NAMES,
)
from wuai.kernel.bilingual import Bilingual
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
WHERE = ["OFFICE", "HOME", "PLACE"]

# A booking takes and gives back its place with its own row, whoever writes it: it cannot free twice.
_KEEP_PLACES = f"""
IF TG_OP <> 'INSERT' AND OLD.state NOT IN {FREED}
   AND (TG_OP = 'DELETE' OR NEW.slot_id <> OLD.slot_id OR NEW.state IN {FREED}) THEN
  UPDATE appointments_slot SET taken = taken - 1 WHERE id = OLD.slot_id;
END IF;
IF TG_OP <> 'DELETE' AND NEW.state NOT IN {FREED}
   AND (TG_OP = 'INSERT' OR NEW.slot_id <> OLD.slot_id OR OLD.state IN {FREED}) THEN
  UPDATE appointments_slot SET taken = taken + 1 WHERE id = NEW.slot_id;
END IF;
RETURN NULL;
"""


class Service(models.Model):
    """A kind of appointment that a branch gives (early-bird payment, home visit, reporting date …).

    ``wants`` are the answers offered to ``asks`` (what to prepare, on which ground); ``prepares`` is
    what has to be ready before the person comes. ``self_service``: the person may book, move and
    cancel; otherwise only the branch does. ``change_days``: until how many days before.
    """

    id = models.BigAutoField(primary_key=True)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=20)
    place = models.SmallIntegerField(default=0)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    about_zh = models.CharField(max_length=300)
    about_en = models.CharField(max_length=400)
    asks_zh = models.CharField(max_length=60, blank=True)
    asks_en = models.CharField(max_length=120, blank=True)
    wants = models.JSONField(default=list)
    prepares_zh = models.CharField(max_length=60, blank=True)
    prepares_en = models.CharField(max_length=120, blank=True)
    where = models.CharField(max_length=6, default="OFFICE")
    duty = models.CharField(max_length=20, blank=True)
    self_service = models.BooleanField(default=True)
    needs_case = models.BooleanField(default=False)
    lead_days = models.SmallIntegerField(default=1)
    horizon_days = models.SmallIntegerField(default=60)
    change_days = models.SmallIntegerField(default=1)
    remind_days = models.SmallIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    confirmed = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "code", "place", "name_zh", "name_en", "about_zh", "about_en", "asks_zh",
        "asks_en", "wants", "prepares_zh", "prepares_en", "where", "duty", "self_service",
        "needs_case", "lead_days", "horizon_days", "change_days", "remind_days", "is_active",
        "confirmed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "code"], name="service_code_once"),
            models.CheckConstraint(condition=Q(where__in=WHERE), name="service_where_known"),
            models.CheckConstraint(
                condition=Q(lead_days__gte=0, horizon_days__gt=F("lead_days"), change_days__gte=0),
                name="service_days_sensible",
            ),
        ]
        triggers: ClassVar = row_images()


class Pattern(models.Model):
    """When a service is given in the week; ended by a day, never rewritten."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, PROTECT, related_name="patterns")
    weekdays = models.JSONField()
    starts = models.TimeField()
    ends = models.TimeField()
    minutes = models.SmallIntegerField()
    capacity = models.SmallIntegerField()
    room = models.CharField(max_length=40, blank=True)
    room_en = models.CharField(max_length=80, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "service", "weekdays", "starts", "ends", "minutes", "capacity", "room", "room_en",
        "since", "until",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts"), minutes__gte=5, capacity__gte=1),
                name="pattern_sensible",
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()

    @property
    def room_name(self) -> Bilingual:
        """Where it is, in both languages."""
        return Bilingual(self.room, self.room_en)


class Slot(models.Model):
    """A time at which somebody has asked for a place; ``taken`` is kept by the trigger of bookings.

    The row is made when the first person asks. ``extra`` are places that staff added by hand.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    service = models.ForeignKey(Service, PROTECT, related_name="slots", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    on = models.DateField()
    room = models.CharField(max_length=40, blank=True)
    room_en = models.CharField(max_length=80, blank=True)
    capacity = models.SmallIntegerField()
    extra = models.SmallIntegerField(default=0)
    taken = models.SmallIntegerField(default=0)
    closed_because = models.CharField(max_length=200, blank=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "ref", "service", "starts_at", "ends_at", "on", "room", "room_en", "capacity",
        "extra", "taken", "closed_because",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "starts_at", "room"], name="slot_once"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("capacity") + F("extra"), extra__gte=0),
                name="slot_holds_no_more",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["on", "service"], name="slot_of_day")]
        triggers: ClassVar = row_images(unless="to_jsonb(OLD) - 'taken' = to_jsonb(NEW) - 'taken'")


class Booking(models.Model):
    """Somebody's place in a slot, from the short hold to what came of it.

    ``key`` was made with the form: sent twice, it is one booking. ``code_index`` is the blind index of
    the code by which the person finds it. ``case_text`` is what the person wrote; ``case`` is set when
    that is a case of the branch. ``address`` is for visits and shown to who goes there.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey(Service, PROTECT, related_name="+", db_index=False)
    slot = models.ForeignKey(Slot, PROTECT, related_name="bookings", db_index=False)
    key = models.UUIDField()
    number = models.CharField(max_length=30, blank=True)
    code_index = models.BinaryField(max_length=16)
    state = models.CharField(max_length=9, default=HELD)
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=10, default="zh-hant")
    case = models.ForeignKey("cases.Case", PROTECT, null=True, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    case_text = models.CharField(max_length=60, blank=True)
    want = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=200, blank=True)
    held_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)
    assigned = models.ForeignKey(
        "organisation.StaffMember", PROTECT, null=True, related_name="+", db_index=False
    )
    ready_at = models.DateTimeField(null=True)
    ready_name = models.CharField(max_length=120, blank=True)
    reminded_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_name = models.CharField(max_length=120, blank=True)
    ground = models.CharField(max_length=7, blank=True)
    closure_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=11, blank=True)
    result = models.CharField(max_length=500, blank=True)

    personal: ClassVar[set[str]] = {
        "name", "phone", "email", "case_text", "want", "note", "address", "ready_name",
        "ended_name", "result",
    }  # fmt: skip
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "service", "slot", "key", "number", "code_index", "state",
        "channel", "language", "case", "party", "held_at", "held_until", "booked_at", "assigned",
        "ready_at", "reminded_at", "arrived_at", "ended_at", "ground", "closure_id", "outcome",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "key"], name="appointment_key_once"),
            models.UniqueConstraint(
                fields=["branch", "number"], condition=Q(number__gt=""),
                name="appointment_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(STATE_NAMES)), name="appointment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=list(CHANNELS)), name="appointment_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *OUTCOMES]) & Q(ground__in=["", *GROUNDS]),
                name="appointment_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(state=HELD, held_until__isnull=False)
                | Q(state="EXPIRED")
                | Q(booked_at__isnull=False, number__gt="", name__gt=""),
                name="appointment_booked_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="CANCELLED") | Q(ground__gt="", ended_at__isnull=False),
                name="appointment_cancelled_whole",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["slot", "id"], name="appointment_of_slot"),
            models.Index(fields=["case", "-id"], name="appointment_of_case"),
            models.Index(fields=["party", "-id"], name="appointment_of_party"),
            models.Index(fields=["number"], name="appointment_by_number"),
            models.Index(
                fields=["held_until"], condition=Q(state=HELD), name="appointment_holds"
            ),
            models.Index(
                fields=["branch", "phone"], condition=Q(state=BOOKED), name="appointment_ahead"
            ),
        ]  # fmt: skip
        triggers: ClassVar = [
            *row_images("phone", "email", "address", "note"),
            pgtrigger.Trigger(
                name="keeps_places", when=pgtrigger.After, func=_KEEP_PLACES,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            ),
        ]  # fmt: skip


class Duty(models.Model):
    """Who serves at a service on a day (roster)."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(Service, PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    member = models.ForeignKey("organisation.StaffMember", PROTECT, related_name="+")

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "service", "on", "member"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "on", "member"], name="duty_once")
        ]
        triggers: ClassVar = row_images()
