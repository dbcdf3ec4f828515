"""A mail as people and programs write them: whoever wrote it, what it says, what came along.

Nothing in it is trusted. What cannot be decoded is replaced, and never stops a letter.
"""

import email.utils
import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesParser
from html import unescape
from typing import cast

from wuai.contexts.petitions.rules.incoming import Attached, Letter

MOST_FILES = 19
_ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,180}", re.ASCII)
_WRONG = (ValueError, LookupError, RecursionError, TypeError, AttributeError, MessageError)
# What one letter may be made of: reading it must never take long, whoever wrote it.
MOST_TEXT, MOST_LINES, MOST_PARTS, LONGEST_HEAD = 200_000, 1_000_000, 500, 2_000
_PART = re.compile(rb"^content-(?:type|disposition):", re.I | re.M)
# A page cut into marks and words; no piece is looked at twice, also when a mark never ends.
_MARK = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|title)\b.*?(?:</\1\s*>|\Z)|<(/?[a-z]\w*|[!?])[^<>]*>",
    re.I | re.S,
)
_LINES = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote"}
_GAPS = {"td", "th"}


class _Short(policy.EmailPolicy):
    """Nobody writes a head of a megabyte but to keep us busy: it is cut before it is looked into."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name of a head, and what it says."""
        name, value = super().header_source_parse([one[:LONGEST_HEAD] for one in sourcelines[:40]])
        return name, value[:LONGEST_HEAD]


_POLICY = _Short(refold_source="none")


def read(raw: bytes) -> Letter | None:
    """The letter, or None when no program could make sense of it."""
    if raw.count(b"\n") > MOST_LINES or sum(1 for _ in _PART.finditer(raw)) > MOST_PARTS:
        return None
    try:
        held = cast("EmailMessage", BytesParser(policy=_POLICY).parsebytes(raw))
        text, files, left_out = _contents(held)
        sender, name = _sender(held)
        return Letter(
            message_id=_header(held, "Message-ID")[:300], sender=sender, name=name[:100],
            subject=_header(held, "Subject")[:300], text=text,
            written=_header(held, "Date")[:100], is_automatic=_is_automatic(held),
            files=files, left_out=left_out,
        )  # fmt: skip
    except Exception:
        # Whatever it is that the library stumbles over: a person looks at the letter then.
        return None


def _header(held: EmailMessage, name: str) -> str:
    try:
        text = str(held.get(name, ""))
    except _WRONG:
        return ""
    return _clean(" ".join(text.split()))


def _sender(held: EmailMessage) -> tuple[str, str]:
    """Address and name of who wrote: Reply-To counts for nothing, it may send our answer elsewhere."""
    try:
        found = held["From"].addresses if held["From"] else ()
        one = found[0] if found else Address()
        address, name = one.addr_spec, one.display_name
    except _WRONG:
        name, address = email.utils.parseaddr(_header(held, "From"))
    address = address.strip().lower()
    return (address if _ADDRESS.fullmatch(address) else ""), _clean(name).strip()


def _is_automatic(held: EmailMessage) -> bool:
    """Whether a program wrote it, after RFC 3834 and what programs did before it."""
    submitted = _header(held, "Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in {"", "no"} or held.get_content_type() == "multipart/report":
        return True
    if _header(held, "Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}:
        return True
    if _header(held, "Return-Path") == "<>":
        return True
    marks = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "Feedback-ID")
    return any(held.get(name) is not None for name in marks)


def _contents(held: EmailMessage) -> tuple[str, list[Attached], list[str]]:
    """What it says in all its texts, one after the other; every other part is a file, or named."""
    said: list[str] = []
    files: list[Attached] = []
    left_out: list[str] = []
    for part in _leaves(held):
        if _is_said(part):
            said.append(_words(part))
            continue
        name, data = _name(part), _bytes(part)
        if data and len(files) < MOST_FILES:
            files.append(Attached(name, data))
        elif data:
            left_out.append(name)
    text = "\n\n".join(one for one in said if one)
    return text[:MOST_TEXT], files, left_out + ["…"] * (len(text) > MOST_TEXT)


def _leaves(part: MIMEPart) -> Iterator[MIMEPart]:
    """The parts that are no further divided; of several ways to say one thing, the plainest that says it."""
    if not part.is_multipart() or part.get_content_maintype() != "multipart":
        yield part
        return
    parts = [one for one in part.iter_parts() if isinstance(one, MIMEPart)]
    if part.get_content_type() == "multipart/alternative":
        parts = _chosen(parts)
    for one in parts:
        yield from _leaves(one)


def _chosen(ways: list[MIMEPart]) -> list[MIMEPart]:
    """The plain words if there are any, else the page; and from the other ways what is not words."""
    plain = next((x for x in ways if x.get_content_type() == "text/plain" and _words(x)), None)
    if plain is None:
        # An invitation without plain words says them in its page, not in the calendar behind it.
        pages = [x for x in ways if x.is_multipart() or x.get_content_type() == "text/html"]
        return [*pages[-1:], *(x for x in ways if not x.is_multipart() and not _is_said(x))]
    rest = [one for way in ways for one in _leaves(way) if not _is_said(one)]
    return [plain, *rest]


def _is_said(part: MIMEPart) -> bool:
    """Whether it is words to be read, and no file."""
    kind, at = part.get_content_type(), part.get_content_disposition()
    return kind in ("text/plain", "text/html") and at != "attachment" and not part.get_filename()


def _words(part: MIMEPart) -> str:
    text = _decoded(part)[: 4 * MOST_TEXT]
    return _clean(_plain(text) if part.get_content_type() == "text/html" else text).strip()


def _name(part: MIMEPart) -> str:
    kind = {"plain": "txt", "jpeg": "jpg", "rfc822": "eml"}.get(
        part.get_content_subtype(), part.get_content_subtype()
    )
    name = part.get_filename() or f"附件.{kind}"
    return _clean(name).replace("/", "_").replace("\\", "_")[-200:]


def _bytes(part: MIMEPart) -> bytes:
    """What a file holds; a mail that was passed on is the mail itself."""
    if part.get_content_maintype() == "message":
        held = part.get_payload()
        mails = held if isinstance(held, list) else []
        return b"\n".join(bytes(one) for one in mails if isinstance(one, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _decoded(part: MIMEPart) -> str:
    """The text of a part; with a wrong or unknown set of characters, by the likeliest one."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    for name in (str(part.get_content_charset() or "utf-8"), "utf-8", "cp950"):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")


def _clean(text: str) -> str:
    """Without what no column and no page can hold."""
    text = text.encode("utf-8", "replace").decode()
    return "".join(one for one in text if one >= " " or one in "\n\t")


def _plain(page: str) -> str:
    """The words of a page, each with the blanks around it, on lines as a browser would break them."""
    said, at = [], 0
    for mark in _MARK.finditer(page):
        said.append(_blanks(page[at : mark.start()]))
        tag = (mark[2] or "").lower()
        said.append("\n" if tag in _LINES else " " if tag.strip("/") in _GAPS else "")
        at = mark.end()
    said.append(_blanks(page[at:]))
    lines = (" ".join(line.split()) for line in "".join(said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _blanks(words: str) -> str:
    return re.sub(r"\s+", " ", unescape(words))
