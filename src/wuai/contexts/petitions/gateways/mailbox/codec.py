"""A mail as people and programs write them: whoever wrote it, what it says, what came along.

Nothing in it is trusted. What cannot be decoded is replaced, and never stops a letter.
"""

import email.utils
import re
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from html.parser import HTMLParser

from wuai.contexts.petitions.rules.incoming import Attached, Letter

MOST_FILES = 19
_ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,180}", re.ASCII)
_WRONG = (ValueError, LookupError, RecursionError, TypeError, AttributeError, MessageError)
_BREAKS = {"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote"}
_SILENT = {"script", "style", "head", "title"}


def read(raw: bytes) -> Letter | None:
    """The letter, or None when no program could make sense of it."""
    try:
        held = BytesParser(policy=policy.default).parsebytes(raw)
        sender, name = _sender(held)
        return Letter(
            message_id=_header(held, "Message-ID")[:300], sender=sender, name=name[:100],
            subject=_header(held, "Subject")[:300], text=_text(held)[:200_000],
            written=_header(held, "Date")[:100], is_automatic=_is_automatic(held),
            files=_files(held),
        )  # fmt: skip
    except _WRONG:
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


def _text(held: EmailMessage) -> str:
    part = held.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = _decoded(part)
    return _clean(_plain(text) if part.get_content_type() == "text/html" else text).strip()


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


def _files(held: EmailMessage) -> list[Attached]:
    found: list[Attached] = []
    for part in held.iter_attachments():
        data = part.get_payload(decode=True)
        name = part.get_filename() or f"附件.{part.get_content_subtype()}"
        if isinstance(data, bytes) and data and len(found) < MOST_FILES:
            found.append(Attached(_clean(name).replace("/", "_").replace("\\", "_")[-200:], data))
    return found


def _clean(text: str) -> str:
    """Without what no column and no page can hold."""
    text = text.encode("utf-8", "replace").decode()
    return "".join(one for one in text if one >= " " or one in "\n\t")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new line where the page would show one."""
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """The end of what is not shown."""
        self.silent -= tag in _SILENT and self.silent > 0

    def handle_data(self, data: str) -> None:
        """The words themselves."""
        if not self.silent:
            self.said.append(" ".join(data.split()) if data.strip() else " ")


def _plain(page: str) -> str:
    words = _Words()
    words.feed(page)
    words.close()
    lines = (" ".join(line.split()) for line in "".join(words.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
