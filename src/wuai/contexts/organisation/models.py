"""Branches, offices, sections and their people; agencies; categories. Reference data with history."""

from typing import ClassVar

from django.db import models

from wuai.platform.triggers import row_images

PROTECT = models.PROTECT
KINDS = ["TAX", "NHI", "LABOUR_INSURANCE", "FINE", "FEE"]


class Branch(models.Model):
    """An enforcement branch (分署). Everything else belongs to one."""

    code = models.CharField(max_length=8, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    short_zh = models.CharField(max_length=4)
    address_zh = models.CharField(max_length=200, blank=True)
    address_en = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    fax = models.CharField(max_length=40, blank=True)
    complaint_phone = models.CharField(max_length=40, blank=True)
    hours_zh = models.CharField(max_length=120, blank=True)
    hours_en = models.CharField(max_length=120, blank=True)
    map_zh = models.TextField(blank=True)
    map_en = models.TextField(blank=True)
    county = models.CharField(max_length=20, blank=True)
    counties = models.JSONField(default=list, blank=True)
    confirmed = models.BooleanField(default=False)
    is_operating = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "code", "name_zh", "name_en", "short_zh", "address_zh", "address_en", "postcode",
        "phone", "fax", "complaint_phone", "hours_zh", "hours_en", "map_zh", "map_en", "county",
        "counties", "confirmed", "is_operating", "is_demo",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = row_images()


class Office(models.Model):
    """A satellite office of a branch (R2, R3)."""

    branch = models.ForeignKey(Branch, PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    address_zh = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "code", "name_zh", "name_en", "address_zh", "phone",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "code"], name="office_code_once")
        ]
        triggers: ClassVar = row_images()


class Section(models.Model):
    """A section (股): it holds cases, has a phone, and a quota in the rotation.

    ``categories``: empty takes any category; otherwise only the listed codes come here.
    """

    branch = models.ForeignKey(Branch, PROTECT, related_name="+")
    office = models.ForeignKey(Office, PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=8)
    name_zh = models.CharField(max_length=20)
    name_en = models.CharField(max_length=60)
    division_zh = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    extension = models.CharField(max_length=10, blank=True)
    room = models.CharField(max_length=40, blank=True)
    duties_zh = models.TextField(blank=True)
    duties_en = models.TextField(blank=True)
    quota = models.PositiveSmallIntegerField(default=10)
    categories = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "office", "code", "name_zh", "name_en", "division_zh", "phone",
        "extension", "room", "duties_zh", "duties_en", "quota", "categories", "is_active",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "code"], name="section_code_once")
        ]
        triggers: ClassVar = row_images()


class StaffMember(models.Model):
    """A person of the branch and the duty held there. Accounts and rosters point to members."""

    branch = models.ForeignKey(Branch, PROTECT, related_name="+")
    section = models.ForeignKey(Section, PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=20)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    duty = models.CharField(max_length=20)
    phone = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    personal: ClassVar[set[str]] = {"name_zh", "name_en", "phone"}
    plain: ClassVar[set[str]] = {
        "id", "branch", "section", "number", "duty", "since", "until",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "number"], name="member_number_once"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="member_until_after_since",
            ),
        ]
        triggers: ClassVar = row_images()


class SectionCover(models.Model):
    """Leave cover: new cases of a section go to another one for some days."""

    section = models.ForeignKey(Section, PROTECT, related_name="+")
    covered_by = models.ForeignKey(Section, PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=120, blank=True)

    personal: ClassVar[set[str]] = {"reason"}
    plain: ClassVar[set[str]] = {"id", "section", "covered_by", "since", "until"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")), name="cover_until_after_since"
            ),
            models.CheckConstraint(
                condition=~models.Q(section=models.F("covered_by")), name="cover_is_another"
            ),
        ]
        triggers: ClassVar = row_images()


class Agency(models.Model):
    """A referring agency (移送機關)."""

    code = models.CharField(max_length=20, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=160)
    feedback_email = models.EmailField(blank=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    address_zh = models.CharField(max_length=200, blank=True)
    payee_name = models.CharField(max_length=80, blank=True)
    payee_bank = models.CharField(max_length=7, blank=True)
    payee_account = models.BinaryField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    personal: ClassVar[set[str]] = {"contact_name", "contact_phone", "payee_account"}
    plain: ClassVar[set[str]] = {
        "id", "code", "name_zh", "name_en", "feedback_email", "address_zh", "payee_name",
        "payee_bank", "is_active",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = row_images()


class Category(models.Model):
    """What is owed (案件類別): its kind, its word in case numbers (案由), its usual track."""

    branch = models.ForeignKey(Branch, PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    word = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    track = models.CharField(max_length=8, default="執")
    is_active = models.BooleanField(default=True)
    confirmed = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "branch", "code", "name_zh", "name_en", "word", "kind", "track", "is_active",
        "confirmed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["branch", "code"], name="category_code_once"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="category_kind_known"),
        ]
        triggers: ClassVar = row_images()


class ClosingCode(models.Model):
    """How a case may end (結案代碼)."""

    code = models.CharField(max_length=20, unique=True)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    feedback_zh = models.CharField(max_length=20)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "code", "name_zh", "name_en", "feedback_zh"}

    class Meta:
        triggers: ClassVar = row_images()


class OnlineSystem(models.Model):
    """Another authority's system in which some of our applications can be made too.

    Without an address it is not shown to anybody. ``offers`` are the codes of our applications, apart
    by spaces, that it takes as well.
    """

    code = models.CharField(max_length=20, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    url = models.URLField(max_length=300, blank=True)
    offers = models.CharField(max_length=1000, blank=True)
    confirmed = models.BooleanField(default=False)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "code", "name_zh", "name_en", "url", "offers", "confirmed",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(url="") | models.Q(url__startswith="https://"),
                name="online_system_address_is_safe",
            )
        ]
        triggers: ClassVar = row_images()
