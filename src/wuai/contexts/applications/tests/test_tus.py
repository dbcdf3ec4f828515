"""A large file over a dying line, by HTTP: cut anywhere, sent twice, gone on from another device."""

import base64
import hashlib
import random

import pytest
import time_machine
from django.test import Client

from wuai.contexts.applications.actions import uploads
from wuai.contexts.applications.models import Draft, Upload
from wuai.contexts.applications.rules import tus
from wuai.contexts.applications.tests.conftest import PDF, Window

pytestmark = pytest.mark.django_db
MiB = 1024 * 1024
TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(Window.at, tick=False):
        yield


def _b64(text):
    return base64.b64encode(text if isinstance(text, bytes) else text.encode()).decode()


class Phone:
    """One device of the applicant, with a line that may die after so many bytes."""

    def __init__(self, code=None):
        self.client = Client()
        if code is None:
            self.client.post("/apply/WRITTEN_STATEMENT/start/", {"branch": "SCY"})
            self.draft = Draft.objects.latest("id")
        else:
            self.client.post("/apply/resume/", {"code": code})
            self.draft = Draft.objects.get()
        self.code = self.client.session["application_drafts"][str(self.draft.ref)]

    def announce(self, size, name="證明.pdf", evidence="PAPERS"):
        said = f"filename {_b64(name)},evidence {_b64(evidence)}"
        return self.client.generic("POST", f"/apply/draft/{self.draft.ref}/uploads/", HTTP_UPLOAD_LENGTH=str(size),
                                   HTTP_UPLOAD_METADATA=said, **TUS)  # fmt: skip

    def reached(self, address):
        return int(self.client.head(address, **TUS)["Upload-Offset"])

    def patch(self, address, offset, piece, dies_after=None, **more):
        given = {"HTTP_UPLOAD_OFFSET": str(offset), "content_type": tus.PIECE_TYPE, **TUS, **more}
        if dies_after is not None:
            given |= {"wsgi.input": Dying(piece[:dies_after]), "CONTENT_LENGTH": str(len(piece))}
        return self.client.generic("PATCH", address, piece, **given)


class Dying:
    """A request body whose line goes down."""

    def __init__(self, came):
        self.came = came

    readline = None

    def read(self, size=-1):
        if not self.came:
            raise OSError("connection reset")
        given, self.came = self.came[:size], self.came[size:]
        return given


