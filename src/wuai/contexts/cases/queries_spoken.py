"""Cases by a number as colleagues say it: the serial alone, or with the word of the category."""

from wuai.contexts.cases.models import Case
from wuai.contexts.organisation import api as organisation
from wuai.kernel.case_numbers import CaseNumber, parse_spoken
from wuai.platform import numbers


def spoken_ids(branch_id: int, text: str, *, most: int) -> list[int]:
    """The cases that 「健 241」 or 「241」 may mean, of every year, newest first (3 queries, none for other texts).

    Each possible number is looked up in the index, so it costs the same with a million cases.
    """
    said = parse_spoken(text)
    if said is None:
        return []
    words = {
        (row.word, row.track)
        for row in organisation.categories(branch_id)
        if said.category in ("", row.word) and said.track in ("", row.track)
    }
    keys = [
        CaseNumber(year, word, track, said.serial).key()
        for year in numbers.years_with(said.serial, branch_id=branch_id, kind="CASE")
        for word, track in words
    ]
    found = Case.objects.filter(branch_id=branch_id, number_key__in=keys).order_by("-id")
    return list(found.values_list("id", flat=True)[:most]) if keys else []
