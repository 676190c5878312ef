"""What waits for a customer or for a department says so: for whom, until when, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from handlers.speech import blocks
from handlers.speech import words as common
from storage import departments, waits
from storage.asks import Ask
from storage.items import Item
from storage.waits import Wait, WaitEnd

CUSTOMER = "the customer"
WAITS = "waits for {whom} until {day}"
OVER = "The wait for {whom} is over: {reason} What now?"
NEEDS = "{who} needs this from {whom} by {day}: “{reason}”"
SHOWN = 300


@dataclass(frozen=True)
class Paused:
    """A wait as people read of it; `whom` is plain words."""

    wait: Wait
    whom: str

    def says(self, zone: str, now: datetime) -> str:
        """“waits for the customer until Thu 3 Dec”, as markup."""
        day = common.day(self.wait.until, zone, now)
        return WAITS.format(whom=blocks.safe(self.whom, 80), day=day)

    def says_why(self, zone: str, now: datetime) -> str:
        """The same with its reason, as a sentence: “Waits for … until …: “…””."""
        said = self.says(zone, now)
        return f"{said[:1].upper()}{said[1:]}: “{blocks.safe(self.wait.reason, SHOWN)}”"

    def needs(self, zone: str, now: datetime) -> str:
        """“@sara needs this from Logistics by Thu 3 Dec: “the proof of delivery””, as markup."""
        return NEEDS.format(
            who=blocks.person(self.wait.began_by), whom=blocks.safe(self.whom, 80),
            day=common.day(self.wait.until, zone, now),
            reason=blocks.safe(self.wait.reason, SHOWN),
        )  # fmt: skip

    @property
    def is_over(self) -> str:
        """What whoever goes on reads in the message of their day."""
        return OVER.format(
            whom=blocks.safe(self.whom, 80),
            reason=common.quote(blocks.safe(self.wait.reason, SHOWN)),
        )


def of(session: Session, team_id: str, noun: str, number: int) -> Paused | None:
    """The wait of a thing that is not over."""
    return among(session, team_id, noun, [number]).get(number)


def among(session: Session, team_id: str, noun: str, numbers: Iterable[int]) -> dict[int, Paused]:
    """The same of several things, by number."""
    found = waits.open_among(session, team_id, noun, numbers)
    return {number: Paused(wait, whom(session, wait)) for number, wait in found.items()}


def of_ask(session: Session, ask: Ask) -> Paused | None:
    """The wait that pauses an ask; only one about which Duly keeps quiet is looked for."""
    if ask.snoozed_until is None or ask.answered_at is not None:
        return None
    found = of(session, ask.team_id, ask.noun, ask.number)
    return found if found and found.wait.ask_id == ask.ask_id else None


def over(session: Session, ask: Ask, at: datetime) -> Paused | None:
    """The wait of an ask that was over by itself at an instant (UTC)."""
    if ask.snoozed_until is None:
        return None
    past = waits.of_item(session, ask.team_id, ask.noun, ask.number)
    ended = (each for each in past if (each.ask_id, each.ended) == (ask.ask_id, WaitEnd.ITSELF))
    wait = next((each for each in ended if each.until == at), None)
    return Paused(wait, whom(session, wait)) if wait else None


def needed(session: Session, ask: Ask) -> Paused | None:
    """The wait for which somebody is asked to give something, over or not."""
    return _needed(session, ask.team_id, ask.noun, ask.number, ask.department_id)


def needed_of(session: Session, item: Item, department_id: UUID | None) -> Paused | None:
    """The same of an item and the department that is asked."""
    return _needed(session, item.team_id, item.noun, item.number, department_id)


def _needed(
    session: Session, team_id: str, noun: str, number: int, department_id: UUID | None
) -> Paused | None:
    past = waits.of_item(session, team_id, noun, number)
    wanted = [each for each in past if each.department_id and each.department_id == department_id]
    return Paused(wanted[-1], whom(session, wanted[-1])) if wanted else None


def whom(session: Session, wait: Wait) -> str:
    """For whom it waits: the customer, or a department by its name."""
    return name_of(session, wait.team_id, wait.department_id)


def name_of(session: Session, team_id: str, department_id: UUID | None) -> str:
    """The same by the id of a department, which a customer has not."""
    department = departments.find(session, team_id, department_id)
    return department.name if department else CUSTOMER
