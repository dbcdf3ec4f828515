"""A procedure drawn from its own table: what runs is what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from wuai.contexts.applications.rules import procedure as p
from wuai.contexts.applications.rules.declaration import Declaration
from wuai.kernel.bilingual import Bilingual

_WIDE, _HIGH, _DOWN, _ACROSS, _EDGE = 124, 44, 84, 168, 8
_WHO = {
    p.APPLICANT: Bilingual("申請人", "the applicant"),
    p.CLERK: Bilingual("承辦人", "the person in charge"),
    p.CARRIER: Bilingual("承辦人", "the person in charge"),
    p.HEAD: Bilingual("核定的人", "the second person"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One arrow: from a state to another, by whom."""

    origin: str
    to: str
    move: p.Move


def ways(declared: Declaration) -> list[Way]:
    """Every arrow of a kind of application, as the moving action goes them."""
    found = []
    for move in declared.procedure.moves:
        if p.approves(move.code) and not declared.two_people:
            continue
        proposes = declared.two_people and move.code in p.RULINGS
        to = p.PROPOSED if proposes else move.to
        found += [Way(origin, to, move) for origin in move.origins]
    return found


def in_words(declared: Declaration) -> list[Bilingual]:
    """The same as sentences, for whoever reads rather than looks."""
    if declared.course is not None:
        return list(declared.course.sentences)
    said = []
    for way in ways(declared):
        origin, to, who = p.STATE_NAMES[way.origin], p.STATE_NAMES[way.to], _WHO[way.move.who]
        said.append(
            Bilingual(
                f"「{origin.zh}」→「{to.zh}」：{who.zh}「{way.move.label.zh}」",
                f"“{origin.en}” → “{to.en}”: {who.en}, “{way.move.label.en}”",
            )
        )
    return said


def draw(declared: Declaration, lang: str) -> str:
    """An SVG: what happens here on the left, how it ends on the right."""
    course = declared.course
    if course is not None:
        return _drawing(course.running, course.ended, course.arrows, course.names, lang)
    arrows = ways(declared)
    met = [p.RECEIVED, *dict.fromkeys(way.to for way in arrows)]
    left = [state for state in p.RUNNING if state in met]
    right = [state for state in p.ENDED if state in met]
    return _drawing(left, right, _drawn(arrows), p.STATE_NAMES, lang)


def _drawing(
    left: Sequence[str], right: Sequence[str], arrows: Sequence[tuple[str, str]],
    names: Mapping[str, Bilingual], lang: str,
) -> str:  # fmt: skip
    places = {state: (_EDGE, _EDGE + i * _DOWN) for i, state in enumerate(left)}
    step = _DOWN * max(len(left) - 1, 1) / max(len(right) - 1, 1)
    step = max(step, _HIGH + 8)
    places |= {s: (_EDGE + _ACROSS, round(_EDGE + i * step)) for i, s in enumerate(right)}
    high = max(y for _, y in places.values()) + _HIGH + _EDGE
    lines = [_line(places[a], places[b]) for a, b in arrows]
    boxes = [_box(x, y, names[s].pick(lang)[0]) for s, (x, y) in places.items()]
    wide = _ACROSS + _WIDE + 2 * _EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}"'
        f' height="{high}">{_ARROW}{"".join(lines)}{"".join(boxes)}</svg>'
    )


_ARROW = (
    '<defs><marker id="flow-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7"'
    ' markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8" fill="none" stroke="black"/></marker></defs>'
)


def _drawn(arrows: Sequence[Way]) -> list[tuple[str, str]]:
    """Each pair once; what may be done at once as well as in hand is drawn from in hand only."""
    pairs = dict.fromkeys((way.origin, way.to) for way in arrows)
    in_hand = {to for origin, to in pairs if origin == p.IN_HAND}
    return [
        (origin, to) for origin, to in pairs
        if not (origin == p.RECEIVED and to in in_hand) and not (origin == p.INCOMPLETE and to in p.ENDED)
    ]  # fmt: skip


def _line(origin: tuple[int, int], to: tuple[int, int]) -> str:
    (x, y), (u, v) = origin, to
    if u > x:
        path = f"M{x + _WIDE} {y + _HIGH // 2}L{u} {v + _HIGH // 2}"
    elif v > y:
        far = v - y > _DOWN
        bend = f"C{x + _WIDE + 26} {y + _HIGH} {x + _WIDE + 26} {v} {u + _WIDE - 20} {v}"
        path = (
            f"M{x + _WIDE - 20} {y + _HIGH}{bend}" if far else f"M{x + 50} {y + _HIGH}L{u + 50} {v}"
        )
    else:
        far = y - v > _DOWN
        bend = f"C{x - 10} {y} {x - 10} {v + _HIGH} {u + 14} {v + _HIGH}"
        path = f"M{x + 14} {y}{bend}" if far else f"M{x + 82} {y}L{u + 82} {v + _HIGH}"
    return f'<path d="{path}" fill="none" stroke="black" stroke-width="1.2" marker-end="url(#flow-arrow)"/>'


def _box(x: int, y: int, name: str) -> str:
    rows = _wrapped(name)
    top = y + _HIGH // 2 + 5 - 8 * (len(rows) - 1)
    words = "".join(
        f'<text x="{x + _WIDE // 2}" y="{top + 16 * i}" text-anchor="middle" font-size="12"'
        f' fill="black">{escape(row)}</text>'
        for i, row in enumerate(rows)
    )
    return f'<rect x="{x}" y="{y}" width="{_WIDE}" height="{_HIGH}" rx="6" fill="white" stroke="black"/>{words}'


def _wrapped(name: str) -> list[str]:
    """At most two lines: 9 full-width characters, or words of about 19 letters."""
    if name.isascii():
        rows = [""]
        for word in name.split():
            if len(rows[-1]) + len(word) > 19 and rows[-1] and len(rows) == 1:
                rows.append("")
            rows[-1] = f"{rows[-1]} {word}".strip()
        return rows
    return [name[:9], name[9:]] if len(name) > 9 else [name]
