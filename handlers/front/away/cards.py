"""What people read of an absence, and the forms in which they say that they are away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from slackblocks import Block

from handlers.chasing.cover import cards as cover
from handlers.chasing.ladder import URGENT
from handlers.chasing.owed import Pending, Waiting
from handlers.chasing.owed import cards as owed
from handlers.front import away
from handlers.front.away import ComesBack, Planned
from handlers.front.away.faults import CalendarFault
from handlers.front.away.words import passed_over
from handlers.people import absent
from handlers.promises.listed import MINE
from handlers.speech import blocks, inputs, paging, words
from handlers.speech.blocks import Shown
from handlers.speech.request import Json
from storage.absences import Absence, Source
from storage.asks import Ask, Outcome
from storage.people import Person

SEND, SAVE, ANSWERED = "away.send", "away.save", "away.answered"
FROM, UNTIL, DEPUTY, WHY, WHAT, WHO = "from", "until", "deputy", "why", "what", "who"
CALENDAR = "calendar"
CALENDAR_FORM, CALENDAR_SEND = "away.calendar", "away.calendar.send"
CALENDAR_SHOWN = 5
LEAVE, LATER, ASK = "leave", "later", "ask"
ANSWERED_TITLE = "Answered meanwhile"
NOTHING_ANSWERED = "Nothing was answered in your place."
NOBODY = "Nobody is there to stand in, so what comes waits until then."
NOBODY_FOR_YOU = "Nobody is there to stand in for you, so what comes waits until you are back."
SOURCES = {
    Source.SAID: "",
    Source.STATUS: "Your status in Slack says so.",
    Source.CALENDAR: "Your calendar says so.",
}
ENDED = {
    Outcome.ANSWERED: "{who} answered it",
    Outcome.DECLINED: "{who} said no",
    Outcome.REDATED: "{who} gave it another date",
    Outcome.HANDED_OVER: "{who} took it over",
    Outcome.WITHDRAWN: "it is not needed any more",
}


@dataclass(frozen=True)
class AbsenceNote:
    """A message in the making: its first paragraph, as markup, and what stands below."""

    text: str
    parts: tuple[Block, ...] = ()


# --- what the person who is away reads ---


def noted(planned: Planned, due: int, now: datetime) -> Shown:
    """When somebody is away, and who stands in; with the ways to change it."""
    text = sentence(planned, now)
    known = words.count(min(due, away.PREVIEWED), "thing")
    if due > away.PREVIEWED:
        known = f"more than {known}"
    if due:
        text += f" {known.capitalize()} {'falls' if due == 1 else 'fall'} due meanwhile."
    end = words.back(planned.absence.ends_at, planned.person.zone, now)
    line = f"On {end} you get back what is still open."
    return Shown(text, blocks.message(blocks.section(text), blocks.context(line), _ways(planned)))


def sentence(planned: Planned, now: datetime) -> str:
    """From when until when somebody is away, who stands in and why it is them, as markup."""
    absence, zone = planned.absence, planned.person.zone
    end = words.back(absence.ends_at, zone, now)
    if absence.starts_at <= now:
        when = f"You are away until {end}."
    else:
        when = f"You are away from {words.back(absence.starts_at, zone, now)} until {end}."
    said = SOURCES[Source(absence.source)]
    return f"{when}{f' {said}' if said else ''} {_who(planned, now, NOBODY_FOR_YOU)}"


def noted_for(planned: Planned, now: datetime) -> str:
    """The same for who said it of somebody else, who reads it as well."""
    end = words.back(planned.absence.ends_at, planned.person.zone, now)
    name = blocks.person(planned.person.user_id)
    return (
        f"Noted: {name} is away {_since(planned, now)}until {end}. {_who(planned, now)} "
        f"{name} reads this as well, and can change it."
    )


def noted_by(by: Person, planned: Planned, now: datetime) -> AbsenceNote:
    """What somebody reads of whom it was said that they are away, with the way to change it."""
    end = words.back(planned.absence.ends_at, planned.person.zone, now)
    said = f"{blocks.person(by.user_id)} noted that you are away {_since(planned, now)}until {end}."
    return AbsenceNote(f"{said} {_who(planned, now, NOBODY_FOR_YOU)}", (_ways(planned),))


def _since(planned: Planned, now: datetime) -> str:
    absence = planned.absence
    if absence.starts_at <= now:
        return ""
    return f"from {words.back(absence.starts_at, planned.person.zone, now)} "


def _who(planned: Planned, now: datetime, nobody: str = NOBODY) -> str:
    if planned.stand_in is None:
        return nobody
    why = passed_over(planned.passed_over, now)
    who = blocks.person(planned.stand_in.user_id)
    if planned.has_begun:
        return f"{why}{cover.stands_in(planned.stand_in, planned.later)}"
    return f"{why}{who} stands in and reads it when it begins."


def _ways(planned: Planned) -> Block:
    back = absent.back(has_begun=planned.has_begun, within=absent.ANSWER)
    return blocks.actions(absent.change(), back)


def noted_from(planned: Planned, now: datetime) -> AbsenceNote:
    """What Slack or a calendar says of somebody, with the way to say that it is otherwise."""
    return AbsenceNote(sentence(planned, now), (_ways(planned),))


def ended(gone: ComesBack) -> str:
    """They are back, or never went."""
    if not gone.had_begun:
        return "Noted: you are not away after all. Nobody was asked in your place."
    if gone.stand_in is None:
        return "Noted: you are back. From now on I ask you yourself again."
    who = blocks.person(gone.stand_in.user_id)
    return f"Noted: you are back. What {who} has not answered comes back to you now."


def welcome_back(
    person: Person,
    answered: Sequence[Pending],
    total: int,
    mine: Waiting,
    since: datetime,
    now: datetime,
) -> AbsenceNote:
    """The one message after an absence: what was answered meanwhile, and what is still open."""
    parts: list[Block] = []
    if total:
        parts.append(blocks.section(f"*Answered while you were away* ({words.counted(total)})"))
        parts.append(blocks.section("\n".join(answered_line(each) for each in answered)))
        if total > len(answered):
            value = paging.value(since.isoformat())
            known = total if total < words.COUNTED else None
            parts.append(blocks.actions(owed.show_all(known, ANSWERED, value)))
    if mine.total:
        parts.append(blocks.section(f"*Open, and yours again* ({mine.total:,})"))
        parts += owed.entries(mine.first, person, now)
        if mine.total > len(mine.first):
            parts.append(blocks.actions(owed.show_all(mine.total, MINE, paging.value(""))))
    return AbsenceNote(_greeting(total, mine.total), tuple(parts))


def _greeting(answered: int, is_open: int) -> str:
    if not answered and not is_open:
        return "Welcome back. Nothing waits for you, and nothing fell due while you were away."
    done = words.at_least(answered, "thing")
    was = "was" if answered == 1 else "were"
    if not is_open:
        return f"Welcome back. {done.capitalize()} {was} answered for you, and nothing is open."
    waits = f"{words.count(is_open, 'thing')} {'waits' if is_open == 1 else 'wait'} for you"
    if not answered:
        return f"Welcome back. {waits.capitalize()}."
    return f"Welcome back. {done.capitalize()} {was} answered for you, and {waits}."


def answered_line(each: Pending) -> str:
    """What became of one thing meanwhile, and who did it, as markup."""
    return f"✓ *{each.about.ref}* {owed.headed(each.about)} — {_how(each.ask)}"


def _how(ask: Ask) -> str:
    how = ENDED[Outcome(ask.outcome or Outcome.ANSWERED)]
    return how.format(who=blocks.person(ask.answered_by) if ask.answered_by else "Duly")


# --- their calendar ---


def calendar_says(new: Sequence[Absence], person: Person, now: datetime) -> str:
    """What was read for the first time in somebody's calendar."""
    spans = [
        f"from {words.back(each.starts_at, person.zone, now)} until "
        f"{words.back(each.ends_at, person.zone, now)}"
        for each in new[:CALENDAR_SHOWN]
    ]
    more = len(new) - len(spans)
    also = f" and {words.count(more, 'more time')}" if more else ""
    return (
        f"Your calendar says that you are away {words.join_names(spans)}{also}. Whoever stands in "
        "is asked then. `/cx away` changes what comes next, `/cx back` ends it."
    )


