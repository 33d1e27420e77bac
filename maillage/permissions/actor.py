from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: built once per request by `accounts`, carried by jobs, given to rules and to PostgreSQL.

    `structure_id` is the structure they work in just now; `roles` are the roles held there, not elsewhere.
    `label` is how the journal names them ("Claire Morel, assistante sociale").
    """

    user_id: int | None = None
    structure_id: int | None = None
    roles: frozenset[str] = frozenset()
    label: str = "visiteur"
    second_factor: bool = False

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def at_work(self) -> bool:
        """Signed in, and inside a structure with at least one role."""
        return self.signed_in and self.structure_id is not None and bool(self.roles)

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def to_json(self) -> dict[str, object]:
        """What a job carries; `from_json` gives the same actor back."""
        return {
            "user_id": self.user_id,
            "structure_id": self.structure_id,
            "roles": sorted(self.roles),
            "label": self.label,
            "second_factor": self.second_factor,
        }

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Self:
        roles = data["roles"]
        assert isinstance(roles, list)
        return replace(cls(**{**data, "roles": frozenset()}), roles=frozenset(roles))  # type: ignore[arg-type]


ANONYMOUS = Actor()
