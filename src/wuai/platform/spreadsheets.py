"""What goes into a file that people open as a spreadsheet."""

_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")


def disarmed(text: str) -> str:
    """A text that no spreadsheet takes for a formula, whatever spaces come first."""
    return f"'{text}" if text.lstrip(" ")[:1] in _FORMULA and text.strip(" ") else text