@pytest.mark.deep
def test_a_large_file_survives_a_dying_line_and_another_device_goes_on(db, deep_seconds):
    size = 200 * MiB if deep_seconds else 12 * MiB
    dice = random.Random(7)
    body = b"\x00\x00\x00\x18ftypisom" + dice.randbytes(MiB) * (size // MiB)
    body = body[:size]
    phone = Phone()
    made = phone.announce(size, "陳述.mp4", "RECORDING")
    assert made.status_code == 201
    address, devices = made["Location"], [phone, Phone(phone.code)]
    offset = 0
    while offset < size:
        device = dice.choice(devices)
        piece = body[offset : offset + dice.randrange(1, MiB)]
        cut = dice.choice([None, None, dice.randrange(len(piece))])
        answer = device.patch(address, offset, piece, cut)
        if dice.random() < 0.2:  # the answer is lost: the same piece again finds no place
            again = device.patch(address, offset, piece)
            assert again.status_code == (409 if int(answer["Upload-Offset"]) > offset else 204)
        reached = device.reached(address)
        assert offset <= reached <= offset + len(piece)
        offset = reached
    row = Upload.objects.get()
    assert (row.scan, row.sha256) == ("QUARANTINED", hashlib.sha256(body).hexdigest())
    assert hashlib.sha256(b"".join(uploads.content(row))).hexdigest() == row.sha256
    assert phone.patch(address, size, b"x").status_code == 409


def test_what_the_house_understands_is_told(db):
    answer = Phone().client.options(f"/apply/draft/{Draft.objects.get().ref}/uploads/")
    assert (answer.status_code, answer["Tus-Version"]) == (204, "1.0.0")
    assert answer["Tus-Extension"] == tus.EXTENSIONS
    assert "sha1" in answer["Tus-Checksum-Algorithm"]


def test_a_place_that_does_not_fit_a_wrong_version_and_a_wrong_type_are_refused(db):
    phone = Phone()
    address = phone.announce(len(PDF))["Location"]
    assert phone.patch(address, 1, PDF[1:]).status_code == 409
    assert phone.patch(address, 0, PDF, HTTP_TUS_RESUMABLE="0.2.2").status_code == 412
    assert phone.patch(address, 0, PDF, content_type="text/plain").status_code == 400
    assert phone.patch(address, 0, PDF, HTTP_UPLOAD_OFFSET="-1").status_code == 400
    assert phone.patch(address, 0, b"x" * (tus.MOST_PIECE + 1)).status_code == 413
    assert phone.reached(address) == 0
    done = phone.patch(address, 0, PDF)
    assert (done.status_code, done["Upload-Offset"]) == (204, str(len(PDF)))
    assert "GMT" in done["Upload-Expires"]


@pytest.mark.parametrize(
    ("checksum", "status"),
    [
        ("sha1 " + _b64(hashlib.sha1(PDF).digest()), 204),
        ("sha256 " + _b64(hashlib.sha256(PDF).digest()), 204),
        ("sha256 " + _b64(hashlib.sha256(PDF + b"x").digest()), 460),
        ("md5 " + _b64(b"x"), 400),
        ("sha256 ***", 400),
    ],
)
def test_a_damaged_piece_is_not_taken(db, checksum, status):
    phone = Phone()
    address = phone.announce(len(PDF))["Location"]
    assert phone.patch(address, 0, PDF, HTTP_UPLOAD_CHECKSUM=checksum).status_code == status
    assert phone.reached(address) == (len(PDF) if status == 204 else 0)


@pytest.mark.parametrize(
    ("size", "name", "evidence", "status"),
    [
        (200 * MiB, "a.mp4", "RECORDING", 201),
        (200 * MiB + 1, "a.mp4", "RECORDING", 413),
        (20 * MiB + 1, "a.pdf", "PAPERS", 413),
        (0, "a.pdf", "PAPERS", 422),
        ("many", "a.pdf", "PAPERS", 400),
        (10, "a.exe", "PAPERS", 415),
        (10, "a.pdf", "NOTHING", 422),
    ],
)
def test_a_file_that_cannot_come_is_refused_before_it_travels(db, size, name, evidence, status):
    assert Phone().announce(size, name, evidence).status_code == status


def test_a_lie_about_the_kind_ends_the_upload(db):
    phone = Phone()
    address = phone.announce(2000)["Location"]
    assert phone.patch(address, 0, b"MZ" * 600).status_code == 422
    assert phone.client.head(address, **TUS).status_code == 404


def test_a_stranger_neither_sees_nor_sends_nor_ends_an_upload(db):
    phone = Phone()
    address, stranger = phone.announce(len(PDF))["Location"], Client()
    assert stranger.head(address, **TUS).status_code == 404
    assert stranger.delete(address, **TUS).status_code == 404
    assert stranger.post(f"/apply/draft/{phone.draft.ref}/uploads/", **TUS).status_code == 404
    other = Phone()
    swapped = address.replace(str(phone.draft.ref), str(other.draft.ref))
    assert other.patch(swapped, 0, PDF).status_code == 404
    assert phone.client.delete(address, **TUS).status_code == 204
    assert phone.client.head(address, **TUS).status_code == 404


def test_a_half_sent_file_is_shown_with_how_far_it_is(db):
    phone = Phone()
    address = phone.announce(2000)["Location"]
    phone.patch(address, 0, (b"%PDF-1.7" + bytes(1992))[:1000])
    page = phone.client.get(f"/apply/draft/{phone.draft.ref}/files/").content.decode()
    assert "50%" in page
    assert f'data-unfinished="{address.split("/")[-2]}"' in page
    assert phone.client.post(f"/apply/draft/{phone.draft.ref}/check/").status_code == 409
