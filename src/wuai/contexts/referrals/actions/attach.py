"""Attachments come as one ZIP with a manifest, and are read as what a stranger sent.

Nothing is unpacked to disk: each entry is read up to its limit and kept encrypted. Names inside
the ZIP are only looked up in the manifest, never used as paths.
"""

import csv
import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wuai.contexts.referrals.models import Attachment, Batch, RowResult, Supply
from wuai.contexts.referrals.rules.columns import MANIFEST_COLUMNS
from wuai.kernel.refusal import Refusal
from wuai.platform import files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.models import StoredFile

MANIFEST = "manifest.csv"
MOST_FILES, MOST_BYTES, MOST_TOTAL, MOST_RATIO = 2000, 50 * 2**20, 500 * 2**20, 200
KINDS = {
    ".pdf": (b"%PDF-", "application/pdf"), ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"), ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".tif": (b"II*\x00", "image/tiff"), ".tiff": (b"II*\x00", "image/tiff"),
}  # fmt: skip


Line = tuple[str, zipfile.ZipInfo, str]  # number of the referral, file, title
# The only ways of packing that are read; others bring parsers that were written for friends.
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, ValueError)


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned document: its bytes, what it is called, of what type it is."""

    blocks: Iterable[bytes]
    title: str
    media_type: str


class AttachmentsRefused(Refusal):
    code = "ATTACHMENTS_REFUSED"
    zh = "附件 ZIP 不能收：{why_zh}"
    en = "The ZIP of attachments cannot be taken: {why_en}"
    next_zh = "請依附件格式重新打包：manifest.csv 加上 PDF、JPEG、PNG 或 TIFF"
    next_en = "Pack it again: manifest.csv and PDF, JPEG, PNG or TIFF files"
    status = 422


def _no(zh: str, en: str) -> AttachmentsRefused:
    return AttachmentsRefused(why_zh=zh, why_en=en)


def attach_zip(*, batch: Batch, path: Path, by: Actor, at: datetime) -> int:
    """Keep every file that the manifest names; all or none."""
    try:
        with zipfile.ZipFile(path) as package:
            entries = _checked(package)
            lines = _bounded(_manifest(package, entries))
            return _keep_all(batch=batch, package=package, lines=lines, by=by, at=at)
    except BROKEN as error:
        raise _no("檔案損壞、加密或不是 ZIP", "it is damaged, encrypted or not a ZIP") from error


def _bounded(lines: list[Line]) -> list[Line]:
    """The same file may belong to several cases, but a short manifest must not fill the disk."""
    if len(lines) > MOST_FILES or sum(info.file_size for _, info, _ in lines) > MOST_TOTAL:
        raise _no("manifest 所列內容過多或過大", "the manifest lists too much")
    if len({(ref, info.filename) for ref, info, _ in lines}) < len(lines):
        raise _no("manifest 有重複的列", "a line of the manifest occurs twice")
    return lines


def _checked(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries = [info for info in package.infolist() if not info.is_dir()]
    if len(entries) > MOST_FILES or sum(info.file_size for info in entries) > MOST_TOTAL:
        raise _no("內容過多或過大", "it holds too much")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in entries:
        name = info.filename
        if info.compress_type not in PACKED:
            raise _no("壓縮方式不支援", "it is packed in a way that is not read")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _no("含有符號連結", "it contains a symbolic link")
        if (
            name.startswith(("/", "\\"))
            or ".." in name.replace("\\", "/").split("/")
            or ":" in name
        ):
            raise _no("檔名跳出資料夾", "a name leads out of its folder")
        if info.file_size > MOST_BYTES or info.file_size > MOST_RATIO * max(
            info.compress_size, 512
        ):
            raise _no("有檔案過大或壓縮比異常", "a file is too large or expands abnormally")
        if name in found:
            raise _no("有重複的檔名", "a name occurs twice")
        found[name] = info
    if MANIFEST not in found:
        raise _no("缺少 manifest.csv", "manifest.csv is missing")
    return found


def _manifest(package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> list[Line]:
    raw = b"".join(_content(package, entries[MANIFEST]))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp950", "replace")
    try:
        return _lines(csv.DictReader(io.StringIO(text)), entries)
    except csv.Error as error:
        raise _no("manifest.csv 無法讀取", "manifest.csv cannot be read") from error


def _lines(rows: "csv.DictReader[str]", entries: dict[str, zipfile.ZipInfo]) -> list[Line]:
    if not {c for c, must in MANIFEST_COLUMNS.items() if must} <= set(rows.fieldnames or ()):
        raise _no("manifest.csv 缺少欄位", "manifest.csv lacks its columns")
    lines = []
    for row in rows:
        name = row["檔名"] or ""
        if any(
            unicodedata.category(sign) in {"Cc", "Cf"} for sign in "".join(map(str, row.values()))
        ):
            raise _no(
                "manifest 有看不見的控制字元", "the manifest has invisible control characters"
            )
        if name not in entries or name == MANIFEST:
            raise _no(f"manifest 所列檔案不在 ZIP 內：{name[:60]}", f"not in the ZIP: {name[:60]}")
        lines.append(((row["移送案號"] or "")[:40], entries[name], (row.get("名稱") or name)[:120]))
    left = set(entries) - {info.filename for _, info, _ in lines} - {MANIFEST}
    if left:
        raise _no("有檔案未列於 manifest", "a file is not in the manifest")
    return lines


def _content(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Generator[bytes, None, None]:
    """The bytes of an entry; the stated size is not believed."""
    size = 0
    with package.open(info) as source:
        while block := source.read(2**18):
            size += len(block)
            if size > MOST_BYTES:
                raise _no("有檔案過大", "a file is too large")
            yield block


@action("referral.attach")
def _keep_all(
    *, batch: Batch, package: zipfile.ZipFile, lines: list[Line],
    by: Actor, at: datetime,
) -> int:  # fmt: skip
    known = set(
        RowResult.objects.filter(batch=batch, agency_ref__in={ref for ref, _, _ in lines if ref})
        .values_list("agency_ref", flat=True)
    )  # fmt: skip
    for ref, _, _ in lines:
        if ref and ref not in known:
            raise _no(f"本批沒有移送案號 {ref}", f"the batch has no number {ref}")
    kept: list[StoredFile] = []
    try:
        for ref, info, title in lines:
            kept.append(_store(package, info, title, batch, at))
            Attachment.objects.create(
                batch=batch, agency_ref=ref, title=title, file=kept[-1], added_at=at,
                added_by=by.ref,
            )  # fmt: skip
    except BaseException:
        for stored in kept:
            files.discard(stored)
        raise
    record(kind="batch", ref=batch.ref, branch_id=batch.branch_id, data={"files": len(lines)})
    return len(lines)


def _store(
    package: zipfile.ZipFile, info: zipfile.ZipInfo, title: str, batch: Batch, at: datetime
) -> StoredFile:
    with closing(_content(package, info)) as blocks:
        first = next(blocks, b"")
        media_type = taken(first, info.filename)
        if not media_type:
            raise _no(f"不是可收的檔案：{title[:40]}", f"not a file that is taken: {title[:40]}")
        return files.store(
            _again(first, blocks), kind="attachment", name=title, media_type=media_type,
            at=at, branch_id=batch.branch_id,
        )  # fmt: skip


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def taken(first: bytes, name: str) -> str:
    """The media type of a document by its ending and its first bytes; "" when it is not taken."""
    magic, media_type = KINDS.get(Path(name).suffix.lower(), (b"", ""))
    return media_type if magic and first.startswith(magic) else ""


@action("referral.attach")
def keep_scan(
    *, batch: Batch, agency_ref: str, scan: Scan, by: Actor, at: datetime,
    supply: Supply | None = None,
) -> Attachment:  # fmt: skip
    """Keep the scan of a referral that came on paper, or a document supplied later."""
    stored = files.store(
        scan.blocks, kind="attachment", name=scan.title, media_type=scan.media_type, at=at,
        branch_id=batch.branch_id,
    )  # fmt: skip
    try:
        kept = Attachment.objects.create(
            batch=batch, agency_ref=agency_ref, title=scan.title, file=stored, added_at=at,
            added_by=by.ref, supply=supply,
        )  # fmt: skip
    except BaseException:
        files.discard(stored)
        raise
    record(kind="batch", ref=batch.ref, branch_id=batch.branch_id, data={"files": 1})
    return kept
