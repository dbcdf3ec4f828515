"""Browsers keep scripts and styles for good, and take new ones at once."""

from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.templatetags.static import static

from wuai.config.static_version import version


@pytest.fixture
def house(tmp_path):
    folder = tmp_path / "ui" / "static" / "ui"
    folder.mkdir(parents=True)
    (folder / "base.css").write_text("a{}")
    (tmp_path / "lock.txt").write_text("one==1")
    return tmp_path


def _version(house):
    return version(house, house / "lock.txt")


def test_the_version_stays_while_nothing_changed_whatever_lies_beside(house):
    before = _version(house)
    (house / "ui" / "views.py").write_text("x = 1")
    assert _version(house) == before
    assert len(before) == 12


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ui/static/ui/base.css", "b{}"), ("ui/static/ui/more.css", ""), ("lock.txt", "one==2"),
    ],
)  # fmt: skip
def test_any_file_or_library_changes_the_version(house, path, text):
    before = _version(house)
    (house / path).write_text(text)
    assert _version(house) != before


@pytest.mark.django_db
def test_a_page_names_the_version_and_the_file_may_be_kept_for_good(client):
    address = static("ui/base.css")
    assert address == urljoin(settings.STATIC_URL, "ui/base.css")
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    answer.close()
    assert client.get("/static/000000000000/ui/base.css").status_code == 404
