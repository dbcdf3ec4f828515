"""A stored file comes back byte for byte, or not at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from wuai.platform import files
from wuai.platform.crypto import SealBroken

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "size", [0, 1, files.CHUNK - 1, files.CHUNK, files.CHUNK + 1, 3 * files.CHUNK + 7]
)
def test_any_size_comes_back(size):
    content = bytes(i % 251 for i in range(size))
    kept = files.store(
        [content[:10], content[10:]], kind="t", name="名.csv", media_type="text/csv", at=AT
    )
    assert (kept.size, files.read_all(kept)) == (size, content)


@pytest.mark.parametrize("damage", ["flip", "cut", "drop-chunk"])
def test_a_damaged_file_does_not_open(damage):
    content = bytes(3 * files.CHUNK)
    kept = files.store([content], kind="t", name="x", media_type="a/b", at=AT)
    path = Path(default_storage.path(kept.path))
    raw = bytearray(path.read_bytes())
    assert b"\0" * 1000 not in raw
    if damage == "flip":
        raw[len(raw) // 2] ^= 1
    else:
        chunk = 16 + files.CHUNK + 16
        raw = raw[:-chunk] if damage == "cut" else raw[:8] + raw[8 + chunk :]
    path.write_bytes(raw)
    with pytest.raises(SealBroken):
        files.read_all(kept)
