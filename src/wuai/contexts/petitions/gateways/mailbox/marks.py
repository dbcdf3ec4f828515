"""What the branch's own mail server found out about a mail before it came: spam, or a forged sender."""

import re
from email.parser import BytesHeaderParser

_HEAD = 64 * 1024
_FOUND = re.compile(r"\b(dmarc|spf)\s*=\s*(\w+)", re.I)
_COMMENT = re.compile(r"\([^()]*\)")


def is_doubted(raw: bytes, trusts: str) -> bool:
    """Whether the server marked it; of the results (RFC 8601) only those of the server ``trusts`` count."""
    head = BytesHeaderParser().parsebytes(raw[:_HEAD])
    for name in ("X-Spam-Flag", "X-Spam-Status"):
        if any(str(said).strip().lower().startswith("yes") for said in head.get_all(name, [])):
            return True
    found = set()
    for said in head.get_all("Authentication-Results", []) if trusts else []:
        server, _, results = _COMMENT.sub(" ", str(said)).partition(";")
        if server.split()[:1] == [trusts.strip()]:
            found |= {f"{how}={what}".lower() for how, what in _FOUND.findall(results)}
    return "dmarc=fail" in found or ("spf=fail" in found and "dmarc=pass" not in found)
