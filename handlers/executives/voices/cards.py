"""What people see of conversations with customers: the forms, short replies, how many had one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from slackblocks import Block

from handlers.executives.voices import LONGEST, WHO, rules, words
from handlers.executives.voices.asking import HeardBy
from handlers.executives.voices.rules import Coverage
from handlers.people import choices
from handlers.speech import blocks, inputs, reasons
from handlers.speech import words as plain
from handlers.speech.blocks import Choices, Shown
from handlers.speech.request import Json
from storage.audiences import Audience
from storage.customers import Customer
from storage.voices import Voice, VoiceState

PERSON, LINE, DAY, AUDIENCE = "who", "line", "day", "audience"
NEW, CHANGED = "told", "corrected"
"""What a form of a conversation does: it tells of one, or corrects what was told."""
ISSUE, TASK = "Report it as an issue…", "Give a task…"
CORRECT, UNDO = "Correct…", "Undo"
USAGE = "heard Acme Jana says the invoices are unreadable"
NOT_YET = (
    "No conversation of an executive with {name} has been told here yet.",
    "No executive has told of a conversation with {name} since {day}.",
    "An executive last spoke with {name} on {day}.",
)
LATELY = 31
"""So many days ago is lately."""
UNDONE = {
    VoiceState.OPEN: "Undone. {ref} is asked for as before.",
    VoiceState.TAKEN_BACK: "Undone. {ref} counts no more.",
    VoiceState.TOLD: "Undone. {ref} stands as it stood before.",
}
PASSED = "Noted: not this month. `/cx heard` tells of one whenever you like."
NOBODY_ASKED = "There are no executives here yet, whom I could ask. `/cx setup` says who is one."
SUBTITLE = (
    "By executive, whoever has been silent longest first. Only the CCO reads this with names."
)


# --- forms ---


def form(
    known: Choices,
    today: date,
    *,
    ref: str = "",
    does: str = NEW,
    who: str = "",
    line: str = "",
    on: date | None = None,
    audience: Audience = Audience.DEPARTMENT,
) -> Json:
    """Four fields, of which customer and line are needed; `known` are the customers."""
    parts = [
        inputs.row(choices.CUSTOMER, "With which customer did you speak?", known),
        inputs.text(LINE, "What did you learn? One line.", value=line, most=LONGEST),
        inputs.text(PERSON, "Who spoke with you there?", value=who, most=WHO, optional=True),
        inputs.date(DAY, "When?", value=(on or today).isoformat()),
        inputs.choice(
            AUDIENCE, "Who reads it?",
            {
                Audience.DEPARTMENT.value: "The executives, in their digest",
                Audience.PRIVATE.value: "You and the CCO; it is only counted",
            },
            value=audience.value,
        ),
    ]  # fmt: skip
    title = "Correct it" if does == CHANGED else "I spoke with a customer"
    return blocks.form(title, words.SEND, *parts, value=f"{ref}{blocks.SEPARATOR}{does}")


def pass_form(voice: Voice) -> Json:
    """Not this month: why, for whoever wants to say it."""
    return blocks.form(
        "Not this month",
        words.PASS_SEND,
        blocks.section(blocks.safe(voice.title)),
        inputs.text(reasons.FIELD, "Why? You can leave this out.", most=LONGEST, optional=True),
        value=voice.ref,
    )


# --- one conversation ---


def told(voice: Voice, customer: Customer | None) -> str:
    """“The invoices are unreadable” – Jana at Acme, as markup."""
    name = blocks.safe(customer.name, 80) if customer else "a customer"
    who = f"{blocks.safe(voice.who, WHO)} at {name}" if voice.who else name
    return f"“{blocks.safe(voice.line, LONGEST)}” ({who})"


def state(voice: Voice, zone: str, now: datetime) -> str:
    """Whose it is, and how it stands."""
    who = blocks.person(voice.to_id)
    match VoiceState(voice.state):
        case VoiceState.OPEN:
            day = plain.day(voice.due_at or now, zone, now)
            how = f"asked of {who} · by {day}"
        case VoiceState.TOLD:
            on = plain.plain_day(voice.heard_on, now.date()) if voice.heard_on else ""
            secret = " · only counted" if voice.is_private else ""
            how = f"told by {who} · spoke {on}{secret}"
        case VoiceState.PASSED:
            why = f": “{blocks.safe(voice.reason, LONGEST)}”" if voice.reason else ""
            how = f"{who}: not this month{why}"
        case VoiceState.LAPSED:
            how = "not asked for any more"
        case _:
            how = "taken back"
    return f"{voice.ref} · {how}"


def noted(voice: Voice, customer: Customer | None, covered: Coverage, *, may_give: bool) -> Shown:
    """What was kept, who reads it, how many have had one, and what can follow."""
    reads = "It is only counted." if voice.is_private else "The executives read it in their digest."
    text = f"Noted: {told(voice, customer)}. {reads} {spoken(covered)}".strip()
    row = [
        blocks.button(ISSUE, words.AS_ISSUE, voice.ref),
        *([blocks.button(TASK, words.AS_TASK, voice.ref)] if may_give else []),
        blocks.button(CORRECT, words.CORRECT, voice.ref),
        blocks.button(UNDO, words.UNDO, voice.ref),
    ]
    return Shown(text, blocks.message(blocks.section(text), blocks.actions(*row)))


def passed(voice: Voice) -> Shown:
    """That it is not asked for any more this month, with the way back."""
    row = blocks.actions(blocks.button(UNDO, words.UNDO, voice.ref))
    return Shown(PASSED, blocks.message(blocks.section(PASSED), row))


def undone(voice: Voice) -> str:
    """How it stands again."""
    return UNDONE[VoiceState(voice.state)].format(ref=voice.ref)


# --- how many ---


def spoken(covered: Coverage) -> str:
    """“Five of seven executives spoke with a customer in November.” Empty where none did."""
    if not covered.told:
        return ""
    name = rules.name_of(covered.month)
    have = "has" if covered.told == 1 else "have"
    how = "spoke with a customer in" if covered.is_over else f"{have} spoken with a customer in"
    of = plain.count(covered.of, "executive")
    said = f"{plain.number(covered.told)} of {of} {how} {name}"
    return f"{said[0].upper()}{said[1:]}{'' if covered.is_over else ' so far'}."


def by_person(found: Sequence[HeardBy], covered: Coverage, today: date) -> Shown:
    """When each executive last spoke with a customer: for the CCO alone."""
    if not found:
        return Shown(NOBODY_ASKED, blocks.message(blocks.section(NOBODY_ASKED)))
    lines = [
        f"{blocks.person(each.person.user_id)} · "
        + (plain.plain_day(each.on, today) if each.on else "nothing told yet")
        for each in found
    ]
    head = spoken(covered) or f"Nobody has told of one in {rules.name_of(covered.month)} so far."
    parts: list[Block] = [blocks.section(f"*{head}*"), *blocks.paragraphs(lines)]
    return Shown(head, blocks.message(*parts, blocks.context(SUBTITLE)))


# --- on the page of a customer ---


def last_with(customer: Customer, last: Voice | None, reader_reads: bool, today: date) -> str:
    """When an executive last spoke with a customer, as markup.

    With what they learned, for whoever may read that.
    """
    name = blocks.safe(customer.name, 80)
    if last is None or last.heard_on is None:
        return NOT_YET[0].format(name=name)
    day = plain.plain_day(last.heard_on, today)
    is_lately = (today - last.heard_on).days <= LATELY
    said = NOT_YET[2 if is_lately else 1].format(name=name, day=day)
    return f"{said} “{blocks.safe(last.line, LONGEST)}”" if reader_reads else said
