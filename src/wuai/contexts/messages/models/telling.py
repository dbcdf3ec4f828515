"""What somebody is told: the copy in the portal, which counts, whatever becomes of the messages."""

import uuid
from typing import ClassVar

from django.db import models

from wuai.contexts.messages.rules.kinds import LANGUAGES
from wuai.platform.triggers import row_images

PROTECT = models.PROTECT


class Telling(models.Model):
    """One thing that one person is told, once per event and kind (``once_key``).

    ``reached_at``: a provider said that it arrived, somebody
    was reached by telephone, or the person opened the copy. ``unreached_at``: no way is left.
    """

    id = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    branch = models.ForeignKey("organisation.Branch", PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    once_key = models.CharField(max_length=200, unique=True)
    reference = models.CharField(max_length=40)
    link = models.CharField(max_length=200)
    language = models.CharField(max_length=8)
    wording = models.IntegerField(default=0)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    short = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    unreached_at = models.DateTimeField(null=True)

    # The words hold nothing personal by rule (``rules.kinds``).
    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "party", "kind", "once_key", "reference", "link", "language",
        "wording", "subject", "text", "short", "created_at", "opened_at", "reached_at",
        "unreached_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(language__in=list(LANGUAGES)), name="telling_language_known"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["party", "-id"], name="telling_of_party"),
            models.Index(
                fields=["branch", "id"], name="telling_unreached",
                condition=models.Q(unreached_at__isnull=False, reached_at__isnull=True),
            ),
        ]  # fmt: skip
        triggers: ClassVar = row_images()
