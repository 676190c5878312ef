"""What reminders and everybody else who gathers things know of voices."""

from __future__ import annotations

from sqlmodel import Session

from handlers.chasing.nouns import About, Noun
from handlers.executives.voices import telling
from handlers.promises.lifecycle import things
from storage import voices
from storage.voices import Voice, VoiceState


def _about(session: Session, team_id: str, number: int) -> About | None:
    found = voices.find(session, team_id, number)
    return things.about(found) if found else None


VOICE = Noun(
    name=Voice.noun,
    letter=Voice.letter,
    states=tuple(VoiceState),
    table=Voice,
    about=_about,
    telling=telling.TOLD,
)
