"""What a scanner did not look at is never clean, whatever it answers; held by what a real one answered."""

import socket
import struct
import threading
from pathlib import Path

import pytest

from wuai.config import doctor
from wuai.contexts.applications.gateways.scanner import client
from wuai.contexts.applications.gateways.scanner.fake import Scanner
from wuai.contexts.applications.jobs import scan, scan_rest
from wuai.contexts.applications.models import Upload
from wuai.platform.gateways import GatewayError

SAMPLES = Path(client.__file__).parent / "samples" / "clamd-1.4.txt"
LINES = [
    tuple(part.strip() for part in line.split("|"))
    for line in SAMPLES.read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("sent", "said", "means"), LINES, ids=[line[0] for line in LINES])
def test_what_the_real_daemon_answers_is_understood(sent, said, means):
    if means in ("CLEAN", "INFECTED"):
        assert client.verdict_of(f"{said}\0").clean is (means == "CLEAN")
        return
    with pytest.raises(GatewayError) as caught:
        client.verdict_of(f"{said}\0")
    # What was too long stays too long; what was no answer may be one next time.
    assert isinstance(caught.value, client.NotLookedAt) is (means == "NOT_LOOKED_AT")
    assert caught.value.temporary is (means == "NO_ANSWER")


class HangsUp:
    """Says that the stream is too long and closes, as the daemon does; reads no further."""

    def __init__(self, folder):
        self.where = str(folder / "clamd.sock")
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(self.where)
        self._server.listen()

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self.where

    def __exit__(self, *_):
        self._server.close()

    def _serve(self):
        line, _ = self._server.accept()
        with line:
            line.recv(len(b"zINSTREAM\0") + struct.calcsize(">I"))
            line.sendall(b"INSTREAM size limit exceeded. ERROR\0")


@pytest.fixture
def speak(monkeypatch):
    """Let the scanner be asked inside a test's transaction."""
    monkeypatch.setattr(client, "outside_transaction", lambda: None)
    return monkeypatch


def test_who_hangs_up_on_a_long_file_is_heard_out(speak, tmp_path):
    with HangsUp(tmp_path) as where, pytest.raises(client.NotLookedAt):
        client.scan([b"a" * (1024 * 1024)] * 20, where)


def test_beyond_what_it_looks_at_it_is_not_asked(speak):
    speak.setenv("WUAI_CLAMD_MOST_MIB", "1")
    with Scanner() as scanner:
        assert client.scan([b"a" * (1024 * 1024)], scanner.address).clean
        with pytest.raises(client.NotLookedAt):
            client.scan([b"a" * (1024 * 1024), b"a"], scanner.address)


def test_a_file_too_long_to_be_looked_at_stays_unscanned_and_keeps_nobody_waiting(
    window, deliver, speak
):
    draft = window.start()
    long, short = window.upload(draft), window.upload(draft)
    size = client.most_bytes() + 1
    Upload.objects.filter(pk=long.pk).update(size=size, received=size)
    asked = []
    speak.setattr(client, "scan", lambda _blocks, _where: asked.append(1) or client.Verdict(True, "OK"))  # fmt: skip
    speak.setenv("WUAI_CLAMD", "here:1")
    scan_rest(0)
    scan(str(long.ref))
    deliver()
    long.refresh_from_db()
    short.refresh_from_db()
    assert (long.scan, short.scan, len(asked)) == ("QUARANTINED", "CLEAN", 1)


def test_the_doctor_looks_at_the_scanner_itself(speak):
    speak.delenv("WUAI_CLAMD", raising=False)
    assert doctor.CHECKS["scanner"]() == (True, "未接掃毒，附件一律標示未掃毒 / none: every file is shown as unscanned")  # fmt: skip
    with Scanner() as scanner:
        speak.setenv("WUAI_CLAMD", scanner.address)
        assert "未掃毒" in doctor.CHECKS["scanner"]()[1]
        speak.setenv("WUAI_CLAMD_MOST_MIB", "200")
        assert doctor.CHECKS["scanner"]() == (True, "200 MiB")
        speak.setattr(client, "TEST_FILE", b"nothing that is known")
        assert not doctor.CHECKS["scanner"]()[0]
    speak.setenv("WUAI_CLAMD", "127.0.0.1:1")
    with pytest.raises(GatewayError):
        doctor.CHECKS["scanner"]()
