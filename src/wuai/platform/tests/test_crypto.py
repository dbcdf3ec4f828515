"""A sealed number opens only in its own column and row, and an index finds it without telling it."""

import pytest

from wuai.platform import crypto

ROW = "0b7d4a3e-0000-4000-8000-000000000001"


def test_what_was_sealed_opens_again_in_its_place():
    sealed = crypto.seal("party.id", ROW, "A123456789")
    assert b"A123456789" not in sealed
    assert crypto.unseal("party.id", ROW, sealed) == "A123456789"
    assert crypto.key_id_of(sealed) == crypto.current_key_id()


@pytest.mark.parametrize(
    ("column", "row", "position"),
    [("party.other", ROW, None), ("party.id", ROW[:-1] + "2", None), ("party.id", ROW, -1)],
)
def test_moved_or_altered_it_does_not_open(column, row, position):
    sealed = bytearray(crypto.seal("party.id", ROW, "A123456789"))
    if position is not None:
        sealed[position] ^= 1
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(column, row, bytes(sealed))


def test_equal_numbers_have_equal_indexes_per_purpose_only():
    index = crypto.blind_index("party-id", "a123456789")
    assert index == crypto.blind_index("party-id", "Ａ123456789")
    assert len(index) == 16
    assert index != crypto.blind_index("account", "A123456789")


def test_nonces_do_not_repeat():
    run = crypto.sealer("party.id")
    assert len({run(ROW, "A123456789") for _ in range(20_000)}) == 20_000
