"""What people send instead of a referral file, told by its first bytes, so that they know what to do."""

from wuai.contexts.referrals.rules.columns import SEPARATED, NotAReferralFile

_WORKBOOK = (
    "這是試算表活頁簿（Excel 或 ODS），不是 CSV",
    "it is a spreadsheet workbook (Excel or ODS), not a CSV file",
)
_UTF_16 = ("它是 UTF-16 編碼的文字", "its text is encoded as UTF-16")
_BEGINNINGS = {
    b"PK\x03\x04": _WORKBOOK,
    b"\xd0\xcf\x11\xe0": _WORKBOOK,
    b"%PDF": ("這是 PDF，不是 CSV", "it is a PDF, not a CSV file"),
    b"\x1f\x8b": ("它是壓縮檔，請先解壓縮", "it is compressed; unpack it first"),
    b"\xff\xfe": _UTF_16,
    b"\xfe\xff": _UTF_16,
}
_HEADER = ("讀不到欄名列", "its header row cannot be read")


def refuse_other_files(first: bytes) -> None:
    """Refuse what does not begin like a text with columns."""
    if not first:
        raise NotAReferralFile(why_zh="檔案是空的", why_en="it is empty")
    for beginning, (zh, en) in _BEGINNINGS.items():
        if first.startswith(beginning):
            raise NotAReferralFile(why_zh=zh, why_en=en)
    line = first.split(b"\n", 1)[0]
    if b"\x00" in line:
        # Every second byte of a Latin sign is NUL in UTF-16; anything else is no text at all.
        zh, en = _UTF_16 if b",\x00" in line or b"\x00," in line else (
            "不是純文字 CSV", "it is not a plain CSV file")  # fmt: skip
        raise NotAReferralFile(why_zh=zh, why_en=en)


def broken_header(start: bytes) -> NotAReferralFile:
    """Why a header is none: spreadsheets quote each title and part them by something else."""
    zh, en = SEPARATED if b'";' in start or b'"\t' in start else _HEADER
    return NotAReferralFile(why_zh=zh, why_en=en)
