"""What may be sent along: which kinds, how much, and that a file is what its name says."""

from collections.abc import Iterable, Iterator, Sequence

from wuai.kernel.refusal import Refusal

MiB = 1024 * 1024
MOST_FILES, MOST_TOGETHER = 20, 400 * MiB
# Extension → (media type, how the content begins). Pictures, papers and the government's own formats.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "tif": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    "tiff": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    "odt": ("application/vnd.oasis.opendocument.text", (b"PK\x03\x04",)),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", (b"PK\x03\x04",)),
    "txt": ("text/plain", ()),
    "mp4": ("video/mp4", ()),
    "mov": ("video/quicktime", ()),
    "m4a": ("audio/mp4", ()),
    "mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
}
# So much of a file, or all of it, tells of what kind it is.
HEAD_BYTES = 512
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1")
_ODF_MIME_AT = 30


class EvidenceNotAsked(Refusal):
    code = "EVIDENCE_NOT_ASKED"
    zh = "這項申辦沒有要這種附件"
    en = "This application does not ask for such a file"
    next_zh = "請回上一頁選擇附件欄位"
    next_en = "Go back and choose one of the places for files"
    status = 422


class FileKindRefused(Refusal):
    code = "FILE_KIND_REFUSED"
    zh = "不收這種檔案：{name}"
    en = "Files of this kind are not taken: {name}"
    next_zh = "可以上傳 PDF、圖片（JPG、PNG、TIFF、HEIC）、ODT、ODS、純文字、錄影（MP4、MOV）或錄音（MP3、M4A）；照片直接拍就可以"
    next_en = "PDF, pictures (JPG, PNG, TIFF, HEIC), ODT, ODS, plain text, film (MP4, MOV) and sound (MP3, M4A) are taken; a photograph will do"
    status = 415


class FileTooLarge(Refusal):
    code = "FILE_TOO_LARGE"
    zh = "檔案超過 {most} MB"
    en = "The file is larger than {most} MB"
    next_zh = "請降低掃描解析度或分成幾個檔案；也可以寄紙本或帶到櫃檯"
    next_en = (
        "Scan with a lower resolution or split it; paper by post or at the counter is fine too"
    )
    status = 413


class TooManyFiles(Refusal):
    code = "FILES_TOO_MANY"
    zh = "最多 {count} 個檔案、合計 {most} MB"
    en = "At most {count} files with {most} MB in all"
    next_zh = "請刪除用不到的檔案，或把多頁併成一個 PDF"
    next_en = "Remove what is not needed, or join the pages in one PDF"
    status = 413


class FileEmpty(Refusal):
    code = "FILE_EMPTY"
    zh = "檔案是空的"
    en = "The file is empty"
    next_zh = "請重新選擇檔案"
    next_en = "Choose the file again"
    status = 422


class FileNotWhatItSays(Refusal):
    code = "FILE_NOT_WHAT_IT_SAYS"
    zh = "檔案內容與副檔名不符"
    en = "The content of the file does not agree with its name"
    next_zh = "請用原本的程式另存成 PDF 或圖片再上傳"
    next_en = "Save it as PDF or picture with the program it came from, and send that"
    status = 422


class PieceOutOfPlace(Refusal):
    code = "UPLOAD_PIECE_OUT_OF_PLACE"
    zh = "已收到 {received} 位元組，這一段從 {offset} 開始，接不上"
    en = "{received} bytes are here; this piece begins at {offset} and does not fit"
    next_zh = "從已收到的位置接著送"
    next_en = "Go on from where it stopped"


class FileWholeAlready(Refusal):
    code = "UPLOAD_WHOLE_ALREADY"
    zh = "這個檔案已經完整收到"
    en = "This file has arrived whole already"
    next_zh = "不必再送"
    next_en = "There is nothing more to send"


class FileNotWhole(Refusal):
    code = "UPLOAD_NOT_WHOLE"
    zh = "這個檔案還沒有傳完"
    en = "This file has not arrived whole"
    next_zh = "請等上傳完成，或移除後重新上傳"
    next_en = "Wait until it is complete, or remove it and send it again"


def extension_of(name: str) -> str:
    """The extension of a file name, small."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def media_type_of(name: str) -> str:
    """The media type by which a file is kept; raises FileKindRefused."""
    extension = extension_of(name)
    if extension in ("heic", "heif"):
        return "image/heic"
    if extension not in KINDS:
        raise FileKindRefused(name=name[-60:])
    return KINDS[extension][0]


def check_room(size: int, most: int, others: Sequence[int]) -> None:
    """Refuse a file that does not fit beside the ones that are there."""
    if size <= 0:
        raise FileEmpty
    if size > most:
        raise FileTooLarge(most=most // MiB)
    if len(others) >= MOST_FILES or sum(others) + size > MOST_TOGETHER:
        raise TooManyFiles(count=MOST_FILES, most=MOST_TOGETHER // MiB)


def check_place(received: int, offset: int) -> None:
    """Refuse a piece that does not begin where the last one ended."""
    if received != offset:
        raise PieceOutOfPlace(received=received, offset=offset)


def bounded(blocks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """A stream that is refused once it holds more than was announced."""
    taken = 0
    for block in blocks:
        taken += len(block)
        if taken > most:
            raise FileTooLarge(most=max(1, most // MiB))
        yield block


def beginning_as(media_type: str, size: int, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same stream, refused when it does not begin as a file of this type does.

    Nothing, when the line died before enough had come to tell; it is sent again then.
    """
    head, rest = bytearray(), iter(blocks)
    for block in rest:
        head += block
        if len(head) >= HEAD_BYTES:
            break
    if len(head) < min(HEAD_BYTES, size):
        return
    check_content(bytes(head[:HEAD_BYTES]), media_type)
    yield bytes(head)
    yield from rest


def check_content(head: bytes, media_type: str) -> None:
    """Refuse content that is not what the name said; ``head`` is how the file begins."""
    if media_type == "image/heic":
        agrees = head[4:12] in _HEIC
    elif media_type in ("video/mp4", "video/quicktime", "audio/mp4"):
        agrees = head[4:8] in (b"ftyp", b"moov", b"wide", b"mdat")
    elif media_type == "text/plain":
        agrees = b"\x00" not in head
    elif media_type.startswith("application/vnd.oasis"):
        agrees = head.startswith(b"PK\x03\x04") and _odf_type(head) == media_type
    else:
        begins = next(magic for kind, magic in KINDS.values() if kind == media_type)
        agrees = head.startswith(begins)
    if not agrees:
        raise FileNotWhatItSays


def would_take(name: str, content: bytes, most: int) -> bool:
    """Whether a file that came by mail is one that we take; nobody is there to be refused."""
    try:
        check_room(len(content), most, ())
        check_content(content[:HEAD_BYTES], media_type_of(name))
    except Refusal:
        return False
    return True


def _odf_type(head: bytes) -> str:
    """The type that an OpenDocument file names in its first, uncompressed entry."""
    if head[_ODF_MIME_AT : _ODF_MIME_AT + 8] != b"mimetype":
        return ""
    return head[_ODF_MIME_AT + 8 : _ODF_MIME_AT + 108].split(b"PK", 1)[0].decode("ascii", "replace")
