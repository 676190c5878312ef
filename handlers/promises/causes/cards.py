"""What Duly says of a cause: its page, and the form in which people say more of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from slackblocks import Block

from handlers.people.choices import DEPARTMENT
from handlers.promises.causes import MOST_OF_CAUSE, CausePage, CauseSaid, Prevention
from handlers.promises.items.view import STATES
from handlers.promises.items.words import open_story
from handlers.speech import blocks, cause_kinds, inputs, paging, words
from handlers.speech.blocks import Choices, Shown
from handlers.speech.request import Json
from storage.causes import MOST, Cause
from storage.issues import Issue
from storage.items import State
from storage.people import Person

PAGE, CHANGE, SEND = "cause.page", "cause.change", "cause.send"
USAGE = "cause C-3"
WORDS, KIND, DECIDER = "cause_words", "kind", "decider"
A_PAGE = 10
"""So many issues on a page, each with the way to its story."""
IN_A_MESSAGE = 3
RECENT = (
    "In the last 90 days nothing happened because of it.",
    "One issue in the last 90 days.",
    "{count} in the last 90 days.",
)
UNKNOWN = "not known yet"
LEFT = "whoever did has left"
NOBODY_PREVENTED = "*What prevents it* Nobody has said so far."
HIDDEN = ("", "One more issue of it is private.", "{count} more of its issues are private.")
WHO_COULD = "Which department could have prevented it?"
WHO_DECIDES = "Who decides about it, and has the budget to remove it?"


# --- as a form ---


def page(found: CausePage, reader: Person, now: datetime, after: int = 0) -> Json:
    """All of it, its issues a page at a time."""
    total = len(found.issues)
    after = min(after, max(0, total - 1) // A_PAGE * A_PAGE)
    shown = found.issues[after : after + A_PAGE]
    parts = [
        *_head(found, reader, now),
        *_change(found),
        *(_entry(issue, reader, now) for issue in shown),
        *_pages(found.cause, after, total),
        *_hidden(found.hidden),
    ]
    return blocks.form(
        f"Cause {found.cause.ref}", PAGE, *parts, submit=None,
        value=paging.value(found.cause.ref, after),
    )  # fmt: skip


def message(found: CausePage, reader: Person, now: datetime) -> Shown:
    """The same in short, as a message that stays."""
    cause = found.cause
    lines = [_line(issue, reader, now) for issue in found.issues[:IN_A_MESSAGE]]
    parts = [
        *_head(found, reader, now),
        *blocks.paragraphs(lines),
        *_hidden(found.hidden),
        blocks.actions(blocks.button("Open…", PAGE, paging.value(cause.ref))),
    ]
    return Shown(f"{cause.ref} {blocks.safe(cause.words)}", blocks.message(*parts))


def _head(found: CausePage, reader: Person, now: datetime) -> list[Block]:
    """What it is, how often it comes, who could have prevented it and decides, what prevents it."""
    cause = found.cause
    recent = RECENT[min(found.recent, 2)].format(
        count=f"At least {MOST}" if found.recent >= MOST else _counted(found.recent)
    )
    return [
        blocks.section(f"*{cause.ref} {blocks.safe(_capital(cause.words))}*\n{recent}"),
        blocks.fields(_facts(found)),
        blocks.section(_prevents(found.prevention, reader, now)),
    ]


def _counted(count: int) -> str:
    return words.count(count, "issue").capitalize()


def _facts(found: CausePage) -> Mapping[str, str]:
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
    return f"*What prevents it* “{blocks.linked(said, 300)}” ({found.issue.ref}, {who}, {day})"


def _change(found: CausePage) -> list[Block]:
    if not found.may_change:
        return []
    return [blocks.actions(blocks.button("Change…", CHANGE, found.cause.ref))]


def _entry(issue: Issue, reader: Person, now: datetime) -> Block:
    return blocks.section(_line(issue, reader, now), open_story(issue.ref))


def _line(issue: Issue, reader: Person, now: datetime) -> str:
    """“*I-7 Invoiced twice* · reported Mon 23 Nov · taken · @maria”."""
    reported = words.day(issue.created_at, reader.zone, now)
    said = [f"reported {reported}", STATES[State(issue.state)]]
    said += [blocks.person(issue.owner_id)] if issue.owner_id else []
    return f"*{issue.ref} {blocks.safe(issue.title, 120)}*\n{' · '.join(said)}"


def _pages(cause: Cause, after: int, total: int) -> list[Block]:
    """The way to the page before, and to the next."""
    row = []
    if after:
        earlier = paging.value(cause.ref, max(0, after - A_PAGE))
        row.append(blocks.actions(blocks.button("Earlier page", PAGE, earlier)))
    if after + A_PAGE < total:
        later = paging.value(cause.ref, after + A_PAGE)
        row.append(blocks.actions(blocks.button("Next page", PAGE, later)))
    return row


def _hidden(count: int) -> list[Block]:
    said = HIDDEN[min(count, 2)].format(count=words.number(count).capitalize())
    return [blocks.context(said)] if said else []


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
