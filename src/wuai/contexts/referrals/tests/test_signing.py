"""A signed file counts only whole, by a certificate of its agency, while that is good."""

import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile

from wuai.contexts.organisation.models import Agency
from wuai.contexts.referrals.actions import intake, retry, signing
from wuai.contexts.referrals.gateways.cms import codec, fake
from wuai.contexts.referrals.models import (
    REHEARSED,
    AgencyCertificate,
    Batch,
    BatchSignature,
    SigningRule,
)
from wuai.contexts.referrals.rules import signing as rules
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import Actor
from wuai.platform.models import StoredFile

from .conftest import AT
from .files import ON, row, write
from .test_pages import agency_actor, enter, sent

__all__ = ["enter"]
# Made once: their keys are never looked at.
SINCE = AT - timedelta(days=30)
SIGNER, OTHER = fake.signer("健保署", since=SINCE), fake.signer("國稅局", since=SINCE)
CONTENT = "移送案號\r\nA1\r\n".encode()


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
def test_a_signature_holds_over_these_bytes_and_no_others(encoding: Encoding) -> None:
    der, facts = codec.certificate(SIGNER.pem())
    read = codec.read(SIGNER.sign(CONTENT, encoding))
    assert (codec.is_by(read, der), read.serial) == (True, facts.serial)
    codec.check(read, der, lambda: [CONTENT[:5], CONTENT[5:]])
    for wrong in (CONTENT[:-1], CONTENT + b"\n", CONTENT.replace(b"A1", b"A2"), b""):
        with pytest.raises(rules.SignatureWrong):
            codec.check(read, der, lambda wrong=wrong: [wrong])  # type: ignore[misc]  # bound here
    assert not codec.is_by(read, codec.certificate(OTHER.pem())[0])


@pytest.mark.parametrize("data", [b"", b"x" * 50, SIGNER.pem(), b"\x30" * 70_000])
def test_what_is_no_signature_is_said_so(data: bytes) -> None:
    with pytest.raises(rules.SignatureBroken) as caught:
        codec.read(data)
    assert all(caught.value.words(lang) for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("days", "ended", "good"),
    [(-1, False, False), (0, False, True), (365, False, True), (366, False, False), (9, True, False)],
)  # fmt: skip
def test_a_certificate_counts_on_its_own_days(days: int, ended: bool, good: bool) -> None:
    _der, facts = codec.certificate(SIGNER.pem())
    at = SINCE + timedelta(days=days)
    if good:
        rules.check_time(facts, ended=ended, at=at)
    else:
        with pytest.raises(rules.SignerOver):
            rules.check_time(facts, ended=ended, at=at)


@pytest.fixture
def receive(branch: Any, agency: Any, clerk: Actor, tmp_path: Path) -> Any:
    """``receive(signature)`` sends a file in with this signature (a signer signs it)."""
    path = write(tmp_path / "a.csv", row())

    def run(by: fake.Signer | bytes = b"", **change: Any) -> Batch:
        signature = by if isinstance(by, bytes) else by.sign(path.read_bytes())
        upload = replace(intake.read_upload(path), signature=signature)
        facts = {"branch_id": branch.id, "agency_id": agency.id, "by": clerk, "at": AT, "on": ON}
        return intake.receive(upload=upload, **(facts | change))[0]

    return run


@pytest.fixture
def registered(agency: Any, clerk: Actor) -> AgencyCertificate:
    return signing.register(agency_id=agency.id, data=SIGNER.pem(), by=clerk, at=AT)


@pytest.mark.django_db
def test_the_receipt_says_who_signed(receive: Any, registered: Any, clerk: Actor) -> None:
    batch = receive(SIGNER)
    intake.process(batch, by=clerk, at=AT)
    batch.refresh_from_db()
    told = batch.receipt["document"]["signed_by"]
    assert (told["serial"], told["valid"]) == (registered.serial, True)
    assert receive(SIGNER).id == batch.id
    assert BatchSignature.objects.count() == 1


