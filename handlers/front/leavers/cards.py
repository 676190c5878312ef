"""What people read once when somebody has left: what is theirs now, and who has what they asked."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block, Button

from handlers.chasing.owed import cards as owed
from handlers.promises.listed import MINE
from handlers.speech import blocks, paging, timetable, words
from storage.departments import Department
from storage.departures import Legacy
from storage.people import Person
from storage.schedules import Posting, Schedule

MOST = 30
"""So many departments have a button; a message takes fifty blocks."""
GOES_ON = (
    "What they had come to a channel goes on, and is yours now.",
    "What they had come to channels goes on, and is yours now.",
)
"""Of one such appointment, and of several."""
DIGEST = "• The digest in {channel}: {plan}, next {next}. `/cx digest off` there ends it."
QUESTION = (
    "• The question about customers in {channel}: {plan}, next {next}. `/cx prompt off` ends it."
)
PACK = "• The customer room pack in {channel}: {plan}, next {next}. `/cx room off` ends it."
COMES = {Posting.DIGEST: DIGEST, Posting.PROMPT: QUESTION, Posting.ROOM: PACK}


def inherited(
    left: Person, legacy: Legacy, lines: Sequence[str], *, is_theirs: bool
) -> tuple[str, list[Block]]:
    """For whoever has it now; the first of it as `lines` of markup.

    `is_theirs` says that all of it is their own now, and not only asked of them.
    """
    who = blocks.safe(left.name, 80)
    show = blocks.actions(owed.show_all(None, MINE, paging.value("")))
    parts = [*blocks.paragraphs([*lines, *_rest(legacy)]), show]
    if not is_theirs:
        return _waits(who, legacy.count), parts
    if legacy.count == 1:
        text = f"{who} has left. One thing of theirs is yours now."
    else:
        things = words.count(legacy.count, "thing").capitalize()
        text = f"{who} has left. {things} of theirs are yours now."
    text += " If something is somebody else's, hand it over; a new date or a no helps, too."
    return text, parts


def _waits(who: str, count: int) -> str:
    """What somebody else has, and only waits for an answer, as an offer does, is not given away."""
    if count == 1:
        return f"{who} has left. One thing that waited for them waits for you now."
    things = words.count(count, "thing").capitalize()
    return f"{who} has left. {things} that waited for them wait for you now."


def asked(
    left: Person, legacy: Legacy, lines: Sequence[str], heirs: Sequence[Person]
) -> tuple[str, list[Block]]:
    """For whoever had asked for it."""
    who = blocks.safe(left.name, 80)
    whom = words.join_names([blocks.person(each.user_id) for each in heirs]) or "nobody yet"
    if legacy.count == 1:
        text = f"{who} has left. One thing that you asked them for is with {whom} now."
    else:
        things = words.count(legacy.count, "thing").capitalize()
        text = f"{who} has left. {things} that you asked them for are with {whom} now."
    return text, blocks.paragraphs([*lines, *_rest(legacy)])


def _rest(legacy: Legacy) -> list[str]:
    rest = legacy.count - len(legacy.refs)
    return [f"and {words.figures(rest, 'more thing')}"] if rest else []


def appointments(left: Person, theirs: Sequence[Schedule]) -> tuple[str, list[Block]]:
    """For whoever has what they scheduled now: when it comes, and how it ends."""
    text = f"{blocks.safe(left.name, 80)} has left. {GOES_ON[len(theirs) > 1]}"
    lines = [_comes(each) for each in theirs[:MOST]]
    return text, blocks.paragraphs(lines)


def _comes(schedule: Schedule) -> str:
    next_at = schedule.next_at
    return COMES[Posting(schedule.kind)].format(
        channel=blocks.channel(schedule.channel_id),
        plan=timetable.planned(schedule),
        next=words.slack_moment(next_at, schedule.zone) if next_at else "never",
    )


def accounts(left: Person, count: int, names: Sequence[str]) -> str:
    """For whoever leads the accounts now that somebody led."""
    who = blocks.safe(left.name, 80)
    if count == 1:
        return f"{who} has left. You lead their account now: {_accounts(count, names)}."
    number = words.number(count)
    return f"{who} has left. You lead their {number} accounts now: {_accounts(count, names)}."


def accounts_of_nobody(left: Person, count: int, names: Sequence[str]) -> str:
    """For the CCO, where nobody follows."""
    who = blocks.safe(left.name, 80)
    account = words.count(count, "account")
    return (
        f"{who} has left, and nobody leads {account} of theirs now: {_accounts(count, names)}. "
        "`/cx setup customer` and the name says who does."
    )


def _accounts(count: int, names: Sequence[str]) -> str:
    shown = [blocks.safe(each, 80) for each in names]
    rest = count - len(shown)
    return words.join_names([*shown, *([words.count(rest, "more", "more")] if rest else [])])


def roles(left: Person, led: Sequence[Department]) -> tuple[str, list[Block]]:
    """For the CCO: what somebody led or stood in for, and a form for each."""
    said = [f"{blocks.safe(left.name, 80)} has left."]
    leads = [blocks.safe(each.name, 80) for each in led if each.lead_id == left.user_id]
    stood_in = [blocks.safe(each.name, 80) for each in led if each.lead_id != left.user_id]
    if leads:
        said.append(f"They led {words.join_names(leads)}. Who leads there now?")
    if stood_in:
        said.append(f"They were deputy in {words.join_names(stood_in)}. Who stands in there now?")
    # Each in a row of its own: within one, no two controls may have one name.
    return " ".join(said), [blocks.actions(_choose(each)) for each in led[:MOST]]


def _choose(department: Department) -> Button:
    name = blocks.clip(department.name, 40)
    return blocks.button(f"Set up {name}…", "setup.change", str(department.department_id))


def within_circle(left: Person, named: str, wants: str) -> str:
    """To whoever is asked in the place of a leaver what only a circle may know of."""
    return (
        f"{named}: {blocks.safe(left.name, 80)} has left the company, so you are asked {wants}. "
        "Your next message of the day brings it with its answers."
    )