def calendar_linked(host: str) -> str:
    """Somebody's calendar is read from now on."""
    return (
        f"I read your calendar at {blocks.safe(host, 100)} from now on, and tell you when I find "
        "days on which you are away. The address stays with me: whoever has it can read your "
        "calendar. `/cx away calendar off` takes it away."
    )


def calendar_form(host: str) -> Json:
    """Where somebody's calendar is read; what makes its address a secret is never shown."""
    known = calendar_known(host) if host else CALENDAR_NONE
    return blocks.form(
        "My calendar", CALENDAR_SEND,
        blocks.section(known),
        inputs.text(
            CALENDAR, "Its iCalendar address", most=2_000, placeholder="https://…",
            hint="“off” takes away the one that I read.",
        ),
        blocks.context("Days off and out of office count; what is free, or a meeting, does not."),
        submit="Save",
    )  # fmt: skip


CALENDAR_GONE = "I no longer read your calendar. What it said about days to come is forgotten."
CALENDAR_NONE = (
    "I read no calendar of yours. `/cx away calendar https://…` with the iCalendar address that "
    "your calendar gives you (often called secret address) lets me see when you are out of office."
)


def calendar_known(host: str) -> str:
    """Which calendar is read, without what makes its address a secret."""
    return (
        f"I read your calendar at {blocks.safe(host, 100)}. `/cx away calendar off` takes it away, "
        "another address takes its place."
    )


