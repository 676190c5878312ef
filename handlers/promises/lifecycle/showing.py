"""The cards of what a move is made with are brought up to date, and those of what it belongs to."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from handlers.chasing import faces
from handlers.promises.items import parts
from handlers.promises.lifecycle.things import Movable
from storage import inquiries
from storage.decisions import Decision
from storage.inquiries import Inquiry
from storage.issues import Issue
from storage.tasks import Task


def show(session: Session, now: datetime, thing: Movable) -> None:
    """Bring its cards up to date, and those of the issue or decision which a task follows from."""
    faces.refresh(session, now, thing.team_id, thing.noun, thing.number)
    if not isinstance(thing, Task):
        return
    for noun, number in (
        (Issue.noun, thing.issue_number),
        (Decision.noun, thing.decision_number),
    ):
        if number:
            faces.refresh(session, now, thing.team_id, noun, number)
    if not (thing.issue_number or thing.decision_number):
        number = inquiries.that_brought(session, thing.team_id, thing.ref)
        if number:
            faces.refresh(session, now, thing.team_id, Inquiry.noun, number)
    whole = parts.issue_of(session, thing)
    if whole and whole.number != thing.issue_number:
        faces.refresh(session, now, thing.team_id, whole.noun, whole.number)
