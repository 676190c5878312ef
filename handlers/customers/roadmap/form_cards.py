"""The forms of an outcome: what customers will notice, its number, and the words beside that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from slackblocks import Block

from handlers.customers.roadmap import rules, words
from handlers.customers.roadmap.reckoning import OFFERED
from handlers.customers.roadmap.said import LONGEST, TITLE
from handlers.people import choices
from handlers.speech import blocks, inputs, reasons
from handlers.speech import words as plain
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.customer_outcomes import CourseSaid, CustomerOutcome

NOTICE, COUNTED_AS, BASELINE, BASELINE_ON, TARGET = (
    "notice", "counted_as", "baseline", "baseline_on", "target",
)  # fmt: skip
OWNER, QUARTER, KEEP = "owner", "quarter", "keep"
COUNTER, BY_OWNER = "counter", "owner"
NUMBER, DAY, COURSE, LINE, HELPS, PERSON = "number", "day", "course", "line", "helps", "person"
SIZE = 60
KEPT = {"keep": "Keep my words"}
PROJECT = "What will customers notice when it is there?"
WORDS_KEPT = "The number is like 27 or 81 %. Your words “{words}” are kept as the sentence."
COURSES = {
    CourseSaid.ON_COURSE.value: "On course",
    CourseSaid.MAY_MISS.value: "May miss",
    CourseSaid.WILL_MISS.value: "Will miss",
}
EMPTY = "Leave it empty where Duly counts it."
ASKED_OF = {"take": "Who answers for it?", "reading": "Who knows the number?"}
ASKS = "They are asked to say yes. The page changes when they do."


def write(
    fields: Mapping[str, str],
    quarters: Sequence[tuple[str, str]],
    departments: Choices,
    ref: str = "",
    *,
    is_project: bool = False,
) -> Json:
    """What customers will notice; `fields` are filled in, `ref` is what is changed, if anything."""
    parts: list[Block] = []
    if is_project:
        parts = [blocks.section(f"*{PROJECT}*"), inputs.tick(KEEP, "Or", KEPT)]
    parts += [
        inputs.text(NOTICE, "What will customers notice?", value=fields[NOTICE], most=TITLE),
        inputs.choice(
            COUNTER, "Who counts it?", {BY_OWNER: "Whoever answers for it", **figures()},
            value=fields[COUNTER] or BY_OWNER,
            hint="A figure of Duly's is that of the last 30 days: of the department, or of all.",
        ),
        inputs.text(
            COUNTED_AS, "How is it counted?", value=fields[COUNTED_AS], lines=True, most=LONGEST,
            hint=f"Such as: of 1,000 invoices, those that were corrected. {EMPTY}", optional=True,
        ),
        inputs.text(
            BASELINE, "Where is it today?", value=fields[BASELINE], most=SIZE,
            hint=f"A number like 27, 81 % or 3.5 days. {EMPTY}", optional=True,
        ),
        inputs.date(BASELINE_ON, "Counted when?", value=fields[BASELINE_ON]),
        inputs.text(TARGET, "Where should it be at the end?", value=fields[TARGET], most=SIZE),
        inputs.person(OWNER, "Who answers for it?", value=fields[OWNER] or None, hint=ASKS),
        inputs.choice(QUARTER, "Which quarter?", dict(quarters), value=fields[QUARTER]),
        inputs.row(
            choices.DEPARTMENT, "Department", departments, optional=True,
            hint="Leave it empty where it is for the whole company.",
        ),
    ]  # fmt: skip
    title = f"Change {ref}" if ref else "An outcome"
    verb = words.EDIT_SEND if ref else words.SEND
    return blocks.form(title, verb, *parts, submit="Put it on the map", value=ref)


def figures() -> dict[str, str]:
    """The figures of scorecards that can be the number of an outcome."""
    return {each.value: f"Duly: {name[0].lower()}{name[1:]}" for each, name in OFFERED.items()}


def count(
    outcome: CustomerOutcome, today: date, *, line: str = "", unread: str = "", course: str = ""
) -> Json:
    """The number now and how it stands; `unread` are words that were no number."""
    parts: list[Block] = [
        blocks.section(f"*{blocks.safe(outcome.title, TITLE)}*: {words.counted(outcome, today)}")
    ]
    if unread:
        said = WORDS_KEPT.format(words=blocks.safe(unread, 80))
        parts.append(blocks.section(f"*{said}*"))
    if not outcome.counter:
        now = rules.figure(outcome.now_at, outcome.unit)
        parts += [
            inputs.text(NUMBER, "Number now", most=SIZE, placeholder=now),
            inputs.date(DAY, "Counted on", value=today.isoformat()),
        ]
    parts += [
        inputs.choice(COURSE, "It is", COURSES, value=course or None),
        inputs.text(LINE, "In a sentence", value=line, lines=True, most=LONGEST),
        _helps(),
    ]  # fmt: skip
    title = "How it stands" if outcome.counter else "The number"
    return blocks.form(title, words.COUNT_SEND, *parts, submit="Say so", value=outcome.ref)


def _helps() -> Block:
    return inputs.text(HELPS, "What would help?", lines=True, most=LONGEST, optional=True)


def miss(outcome: CustomerOutcome, course: CourseSaid) -> Json:
    """It may miss, or will: in a sentence, and what would help."""
    return blocks.form(
        plain.capital(f"it {words.COURSES[course]}"), words.MISS_SEND,
        inputs.text(LINE, "In a sentence", value=outcome.line, lines=True, most=LONGEST),
        _helps(),
        submit="Say so", value=f"{outcome.ref}{blocks.SEPARATOR}{course}",
    )  # fmt: skip


def because(outcome: CustomerOutcome, title: str, verb: str, label: str) -> Json:
    """One reason, in words."""
    return blocks.form(title, verb, reasons.ask_for(label), value=outcome.ref)


def later(outcome: CustomerOutcome, day: date) -> Json:
    """There is no number yet: when there will be."""
    return blocks.form(
        "No number yet", words.LATER_SEND,
        inputs.date(DAY, "When will it be known?", value=day.isoformat()),
        value=outcome.ref,
    )  # fmt: skip


def pass_on(outcome: CustomerOutcome, kind: str) -> Json:
    """Somebody else answers it."""
    return blocks.form(
        "Somebody else", words.PASS_SEND,
        inputs.person(PERSON, ASKED_OF[kind]),
        value=f"{outcome.ref}{blocks.SEPARATOR}{kind}",
    )  # fmt: skip
