"""The table of processing times (處理時限表), from the same rules that compute each due day."""

from dataclasses import dataclass
from datetime import date

from wuai.contexts.deadlines.queries import kinds
from wuai.kernel.bilingual import Bilingual
from wuai.legal import deadlines as law
from wuai.legal.parameter_table import Parameter

_UNITS = {
    "day": ("日", "day"), "working_day": ("個工作日", "working day"), "month": ("個月", "month"),
    "year": ("年", "year"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One thing the branch does and how long it may take."""

    code: str
    name: Bilingual
    rule: str
    time: Bilingual
    event: Bilingual
    extension: Bilingual | None
    source: Bilingual
    confirmed: bool
    handled_by: str
    url: str


def limits(on: date) -> list[LimitLine]:
    """Every line: first the services that contexts offer, then the rules nobody named yet."""
    entries = {entry.code: entry for entry in law.rules()}
    offered = kinds.items()
    found = [
        _line(item.code, item.name, entries[item.rule], on, item.url)
        for item in offered
        if item.rule in entries
    ]
    named = {item.rule for item in offered}
    found += [
        _line(entry.code, entry.name, entry, on, "")
        for entry in entries.values()
        if entry.handled_by and entry.code not in named
    ]
    return found


def words(entry: Parameter, on: date) -> Bilingual:
    """How long: 10 日, 6 個工作日, 2 個月."""
    count = entry.on(on).value
    zh, en = _UNITS[entry.unit]
    return Bilingual(f"{count} {zh}", f"{count} {en}{'' if count == 1 else 's'}")


def _line(code: str, name: Bilingual, entry: Parameter, on: date, url: str) -> LimitLine:
    held = entry.on(on)
    return LimitLine(
        code=code, name=name, rule=entry.code, time=words(entry, on), event=entry.event,
        extension=_extension(entry, on), source=held.source, confirmed=held.confirmed,
        handled_by=entry.handled_by, url=url,
    )  # fmt: skip


def _extension(entry: Parameter, on: date) -> Bilingual | None:
    if not entry.extension:
        return None
    longer = words(law.rule(entry.extension), on)
    if entry.extension_from == "start":
        return Bilingual(f"一次，合計 {longer.zh}", f"Once, to {longer.en} in all")
    return Bilingual(f"一次，{longer.zh}", f"Once, by {longer.en}")
