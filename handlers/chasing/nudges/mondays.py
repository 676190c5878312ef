"""The Monday line: what stays late is named each week, in one line, until somebody answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from slackblocks import Block
from sqlmodel import Session

from handlers.chasing import owed
from handlers.chasing.owed import Pending
from handlers.chasing.owed import cards as owed_cards
from handlers.chasing.registers import Registers
from handlers.speech import blocks, paging, words
from storage import bundles
from storage.cards import Card
from storage.nudges import Part
from storage.people import Person

ALL = "bundle.all"
"""The button that leads to everything in a bundle, or in one of its Monday lines."""
ONE = {
    Part.OWES: "One thing of yours stays late: {first}.",
    Part.LEAD: "One thing of your department stays late: {first}.",
    Part.CCO: "One thing stays late: {first}.",
}
MANY = {
    Part.OWES: "{count} of yours stay late. First comes {first}.",
    Part.LEAD: "{count} of your department stay late. First comes {first}.",
    Part.CCO: "{count} stay late. First comes {first}.",
}


@dataclass(frozen=True)
class MondayLine:
    """What stays late of what somebody is to it: how much, and what leads."""

    part: Part
    total: int
    first: Pending

    def sentence(self, reader: Person, now: datetime) -> str:
        """How much stays late, and what comes first, as markup."""
        count = words.at_least(self.total, "thing").capitalize()
        says = ONE if self.total == 1 else MANY
        first = owed_cards.line(self.first, reader, now)
        said = says[self.part].format(count=count, first=first)
        ends = self.first.kind.says.ends if self.total == 1 and self.first.is_theirs else ""
        return f"{said} {ends}".strip()


def lines(
    registers: Registers, session: Session, card: Card, reader: Person, owed_at: datetime
) -> list[MondayLine]:
    """The Monday lines of a bundle with what is still open of them at an instant (UTC)."""
    counted = bundles.weekly_parts(
        session, card.team_id, card.card_id, words.COUNTED, owed_at=owed_at
    )
    found: list[MondayLine] = []
    for part in (part for part in ONE if part in counted):
        leading = bundles.contents(
            session, card.team_id, card.card_id, 1, owed_at=owed_at, weekly=part
        )
        for nudge, ask in leading:
            first = owed.pending(registers, session, ask, reader, Part(nudge.part))
            if first:
                found.append(MondayLine(part, counted[part], first))
    return found


def shown(line: MondayLine, card: Card, reader: Person, now: datetime) -> list[Block]:
    """A line, with the ways out of the one thing or the way to all of them."""
    said = blocks.section(line.sentence(reader, now))
    if line.total == 1:
        return [said, *line.first.buttons()]
    total = line.total if line.total < words.COUNTED else None
    value = paging.value(f"{card.card_id}:{line.part}")
    return [said, blocks.actions(owed_cards.show_all(total, ALL, value))]
