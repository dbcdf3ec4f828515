"""Texts for replies: written in versions, offered where they fit, taken over with their facts."""

import pytest
import time_machine
from django.test import Client
from tests import factories as make

from wuai.contexts.applications.actions import replies
from wuai.contexts.applications.models import ReplyText
from wuai.contexts.applications.queries import replies as queries
from wuai.contexts.applications.rules import replies as rules
from wuai.contexts.applications.tests.conftest import Window

HOME = "/staff/reply-texts/"


@pytest.mark.parametrize(
    ("name", "zh", "en", "wrong"),
    [
        ("收到", "{number} 已收到", "{number} was received", ""),
        ("收到", "{branch} {phone} {received}", "x", ""),
        (" ", "x", "x", "name"),
        ("字" * 61, "x", "x", "name"),
        ("收到", " ", "x", "zh"),
        ("收到", "x", "", "en"),
        ("收到", "x", "{name}", "en"),
        ("收到", "{", "x", "zh"),
        ("收到", "x" * 2001, "x", "zh"),
    ],
)
def test_a_text_has_a_name_both_languages_and_known_fields(name, zh, en, wrong):
    if not wrong:
        rules.check(name, zh, en)
        return
    with pytest.raises(rules.ReplyTextWrong) as refused:
        rules.check(name, zh, en)
    assert refused.value.field == wrong


def written(window, name="收到", kind="", zh="{number} 已收到，{branch} 敬復", after=0, by=None):
    given = replies.Written(kind, name, zh, "{number} received", after)
    return replies.write(written=given, by=by or window.clerk, at=window.at)


def test_versions_are_kept_and_the_last_one_is_offered(window):
    first = written(window)
    second = written(window, zh="新的 {number}", after=1)
    assert [row.version for row in queries.versions(window.branch.id, first.ref)] == [2, 1]
    assert [row.ref for row in queries.offered(window.branch.id, "IDEA")] == [second.ref]
    own = written(window, name="建議", kind="IDEA")
    assert [r.ref for r in queries.offered(window.branch.id, "IDEA")] == [own.ref, second.ref]
    assert [r.ref for r in queries.offered(window.branch.id, "REPORT")] == [second.ref]
    assert queries.offered(make.branch("TPY").id, "IDEA") == []


def test_who_did_not_see_the_last_version_does_not_overwrite_it(window):
    first = written(window)
    with pytest.raises(rules.ReplyTextChanged):
        written(window)  # it exists
    written(window, after=1)
    with pytest.raises(rules.ReplyTextChanged):
        written(window, after=1)
    with pytest.raises(rules.ReplyTextChanged):
        replies.retire(ref=first.ref, by=window.clerk, at=window.at)
    (last,) = queries.offered(window.branch.id, "IDEA")
    replies.retire(ref=last.ref, by=window.clerk, at=window.at)
    assert queries.current(window.branch.id) == []
    assert written(window).version == 4  # the name may be used again
    with pytest.raises(rules.ReplyTextUnknown):
        written(window, kind="NO_SUCH_KIND", name="別的")
    stranger = window.person(9, "外人", of=make.branch("TPY"))
    with pytest.raises(rules.ReplyTextUnknown):
        replies.retire(ref=last.ref, by=stranger, at=window.at)


def test_at_the_desk_a_text_is_written_and_taken_over(window):
    with time_machine.travel(Window.at, tick=False):
        client = Client()
        client.force_login(make.account("clerk-r", "application.view", "application.edit"))
        given = {"kind": "WRITTEN_STATEMENT", "name": "已收到", "zh": "您的 {number} 收到了", "en": "{number}", "after": "0"}  # fmt: skip
        assert client.post(f"{HOME}new/", given | {"zh": "{x}"}).status_code == 422
        assert client.post(f"{HOME}new/", given).status_code == 302
        assert "已收到" in client.get(HOME).content.decode()
        held = ReplyText.objects.get()
        page = f"{HOME}{held.ref}/"
        assert "您的 {number} 收到了" in client.get(page).content.decode()
        assert client.post(page, given | {"zh": "第二版 {number}", "after": "1"}).status_code == 302
        row = window.filed()
        address = f"/staff/applications/{row.ref}/"
        last = queries.offered(window.branch.id, row.kind)[0]
        assert f"?text={last.ref}" in client.get(address).content.decode()
        assert f"第二版 {row.number}" in client.get(f"{address}?text={last.ref}").content.decode()
        assert client.get(f"{address}?text=x").status_code == 200
        assert client.post(f"{HOME}{held.ref}/retire/").status_code == 409
        assert client.post(f"{HOME}{last.ref}/retire/").status_code == 302
        stranger = Client()
        stranger.force_login(make.account("other-r", "application.edit", of=make.branch("TPY")))
        assert stranger.get(page).status_code == 404
