"""Who acts: a person of the branch, of an agency, a citizen, the public, or the system itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, in which branch, with which permissions, as known when the request began.

    ``kind`` is ``staff``, ``agency``, ``citizen``, ``public`` or ``system``; ``ref`` identifies
    the account for good (not a name that may change).
    """

    kind: str
    ref: str
    name: str
    branch_id: int | None = None
    branch_code: str = ""
    agency_id: int | None = None
    agency_code: str = ""
    section_id: int | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)

    def may(self, permission: str) -> bool:
        """Whether this person holds ``permission`` (the system may do everything)."""
        return self.kind == "system" or permission in self.permissions

    def is_same_person(self, other_ref: str) -> bool:
        """For rules about two people: compare people, not roles."""
        return self.ref == other_ref


def system(name: str = "cli", *, branch_id: int | None = None, branch_code: str = "") -> Actor:
    """The system account ``name``."""
    return Actor("system", f"system:{name}", name, branch_id=branch_id, branch_code=branch_code)


PUBLIC = Actor("public", "public", "public")
