"""The words of each kind of message, in versions: what was once sent stays readable."""

from typing import ClassVar

from django.db import models

from wuai.platform.triggers import append_only


class Wording(models.Model):
    """One version of the words of a kind in both languages; the highest version is used."""

    kind = models.CharField(max_length=20)
    version = models.IntegerField()
    subject_zh = models.CharField(max_length=120)
    text_zh = models.TextField()
    short_zh = models.CharField(max_length=134)
    subject_en = models.CharField(max_length=120)
    text_en = models.TextField()
    short_en = models.CharField(max_length=134)
    why = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    made_name = models.CharField(max_length=120)

    personal: ClassVar[set[str]] = {"made_name"}
    plain: ClassVar[set[str]] = {
        "id", "kind", "version", "subject_zh", "text_zh", "short_zh", "subject_en", "text_en",
        "short_en", "why", "made_at", "made_by",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "version"], name="wording_version_once")
        ]
        triggers: ClassVar = append_only()
