"""How people want to be told: ways they consented to, their language, whether reminders are welcome."""

from typing import ClassVar

from django.db import models

from wuai.contexts.messages.rules.channels import CHANNELS, SOURCES
from wuai.contexts.messages.rules.kinds import LANGUAGES
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT


class Preference(models.Model):
    """Language and reminders of one person."""

    party = models.OneToOneField("parties.Party", PROTECT, related_name="+")
    language = models.CharField(max_length=8, default="zh-hant")
    reminders_stopped_at = models.DateTimeField(null=True)
    line_code = models.CharField(max_length=12, null=True, unique=True)
    line_code_until = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    personal: ClassVar[set[str]] = {"line_code"}
    plain: ClassVar[set[str]] = {
        "id", "party", "language", "reminders_stopped_at", "line_code_until", "changed_at",
        "changed_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(language__in=list(LANGUAGES)), name="preference_language_known"
            )
        ]
        triggers: ClassVar = row_images()


class Contact(models.Model):
    """A channel of a person with the consent to use it. Without a row nothing is sent that way.

    A mailbox is used once its owner has said so by the link in a letter (``confirmed_at``); the link
    counts from the letter that asked last (``asked_at``).
    ``bad_since``: the provider says that nobody is reached there. ``ended_at``: consent withdrawn.
    """

    party = models.ForeignKey("parties.Party", PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=4)
    address = models.CharField(max_length=160)
    rank = models.SmallIntegerField(default=1)
    source = models.CharField(max_length=8)
    consented_at = models.DateTimeField()
    consented_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True)
    bad_since = models.DateTimeField(null=True)
    bad_why = models.CharField(max_length=300, blank=True)

    personal: ClassVar[set[str]] = {"address", "bad_why"}
    plain: ClassVar[set[str]] = {
        "id", "party", "channel", "rank", "source", "consented_at", "consented_by",
        "asked_at", "confirmed_at", "ended_at", "ended_why", "bad_since",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "channel"], name="contact_once_per_channel"),
            models.CheckConstraint(
                condition=models.Q(channel__in=list(CHANNELS)), name="contact_channel_known"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=list(SOURCES)), name="contact_source_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["channel", "address"], name="contact_address")
        ]  # fmt: skip
        triggers: ClassVar = row_images()
