"""The online systems of other authorities in which some of our applications can be made too."""

from dataclasses import dataclass

from wuai.contexts.organisation.models import OnlineSystem


@dataclass(frozen=True, slots=True)
class OnlineSystemRow:
    """Another authority's system with an address; ``offers`` are codes of our applications."""

    code: str
    name_zh: str
    name_en: str
    url: str
    offers: str
    confirmed: bool

    def takes(self, kind: str) -> bool:
        """Whether an application of this kind can be made there too."""
        return kind in self.offers.split()


def online_systems() -> list[OnlineSystemRow]:
    """The other systems that have an address; the rest is not shown to anybody."""
    found = OnlineSystem.objects.exclude(url="").order_by("code")
    names = OnlineSystemRow.__dataclass_fields__
    return [OnlineSystemRow(*values) for values in found.values_list(*names)]
