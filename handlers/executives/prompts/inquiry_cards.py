"""What people see of an inquiry: its card, its forms, and the short replies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from slackblocks import Block

from handlers.executives.prompts import words
from handlers.executives.prompts.facts import rules
from handlers.executives.prompts.facts.rules import FactKind
from handlers.people import choices
from handlers.promises import items, traces
from handlers.promises.items.view import STATES
from handlers.promises.items.words import due
from handlers.speech import blocks, inputs
from handlers.speech import words as plain
from handlers.speech.blocks import Choices
from storage.inquiries import Inquiry, InquiryAnswer, InquiryState
from storage.items import State
from storage.tasks import Task

VERB, SEND = "inquiry.", "inquiry.send"
WORDS, OWNER, DAY = "words", "owner", "day"
LONGEST = 1_000
"""Characters of an answer in words."""
SHOWN, NAME = 300, 60
STANDS: dict[str, str] = {
    State.DECLINED: "was answered with a no",
    State.WITHDRAWN: "was taken back",
}
"""How what followed stands, where it is not open."""
MISSING = {
    OWNER: "Please choose who.",
    DAY: "Please choose a day.",
}
WHOSE_LIST = "You belong to no department yet: please choose on whose list it goes."


# --- the card ---


def card(inquiry: Inquiry, zone: str, now: datetime, follows: Sequence[str] = ()) -> blocks.Shown:
    """A question, to whom, because of what, what was said to it, and how that goes on."""
    parts = [
        blocks.header(inquiry.title),
        blocks.context(state(inquiry, zone, now)),
        blocks.section(blocks.safe(inquiry.said, 2_000)),
    ]
    if inquiry.state == InquiryState.OPEN:
        parts.append(_buttons(inquiry))
    elif inquiry.state == InquiryState.TAKEN_BACK:
        parts.append(blocks.section(over(inquiry)))
    else:
        parts.append(blocks.section("\n".join((came(inquiry), *follows))))
    text = f"{inquiry.ref} {blocks.safe(inquiry.title)}"
    return blocks.Shown(text, blocks.message(*parts))


def state(inquiry: Inquiry, zone: str, now: datetime) -> str:
    """The small line: number, who is asked, by when; late from its day on."""
    who = f"a question for {blocks.person(inquiry.to_id)}"
    if inquiry.state != InquiryState.OPEN:
        return f"{inquiry.ref} · {who} · {inquiry.state}"
    day = plain.day(inquiry.due_at, zone, now)
    by = f"! late, was due {day}" if now > inquiry.due_at else f"by {day}"
    return f"{inquiry.ref} · {who} · {by}"


def over(inquiry: Inquiry) -> str:
    """Why nothing is asked any more, as markup."""
    return f"No answer is needed any more: {blocks.safe(inquiry.words, SHOWN)}"


def came(inquiry: Inquiry) -> str:
    """What was said to it, and what follows, as markup."""
    said = words.COURSES[InquiryAnswer(inquiry.course or InquiryAnswer.BECAUSE)].happened
    quoted = f": “{blocks.safe(inquiry.words, SHOWN)}”" if inquiry.words else ""
    follows = f" {inquiry.led_to} follows." if inquiry.led_to else ""
    end = "" if quoted else "."
    return f"{blocks.person(inquiry.answered_by)} {said}{quoted}{end}{follows}"


def what_follows(task: Task, now: datetime, *, is_seen: bool) -> str:
    """The task that followed, whose it is, and whether it is late or done.

    Where it may not be seen, its number and how it stands.
    """
    by = f"due {due(task, now)}" if task.due_at else "no date yet"
    if task.due_at and task.due_at < now:
        by = f"! late, was due {due(task, now)}"
    stands = by if task.live else STATES[State(task.state)]
    if not is_seen:
        return f"{task.ref} is private · {stands}"
    title = blocks.safe(task.title, 80)
    return f"{task.ref} {title} · {blocks.person(task.owner_id)} · {stands}"


def _buttons(inquiry: Inquiry) -> Block:
    return blocks.actions(
        *(
            blocks.button(words.label(inquiry.fact, course), f"{VERB}{course}", inquiry.ref)
            for course in rules.COURSES[FactKind(inquiry.fact)]
        )
    )


# --- the form ---


def form(
    inquiry: Inquiry,
    course: InquiryAnswer,
    said: str,
    seen_by: Block | None = None,
    departments: Choices | None = None,
    outcomes: Choices = traces.NOTHING,
) -> dict[str, Any]:
    """What belongs to one answer; `said` fills its field of words.

    `seen_by` asks who may see what follows, `departments` on whose list it goes, and `outcomes` are
    those that it may move.
    """
    of = words.COURSES[course]
    question = f"*{inquiry.ref} {blocks.safe(inquiry.title)}*\n{blocks.safe(inquiry.said, 1_000)}"
    parts = [blocks.section(question)]
    if of.who:
        parts.append(inputs.person(OWNER, of.who))
    if of.asks:
        is_long = course in (InquiryAnswer.KNOWN, InquiryAnswer.BECAUSE)
        most = LONGEST if is_long else items.TITLE
        parts.append(
            inputs.text(WORDS, of.asks, value=blocks.clip(said, most), lines=is_long, most=most)
        )
    if course in (InquiryAnswer.MINE, InquiryAnswer.GIVEN):
        parts.append(inputs.date(DAY, "By when?"))
    if departments:
        parts.append(
            inputs.row(
                choices.DEPARTMENT, "On which department's list does it go?", departments,
                hint="You belong to no department yet.",
            )
        )  # fmt: skip
    parts += [seen_by] if seen_by else []
    parts += traces.question(outcomes)
    return blocks.form(of.form, SEND, *parts, value=f"{inquiry.ref}{blocks.SEPARATOR}{course}")


def task(inquiry: Inquiry, name: str) -> str:
    """What is to be done, as a form offers it; `name` is the customer or the number."""
    to_do = words.TASKS[FactKind(inquiry.fact)]
    return blocks.clip(f"{name}: {to_do}" if name else to_do, items.TITLE)


def missing(names: Collection[str], course: InquiryAnswer) -> dict[str, str]:
    """A sentence under each input that needs another look."""
    said = {**MISSING, WORDS: words.COURSES[course].missing}
    return {name: said[name] for name in names}


# --- short replies ---


def undone(inquiry: Inquiry, gone: str = "", other_id: str = "") -> str:
    """It waits again; `gone` is what followed and is off the list, `other_id` who was asked."""
    if other_id:
        to, other = blocks.person(inquiry.to_id), blocks.person(other_id)
        return f"Undone. {_named(inquiry)} is a question for {to} again. {other} reads so."
    off = f" {gone} is off the list." if gone else ""
    return f"Undone. {_named(inquiry)} waits for an answer again.{off}"


def not_asked(inquiry: Inquiry, by: str) -> str:
    """Whoever was asked in somebody's place is not asked any more."""
    took_back = f"{blocks.person(by)} took back that you were asked"
    return f"*{_named(inquiry)}* {took_back}: it is a question for {_whose(inquiry)} again."


