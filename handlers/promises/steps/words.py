"""What reminders say of the steps of an issue's loop, and the buttons that answer them."""

from __future__ import annotations

from datetime import date

from slackblocks import Block, Button

from handlers.chasing.kinds import Alone, Asking, Says
from handlers.promises import asked
from handlers.promises.items.happened import ASKED_TO
from handlers.promises.items.urgent import need_help
from handlers.promises.items.words import (
    OPEN,
    came_back,
    draft_it,
    held,
    open_story,
    prevented,
    somebody_else,
    told_them,
    verified,
)
from handlers.speech import blocks
from handlers.speech.words import plain_day, times
from storage.items import Item
from storage.people import Person
from storage.surveys import ScoreGiven

LOW_SCORE = "low score"
"""The question to tell a customer who gave one: it is to call them."""
CALLS, SPOKE = "step.calls", "step.spoke"
CALLS_NOT, CALLS_NOT_SEND = "step.nocall", "step.nocall.send"
"""The verbs of a call today, of one that was made, and of none."""
CALL_TODAY, WE_SPOKE = "I'll call today", "We spoke…"
NO_CALL = {CALLS_NOT: "No, because…", OPEN: "Open…"}
SHOWN = 300
"""So much of what a customer answered is quoted."""
SERIOUS = 2
"""Down to this severity whoever speaks to a customer is offered a draft where they are asked."""
INFORM = Says(
    ends="This line ends when they have heard from us.",
    owes=(
        "{whom} should hear from us what happened and what happens now. Can you tell them?",
        "Has {whom} heard from us what happens now?",
        "Has {whom} heard from us? Today is the day.",
        "{whom} has not heard from us. Who could call them?",
    ),
    deputy="You stand in for {owner}. {whom} has not heard from us: {late}.",
    lead="{whom} has not heard from us: {late}. It is with {owner}. Who could call them?",
    cco=(
        "{whom} has not heard from us: {late}. It is with {owner}. "
        "Could you call them, or say who will?"
    ),
    alone=Alone(
        owes="*{who_waits}* should hear from us what happened and what happens now: {named}.",
        late="*{who_waits}* has not heard from us: {named}. It was due {by}.",
        above="*{who_waits}* has not heard from us: {named}.",
    ),
)
PREVENT = Says(
    ends="This line ends when somebody says what keeps it from coming back.",
    owes=(
        "It is corrected. Why did it happen, and what keeps it from coming back?",
        "Do you know by now why it happened, and what keeps it from coming back?",
        "Why did it happen, and what keeps it from coming back? Today the answer is due.",
        "Why did it happen, and what keeps it from coming back? The answer is {late_by}.",
    ),
    deputy="You stand in for {owner}. Nobody has said what keeps this from coming back: {late}.",
    lead="Nobody has said what keeps this from coming back: {late}. It is with {owner}.",
    cco="Nobody has said what keeps this from coming back: {late}. It is with {owner}.",
    alone=Alone(
        owes=(
            "It is corrected: {named}. Why did it happen, and what keeps it from coming back to "
            "*{who_waits}*?"
        ),
        late=(
            "{named}: why did it happen, and what keeps it from coming back to *{who_waits}*? "
            "The answer was due {by}."
        ),
        above="Nobody has said what keeps this from coming back to *{who_waits}*: {named}.",
    ),
)
VERIFY = Says(
    ends="This line ends when somebody says whether it helped.",
    owes=(
        "It is corrected. Did it help {whom}?",
        "Do you know by now whether it helped {whom}?",
        "Did it help {whom}? Today the answer is due.",
        "Nobody knows yet whether it helped {whom}. Who could ask them?",
    ),
    deputy="You stand in for {owner}. Nobody knows whether it helped {whom}: {late}.",
    lead="Nobody knows whether it helped {whom}: {late}. It is with {owner}.",
    cco="Nobody knows whether it helped {whom}: {late}. It is with {owner}.",
    alone=Alone(
        owes="It is corrected: {named}. Did it help *{who_waits}*?",
        late="Did it help *{who_waits}*? {named}. The answer was due {by}.",
        above="Nobody knows whether it helped *{who_waits}*: {named}.",
    ),
)
CHECK = Says(
    ends="This line ends when somebody says whether it held.",
    owes=(
        "It was closed a while ago. Has it come back to {whom}, or did it hold?",
        "Do you know by now whether it held for {whom}?",
        "Did it hold for {whom}? Today the answer is due.",
        "Did it hold for {whom}? The answer is {late_by}.",
    ),
    deputy="You stand in for {owner}. Nobody has said whether this held: {late}.",
    lead="Nobody has said whether this held: {late}. It is with {owner}.",
    cco="Nobody has said whether this held: {late}. It is with {owner}.",
    alone=Alone(
        owes="{named}: it was closed a while ago. Has it come back to *{who_waits}*, or held?",
        late="{named}: did it hold for *{who_waits}*? The answer was due {by}.",
        above="Nobody has said whether this held for *{who_waits}*: {named}.",
    ),
)
INFORM_STANDS = (
    "A customer has not heard from us since {day}.",
    "{Count} customers have not heard from us, the first since {day}.",
)
PREVENT_STANDS = (
    "One thing could come back: nobody has said since {day} what prevents it.",
    "{Count} things could come back: nobody has said what prevents them, the first since {day}.",
)
VERIFY_STANDS = (
    "Nobody has said since {day} whether one thing helped.",
    "Nobody has said whether {count} things helped, the first since {day}.",
)
CHECK_STANDS = (
    "Nobody has said since {day} whether what prevents one thing held.",
    "Nobody has said whether what prevents {count} things held, the first since {day}.",
)
"""How it stands above whoever is asked for each."""


