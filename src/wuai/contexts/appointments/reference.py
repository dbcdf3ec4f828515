"""Loads the services and their first patterns for every branch; rows that staff edited stay."""

import tomllib
from pathlib import Path
from typing import Any

from wuai.contexts.appointments.models import Pattern, Service
from wuai.contexts.organisation import api as organisation
from wuai.platform.reference import load_table

FILE = Path(__file__).parent / "reference_data" / "services.toml"
WORKDAYS = [0, 1, 2, 3, 4]


def load_reference() -> None:
    """Give every branch the services of the file."""
    held = tomllib.loads(FILE.read_text(encoding="utf-8"))
    branches = [row.id for row in organisation.branches()]
    load_table(
        Service, ["branch_id", "code"],
        [_service(row, place) | {"branch_id": branch} for branch in branches
         for place, row in enumerate(held["service"], start=1)],
    )  # fmt: skip
    hours = {row["code"]: row["hours"] for row in held["service"]}
    ids = Service.objects.filter(branch_id__in=branches, code__in=list(hours))
    load_table(
        Pattern, ["service_id", "since", "starts", "room"],
        [
            {"weekdays": WORKDAYS, "since": held["since"], "service_id": service} | one
            for service, code in ids.values_list("id", "code")
            for one in hours[code]
        ],
    )  # fmt: skip


def _service(row: dict[str, Any], place: int) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "hours"} | {"place": place}
