"""Loads the services and their first patterns for every branch; rows that staff edited stay."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from wuai.contexts.appointments.models import Pattern, Service, Slot
from wuai.contexts.organisation import api as organisation
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor, system
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
    hours_held = [one for row in held["service"] for one in row["hours"] if one["room"]]
    _name_rooms({one["room"]: one["room_en"] for one in hours_held})


def _name_rooms(names: dict[str, str]) -> None:
    """Give times made before rooms had an English name the one that the file has."""
    unnamed = [
        rows
        for model in (Pattern, Slot)
        if (rows := model._default_manager.filter(room__in=list(names), room_en="")).exists()
    ]
    if unnamed:
        _write_names(unnamed=unnamed, names=names, by=system("reference"), at=timezone.now())


@action("appointment.name_rooms")
def _write_names(
    *, unnamed: Sequence[QuerySet[Any]], names: dict[str, str], by: Actor, at: datetime
) -> None:
    named = Case(*(When(room=zh, then=Value(en)) for zh, en in names.items()))
    done = sum(rows.update(room_en=named) for rows in unnamed)
    record(kind="reference", ref="appointments_room", data={"named": done})


def _service(row: dict[str, Any], place: int) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "hours"} | {"place": place}
