"""What happens to anything but a promise is declared with its facts, and written down here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.people import facts as declared
from storage import history
from storage.history import Snapshot


@dataclass(frozen=True)
class Occurrence:
    """Something that happens: to what, the word under which history keeps it, and what is said.

    `facts` are said each time, with the type of each.
    """

    noun: str
    verb: str
    facts: Mapping[str, type] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse facts that history cannot keep."""
        unknown = [name for name, kind in self.facts.items() if kind not in declared.KINDS]
        if unknown:
            raise ValueError(f"{self.verb}: facts that cannot be kept: {unknown}")


def write(
    session: Session,
    now: datetime,
    team_id: str,
    actor: str,
    what: Occurrence,
    *,
    number: int = 0,
    snapshot: Snapshot | None = None,
    follows: UUID | None = None,
    **facts: object,
) -> None:
    """Write down that something happened; `actor` is empty where Duly did it.

    `number`, `snapshot` and `follows` are for what has a number: see `history.add`. Raises
    WrongFacts.
    """
    said = declared.encode(what.verb, what.facts, facts)
    history.add(
        session,
        team_id=team_id,
        now=now,
        actor=actor,
        verb=what.verb,
        noun=what.noun,
        number=number,
        snapshot=snapshot,
        follows=follows,
        **said,
    )
