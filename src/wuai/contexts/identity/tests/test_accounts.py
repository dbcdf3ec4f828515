"""Accounts are made, get roles, are reset and end within their own branch or agency only."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from wuai.contexts.identity import actions, api, queries, rules
from wuai.contexts.identity.actions import demo
from wuai.contexts.identity.models import Account, PastPassword, Role
from wuai.contexts.organisation import api as organisation
from wuai.platform.actors import PUBLIC, Actor, system
from wuai.platform.models import HistoryLine, RowImage

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


@pytest.fixture
def scy():
    return organisation.branch("SCY")


@pytest.fixture
def manager(scy):
    return Actor("staff", "account:manager", "管理", branch_id=scy.id, branch_code="SCY",
                 permissions=frozenset({"account.manage"}))  # fmt: skip


@pytest.fixture
def nhi_admin():
    nhi = organisation.agency("NHI")
    return Actor("agency", f"account:{uuid.uuid4()}", "健保", agency_id=nhi.id, agency_code="NHI",
                 permissions=frozenset({"agency.admin"}))  # fmt: skip


def _new(by, username="mei", roles=("CLERK",), **more):
    values = {"branch_id": by.branch_id, "agency_id": by.agency_id} | more
    new = actions.NewAccount(username=username, name="陳示範", roles=tuple(roles), **values)
    return actions.create_account(new=new, by=by, at=AT)


def _actor(ref, on=TODAY):
    return queries.actor_of_account(Account.objects.get(ref=ref), on=on)


class TestBeginning:
    def test_an_account_begins_with_a_one_time_password_and_its_roles(self, manager):
        made = _new(manager, roles=("CLERK", "CASHIER"))
        account = Account.objects.get(ref=made.ref)
        assert account.check_password(made.first_password)
        assert account.must_change_password
        assert {"case.edit", "payment.counter"} <= _actor(made.ref).permissions
        assert made.first_password not in str(list(HistoryLine.objects.values()))

    @pytest.mark.parametrize("name", ["Mei", "ＭＥＩ", " mei "])
    def test_a_name_that_only_looks_different_is_taken(self, manager, name):
        _new(manager)
        with pytest.raises(rules.UsernameTaken):
            _new(manager, username=name)

    @pytest.mark.parametrize(
        "name", ["", "ab", "a b c", "陳美玲", "-abc", "a\nbc", "a" * 61, "mеi"]
    )
    def test_a_name_that_could_be_mistaken_is_refused(self, manager, name):
        with pytest.raises(rules.UsernameUnfit):
            _new(manager, username=name)

    def test_the_table_itself_refuses_the_same_name_in_other_letters(self, manager):
        _new(manager)
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.create(username="MEI", name="x", created_at=AT)

    def test_nobody_makes_accounts_elsewhere(self, manager, nhi_admin):
        ily, bli = organisation.branch("ILY"), organisation.agency("BLI")
        for by, place in (
            (manager, {"branch_id": ily.id}),
            (manager, {"branch_id": None, "agency_id": bli.id}),
            (nhi_admin, {"agency_id": bli.id}),
            (nhi_admin, {"agency_id": None, "branch_id": ily.id}),
        ):
            with pytest.raises(rules.NotYourAccounts):
                _new(by, roles=(), **place)

    def test_a_clerk_makes_none(self, scy):
        clerk = Actor(
            "staff", "account:c", "c", branch_id=scy.id, permissions=frozenset({"case.view"})
        )
        with pytest.raises(rules.NotYourAccounts):
            _new(clerk)


class TestRoles:
    def test_a_role_holds_from_its_first_day_to_its_last(self, manager):
        made = _new(manager, roles=())
        actions.grant_role(ref=made.ref, role="CHIEF", since=date(2026, 12, 1),
                           until=date(2026, 12, 31), by=manager, at=AT)  # fmt: skip
        held = {day: bool(_actor(made.ref, day).permissions) for day in (
            date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1))}  # fmt: skip
        assert list(held.values()) == [False, True, True, False]

    def test_ended_it_is_gone_at_once(self, manager):
        made = _new(manager)
        (held,) = queries.account_row(made.ref).roles
        actions.end_role(ref=made.ref, held_id=held.id, by=manager, at=AT)
        assert _actor(made.ref).permissions == frozenset()
        actions.grant_role(ref=made.ref, role="CLERK", since=TODAY, until=None, by=manager, at=AT)
        assert "case.edit" in _actor(made.ref).permissions

    @pytest.mark.parametrize(
        ("role", "since", "until", "refused"),
        [
            ("AGENCY_USER", TODAY, None, rules.RoleUnfit),
            ("KING", TODAY, None, rules.RoleUnfit),
            ("CLERK", date(2027, 1, 1), None, rules.RoleHeldAlready),
            ("CHIEF", TODAY, date(2026, 11, 20), rules.DatesReversed),
        ],
    )
    def test_what_cannot_be_given_is_refused(self, manager, role, since, until, refused):
        made = _new(manager)
        with pytest.raises(refused):
            actions.grant_role(ref=made.ref, role=role, since=since, until=until, by=manager, at=AT)

    def test_nobody_gives_himself_a_role(self, manager, scy):
        made = _new(manager, roles=("IT",))
        itself = _actor(made.ref)
        with pytest.raises(rules.NotOnYourself):
            actions.grant_role(
                ref=made.ref, role="CHIEF", since=TODAY, until=None, by=itself, at=AT
            )

    def test_every_role_gives_only_known_permissions_and_every_permission_is_given(self):
        for kind, known in (("staff", rules.PERMISSIONS), ("agency", rules.SCOPES)):
            given = [set(row.permissions) for row in queries.roles(kind)]
            assert set().union(*given) == known
        assert {r.code for r in queries.roles("staff")} == {
            "CLERK", "ASSISTANT", "OFFICER", "CHIEF", "CASHIER", "ALLOCATION", "SECRETARIAT",
            "STATISTICS", "ETHICS", "HARASSMENT", "IT", "AUDITOR", "GUARD",
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("permission", "roles"),
        [
            ("account.manage", {"IT"}),
            ("audit.view", {"ETHICS", "AUDITOR"}),
            ("payment.counter", {"CASHIER"}),
            ("payment.approve", {"CASHIER", "CHIEF"}),
            ("case.assign", {"ALLOCATION", "CHIEF"}),
            ("party.reveal", {"CLERK", "ASSISTANT", "OFFICER", "CHIEF"}),
        ],
    )
    def test_who_may_do_what_is_told_apart(self, permission, roles):
        holders = Role.objects.filter(kind="staff", permissions__contains=[permission])
        assert set(holders.values_list("code", flat=True)) == roles

    def test_an_agency_role_of_a_staff_account_would_give_nothing(self, manager):
        made = _new(manager, roles=())
        from wuai.contexts.identity.models import AccountRole

        AccountRole.objects.create(
            account=Account.objects.get(ref=made.ref), role=Role.objects.get(code="AGENCY_ADMIN"),
            since=TODAY,
        )  # fmt: skip
        assert _actor(made.ref).permissions == frozenset()


class TestEnding:
    def test_an_ended_account_is_nobody_and_stays_ended(self, manager):
        made = _new(manager)
        actions.end_account(ref=made.ref, reason="離職", by=manager, at=AT)
        assert _actor(made.ref) == PUBLIC
        for again in (
            lambda: actions.end_account(ref=made.ref, reason="", by=manager, at=AT),
            lambda: actions.reset_account(
                ref=made.ref, second_factor=False, reason="", by=manager, at=AT
            ),
            lambda: actions.grant_role(
                ref=made.ref, role="CHIEF", since=TODAY, until=None, by=manager, at=AT
            ),
        ):
            with pytest.raises(rules.AccountEnded):
                again()

    def test_another_branch_or_agency_does_not_even_learn_that_it_exists(self, manager, nhi_admin):
        theirs = _new(system(), branch_id=organisation.branch("ILY").id)
        agency = _new(
            system(), username="bli-user", roles=(), agency_id=organisation.agency("BLI").id
        )
        for by in (manager, nhi_admin):
            for ref in (theirs.ref, agency.ref):
                with pytest.raises(rules.AccountUnknown):
                    actions.end_account(ref=ref, reason="", by=by, at=AT)
                with pytest.raises(rules.AccountUnknown):
                    actions.reset_account(ref=ref, second_factor=True, reason="", by=by, at=AT)

    def test_an_image_of_the_row_holds_no_password(self, manager):
        made = _new(manager)
        actions.end_account(ref=made.ref, reason="離職", by=manager, at=AT)
        old = [image.old for image in RowImage.objects.filter(table_name="identity_account")]
        assert old
        assert all("username" in image and "password" not in image for image in old)


class TestPasswords:
    def _change(self, ref, new, present=None):
        actions.change_password(ref=ref, present=present, new=new, by=system(), at=AT)

    def test_the_last_three_are_not_taken_again_and_the_fourth_is(self, manager):
        made = _new(manager)
        words = [f"correct-horse-{n}-staple" for n in range(4)]
        for word in words[:3]:
            self._change(made.ref, word)
        for word in words[:3]:
            with pytest.raises(rules.PasswordUsedBefore):
                self._change(made.ref, word)
        self._change(made.ref, words[3])
        self._change(made.ref, words[0])
        assert PastPassword.objects.filter(account__ref=made.ref).count() == 6

    def test_the_first_password_does_not_stay(self, manager):
        made = _new(manager)
        with pytest.raises(rules.PasswordUsedBefore):
            self._change(made.ref, made.first_password)

    @pytest.mark.parametrize("weak", ["short", "passwordpassword"[:8], "11111111", "qwertyuiop"])
    def test_a_weak_one_is_refused_in_words(self, manager, weak):
        made = _new(manager)
        with pytest.raises(ValidationError):
            self._change(made.ref, weak)

    def test_the_present_one_must_be_right(self, manager):
        made = _new(manager)
        with pytest.raises(rules.PasswordWrong):
            self._change(made.ref, "correct-horse-staple", present="wrong")
        self._change(made.ref, "correct-horse-staple", present=made.first_password)
        assert not Account.objects.get(ref=made.ref).must_change_password


class TestTokens:
    def _make(self, by, **change):
        values = {
            "name": "批次程式",
            "scopes": ["case.read"],
            "expires_on": date(2027, 1, 1),
        } | change
        return actions.create_token(**values, by=by, at=AT)

    def test_a_token_opens_its_own_agency_and_only_its_hash_is_kept(self, nhi_admin):
        made = self._make(nhi_admin)
        client = api.client_of_token(made.secret, on=TODAY)
        assert (client.agency_code, client.scopes) == ("NHI", frozenset({"case.read"}))
        with connection.cursor() as cursor:
            cursor.execute("SELECT identity_apitoken::text FROM identity_apitoken")
            assert made.secret not in cursor.fetchone()[0]

    def test_it_ends_on_its_day_or_by_its_administrator(self, nhi_admin):
        made = self._make(nhi_admin)
        assert api.client_of_token(made.secret, on=date(2027, 1, 1))
        assert api.client_of_token(made.secret, on=date(2027, 1, 2)) is None
        actions.end_token(ref=made.ref, by=nhi_admin, at=AT)
        assert api.client_of_token(made.secret, on=TODAY) is None
        with pytest.raises(rules.AccountUnknown):
            actions.end_token(ref=made.ref, by=nhi_admin, at=AT)

    def test_another_agency_cannot_end_it(self, nhi_admin):
        made = self._make(nhi_admin)
        other = Actor("agency", f"account:{uuid.uuid4()}", "勞保", agency_id=organisation.agency("BLI").id,
                      permissions=frozenset({"agency.admin"}))  # fmt: skip
        with pytest.raises(rules.AccountUnknown):
            actions.end_token(ref=made.ref, by=other, at=AT)

    @pytest.mark.parametrize(
        "change",
        [
            {"scopes": []},
            {"scopes": ["everything"]},
            {"expires_on": TODAY},
            {"expires_on": date(2027, 11, 23)},
        ],
    )
    def test_an_unfit_token_is_refused(self, nhi_admin, change):
        with pytest.raises(rules.TokenUnfit):
            self._make(nhi_admin, **change)

    def test_staff_make_none(self, manager):
        with pytest.raises(rules.NotYourAccounts):
            self._make(manager)

    def test_its_use_is_noted_to_five_minutes(self, nhi_admin):
        made = self._make(nhi_admin)
        client = api.client_of_token(made.secret, on=TODAY)
        for minute in (0, 3, 6):
            api.note_token_use(token_id=client.token_id, at=AT.replace(minute=minute))
        (row,) = queries.tokens(nhi_admin.agency_id)
        assert row.last_used_at == AT.replace(minute=6)


class TestDemo:
    def test_there_is_an_account_per_role_whose_code_is_known(self):
        api.create_demo_accounts(branch="SCY", by=system(), at=AT)
        rows = api.accounts(branch_id=organisation.branch("SCY").id)
        assert {r.code for row in rows for r in row.roles} == {r.code for r in api.roles("staff")}
        assert all(row.has_second_factor and row.is_demo for row in rows)
        assert api.actor_named("clerk", on=TODAY).section_id is not None
        assert api.actor_named("nhi", on=TODAY).permissions == rules.SCOPES

    def test_a_code_is_good_once_and_the_next_is_another(self):
        api.create_demo_accounts(branch="SCY", by=system(), at=AT)
        ref = str(Account.objects.get(username="clerk").ref)
        for _ in range(3):
            code = api.current_code("clerk", at=AT)
            assert actions.use_code(ref=ref, code=code, by=system(), at=AT) == "totp"
            with pytest.raises(rules.CodeWrong):
                actions.use_code(ref=ref, code=code, by=system(), at=AT)
        assert api.current_code("clerk", at=AT) is None
        assert api.current_code("clerk", at=AT.replace(second=30)) is not None

    def test_made_again_nothing_is_doubled(self):
        first = api.create_demo_accounts(branch="SCY", by=system(), at=AT)
        assert len(first) == len({*demo.STAFF, *demo.AGENCIES})
        assert api.create_demo_accounts(branch="SCY", by=system(), at=AT) == []

    def test_never_beside_real_people(self, manager):
        made = _new(manager)
        with pytest.raises(rules.NotEmpty):
            api.create_demo_accounts(branch="SCY", by=system(), at=AT)
        with pytest.raises(rules.NotADemoAccount):
            api.current_code(made.username, at=AT)
