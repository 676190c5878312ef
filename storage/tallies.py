"""Tallies say how much Duly has done in all: promises, questions, reminders, digests."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import distinct, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.asks import Ask
from storage.audiences import Audience
from storage.decisions import Decision
from storage.history import Event
from storage.inquiries import Inquiry
from storage.issues import Issue
from storage.nudges import Nudge
from storage.outbox import Message, MessageState
from storage.progress import Progress
from storage.tasks import Task


@dataclass(frozen=True)
class Tallies:
    """How many of each, since the first day and over every workspace of the database.

    `nudges` are reminders that were sent, `escalations` those that went further up; `prompts` are
    questions that Duly put to the executives or to one of them, `severity_1` issues that blocked a
    customer, `private` tasks, issues and decisions that only some may see, and `became` lines about
    what became of a thing, one for each reader and day. `returned` are offers that somebody gave
    back, and `repeats` issues whose cause another had before them. `paused` and `held` are how
    often something waited for somebody, and was seen to have held.
    """

    tasks: int
    issues: int
    asks_opened: int
    asks_answered: int
    nudges: int
    escalations: int
    digests: int
    prompts: int
    severity_1: int
    private: int
    became: int
    reopened: int
    returned: int
    repeats: int
    paused: int
    held: int


def of_everything(session: Session) -> Tallies:
    """Count everything there is; the whole history is read, so nothing asks for this often."""

    def count(query: SelectOfScalar[int]) -> int:
        return session.exec(query).one()

    number = func.count()
    sent_digests = col(Message.key).startswith("digest:") & (
        col(Message.state) == MessageState.SENT
    )
    return Tallies(
        tasks=count(select(number).select_from(Task)),
        issues=count(select(number).select_from(Issue)),
        asks_opened=count(select(number).select_from(Ask)),
        asks_answered=count(select(number).where(col(Ask.answered_at).is_not(None))),
        nudges=count(select(number).where(col(Nudge.sent_at).is_not(None))),
        escalations=count(select(number).where(col(Event.verb) == "escalated")),
        digests=count(select(number).select_from(Message).where(sent_digests)),
        prompts=count(select(number).where(col(Decision.prompt).is_not(None)))
        + count(select(number).select_from(Inquiry)),
        private=sum(
            count(select(number).where(col(table.audience) == Audience.PRIVATE))
            for table in (Task, Issue, Decision)
        ),
        severity_1=count(select(number).where(col(Issue.severity) == 1)),
        reopened=count(select(number).where(col(Event.verb) == "reopened")),
        returned=count(select(number).where(col(Event.verb) == "returned")),
        repeats=count(
            select(func.count(col(Issue.cause_id)) - func.count(distinct(col(Issue.cause_id))))
        ),
        paused=count(select(number).where(col(Event.verb) == "paused")),
        held=count(select(number).where(col(Event.verb) == "held")),
        became=count(select(number).select_from(Progress)),
    )
