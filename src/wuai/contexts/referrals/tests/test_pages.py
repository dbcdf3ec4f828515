"""The intake pages of both desks, through the door."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from wuai.contexts.cases.models import Case
from wuai.contexts.organisation.models import Agency, Branch
from wuai.contexts.referrals import queries, queries_papers
from wuai.contexts.referrals.models import Attachment, Batch, FeedbackDay
from wuai.contexts.referrals.queries_open import still_rejected
from wuai.platform.actors import Actor
from wuai.platform.models import ReadLine

from .files import row, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(monkeypatch: Any) -> Any:
    """``enter(actor)`` gives a browser in which this person is logged in."""
    import wuai.config.urls  # noqa: F401  what is first imported below would keep the stand-in
    from wuai.platform import access

    def run(actor: Actor) -> Client:
        monkeypatch.setattr(access, "actor_of", lambda _request: actor)
        for module in ("desk", "branch", "own_cases", "feedback"):
            name = f"wuai.contexts.referrals.web.{module}.actor_of"
            monkeypatch.setattr(name, lambda _request: actor)
        return Client()

    return run


@pytest.fixture
def clerk_page(enter: Any, clerk: Actor) -> Client:
    return enter(clerk)


def agency_actor(code: str) -> Actor:
    agency = Agency.objects.get(code=code)
    return Actor(
        "agency", f"account:{code}", code, agency_id=agency.id, agency_code=code,
        permissions=frozenset({"agency.refer", "agency.cases"}),
    )  # fmt: skip


def sent(*content: Any, name: str = "移送.csv") -> io.BytesIO:
    file = io.BytesIO(text(*content).encode())
    file.name = name
    return file


def upload(page: Client, *content: Any, button: str = "import", root: str = "/staff/intake/",
           place: str = "NHI") -> Any:  # fmt: skip
    return page.post(root, {"place": place, "file": sent(*content), button: "1"})


def test_a_clerk_rehearses_then_sends_in(clerk_page: Client) -> None:
    answer = upload(clerk_page, row(), row(移送案號="A2", 應納金額="-1"), button="rehearse")
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "金額不得為負" in body
    assert Case.objects.count() == 0
    address = re.search(r'action="(/staff/intake/[0-9a-f-]+/submit/)"', body).group(1)
    shown = clerk_page.post(address, follow=True)
    assert Case.objects.count() == 1
    assert "更正退件列" in shown.content.decode()


def test_the_same_file_again_shows_the_first_result(clerk_page: Client) -> None:
    first, second = upload(clerk_page, row()), upload(clerk_page, row())
    assert first.status_code == second.status_code == 302
    assert second["Location"] == first["Location"] + "?known=1"
    assert "先前已收過" in clerk_page.get(second["Location"]).content.decode()
    assert "先前已收過" not in clerk_page.get(first["Location"]).content.decode()


def test_a_file_sent_in_after_its_rehearsal_is_not_called_known(clerk_page: Client) -> None:
    upload(clerk_page, row(), button="rehearse")
    address = upload(clerk_page, row())["Location"]
    assert Case.objects.count() == 1
    assert "先前已收過" not in clerk_page.get(address).content.decode()
    assert "known=1" in upload(clerk_page, row(), button="rehearse")["Location"]


@pytest.mark.parametrize(("language", "said", "other"), [
    ("zh-hant", "像試算表的公式", "spreadsheet"), ("en", "spreadsheet", "像試算表的公式"),
])  # fmt: skip
def test_a_warning_speaks_the_language_of_the_page(
    clerk_page: Client, language: str, said: str, other: str
) -> None:
    clerk_page.cookies["django_language"] = language
    rehearsal = upload(clerk_page, row(備註="=1+1"), button="rehearse").content.decode()
    shown = clerk_page.get(upload(clerk_page, row(備註="=1+1"))["Location"]).content.decode()
    for body in (rehearsal, shown):
        assert said in body
        assert other not in body


def test_a_file_leads_to_its_cases_at_both_desks(enter: Any, clerk: Actor) -> None:
    address = upload(enter(clerk), row())["Location"]
    case = Case.objects.get()
    assert f"/staff/cases/{case.ref}/" in enter(clerk).get(address).content.decode()
    address = address.replace("/staff/intake/", "/agency/referrals/")
    shown = enter(agency_actor("NHI")).get(address).content.decode()
    assert case.number in shown
    assert f"/agency/cases/{case.ref}/" in shown


def test_a_fault_between_three_fields_can_be_mended_in_each(clerk_page: Client) -> None:
    address = upload(clerk_page, row(計息本金="900"))["Location"]
    form = clerk_page.get(f"{address}correct/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form).group(1)
    typed = {
        re.search(rf'<label for="(r1-\d+)">{title}</label>', form).group(1): value
        for title, value in {"計息起日": "115/01/01", "年利率": "5"}.items()
    }
    clerk_page.post(f"{address}correct/", {"key": key, **typed})
    assert Case.objects.get().accrual_rate is not None


def test_what_was_mended_waits_no_longer(clerk_page: Client) -> None:
    address = upload(clerk_page, row(義務人姓名=""), row(移送案號="A2", 義務人姓名=""))["Location"]
    assert "有退件列" in clerk_page.get("/staff/intake/").content.decode()
    for place, (waiting, offered) in {1: (1, True), 2: (0, False)}.items():
        form = clerk_page.get(f"{address}correct/").content.decode()
        key = re.search(r'name="key" value="([^"]+)"', form).group(1)
        field = re.search(rf'<label for="(r{place}-\d+)">義務人姓名</label>', form).group(1)
        clerk_page.post(f"{address}correct/", {"key": key, field: f"陳{place}"})
        (root,) = [one for one in queries.batches(branch_id=Batch.objects.first().branch_id)
                   if one.parent_id is None]  # fmt: skip
        assert still_rejected([root]) == {root.id: waiting}
        assert ("更正退件列" in clerk_page.get(address).content.decode()) is offered


def test_what_is_no_referral_file_is_refused_in_words(clerk_page: Client) -> None:
    file = io.BytesIO(b"PK\x03\x04")
    file.name = "a.xlsx"
    answer = clerk_page.post("/staff/intake/", {"place": "NHI", "file": file, "import": "1"})
    assert answer.status_code == 422
    assert "這不是移送檔" in answer.content.decode()


def test_rows_are_corrected_in_the_browser(clerk_page: Client) -> None:
    address = upload(clerk_page, row(), row(移送案號="A2", 義務人姓名=""))["Location"]
    form = clerk_page.get(f"{address}correct/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', form).group(1)
    field = re.search(r'<input type="text" id="(r2-\d+)"', form).group(1)
    for _ in range(2):
        answer = clerk_page.post(f"{address}correct/", {"key": key, field: "陳二"})
        assert answer.status_code == 302
    assert Case.objects.filter(agency_ref="A2").count() == 1
    assert Batch.objects.count() == 2


def test_results_and_receipt_are_downloads(clerk_page: Client) -> None:
    address = upload(clerk_page, row())["Location"]
    results = clerk_page.get(f"{address}results.csv")
    assert b"".join(results.streaming_content).startswith(b"\xef\xbb\xbf")
    assert results["Content-Disposition"].startswith("attachment")
    assert clerk_page.get(f"{address}receipt.json").json()["document"]["accepted"] == 1


@pytest.mark.parametrize("page", ["", "move/", "expiring/"])
@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_the_pages_open_in_both_languages(clerk_page: Client, page: str, lang: str) -> None:
    upload(clerk_page, row(), row(移送案號="A2", 義務人姓名=""))
    answer = clerk_page.get(f"/staff/intake/{page}", headers={"accept-language": lang})
    assert answer.status_code == 200
    heading = {"": ("移送檔", "Referral files"), "move/": ("整批改分", "Bulk reassignment"),
               "expiring/": ("六個月內", "six months")}[page]  # fmt: skip
    assert heading[lang == "en"] in answer.content.decode()


def test_many_cases_move_to_another_section(clerk_page: Client) -> None:
    from wuai.contexts.organisation.models import Section

    upload(clerk_page, row())
    case = Case.objects.get()
    other = Section.objects.filter(branch_id=case.branch_id).exclude(id=case.section_id).first()
    data = {"source": case.section_id, "target": other.id, "count": 10, "reason": "承辦人請假"}
    assert clerk_page.post("/staff/intake/move/", data).status_code == 302
    case.refresh_from_db()
    assert case.section_id == other.id


def test_an_agency_sees_only_its_own_files(enter: Any, clerk: Actor) -> None:
    address = upload(enter(clerk), row())["Location"].replace(
        "/staff/intake/", "/agency/referrals/"
    )
    assert enter(agency_actor("NHI")).get(address).status_code == 200
    other = enter(agency_actor("BLI"))
    for page in ("", "results.csv", "receipt.json", "correct/"):
        assert other.get(address + page).status_code == 404


def test_another_branch_sees_nothing(enter: Any, clerk: Actor) -> None:
    address = upload(enter(clerk), row())["Location"]
    taipei = Branch.objects.get(code="TPY")
    stranger = Actor("staff", "account:x", "x", branch_id=taipei.id, branch_code="TPY",
                     permissions=clerk.permissions)  # fmt: skip
    assert enter(stranger).get(address).status_code == 404


def test_an_agency_sends_withdraws_and_amends(enter: Any) -> None:
    page = enter(agency_actor("NHI"))
    upload(page, row(), row(移送案號="A2"), root="/agency/referrals/", place="SCY")
    first, second = Case.objects.order_by("id")
    root = "/agency/referrals/cases"
    page.post(f"{root}/{first.ref}/withdraw/", {"reason": "誤移送"})
    figures = {"PRINCIPAL": 1000, "SURCHARGE": 0, "COST": 0, "INTEREST": 0, "FINE": 0}
    page.post(f"{root}/{second.ref}/amend/", {**figures, "reason": "重新核定"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.referred) == ("WITHDRAWN", 1000)
    assert enter(agency_actor("BLI")).post(f"{root}/{second.ref}/withdraw/").status_code == 404


def test_feedback_waits_and_the_download_acknowledges(enter: Any) -> None:
    page = enter(agency_actor("NHI"))
    upload(page, row(), root="/agency/referrals/", place="SCY")
    listed = page.get("/agency/feedback/").content.decode()
    address = re.search(r'action="(/agency/feedback/SCY/[^"]+)"', listed).group(1)
    answer = page.post(address)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "移送案號,執行案號,股別,承辦人,電話,事由,日期,已收金額,餘額"
    assert ",分案," in lines[1]
    assert lines[1].endswith(",0,1320")
    assert FeedbackDay.objects.get().downloaded_by == "account:NHI"
    assert enter(agency_actor("BLI")).post(address).status_code == 404


def test_the_mail_says_that_a_file_waits_and_nothing_of_it(take_in: Any) -> None:
    from django.utils import timezone

    from wuai.contexts.messages.models import Message
    from wuai.contexts.referrals import jobs

    take_in(row(), on=timezone.localdate())
    for _ in range(2):
        jobs.tell_all(0)
    mail = Message.objects.get()
    case = Case.objects.get()
    assert case.agency_ref not in mail.body + mail.subject
    assert case.number not in mail.body + mail.subject
    assert "陳" not in mail.body
    assert FeedbackDay.objects.count() == 1


def package(**entries: bytes) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in entries.items():
            zipped.writestr(name.replace("__", "."), content)
    out.name = "files.zip"
    out.seek(0)
    return out


MANIFEST = "移送案號,檔名,名稱\nA0001,a.pdf,處分書\n".encode()


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"manifest__csv": MANIFEST, "a__pdf": b"%PDF-1.7 x"}, 302),
        ({"manifest__csv": MANIFEST, "a__pdf": b"MZ executable"}, 422),
        ({"manifest__csv": MANIFEST}, 422),
        ({"a__pdf": b"%PDF-1.7"}, 422),
        ({"manifest__csv": MANIFEST, "a__pdf": b"%PDF-" + b"0" * 30_000_000}, 422),
        ({"manifest__csv": MANIFEST.replace(b"a.pdf", b"../a.pdf"), "../a__pdf": b"%PDF-"}, 422),
        ({"manifest__csv": MANIFEST, "a__pdf": b"%PDF-", "b__pdf": b"%PDF-"}, 422),
        ({"manifest__csv": MANIFEST.replace(b"A0001", b"ZZZ"), "a__pdf": b"%PDF-"}, 422),
    ],
)
def test_attachments_come_in_whole_or_not_at_all(
    clerk_page: Client, entries: dict[str, bytes], code: int
) -> None:
    address = upload(clerk_page, row())["Location"]
    answer = clerk_page.post(f"{address}attachments/", {"file": package(**entries)})
    assert answer.status_code == code
    assert Attachment.objects.count() == (1 if code == 302 else 0)


def test_what_came_with_a_case_is_opened_from_the_file_and_from_the_case(
    enter: Any, clerk: Actor
) -> None:
    page = enter(clerk)
    address = upload(page, row(), row(移送案號="A2"))["Location"]
    zipped = package(manifest__csv=MANIFEST, a__pdf=b"%PDF-1.7 x")
    page.post(f"{address}attachments/", {"file": zipped})
    kept = Attachment.objects.get()
    link = f"attachments/{kept.ref}/"
    assert f'href="/staff/intake/{link}"' in page.get(address).content.decode()
    first, second = Case.objects.order_by("id")
    answer = page.get(f"/staff/intake/{link}")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
    assert answer["Content-Disposition"].startswith("attachment")
    assert f"case:{first.ref}" in ReadLine.objects.latest("id").subjects
    batch = Batch.objects.get()
    assert [one.ref for one in queries_papers.brought(batch.id, first.agency_ref)[1]] == [kept.ref]
    assert queries_papers.brought(batch.id, second.agency_ref)[1] == []
    assert enter(agency_actor("NHI")).get(f"/agency/referrals/{link}").status_code == 200
    assert enter(agency_actor("BLI")).get(f"/agency/referrals/{link}").status_code == 404


def _zip(
    manifest: str, names: tuple[str, ...] = ("a.pdf",), how: int = zipfile.ZIP_STORED
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as zipped:
        zipped.writestr("manifest.csv", manifest)
        for name in names:
            zipped.writestr(name, b"%PDF-1.7" + bytes(range(256)) * 20)
    return out.getvalue()


def _spoilt(packed: bytes) -> bytes:
    at = packed.index(b"a.pdf", packed.index(b"PK", 40)) + 10
    return packed[:at] + b"\xff" * 40 + packed[at + 40 :]


_HEAD, _GOOD = "移送案號,檔名,名稱\n", "移送案號,檔名,名稱\nA0001,a.pdf,處分書\n"
EVIL = {
    "deflate": _spoilt(_zip(_GOOD, how=zipfile.ZIP_DEFLATED)),
    "bzip2": _zip(_GOOD, how=zipfile.ZIP_BZIP2),
    "lzma": _zip(_GOOD, how=zipfile.ZIP_LZMA),
    "nul in the title": _zip(_HEAD + "A0001,a.pdf,處\0分\n"),
    "nul in the number": _zip(_HEAD + "A0001\0,a.pdf,x\n"),
    "text turned round": _zip(_HEAD + "A0001,a.pdf,invoice\u202efdp.exe\n"),
    "line break in a name": _zip(_HEAD + 'A0001,"a\n.pdf",x\n', ("a\n.pdf",)),
    "a field without end": _zip(_HEAD + "A0001,a.pdf," + "x" * 200_000),
    "one line twice": _zip(_GOOD + "A0001,a.pdf,又一次\n"),
    "a thousand lines, one file": _zip(_HEAD + "".join(f"N{n},a.pdf,x\n" for n in range(2001))),
    "a name that is no text": _zip(_GOOD, ("é.pdf",)).replace("é.pdf".encode(), b"\xff\xfe.pdf"),
    "damaged after good ones": _spoilt(
        _zip(_HEAD + "A0001,b.pdf,x\nA0001,a.pdf,y\n", ("b.pdf", "a.pdf"), zipfile.ZIP_DEFLATED)
    ),
}


@pytest.mark.parametrize("kind", EVIL)
def test_an_evil_zip_is_refused_and_leaves_no_bytes_behind(clerk_page: Client, kind: str) -> None:
    address = upload(clerk_page, row())["Location"]
    root = Path(default_storage.path("attachment"))
    before = set(root.rglob("*"))
    sent = io.BytesIO(EVIL[kind])
    sent.name = "files.zip"
    answer = clerk_page.post(f"{address}attachments/", {"file": sent})
    assert answer.status_code == 422
    assert Attachment.objects.count() == 0
    assert {path for path in root.rglob("*") if path.is_file()} <= before


def test_a_symbolic_link_in_the_zip_is_refused(clerk_page: Client) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("manifest.csv", MANIFEST)
        link = zipfile.ZipInfo("a.pdf")
        link.external_attr = 0o120777 << 16
        zipped.writestr(link, "/etc/passwd")
    out.name, _ = "files.zip", out.seek(0)
    address = upload(clerk_page, row())["Location"]
    assert clerk_page.post(f"{address}attachments/", {"file": out}).status_code == 422
