"""Accounts of people of a branch or an agency, their roles, and tokens of machines."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from wuai.platform.triggers import row_images

PROTECT = models.PROTECT


class Accounts(BaseUserManager["Account"]):
    """Finds accounts for Django's login; new ones are made by ``actions.create_account``."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with this name, whatever the case of its letters."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """Who can log in: a person of one branch or of one agency."""

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    branch = models.ForeignKey(
        "organisation.Branch", PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        "organisation.Agency", PROTECT, null=True, blank=True, related_name="+"
    )
    member = models.ForeignKey(
        "organisation.StaffMember", PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    # Django would write this at every login, and an image of the row with it; history knows it.
    last_login = None

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = Accounts()

    personal: ClassVar[set[str]] = {"username", "name", "email", "password"}
    plain: ClassVar[set[str]] = {
        "id", "ref", "branch", "agency", "member", "is_active", "must_change_password", "is_demo",
        "ended_at", "created_at",
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(branch__isnull=True) | models.Q(agency__isnull=True),
                name="account_of_branch_or_agency",
            ),
            models.UniqueConstraint(Lower("username"), name="account_username_any_case"),
        ]
        triggers: ClassVar = row_images("password")


class Role(models.Model):
    """A role is data: a code, names, and the permissions it gives."""

    code = models.CharField(max_length=20, unique=True)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    permissions = models.JSONField(default=list)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "code", "name_zh", "name_en", "kind", "permissions"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["staff", "agency"]), name="role_kind_known"
            )
        ]
        triggers: ClassVar = row_images()


class AccountRole(models.Model):
    """One person holds one role; several rows, several roles."""

    account = models.ForeignKey(Account, PROTECT, related_name="+")
    role = models.ForeignKey(Role, PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {"id", "account", "role", "since", "until"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "role"], condition=models.Q(until__isnull=True),
                name="role_held_once",
            )
        ]  # fmt: skip
        triggers: ClassVar = row_images()


class ApiToken(models.Model):
    """A token of a client program of an agency; only its hash is kept."""

    ref = models.UUIDField(unique=True, default=uuid.uuid4)
    agency = models.ForeignKey("organisation.Agency", PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(Account, PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    personal: ClassVar[set[str]] = set()
    plain: ClassVar[set[str]] = {
        "id", "ref", "agency", "name", "prefix", "sha256", "scopes", "created_by", "created_at",
        "expires_on", "ended_at", "last_used_at",
    }  # fmt: skip

    class Meta:
        triggers: ClassVar = row_images()


class PastPassword(models.Model):
    """The hash of a password once used: the last three are not taken again."""

    account = models.ForeignKey(Account, PROTECT, related_name="+")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    personal: ClassVar[set[str]] = {"password"}
    plain: ClassVar[set[str]] = {"id", "account", "set_at"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="past_password_account")]


class AddressFailure(models.Model):
    """How often login failed from one address in a quarter of an hour; the address is not kept."""

    address_index = models.BinaryField(max_length=16)
    quarter = models.BigIntegerField()
    failures = models.IntegerField()

    personal: ClassVar[set[str]] = {"address_index"}
    plain: ClassVar[set[str]] = {"id", "quarter", "failures"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["address_index", "quarter"], name="address_failure_once"
            )
        ]