FAULTS = {
    CalendarFault.NOT_HTTPS: "it does not begin with https, or leads to an address that does not",
    CalendarFault.PRIVATE: "it leads into a private network, where I never read",
    CalendarFault.CIRCLES: "it leads on and on to other addresses",
    CalendarFault.CLOSED: "nothing is there any more, or one has to sign in",
    CalendarFault.TOO_LARGE: "it is too large; I read up to 1 MB",
    CalendarFault.NO_CALENDAR: "what is there is no iCalendar that I can read",
    CalendarFault.UNREACHABLE: "it does not answer in time",
}


def calendar_unread(host: str, fault: CalendarFault) -> str:
    """Said once, until it can be read again."""
    return (
        f"I cannot read your calendar at {blocks.safe(host, 100)}: {FAULTS[fault]}. What you say "
        "with `/cx away` counts in any case. `/cx away calendar https://…` gives me another "
        "address, `/cx away calendar off` takes this one away."
    )


# --- what whoever stands in reads ---


def stands_in(
    absence: Absence,
    person: Person,
    stand_in: Person,
    first: Sequence[Pending],
    total: int,
    over: Sequence[Person],
    now: datetime,
) -> AbsenceNote:
    """Somebody stands in from now on, for whom, until when, and what cannot wait."""
    end = words.back(absence.ends_at, person.zone, now)
    why = passed_over(over, now)
    text = f"{why}You stand in for {blocks.person(person.user_id)} until {end}."
    if absence.reason:
        text += f" “{blocks.safe(absence.reason, 300)}”"
    if not total:
        return AbsenceNote(f"{text} Nothing of theirs is due before that.")
    text += " One thing of theirs cannot wait." if total == 1 else (
        f" {words.count(total, 'thing').capitalize()} of theirs cannot wait."
    )  # fmt: skip
    parts = owed.entries(first, stand_in, now)
    if total > len(first):
        # All that somebody owes: what is theirs, and what they answer in place of others.
        parts.append(blocks.actions(owed.show_all(None, MINE, paging.value(""))))
    return AbsenceNote(text, tuple(parts))


# --- the forms ---


def form(
    *,
    start: str,
    end: str | None,
    deputy: str | None,
    reason: str = "",
    intro: Sequence[str] = (),
    is_noted: bool = False,
    has_begun: bool = False,
    may_say_of: str = "",
) -> Json:
    """From when until when, and who stands in; days in ISO.

    Who may say it of others, too, reads who is away: `may_say_of` is the one who is chosen.
    """
    parts: list[Block] = [blocks.section(each) for each in intro if each]
    ways = [absent.back(has_begun=has_begun)] if is_noted else []
    parts.append(blocks.actions(*ways, blocks.button("My calendar…", CALENDAR_FORM)))
    if may_say_of:
        hint = "You, or somebody of yours, who reads it as well."
        parts.append(inputs.person(WHO, "Who is away?", value=may_say_of, hint=hint))
    parts += [
        inputs.date(FROM, "From", value=start),
        inputs.date(UNTIL, "Until", value=end, hint="The day on which you are back."),
        inputs.person(
            DEPUTY, "Who stands in?", value=deputy, optional=True,
            hint="If you leave this empty, I ask whoever is there in your department.",
        ),
        inputs.text(
            WHY, "Why?", value=reason, most=300, optional=True,
            hint="Only whoever stands in reads this.",
        ),
        blocks.context("You are not reminded meanwhile, and get back what is still open."),
    ]  # fmt: skip
    return blocks.form("I'm away", SEND, *parts, submit="Next")


def preview(
    due: Sequence[Pending], movable: Mapping[str, bool], who: str, later: str, reader: Person,
    value: str, now: datetime,
) -> Json:  # fmt: skip
    """What falls due meanwhile, and for each what becomes of it; `later` is the day it can have."""
    shown = due[: away.PREVIEWED]
    more = len(due) > len(shown)
    count = f"more than {words.count(len(shown), 'thing')}" if more else words.count(
        len(shown), "thing"
    )  # fmt: skip
    falls = "falls" if len(shown) == 1 and not more else "fall"
    parts: list[Block] = [blocks.section(f"*{count.capitalize()} {falls} due meanwhile.*")]
    for each in shown:
        key = thing(each)
        choices = {ASK: f"{who} is asked"}
        if each.ask.severity != URGENT:
            choices[LEAVE] = "It waits until I am back"
        if movable.get(key):
            choices[LATER] = f"Give it a later date: {later}"
        parts.append(blocks.section(owed.line(each, reader, now)))
        parts.append(inputs.choice(f"{WHAT}:{key}", "What becomes of it?", choices, value=ASK))
    if more:
        parts.append(blocks.context(f"{who} is asked about the rest as well."))
    return blocks.form("I'm away", SAVE, *parts, submit="Save", value=value)


def thing(each: Pending) -> str:
    """“task:12”."""
    return f"{each.about.noun}:{each.about.number}"
