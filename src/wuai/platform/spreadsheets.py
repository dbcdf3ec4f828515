"""What goes into a file that people open as a spreadsheet."""

import re

# Understood by Python and by PostgreSQL alike. Spreadsheets pass over characters nobody sees before
# they look for a formula (LibreOffice over NUL, which no column of ours can hold).
_UNSEEN = r"[\s\u0001-\u001f\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
FORMULA = _UNSEEN + r"*[=+@＝＋＠\-－\t\r\n]"
_LIVE = re.compile(FORMULA)


def disarmed(text: str) -> str:
    """A text that no spreadsheet takes for a formula, whatever spaces come first."""
    return f"'{text}" if _LIVE.match(text.lstrip("\0 ")) else text
