"""Parties: found by two characters and by number, shown masked, revealed with a reason, re-keyed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wuai.contexts.parties import api as parties
from wuai.contexts.parties.models import ID_NUMBER, Party
from wuai.platform import bigrams, crypto
from wuai.platform.actors import Actor
from wuai.platform.models import HistoryLine, ReadLine, RowImage

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture
def branch_id() -> int:
    from wuai.contexts.organisation import api as organisation

    return organisation.branch("SCY").id


@pytest.fixture
def make(branch_id: int) -> Any:
    from django.db import connection

    def run(name: str, number: str = "", branch: int = branch_id) -> Party:
        party = Party(branch_id=branch, kind="PERSON", name=name, created_at=AT)
        party.name_search = ""
        if number:
            party.id_number = crypto.seal(ID_NUMBER, str(party.ref), number)
            party.id_index = crypto.blind_index("party-id", number)
            party.id_kind = "NATIONAL_ID"
        party.save()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE parties_party SET name_search = %s::tsvector WHERE id = %s",
                [bigrams.vector(name), party.id],
            )
        return party

    return run


@pytest.fixture
def clerk(branch_id: int) -> Actor:
    return Actor("staff", "account:c", "c", branch_id=branch_id,
                 permissions=frozenset({"party.reveal"}))  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"),
    [("陳大文", "大文"), ("陳大文", "陳"), ("陳大文", "文"), ("吳𡘙", "𡘙"), ("𠮷田𡘙", "田𡘙"),
     ("ＡＢＣ公司", "abc"), ("O'Neil \\ x", "o'n"), ("陳 大文", "陳大"), ("李", "李")],
)  # fmt: skip
def test_a_name_is_found_by_one_or_two_of_its_characters(
    make: Any, branch_id: int, name: str, words: str
) -> None:
    party = make(name)
    make("毫無關係")
    assert [row.id for row in parties.find(branch_id, words)] == [party.id]


def test_a_number_is_found_exactly_however_it_is_typed(make: Any, branch_id: int) -> None:
    party = make("陳大文", "A123456789")
    assert [row.id for row in parties.find(branch_id, "ａ１２３４５６７８９")] == [party.id]
    assert parties.find(branch_id, "F200000008") == []


def test_a_party_is_shown_masked_and_of_one_branch_only(make: Any, branch_id: int) -> None:
    from wuai.contexts.organisation import api as organisation

    party = make("陳大文", "A123456789")
    row = parties.party_row(party.id)
    assert (row.id_masked, row.name_masked) == ("A1234*****", "陳○○")
    other = organisation.branch("TPY").id
    assert parties.find(other, "陳大") == []
    assert parties.party_by_ref(other, party.ref) is None


def test_a_number_is_revealed_with_a_reason_and_the_reading_is_kept(
    make: Any, clerk: Actor
) -> None:
    party = make("陳大文", "A123456789")
    shown = parties.reveal(party_ref=party.ref, reason="核對繳款人身分", by=clerk, at=AT)
    assert shown == "A123456789"
    assert HistoryLine.objects.get(action="party.reveal").reason == "核對繳款人身分"
    assert ReadLine.objects.get().subjects == [f"party:{party.ref}"]
    assert "A123456789" not in str(HistoryLine.objects.values_list()[0])


@pytest.mark.parametrize("reason", ["", "  ", "看看"])
def test_without_a_reason_nothing_is_shown(make: Any, clerk: Actor, reason: str) -> None:
    party = make("陳大文", "A123456789")
    with pytest.raises(parties.ReasonMissing):
        parties.reveal(party_ref=party.ref, reason=reason, by=clerk, at=AT)


def test_another_branch_reveals_nothing(make: Any, clerk: Actor) -> None:
    from dataclasses import replace

    party = make("陳大文", "A123456789")
    with pytest.raises(parties.PartyUnknown):
        parties.reveal(
            party_ref=party.ref, reason="核對身分用", by=replace(clerk, branch_id=-1), at=AT
        )


def test_keys_are_rotated_and_may_be_taken_up_again(make: Any, branch_id: int, tmp_path: Any,
                                                    monkeypatch: Any) -> None:  # fmt: skip
    import shutil
    import sys

    from wuai.platform import keys

    rotating = sys.modules["wuai.contexts.parties.actions.rotate"]

    shutil.copytree(keys.KEYS, tmp_path / "keys")
    monkeypatch.setattr(keys, "KEYS", tmp_path / "keys")
    crypto.forget_keys()
    numbers = ["A123456789", "F200000008", "A800000014", ""]
    made = [make(f"某{n}", number) for n, number in enumerate(numbers)]
    monkeypatch.setattr(rotating, "STEP", 2)
    old = crypto.current_key_id()
    assert parties.rotate(new_key=True) == 3
    assert parties.rotate(new_key=False) == 0
    for party, number in zip(made, numbers, strict=True):
        party.refresh_from_db()
        if number:
            assert crypto.key_id_of(party.id_number) == crypto.current_key_id() != old
            assert crypto.unseal(ID_NUMBER, str(party.ref), party.id_number) == number
    assert not RowImage.objects.filter(action="party.rotate_keys").exists()
    monkeypatch.undo()
    crypto.forget_keys()
