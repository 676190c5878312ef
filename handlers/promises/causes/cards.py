"""What Duly says of a cause: its page, and the form in which people say more of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from slackblocks import Block, Button

from handlers.people.choices import DEPARTMENT
from handlers.promises.causes import MOST_OF_CAUSE, CauseSaid, OneCause
from handlers.promises.causes.reading import (
    CauseList,
    CausePage,
    CauseSeen,
    HowItHeld,
    Prevention,
    RepeatRate,
)
from handlers.promises.causes.words import of_departments
from handlers.promises.items.view import STATES
from handlers.promises.items.words import open_story
from handlers.promises.recurring.words import open_again, stays_open
from handlers.speech import blocks, cause_kinds, inputs, money, paging, words
from handlers.speech.blocks import Choices, Shown
from handlers.speech.request import Json
from storage.causes import MOST, MOST_LISTED, Cause
from storage.issues import Issue
from storage.items import State
from storage.people import Person

PAGE, CHANGE, SEND = "cause.page", "cause.change", "cause.send"
ALL, JOIN, JOIN_SEND, PART = "cause.all", "cause.join", "cause.join.send", "cause.part"
CAUSE = "cause"
"""The field in which a known cause is chosen."""
WORDS, KIND, DECIDER = "cause_words", "kind", "decider"
A_PAGE = 10
"""So many issues on a page, each with the way to its story."""
LISTED = 20
"""So many causes on a page."""
IN_A_MESSAGE, NAMED, MOST_JOINED, OFFERED = 3, 3, 10, 20
RECENT = (
    "In the last 90 days nothing happened because of it.",
    "One issue in the last 90 days.",
    "{count} in the last 90 days.",
)
RECENTLY = ("none in 90 days", "one in 90 days", "{count} in 90 days")
OUTCOMES = {
    HowItHeld.SO_FAR: "Nothing has come because of it since.",
    HowItHeld.HELD: "It held for 90 days.",
    HowItHeld.BACK: "It did not hold: one came since.",
}
NO_CAUSES = "Nobody has said yet why anything happened. `/cx prevented I-7 … because …` does."
ALL_PRIVATE = "All of them are private."
UNKNOWN = "not known yet"
LEFT = "whoever did has left"
NOBODY_PREVENTED = "*What prevents it* Nobody has said so far."
HIDDEN = ("", "One more issue of it is private.", "{count} more of its issues are private.")
WHO_COULD = "Which department could have prevented it?"
WHO_DECIDES = "Who decides about it, and has the budget to remove it?"


# --- the page of one ---


def page(found: CausePage, reader: Person, now: datetime, after: int = 0) -> Json:
    """All of it, its issues a page at a time."""
    seen = found.seen
    total = len(seen.issues)
    after = min(after, max(0, total - 1) // A_PAGE * A_PAGE)
    shown = seen.issues[after : after + A_PAGE]
    parts = [
        *_head(found.seen, reader, now),
        *_joined(found),
        *_ways(found),
        *(_entry(issue, reader, now) for issue in shown),
        *paging.turns(PAGE, seen.cause.ref, after, A_PAGE, total),
        *_hidden(seen.hidden),
    ]
    return blocks.form(
        f"Cause {seen.cause.ref}", PAGE, *parts, submit=None,
        value=paging.value(seen.cause.ref, after),
    )  # fmt: skip


def message(found: CausePage, reader: Person, now: datetime) -> Shown:
    """The same in short, as a message that stays."""
    cause = found.seen.cause
    lines = [_line(issue, reader, now) for issue in found.seen.issues[:IN_A_MESSAGE]]
    parts = [
        *_head(found.seen, reader, now),
        *blocks.paragraphs(lines),
        *_hidden(found.seen.hidden),
        blocks.actions(_open(cause)),
    ]
    return Shown(f"{cause.ref} {blocks.safe(cause.words)}", blocks.message(*parts))


def _open(cause: Cause) -> Button:
    return blocks.button("Open…", PAGE, paging.value(cause.ref))


def _head(found: CauseSeen, reader: Person, now: datetime) -> list[Block]:
    """What it is, how often it comes, who could have prevented it and decides, what prevents it."""
    title = f"*{found.cause.ref} {blocks.safe(_capital(found.cause.words))}*"
    return [
        blocks.section("\n".join(filter(None, (title, _often(found), _waits(found))))),
        blocks.fields(_facts(found)),
        blocks.section(_prevents(found.prevention, reader, now)),
    ]


def _often(found: CauseSeen) -> str:
    count = f"At least {MOST} issues" if found.recent >= MOST else _counted(found.recent)
    return RECENT[min(found.recent, 2)].format(count=count)


def _counted(count: int) -> str:
    return words.count(count, "issue").capitalize()


def _waits(found: CauseSeen) -> str:
    """“Acme and Globex wait because of it, €1.2 M a year.”: those of what is open."""
    if not found.waiting:
        return ""
    names = [blocks.safe(each.name, 80) for each in found.waiting[:NAMED]]
    if len(found.waiting) > NAMED:
        names.append(words.count(len(found.waiting) - NAMED, "other"))
    currency = found.waiting[0].currency
    worth = f", {money.a_year(found.worth, currency)}" if found.worth else ""
    verb = "waits" if len(found.waiting) == 1 else "wait"
    return f"{words.join_names(names)} {verb} because of it{worth}."


def _facts(found: CauseSeen) -> Mapping[str, str]:
    kind = cause_kinds.said(found.cause.kind)
    decides = blocks.person(found.decider.user_id) if found.decider else UNKNOWN
    return {
        "What it is": _capital(kind) if kind else UNKNOWN,
        "Could have prevented it": (
            blocks.safe(found.department.name, 80) if found.department else UNKNOWN
        ),
        "Decides about it": LEFT if found.is_gone else decides,
    }


def _prevents(found: Prevention | None, reader: Person, now: datetime) -> str:
    if found is None:
        return NOBODY_PREVENTED
    day = words.day(found.event.happened_at, reader.zone, now)
    said = str(found.event.details.get("words") or "")
    who = blocks.person(found.event.actor)
    head = f"*What prevents it* “{blocks.linked(said, 300)}” ({found.issue.ref}, {who}, {day})."
    return f"{head} {_outcome(found)}"


def _outcome(found: Prevention) -> str:
    if found.outcome is HowItHeld.BACK and found.back:
        return f"It did not hold: {found.back.ref} came since."
    return OUTCOMES[found.outcome]


def _joined(found: CausePage) -> list[Block]:
    """The other names that it has, each with the way to take it apart again."""
    parts = []
    for each in found.joined:
        apart = blocks.button("Take apart", PART, each.ref) if found.may_change else None
        line = f"Joined to it: *{each.ref}* {blocks.safe(_capital(each.words))}"
        parts.append(blocks.section(line, apart))
    return parts[:MOST_JOINED]


def _ways(found: CausePage) -> list[Block]:
    ref, row = found.seen.cause.ref, []
    if found.may_change:
        row = [
            blocks.button("Change…", CHANGE, ref),
            blocks.button("Join to another…", JOIN, ref),
        ]
    return [blocks.actions(*row, blocks.button("All causes…", ALL, paging.value("")))]


def _entry(issue: Issue, reader: Person, now: datetime) -> Block:
    return blocks.section(_line(issue, reader, now), open_story(issue.ref))


def _line(issue: Issue, reader: Person, now: datetime) -> str:
    """“*I-7 Invoiced twice* · reported Mon 23 Nov · taken · @maria”."""
    reported = words.day(issue.created_at, reader.zone, now)
    said = [f"reported {reported}", STATES[State(issue.state)]]
    said += [blocks.person(issue.owner_id)] if issue.owner_id else []
    return f"*{issue.ref} {blocks.safe(issue.title, 120)}*\n{' · '.join(said)}"


def _hidden(count: int) -> list[Block]:
    said = HIDDEN[min(count, 2)].format(count=words.number(count).capitalize())
    return [blocks.context(said)] if said else []


# --- all of them ---


def listing(found: CauseList, reader: Person, now: datetime) -> Json:
    """A page of all causes, those first that came most in 90 days."""
    if not found.rows:
        return blocks.form("Causes", ALL, blocks.section(NO_CAUSES), submit=None)
    by_department = blocks.paragraphs(of_departments(found.departments))
    rows = [_row(each, reader, now) for each in found.rows]
    parts = [blocks.section(_how_many(found)), *by_department, *rows]
    parts += paging.turns(ALL, "", found.after, LISTED, found.total)
    return blocks.form("Causes", ALL, *parts, submit=None, value=paging.value("", found.after))


def listed(found: CauseList, reader: Person, now: datetime) -> Shown:
    """The first of them, as a message that stays."""
    if not found.rows:
        return Shown(NO_CAUSES, blocks.message(blocks.section(NO_CAUSES)))
    head = _how_many(found)
    rows = [_row(each, reader, now) for each in found.rows[:IN_A_MESSAGE]]
    every = blocks.button("All causes…", ALL, paging.value(""))
    return Shown(head, blocks.message(blocks.section(head), *rows, blocks.actions(every)))


def _how_many(found: CauseList) -> str:
    count = (
        words.more_than(MOST_LISTED, "cause") if found.is_cut else words.count(found.total, "cause")
    )
    head = f"{_capital(count)}. What came most in the last 90 days stands first."
    return f"{head}\n{_rate(found.rate)}".strip()


def _rate(rate: RepeatRate) -> str:
    """“Of nine issues with a known cause, four repeat one.”; nothing where there are none."""
    if not rate.known:
        return ""
    of = words.count(rate.known, "issue")
    verb = "repeats" if rate.repeats == 1 else "repeat"
    number = words.number(rate.repeats) if rate.repeats else "none"
    return f"Of {of} with a known cause in that time, {number} {verb} one."


def _row(found: CauseSeen, reader: Person, now: datetime) -> Block:
    """What it is, how often it came, who waits, what prevents it and whether that held."""
    often = RECENTLY[min(found.recent, 2)].format(count=words.number(found.recent))
    if found.is_hidden:
        return blocks.section(f"*{found.cause.ref}* {often}. {ALL_PRIVATE}")
    facts = [often, cause_kinds.said(found.cause.kind)]
    if found.department:
        facts.append(f"{blocks.safe(found.department.name, 80)} could have prevented it")
    if found.decider:
        facts.append(f"{blocks.person(found.decider.user_id)} decides about it")
    lines = [
        f"*{found.cause.ref} {blocks.safe(_capital(found.cause.words))}*",
        " · ".join(filter(None, facts)),
        _waits(found),
        _prevents(found.prevention, reader, now),
    ]
    return blocks.section("\n".join(filter(None, lines)), _open(found.cause))


# --- two that are one ---


def join_form(cause: Cause) -> Json:
    """To which cause another is joined."""
    return blocks.form(
        "Join to another",
        JOIN_SEND,
        blocks.section(f"*{cause.ref} {blocks.safe(cause.words)}*"),
        inputs.row(CAUSE, "Which cause is it really?", Choices({}, is_searched=True)),
        blocks.context(
            "Its issues are that one's then, and its words one more name of it. On the page of "
            "that cause it can be taken apart again."
        ),
        submit="Join them",
        value=cause.ref,
    )


def joined(cause: Cause, found: OneCause) -> Shown:
    """What was joined, which tasks are open again with it, and the way back."""
    into = found.into
    said = f"{_named(cause)} is joined to {_named(into)}: its issues are that one's now."
    said += open_again(found.again)
    apart = blocks.button("Take apart", PART, cause.ref)
    return Shown(said, blocks.message(blocks.section(said), blocks.actions(apart, _open(into))))


def parted(cause: Cause, found: OneCause) -> str:
    """They are two again, and which tasks stay open that were opened as they were one."""
    said = f"{_named(cause)} stands for itself again, apart from {_named(found.into)}."
    return f"{said}{stays_open(found.again)}"


def as_choice(cause: Cause) -> dict[str, str]:
    """A cause as a field offers it: its number → number and words."""
    return {cause.ref: f"{cause.ref} {cause.words}"}


def _named(cause: Cause) -> str:
    return f"{cause.ref} {blocks.safe(cause.words, 150)}"


# --- to say more of it ---


def more(said: CauseSaid, offered: Choices) -> list[Block]:
    """The inputs that ask of what sort it is, who could have prevented it, and who decides."""
    kind = str(said.kind) if said.kind else cause_kinds.UNKNOWN
    asked = [inputs.choice(KIND, "What kind of cause is it?", cause_kinds.LABELS, value=kind)]
    if offered:
        asked.append(inputs.row(DEPARTMENT, WHO_COULD, offered, optional=True))
    decider = said.decider.user_id if said.decider else None
    return [*asked, inputs.person(DECIDER, WHO_DECIDES, value=decider, optional=True)]


def change_form(cause: Cause, said: CauseSaid, offered: Choices) -> Json:
    """In which words it is known, and all that is known of it."""
    return blocks.form(
        "Change a cause",
        SEND,
        blocks.section(f"*{cause.ref} {blocks.safe(cause.words)}*"),
        inputs.text(WORDS, "Why does it happen?", value=cause.words, most=MOST_OF_CAUSE),
        *more(said, offered),
        blocks.context(
            "The cards of its issues say so. When it comes back, the lead of that department and "
            "whoever decides hear of it."
        ),
        submit="Keep it",
        value=carried(cause, said),
    )


def carried(cause: Cause, said: CauseSaid) -> str:
    """What a form says of a cause when it is opened: what its reader leaves stays as it is then."""
    shown = {
        WORDS: cause.words,
        KIND: str(said.kind or ""),
        DEPARTMENT: str(said.department.department_id) if said.department else "",
        DECIDER: said.decider.user_id if said.decider else "",
    }
    return json.dumps({"ref": cause.ref, "shown": shown})


def changed(cause: Cause) -> str:
    """It is kept."""
    return f"Noted: {cause.ref} {blocks.safe(cause.words)}."


def unchanged(cause: Cause) -> str:
    """It was like that."""
    return f"{cause.ref} is like that already. Nothing was changed."


def _capital(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}"
