from dataclasses import dataclass
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: built once per request by `accounts`, carried by jobs, given to rules and to PostgreSQL.

    `structure_id` is the structure they work in just now; `roles` are the roles held there, not elsewhere.
    `label` is how the journal names them ("Claire Morel, assistante sociale"). `person_id` is who they are when they
    are an accompanied person in their own space, or a helper with their mandate: then they are nobody's colleague.
    """

    user_id: int | None = None
    structure_id: int | None = None
    roles: frozenset[str] = frozenset()
    label: str = "visiteur"
    second_factor: bool = False
    person_id: UUID | None = None
    helper: str = ""

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
            "person_id": self.person_id and str(self.person_id),
            "helper": self.helper,
        }

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Self:
        roles = data["roles"]
        assert isinstance(roles, list)
        person = data.get("person_id")
        told = {**data, "roles": frozenset(roles), "person_id": UUID(str(person)) if person else None}
        return cls(**told)  # type: ignore[arg-type]


ANONYMOUS = Actor()
MAILER = Actor(label="envoi des mails", roles=frozenset({"mailer"}))
"""A job that reads where to write: nobody signs in as it, and no request is it."""
