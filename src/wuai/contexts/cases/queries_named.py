"""Cases by the numbers that other people's files use: ours, or the agency's own."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from wuai.contexts.cases.models import Case
from wuai.contexts.cases.queries import CaseRow, case_rows
from wuai.kernel import case_numbers

# A number of an agency may be another agency's too: then it names nobody.
_NAMED = """
SELECT name, min(id) FROM (
    SELECT n.name, c.id FROM unnest(%(names)s::text[], %(keys)s::text[]) AS n(name, key)
    JOIN cases_case c ON c.branch_id = %(branch)s AND c.number_key = n.key AND n.key <> ''
    UNION
    SELECT n.name, c.id FROM unnest(%(names)s::text[]) AS n(name)
    JOIN cases_case c ON c.branch_id = %(branch)s
        AND upper(replace(c.agency_ref, ' ', '')) = n.name
        AND c.status NOT IN ('RETURNED', 'WITHDRAWN')
) found GROUP BY name HAVING count(*) = 1
"""


def cases_named(branch_id: int, names: Iterable[str]) -> dict[str, CaseRow]:
    """The one case that each of these numbers means; numbers that mean none or several are left out."""
    asked = sorted(set(names))
    keys = [case_numbers.search_key(name) or "" for name in asked]
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"names": asked, "keys": keys, "branch": branch_id})
        found = dict(cursor.fetchall())
    rows = case_rows(found.values())
    return {name: rows[case_id] for name, case_id in found.items()}


def cases_holding(branch_id: int, agency_id: int, agency_refs: Iterable[str]) -> dict[str, CaseRow]:
    """The cases that hold these numbers of one agency: neither returned nor withdrawn (2 queries)."""
    found = Case.objects.filter(
        ~Q(status__in=["RETURNED", "WITHDRAWN"]),
        agency_id=agency_id, agency_ref__in=list(agency_refs), branch_id=branch_id,
    )  # fmt: skip
    rows = case_rows(found.values_list("id", flat=True))
    return {row.agency_ref: row for row in rows.values()}
