"""The open protocol for resumable uploads, tus 1.0: what its headers say. No request, no clock."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from wuai.kernel.refusal import Refusal

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination,checksum"
MOST_PIECE = 5 * 1024 * 1024
PIECE_TYPE = "application/offset+octet-stream"
_ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
ALGORITHMS = ",".join(_ALGORITHMS)


class UploadHeaderWrong(Refusal):
    code = "UPLOAD_HEADER_WRONG"
    zh = "上傳的標頭「{name}」無法辨識"
    en = "The header “{name}” of the upload cannot be read"
    next_zh = "請重新整理頁面再試一次"
    next_en = "Reload the page and try again"
    status = 400


class PieceTooLarge(Refusal):
    code = "UPLOAD_PIECE_TOO_LARGE"
    zh = "一段最多 {most} MB"
    en = "One piece holds at most {most} MB"
    next_zh = "請分成較小的段傳送"
    next_en = "Send it in smaller pieces"
    status = 413


class PieceDamaged(Refusal):
    code = "UPLOAD_PIECE_DAMAGED"
    zh = "這一段在傳送中損壞，沒有收下"
    en = "This piece was damaged on its way and was not taken"
    next_zh = "請從同一個位置再送一次"
    next_en = "Send it again from the same place"
    status = 460


@dataclass(frozen=True, slots=True)
class Announced:
    """What is going to be sent."""

    size: int
    name: str
    evidence: str


def announced(length: str | None, metadata: str | None) -> Announced:
    """Read ``Upload-Length`` and ``Upload-Metadata`` (keys ``filename`` and ``evidence``)."""
    held = dict(_pairs(metadata or ""))
    return Announced(
        whole("Upload-Length", length), held.get("filename", ""), held.get("evidence", "")
    )


def whole(name: str, value: str | None) -> int:
    """A header that holds a number of bytes."""
    if not value or not value.isascii() or not value.isdecimal() or len(value) > 15:
        raise UploadHeaderWrong(name=name)
    return int(value)


def check_piece(checksum: str | None, piece: bytes) -> None:
    """Refuse a piece that is not the one whose checksum was sent with it."""
    if checksum is None:
        return
    algorithm, _, given = checksum.partition(" ")
    if algorithm not in _ALGORITHMS:
        raise UploadHeaderWrong(name="Upload-Checksum")
    if _decoded("Upload-Checksum", given) != _ALGORITHMS[algorithm](piece).digest():
        raise PieceDamaged


def _pairs(metadata: str) -> list[tuple[str, str]]:
    found = []
    for pair in metadata.split(",") if metadata else []:
        name, _, value = pair.strip().partition(" ")
        try:
            found.append((name, _decoded("Upload-Metadata", value).decode()))
        except UnicodeDecodeError as error:
            raise UploadHeaderWrong(name="Upload-Metadata") from error
    return found


def _decoded(name: str, value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UploadHeaderWrong(name=name) from error
