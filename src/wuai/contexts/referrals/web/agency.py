"""Referral files at the desk of an agency: its own files only."""

from wuai.contexts.referrals.web import duplicates, pages
from wuai.contexts.referrals.web.desk import agency_desk, pages_at
from wuai.platform.access import agency

_here = pages_at(agency_desk, agency("agency.refer"))
listed = _here(pages.listed)
show = _here(pages.show)
correct = _here(pages.correct)
duplicated = _here(duplicates.page)
results = _here(pages.results)
receipt = _here(pages.receipt)
submit = _here(pages.submit, posted=True)
again = _here(pages.again, posted=True)
add_files = _here(pages.add_files, posted=True)
