"""What people can do, in their own words, and the nearest command for a slip."""

from __future__ import annotations

from datetime import datetime

from rapidfuzz import process
from sqlmodel import Session

from handlers.people import access
from handlers.speech import blocks
from handlers.speech.errors import UnknownCommand
from handlers.speech.request import Reply, Request, Response
from storage.people import Role

USAGE: dict[str, tuple[str, str]] = {
    "task": ("task Rewrite the refund mail to @sara by friday for Acme", "give somebody a task"),
    "issue": ("issue Refund promised twice, not paid for Acme sev 2", "say what a customer lived"),
    "list": ("list", "what you owe; also `overdue`, a department, a customer"),
    "ack": ("ack T-12", "take it; `by friday` gives it another date"),
    "done": ("done T-12", "the promise is kept"),
    "date": ("date T-12 friday because …", "a new date, and what changed"),
    "snooze": ("snooze T-12 friday because …", "a little quiet, and why"),
    "no": ("no T-12 because …", "an honourable no, with its reason"),
    "handoff": ("handoff T-12 to Logistics because …", "offer it to whoever can do it"),
    "impact": ("impact Raise the standard plan by 6 %", "ask what it means for customers"),
    "prompt": ("prompt weekly monday 9:30", "a question for the executives"),
    "digest": ("digest weekly monday 9:00", "a summary in this channel; `digest` posts one now"),
    "department": ("department", "who answers for what"),
    "customer": ("customer", "who promises are made to"),
    "setup": ("setup", "people, channels and departments, for the CCO"),
    "stuck": ("stuck", "what could not be said to whom, and sending it again; for the CCO"),
    "help": ("help", "this list"),
}
CCO_ONLY = {"setup", "stuck"}
NOT_FOR_ALL = {
    "task": access.CREATE_TASK, "impact": access.ASK_IMPACT, "prompt": access.SCHEDULE_PROMPT,
    "digest": access.READ_DIGEST, "department": access.READ, "customer": access.READ,
}  # fmt: skip
"""Commands that guests, and people who are not known yet, need not read about."""
THEIR_OWN = {"list": ("list", "what you owe")}
"""What a command does for those who read nothing of others."""
INTRO = "Duly keeps promises to customers. Everything here can also be clicked."
SLIP = 60


def show(request: Request, session: Session, now: datetime) -> Response:
    """`/cx help`."""
    del now
    person = access.actor(session, request)
    hidden = set() if person.works_here and person.role == Role.CCO else set(CCO_ONLY)
    hidden |= {verb for verb, right in NOT_FOR_ALL.items() if not right.is_open_to(person)}
    said = USAGE if access.READ.is_open_to(person) else USAGE | THEIR_OWN
    lines = [
        f"`/cx {usage}` — {what}" for verb, (usage, what) in said.items() if verb not in hidden
    ]
    half = (len(lines) + 1) // 2
    return Reply(
        INTRO,
        blocks.message(
            blocks.section(INTRO),
            blocks.section("\n".join(lines[:half])),
            blocks.section("\n".join(lines[half:])),
        ),
    )


def unknown(request: Request, session: Session, now: datetime) -> Response:
    """A word that is no command: the nearest one that is.

    Raises UnknownCommand, or NotOfHere.
    """
    del now
    access.actor(session, request)
    word = request.text.split(maxsplit=1)[0] if request.text.split() else ""
    near = process.extractOne(word.lower()[:40], list(USAGE), score_cutoff=SLIP)
    raise UnknownCommand(words=blocks.clip(word, 40), nearest=near[0] if near else "help")