def changed_hands(
    issue: Item, kind: str, giver: Person, named: Person, count: int, reason: str
) -> str:
    """That a question has changed hands so many times, who asked whom, and why if they said so."""
    who, whom = blocks.person(giver.user_id), blocks.person(named.user_id)
    why = f": “{blocks.safe(reason, 300)}”" if reason.strip() else "."
    return (
        f"*{issue.ref}* “{blocks.safe(issue.title, 150)}”: {who} asked {whom} to "
        f"{ASKED_TO[kind]}{why} It has changed hands {times(count)}."
    )


def answered(found: ScoreGiven, whose: str) -> str:
    """“Karim Haddad gave 3 of 10.” and their words, as markup; `whose` is read without a name."""
    who = blocks.safe(found.name or whose, 80)
    gave = "" if found.score is None else f"{who} gave {found.score} of {found.highest}."
    said = f"“{blocks.safe(found.words, SHOWN)}”" if found.words else ""
    return " ".join(filter(None, (gave, said)))


def said_day(day: date | None, today: date) -> str:
    """“A call was promised for Mon 23 Nov.”; nothing without a day."""
    return f"A call was promised for {plain_day(day, today)}." if day else ""


def asked_instead(giver: str, to: str, reason: str) -> str:
    """“@ben asked @nora to call: “I do not know them””, of two Slack ids; nothing without why."""
    why = blocks.safe(reason, SHOWN)
    return f"{blocks.person(giver)} asked {blocks.person(to)} to call: “{why}”" if why else ""


def inform_buttons(asking: Asking) -> Block | None:
    """They have heard from us; of what is serious there is a draft for it."""
    if asking.question == LOW_SCORE and asking.part is not None:
        return call_buttons(asking.ref, is_theirs=asking.is_theirs)
    draft = (draft_it(asking.ref),) if asking.severity <= SERIOUS else ()
    return _row(asking, asked.INFORM, told_them(asking.ref), *draft)


def call_buttons(ref: str, *, is_theirs: bool = True) -> Block:
    """Of a low score: a day for the call, that they spoke, that somebody else or nobody calls."""
    spoke, other = blocks.button(WE_SPOKE, SPOKE, ref), somebody_else(ref, asked.INFORM)
    if not is_theirs:
        return blocks.actions(spoke, other, open_story(ref))
    today = blocks.button(CALL_TODAY, CALLS, ref, "primary")
    return blocks.actions(today, spoke, other, blocks.overflow(NO_CALL, ref))


def prevent_buttons(asking: Asking) -> Block | None:
    """It is known what keeps it from coming back, or help is wanted."""
    help_wanted = (need_help(asking.ref),) if asking.is_theirs else ()
    return _row(asking, asked.PREVENT, prevented(asking.ref), *help_wanted)


def verify_buttons(asking: Asking) -> Block | None:
    """Whether it helped."""
    return _row(asking, asked.VERIFY, verified(asking.ref))


def check_buttons(asking: Asking) -> Block | None:
    """Whether it held."""
    return _row(asking, asked.CHECK, held(asking.ref), came_back(asking.ref))


def _row(asking: Asking, kind: str, *first: Button) -> Block | None:
    if asking.part is None:
        return None
    return blocks.actions(*first, somebody_else(asking.ref, kind), open_story(asking.ref))
