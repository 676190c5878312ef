"""What people see of one outcome: how it stands, who answers for it, and short replies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from slackblocks import Button

from handlers.customers.roadmap import rules, words
from handlers.customers.roadmap.rules import Against
from handlers.promises.items.words import due, open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from storage.customer_outcomes import CourseSaid, CustomerOutcome, OutcomeState
from storage.people import Person
from storage.tasks import Task

WRITE_IT, EDIT_IT, END_IT, UNDO = "Write an outcome…", "Change…", "It ends…", "Undo"
TAKE_IT, REFUSE_IT, COUNT_IT = "Take it", "No, because…", "Give the number…"
CARRY_IT = "Carry it on…"
LATER_IT, TASK, LIST = "No number yet…", "Give a task…", "Open the list…"
SHOWN = 1_000
TAKEN_BACK = "Undone. {ref} is taken back: it is on no roadmap."
STANDS_AGAIN = "Undone. {ref} stands as it stood before."


# --- one outcome ---


def facts(outcome: CustomerOutcome, department: str, today: date) -> list[str]:
    """From where to where by when, how it is counted, and where the first target was another."""
    whose = blocks.safe(department, 80) if department else "the whole company"
    since = plain.plain_day(outcome.baseline_on, today)
    ends = plain.plain_day(outcome.ends_on, today)
    first = ""
    if outcome.first_target != outcome.target:
        first = f" The first goal was {rules.figure(outcome.first_target, outcome.unit)}."
    return [
        f"{blocks.person(outcome.owner_id)} answers for it · {whose}",
        f"{plain.capital(words.way(outcome))}, since {since}, by {ends}.{first}",
        f"Counted as “{blocks.safe(outcome.counted_as, SHOWN)}”",
    ]


def course(outcome: CustomerOutcome, today: date) -> list[str]:
    """The last number and the words that came with it."""
    if outcome.latest is None:
        return ["No number has come since it was written."]
    if outcome.said is None:
        return [words.counted(outcome, today)]
    day = plain.plain_day(outcome.counted_on or outcome.baseline_on, today)
    now = words.stands_at(outcome)
    who = blocks.person(outcome.said_by)
    line = f": “{blocks.safe(outcome.line, SHOWN)}”" if outcome.line else ""
    said = [f"*{now}* on {day}. {who} says it {_verb(outcome.said)}{line}"]
    if outcome.helps:
        said.append(f"What would help: “{blocks.safe(outcome.helps, SHOWN)}”")
    return said


def _verb(said: str) -> str:
    """“is on course”, “may miss”: how it stands within a sentence."""
    word = words.COURSES[CourseSaid(said)]
    return f"is {word}" if said == CourseSaid.ON_COURSE else word


def again(outcome: CustomerOutcome, found: Against) -> list[str]:
    """What figures say against its words, and why it holds, as far as everybody may read that."""
    if not found:
        return []
    lines = [f"The words say on course; {words.against(outcome, found)}."]
    if outcome.because:
        lines.append(f"On course, because “{blocks.safe(outcome.because, SHOWN)}”")
    return lines


def ended(outcome: CustomerOutcome) -> list[str]:
    """Why it was let go."""
    if outcome.state != OutcomeState.ENDED or not outcome.reason:
        return []
    return [f"It ended: “{blocks.safe(outcome.reason, SHOWN)}”"]


def state(outcome: CustomerOutcome, today: date) -> str:
    """How it stands, and when its number is asked for next."""
    how = words.STATES[OutcomeState(outcome.state)]
    if outcome.stands and outcome.next_on:
        how = f"{how}; next check-in {plain.plain_day(outcome.next_on, today)}"
    return f"{outcome.ref} · {how}"


def tasks(found: Sequence[Task], now: datetime, has_more: bool) -> list[str]:
    """The tasks that move it, a line each, in one paragraph."""
    if not found:
        return []
    lines = [f"• {task_line(each, now)}" for each in found]
    return ["\n".join([*lines, *(["… and more"] if has_more else [])])]


def task_line(task: Task, now: datetime) -> str:
    """“T-12 Check each address — @sara, by Fri 4 Dec”."""
    who = blocks.person(task.owner_id)
    return f"{task.ref} {blocks.safe(task.title, 150)} — {who}, by {due(task, now)}"


# --- replies ---


def one(outcome: CustomerOutcome, today: date) -> Shown:
    """An outcome that was named by its number, with the way to all of it."""
    text = f"{named(outcome)}: {words.counted(outcome, today)}"
    return Shown(text, blocks.message(blocks.section(text, open_story(outcome.ref))))


def named(outcome: CustomerOutcome) -> str:
    """“*O-2 An invoice is right the first time*”."""
    return f"*{outcome.ref} {blocks.safe(outcome.title, 150)}*"


def written(outcome: CustomerOutcome) -> Shown:
    """What was kept, and who is asked to say yes."""
    name = blocks.safe(outcome.title, 150)
    if outcome.stands:
        text = f"{outcome.ref} is on the roadmap: {name}."
    else:
        who = blocks.person(outcome.owner_id)
        text = (
            f"Noted as {outcome.ref}: {name}. {who} is asked to say yes. The page changes when "
            "they do."
        )
    return done(outcome, text)


def done(outcome: CustomerOutcome, said: str, *more: Button) -> Shown:
    """One warm line, and the way back."""
    row = [*more, open_story(outcome.ref), blocks.button(UNDO, words.UNDO, outcome.ref)]
    return Shown(said, blocks.message(blocks.section(said), blocks.actions(*row)))


def taken(outcome: CustomerOutcome) -> str:
    """For whoever says yes."""
    return (
        f"Thank you. You answer for {outcome.ref} {blocks.safe(outcome.title, 150)}, and the "
        "roadmap says so now."
    )


def refused(outcome: CustomerOutcome) -> str:
    """For whoever says no."""
    return f"Noted, with your reason: {outcome.ref} is on no roadmap."


def answered(outcome: CustomerOutcome, who: Person) -> str:
    """For whoever wrote it."""
    name = f"{outcome.ref} {blocks.safe(outcome.title, 150)}"
    if outcome.stands:
        return f"{blocks.person(who.user_id)} answers for {name}. It is on the roadmap now."
    return (
        f"{blocks.person(who.user_id)} does not answer for {name}: "
        f"{plain.quote(blocks.safe(outcome.reason, 300))} It is on no roadmap."
    )


def counted(outcome: CustomerOutcome, found: Against) -> Shown:
    """For whoever said the number: thanks, and what the figures say, where that is something else.

    Its owner reads that first; from the second working day on everybody reads both.
    """
    now = words.stands_at(outcome)
    if outcome.state in (OutcomeState.MET, OutcomeState.NOT_MET):
        said = ends(outcome)
        row = blocks.actions(*after_end(outcome))
        return Shown(said, blocks.message(blocks.section(said), row))
    if found:
        said = f"Noted: {now}. You said on course. {words.facts(outcome, found)} Which is right?"
        return done(outcome, said, *words.course_ways(outcome.ref))
    if outcome.said == CourseSaid.ON_COURSE:
        return done(outcome, f"Noted: {now}, on course. Thank you.")
    return done(outcome, f"Noted: {now}. {missing(outcome)}")


def ends(outcome: CustomerOutcome) -> str:
    """“O-2 ends at 11, goal 12: met.”."""
    now = words.stands_at(outcome)
    goal = rules.figure(outcome.target, outcome.unit)
    how = words.STATES[OutcomeState(outcome.state)]
    return f"{outcome.ref} ends at {now}, goal {goal}: {how}."


def after_end(outcome: CustomerOutcome) -> list[Button]:
    """What can be done then: it goes on in the next quarter, with another goal."""
    carry = blocks.button(CARRY_IT, words.CARRY, outcome.ref)
    return [carry, open_story(outcome.ref)]


def missing(outcome: CustomerOutcome) -> str:
    """Thanks for whoever says that it may miss, or will."""
    how = words.COURSES[CourseSaid(outcome.said or CourseSaid.MAY_MISS)]
    return (
        f"Thank you for saying so early: {outcome.ref} {how}, and the page says it in your words."
    )


def later(outcome: CustomerOutcome, today: date) -> str:
    """For whoever has no number yet."""
    day = plain.plain_day(outcome.next_on, today) if outcome.next_on else "then"
    return f"Noted. I ask for the number of {outcome.ref} on {day}."


def held(outcome: CustomerOutcome) -> str:
    """For whoever says that it is on course nevertheless."""
    return f"Noted in {outcome.ref}. The page shows your words beside the facts."


def passed(outcome: CustomerOutcome, to: Person) -> str:
    """For whoever named somebody else."""
    return f"{blocks.person(to.user_id)} is asked that about {outcome.ref} now."


def changed(outcome: CustomerOutcome) -> str:
    """For whoever changed it."""
    return f"Changed: {outcome.ref} says it now."


def let_go(outcome: CustomerOutcome) -> str:
    """For whoever ended it."""
    return f"{outcome.ref} has ended, with your reason. Nothing more is asked about it."


def undone(outcome: CustomerOutcome) -> str:
    """How it stands again."""
    is_gone = outcome.state == OutcomeState.TAKEN_BACK
    return (TAKEN_BACK if is_gone else STANDS_AGAIN).format(ref=outcome.ref)
