"""The cast and the desk for tests of referrals."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.actions import intake
from wuai.platform.actors import Actor

from .files import ON, write

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def branch(db: None) -> organisation.BranchRow:
    """Hsinchu."""
    return organisation.branch("SCY")


@pytest.fixture
def agency(db: None) -> organisation.AgencyRow:
    """The health insurance administration."""
    return organisation.agency("NHI")


@pytest.fixture
def clerk(branch: organisation.BranchRow) -> Actor:
    """A person of the allocation desk."""
    return Actor(
        "staff", "account:clerk", "林書記", branch_id=branch.id, branch_code=branch.code,
        permissions=frozenset({"referral.intake", "case.view", "case.assign", "party.reveal"}),
    )  # fmt: skip


@pytest.fixture
def take_in(
    branch: Any, agency: Any, clerk: Actor, tmp_path: Path
) -> Callable[..., intake.Outcome]:
    """``take_in(row, row, …)`` imports a file of these rows and gives the outcome."""

    def run(*content: Any, on: Any = ON, encoding: str = "utf-8", **change: Any) -> intake.Outcome:
        path = tmp_path / "file.csv"
        if content and isinstance(content[0], bytes):
            path.write_bytes(content[0])
        else:
            write(path, *content, encoding=encoding)
        facts = {"branch_id": branch.id, "agency_id": agency.id, "by": clerk, "at": AT, "on": on}
        return intake.import_file(upload=intake.read_upload(path), **(facts | change))

    return run
