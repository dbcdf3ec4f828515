"""Where people can be referred to is kept by the branch: telephones and mailboxes change."""

from dataclasses import asdict, dataclass
from datetime import datetime

from wuai.contexts.care.actions.noticing import NotFound
from wuai.contexts.care.models import Destination
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """What may be changed about a destination."""

    name_zh: str
    name_en: str
    county: str
    phone: str
    email: str
    takes_emergencies: bool
    is_active: bool
    confirmed: bool


@action("care.destination")
def change_destination(*, code: str, place: Place, by: Actor, at: datetime) -> None:
    """Bring a destination up to date; its image of before is kept."""
    held = Destination.objects.select_for_update().filter(code=code).first()
    if held is None:
        raise NotFound
    for name, value in asdict(place).items():
        setattr(held, name, value)
    held.save()
    record(kind="reference", ref=f"care_destination:{code}")
