"""What changes in a thing of the customers' side, in a form that history can keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from handlers.people import facts


class Stands(Protocol):
    """A row that stands somehow."""

    @property
    def state(self) -> str:
        """How it stands."""


@dataclass(frozen=True)
class ChangedColumns:
    """The columns that a move changes, as they were and as they are; `before` has the state."""

    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class ToldColumns:
    """All that can be said of a thing, by column; `means` reads again what is no plain word."""

    names: tuple[str, ...]
    means: Mapping[str, Callable[[str], object]] = field(default_factory=dict)

    def told_of(self, thing: object) -> dict[str, Any]:
        """All that is said of it, as history has it."""
        said = {name: getattr(thing, name) for name in self.names}
        return {
            name: facts.plain(value) for name, value in said.items() if value not in (None, "", [])
        }

    def read(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """What history says of columns, as the columns have it; nothing else, and no state."""
        return {
            name: self.means[name](value) if value is not None and name in self.means else value
            for name, value in written.items()
            if name in self.names
        }

    def set_columns(self, thing: object, written: Mapping[str, Any]) -> None:
        """Set columns as history has them; the state is a move's to set."""
        for name, value in self.read(written).items():
            setattr(thing, name, value)


def different(thing: Stands, wanted: Mapping[str, object]) -> ChangedColumns:
    """What would be different about a thing."""
    after = {
        name: facts.plain(value) for name, value in wanted.items() if getattr(thing, name) != value
    }
    before = {name: facts.plain(getattr(thing, name)) for name in after}
    return ChangedColumns({**before, "state": str(thing.state)}, after)


def change(thing: Stands, wanted: Mapping[str, object]) -> ChangedColumns:
    """Set columns of a thing, which is held: as they were and as they are, for history."""
    changed = different(thing, wanted)
    for name in changed.after:
        setattr(thing, name, wanted[name])
    return changed