def asked_again(inquiry: Inquiry, by: str) -> str:
    """Whoever was asked before is asked again."""
    took_back = f"{blocks.person(by)} took back that somebody else was asked"
    return f"*{_named(inquiry)}* {took_back}: it is a question for you again."


def asked_no_more(inquiry: Inquiry) -> str:
    """Whoever was asked need not answer: what it was about is over."""
    why = blocks.safe(inquiry.words, SHOWN)
    return f"*{_named(inquiry)}* No answer is needed any more: {why}"


NO_ANSWER = "Nobody has answered."


def in_vain(inquiry: Inquiry, said: str, came: str, zone: str, now: datetime) -> str:
    """For the CCO: it was asked, nothing followed, and it is still so as `said`."""
    day = plain.day(inquiry.created_at, zone, now)
    return (
        f"*{_named(inquiry)}* It was asked on {day}; nothing followed. {came}\n"
        f"It is still so: {blocks.safe(said, SHOWN)}\n"
        "I do not ask executives about it again in this quarter; it is best said in person."
    )


def came_to(inquiry: Inquiry, name: str, state: str) -> str:
    """What was said to it by somebody, and how what followed stands."""
    who = blocks.safe(name, NAME) if name else "Somebody"
    said = words.COURSES[InquiryAnswer(inquiry.course or InquiryAnswer.BECAUSE)].happened
    quoted = f": “{blocks.safe(inquiry.words, SHOWN)}”" if inquiry.words else "."
    follows = f" {inquiry.led_to} {STANDS.get(state, 'is open still')}." if inquiry.led_to else ""
    return f"{who} {said}{quoted}{follows}"


def _named(inquiry: Inquiry) -> str:
    return f"{inquiry.ref} {blocks.safe(inquiry.title)}"


def _whose(inquiry: Inquiry) -> str:
    return blocks.person(inquiry.to_id)


def put(inquiry: Inquiry) -> str:
    """A question is in the channel."""
    return (
        f"Asked {blocks.person(inquiry.to_id)} in {blocks.channel(inquiry.channel_id)}: "
        f"{blocks.safe(inquiry.title)}"
    )