@pytest.mark.django_db
def test_a_signature_that_does_not_hold_takes_nothing_in(
    receive: Any, registered: Any, agency: Any, clerk: Actor
) -> None:
    other = Agency.objects.exclude(id=agency.id).order_by("id").first()
    signing.register(agency_id=other.id, data=OTHER.pem(), by=clerk, at=AT)
    tries: list[tuple[Any, type[Refusal]]] = [
        (OTHER, rules.SignerUnknown), (SIGNER.sign(b"x"), rules.SignatureWrong),
        (b"x", rules.SignatureBroken),
    ]  # fmt: skip
    for signature, refusal in tries:
        with pytest.raises(refusal):
            receive(signature)
    with pytest.raises(rules.SignerOver):
        receive(SIGNER, at=AT + timedelta(days=400))
    signing.end(agency_id=agency.id, ref=registered.ref, by=clerk, at=AT)
    with pytest.raises(rules.SignerOver):
        receive(SIGNER)
    assert (Batch.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_who_must_sign_sends_no_file_without(
    receive: Any, registered: Any, agency: Any, clerk: Actor
) -> None:
    signing.require(agency_id=agency.id, required=True, by=clerk, at=AT)
    with pytest.raises(rules.SignatureRequired):
        receive()
    rehearsed = receive(status=REHEARSED)
    with pytest.raises(rules.SignatureRequired):
        intake.send_in(rehearsed, by=clerk, at=AT, on=ON)
    assert receive(SIGNER).id == rehearsed.id
    rehearsed.refresh_from_db()
    assert rehearsed.status == "RECEIVED"
    signing.require(agency_id=agency.id, required=False, by=clerk, at=AT)
    assert not signing.is_required(agency.id)


@pytest.mark.django_db
def test_a_rehearsal_in_the_same_instant_takes_no_signature_away(
    receive: Any, registered: Any, agency: Any, clerk: Actor, monkeypatch: Any
) -> None:
    signing.require(agency_id=agency.id, required=True, by=clerk, at=AT)
    keep, rehearsed = intake._stored, list[Batch]()

    def after_another(*facts: Any) -> StoredFile:
        """Between looking for the file and writing it down, somebody rehearses the same bytes."""
        monkeypatch.setattr(intake, "_stored", keep)
        rehearsed.append(receive(status=REHEARSED))
        return keep(*facts)

    monkeypatch.setattr(intake, "_stored", after_another)
    batch = receive(SIGNER)
    assert (batch.id, batch.status) == (rehearsed[0].id, "RECEIVED")
    assert BatchSignature.objects.get().batch_id == batch.id
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_a_certificate_is_registered_once_and_for_good(registered: Any, clerk: Actor) -> None:
    with pytest.raises(rules.CertificateKnown):
        signing.register(agency_id=registered.agency_id, data=SIGNER.pem(), by=clerk, at=AT)
    with pytest.raises(rules.CertificateUnreadable):
        signing.register(agency_id=registered.agency_id, data=b"MZ", by=clerk, at=AT)


@pytest.mark.django_db
def test_another_agency_registers_first_and_keeps_nobody_out(
    registered: Any, receive: Any, clerk: Actor
) -> None:
    other = Agency.objects.exclude(id=registered.agency_id).order_by("id").first()
    second = signing.register(agency_id=other.id, data=SIGNER.pem(), by=clerk, at=AT)
    signing.end(agency_id=registered.agency_id, ref=registered.ref, by=clerk, at=AT)
    with pytest.raises(rules.SignerOver):
        receive(SIGNER)
    assert receive(SIGNER, agency_id=other.id).agency_id == other.id
    assert BatchSignature.objects.get().certificate_id == second.id


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?agency=", "?agency=NONE"])
def test_it_changes_nothing_of_an_agency_it_did_not_name(
    enter: Any, registered: Any, clerk: Actor, query: str
) -> None:
    page = enter(replace(clerk, permissions=frozenset({"account.manage"})))
    root = "/staff/intake/certificates/"
    file = SimpleUploadedFile("x.cer", OTHER.pem())
    for address, data in (("", {"file": file}), ("required/", {"required": "yes"}),
                          (f"{registered.ref}/end/", {})):  # fmt: skip
        assert page.post(f"{root}{address}{query}", data).status_code == 404
    assert page.get(f"{root}{query}").status_code == (404 if "NONE" in query else 200)
    assert (AgencyCertificate.objects.count(), SigningRule.objects.count()) == (1, 0)
    taken = page.post(f"{root}?agency=NHI", {"file": SimpleUploadedFile("x.cer", b"MZ")})
    assert taken.status_code == 422


@pytest.mark.django_db
def test_the_pages_register_and_show_who_signed(enter: Any, agency: Any, clerk: Actor) -> None:
    from django.utils import timezone

    signer = fake.signer("健保署", since=timezone.now() - timedelta(days=1))
    admin = replace(agency_actor("NHI"), permissions=frozenset({"agency.admin", "agency.refer"}))
    page, root = enter(admin), "/agency/referrals/"
    file = SimpleUploadedFile("nhi.cer", signer.pem())
    assert page.post(f"{root}certificates/", {"file": file}).status_code == 302
    held = AgencyCertificate.objects.get()
    assert held.fingerprint in page.get(f"{root}certificates/").content.decode()
    csv = sent(row())
    signature = SimpleUploadedFile("a.p7s", signer.sign(csv.getvalue()))
    taken = page.post(root, {"place": "SCY", "file": csv, "signature": signature, "import": "1"})
    assert held.serial in page.get(taken["Location"]).content.decode()
    page.post(f"{root}certificates/required/", {"required": "yes"})
    assert signing.is_required(agency.id)
    refused = page.post(root, {"place": "SCY", "file": sent(row(移送案號="A9")), "import": "1"})
    assert refused.status_code == 422
    assert ".p7s" in refused.content.decode()
    stranger = replace(agency_actor("NTBN"), permissions=admin.permissions)
    assert enter(stranger).post(f"{root}certificates/{held.ref}/end/").status_code == 404
    page = enter(admin)
    page.post(f"{root}certificates/{held.ref}/end/")
    assert AgencyCertificate.objects.get().ended_at is not None
    it = enter(replace(clerk, permissions=frozenset({"account.manage"})))
    shown = it.get("/staff/intake/certificates/?agency=NHI").content.decode()
    assert held.fingerprint in shown


@pytest.mark.django_db
def test_a_signature_sent_after_the_file_was_taken_in_is_said_to_be_late(
    receive: Any, registered: Any, clerk: Actor, enter: Any
) -> None:
    batch, page = receive(), enter(clerk)
    intake.process(batch, by=clerk, at=AT)
    assert receive(SIGNER, at=AT + timedelta(hours=1)).id == batch.id
    shown = page.get(f"/staff/intake/{batch.ref}/").content.decode()
    assert "收件後才補送" in shown
    assert "收件時已驗證" not in shown


@pytest.mark.django_db
def test_rows_typed_anew_are_not_said_to_be_signed(
    receive: Any, registered: Any, agency: Any, clerk: Actor, enter: Any, tmp_path: Path
) -> None:
    names = [row(義務人姓名=""), row(移送案號="A2", 義務人姓名="")]
    write(tmp_path / "a.csv", *names)
    theirs, root = agency_actor("NHI"), receive(SIGNER)
    intake.process(root, by=theirs, at=AT)
    root.refresh_from_db()
    facts = {"root": root, "at": AT, "on": ON}
    untouched = retry.retry_rejected(**facts, by=theirs)
    intake.process(untouched, by=theirs, at=AT)
    typed = retry.correct(**facts, changes={1: {"地址": "新"}}, key=uuid.uuid4(), by=theirs)
    intake.process(typed, by=theirs, at=AT)
    later = retry.retry_rejected(**facts, by=theirs)
    intake.process(later, by=theirs, at=AT)
    page, home = enter(theirs), "/agency/referrals/"
    for batch, by_hand in ((root, False), (untouched, False), (typed, True), (later, True)):
        shown = page.get(f"{home}{batch.ref}/").content.decode()
        assert ("更正人" in shown, "有效，收件時已驗證" in shown) == (by_hand, not by_hand)
    assert f"{home}{root.ref}/correct/" in page.get(f"{home}{root.ref}/").content.decode()
    signing.require(agency_id=agency.id, required=True, by=clerk, at=AT)
    for method in (page.get, page.post):
        refused = method(f"{home}{root.ref}/correct/", {"key": str(uuid.uuid4())})
        assert refused.status_code == 422
        assert "重新簽章" in refused.content.decode()
    with pytest.raises(rules.CorrectionUnsigned):
        retry.correct(**facts, changes={1: {"地址": "再"}}, key=uuid.uuid4(), by=theirs)
    assert f"{home}{root.ref}/correct/" not in page.get(f"{home}{root.ref}/").content.decode()
    desk = retry.correct(**facts, changes={1: {"地址": "再"}}, key=uuid.uuid4(), by=clerk)
    intake.process(desk, by=clerk, at=AT)
    ours = enter(clerk).get(f"/staff/intake/{desk.ref}/").content.decode()
    assert clerk.name in ours


@pytest.mark.django_db
def test_a_program_sends_the_signature_in_a_header(branch: Any, agency: Any, clerk: Actor) -> None:
    import base64

    from django.utils import timezone
    from tests.api.conftest import Program, referral_file, token

    signer = fake.signer("健保署", since=timezone.now() - timedelta(days=1))
    signing.register(agency_id=agency.id, data=signer.pem(), by=clerk, at=timezone.now())
    program, file = Program(token(Agency.objects.get(code="NHI"))), referral_file({})
    for content, status in ((file + b"\r\n", 422), (file, 201)):
        header = base64.b64encode(signer.sign(file)).decode()
        said = program.post("/referrals", content, Content_Type="text/csv", Wuai_Signature=header)
        assert said.status_code == status, said.content
    assert BatchSignature.objects.count() == Batch.objects.count() == 1
