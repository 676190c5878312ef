"""How something was answered that somebody was asked for: who did what."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.speech import blocks
from storage import history
from storage.asks import Ask
from storage.people import Person

ANSWERED = "{ref} is answered."


def of(registers: Registers, session: Session, ask: Ask, reader: Person) -> str:
    """“T-12: you took it, by Thu 3 Dec.” as markup, for whoever reads; empty while it is not."""
    if ask.answered_at is None:
        return ""
    noun = registers.nouns[ask.noun]
    ref = f"{noun.letter}-{ask.number}"
    if noun.telling is None:
        return ANSWERED.format(ref=ref)
    found = history.last_two(session, ask.team_id, ask.noun, ask.number, ask.answered_at)
    if not found:
        return ANSWERED.format(ref=ref)
    event, before = found[0], found[1] if len(found) > 1 else None
    said = noun.telling.line(event, before, reader).said.removesuffix(".")
    if event.actor == reader.user_id:
        said = said.replace(blocks.person(reader.user_id), "you", 1)
    return f"{ref}: {said}."
