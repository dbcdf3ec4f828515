"""In which order letters are posted: by postcode, else by the township of the address, else last."""

import re
import unicodedata
from functools import lru_cache

from wuai.contexts.notices.rules.townships import by_county

UNKNOWN = "999"
_POSTCODE = re.compile(r"\s*(\d{3,6})")
_OLD_COUNTIES = {"桃園縣": "桃園市", "臺北縣": "新北市", "臺中縣": "臺中市", "臺南縣": "臺南市", "高雄縣": "高雄市"}  # fmt: skip
_ENDINGS = "區鄉鎮市島"


def sorting_code(postcode: str, address: str) -> str:
    """The code by which a letter is sorted: six characters, ``999999`` when nothing is known."""
    known = _POSTCODE.match(unicodedata.normalize("NFKC", postcode or ""))
    if known and known[1][:3] in _known_codes():
        return known[1].ljust(6, "0")
    return (of_address(address) or UNKNOWN).ljust(6, "0" if of_address(address) else "9")


def of_address(address: str) -> str:
    """The postcode of an address, read off its front or found by its township; empty if neither."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", address)).replace("台", "臺")
    leading = _POSTCODE.match(plain)
    if leading and leading[1][:3] in _known_codes():
        return leading[1]
    plain = plain[leading.end() :] if leading else plain
    county = _OLD_COUNTIES.get(plain[:3], plain[:3])
    table = by_county().get(county)
    if table is not None:
        return _township(plain[3:], table) or _whole_city(table)
    return _unique_township(plain)


def township_of(code: str) -> str:
    """County and township of a sorting code, for the index."""
    return _names().get(code[:3], "")


def _township(rest: str, table: dict[str, str]) -> str:
    """The longest name wins: 「東區」 also begins 「東勢區」 only in shape."""
    found = [name for name in table if rest.startswith(name)]
    if not found:
        # 員林鎮 became 員林市, and the districts of the merged cities were 鄉, 鎮 or 市.
        found = [n for n in table if rest[: len(n) - 1] == n[:-1] and rest[len(n) - 1 : len(n)] in _ENDINGS]  # fmt: skip
    return table[max(found, key=len)] if found else ""


def _whole_city(table: dict[str, str]) -> str:
    """A county whose townships share one postcode (嘉義市, 新竹市) needs no township."""
    codes = set(table.values())
    return codes.pop() if len(codes) == 1 else ""


def _unique_township(plain: str) -> str:
    """An address without a county, when only one county has such a township."""
    found = {
        code
        for table in by_county().values()
        for name, code in table.items()
        if len(name) > 2 and plain.startswith(name)
    }
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=1)
def _known_codes() -> frozenset[str]:
    return frozenset(code for table in by_county().values() for code in table.values())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, list[str]] = {}
    for county, table in by_county().items():
        for name, code in table.items():
            names.setdefault(code, []).append(county + name)
    return {code: found[0] if len(found) == 1 else found[0][:3] for code, found in names.items()}
