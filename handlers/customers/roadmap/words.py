"""The words of an outcome: what is asked about it, its buttons, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slackblocks import Block, Button

from handlers.chasing.kinds import Asking, Says
from handlers.customers.roadmap import rules
from handlers.customers.roadmap.rules import Against, OutcomeWork
from handlers.executives.scores.rules import wilson
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.customer_outcomes import CourseSaid, CustomerOutcome, OutcomeState
from storage.nudges import Part

OPEN, SEND = "outcome.form", "outcome.send"
EDIT, EDIT_SEND = "outcome.edit", "outcome.edit.send"
TAKE_IT, NOT_TAKE, NOT_TAKE_SEND = "outcome.take", "outcome.no", "outcome.no.send"
PASS, PASS_SEND = "outcome.pass", "outcome.pass.send"
COUNT, COUNT_SEND = "outcome.number", "outcome.number.send"
LATER, LATER_SEND = "outcome.later", "outcome.later.send"
HOLD, HOLD_SEND = "outcome.hold", "outcome.hold.send"
MAY_MISS, WILL_MISS, MISS_SEND = "outcome.may", "outcome.will", "outcome.miss.send"
END, END_SEND = "outcome.end", "outcome.end.send"
UNDO, AS_TASK = "outcome.undo", "outcome.task"
NOTHING, ROADMAP = "outcome.nothing", "outcome.roadmap"
POST, POST_SEND, TAKE_DOWN = "outcome.post", "outcome.post.send", "outcome.post.down"

CARRY = "outcome.carry"
STAND_IT = "Say how it stands…"

SHORT = 300
"""Characters of somebody's words in a sentence of ours."""
COURSES = {
    CourseSaid.ON_COURSE: "on course",
    CourseSaid.MAY_MISS: "may miss",
    CourseSaid.WILL_MISS: "will miss",
}
STATES = {
    OutcomeState.PROPOSED: "written; whoever is to answer for it has not said yes yet",
    OutcomeState.STANDING: "on the roadmap",
    OutcomeState.MET: "met",
    OutcomeState.NOT_MET: "not met",
    OutcomeState.ENDED: "ended",
    OutcomeState.TAKEN_BACK: "taken back",
}

NOBODY = "No open task moves it yet: who does the first thing?"

TAKE_SAYS = Says(
    ends="A yes or a no ends this line.",
    owes=(
        "Do you answer for it? The answer is due {due}.",
        "Do you answer for it? Nobody reads it on the roadmap before you say yes.",
        "Today is the day to say whether you answer for it.",
        "Do you answer for it? The answer is {late_by}.",
    ),
)
TAKE_STANDS = (
    "One outcome has waited for somebody who answers for it since {day}.",
    "{Count} outcomes have waited for somebody who answers for them, the first since {day}.",
)
NUMBER_SAYS = Says(
    ends="“No number yet…” ends this line, too.",
    owes=(
        "What is it now, and how does it stand? The number is due {due}.",
        "What is it now, and how does it stand?",
        "Today is the day of the number. What is it now, and how does it stand?",
        "The number is {late_by}. What is it now, and how does it stand?",
    ),
)
NUMBER_STANDS = (
    "The number of one outcome was asked for on {day}, and nobody has given it yet.",
    "The numbers of {count} outcomes were asked for and not given, the first on {day}.",
)
STAND_SAYS = Says(
    ends="Saying how it stands ends this line.",
    owes=(
        "Duly counts it. How does it stand? The answer is due {due}.",
        "Duly counts it. How does it stand?",
        "Duly counts it. Today is the day to say how it stands.",
        "Duly counts it. How it stands is {late_by}.",
    ),
)
STAND_STANDS = (
    "How one outcome stands was asked on {day}, and nobody has said it yet.",
    "How {count} outcomes stand was asked, and nobody has said it, the first on {day}.",
)
COURSE_SAYS = Says(
    ends="Each of the three answers ends this line.",
    owes=(
        "Which is right? You read it first; from {due} on everybody reads both.",
        "Which is right?",
        "Today is the last day on which you alone read this. Which is right?",
        "Which is right? Everybody reads both by now.",
    ),
)
COURSE_STANDS = (
    "One outcome is said to be on course since {day}, and its figures show otherwise.",
    "{Count} outcomes are said to be on course and show otherwise, the first since {day}.",
)


# --- what a question begins with ---


def way(outcome: CustomerOutcome) -> str:
    """“from 31 to 12”."""
    return (
        f"from {rules.figure(outcome.baseline, outcome.unit)} "
        f"to {rules.figure(outcome.target, outcome.unit)}"
    )


def written(outcome: CustomerOutcome, writer: str, today: date) -> str:
    """What is to be noticed, from where to where, by when, counted how, and who wrote it."""
    by = f" {blocks.safe(plain.first_name(writer))} wrote it." if writer else ""
    ends = plain.plain_day(outcome.ends_on, today)
    counted_as = blocks.safe(outcome.counted_as, SHORT)
    return f"{plain.capital(way(outcome))} by {ends}, counted as “{counted_as}”.{by}"


def counted(outcome: CustomerOutcome, today: date) -> str:
    """“27 on Thu 26 Nov, goal 12”, as a sentence."""
    day = plain.plain_day(outcome.counted_on or outcome.baseline_on, today)
    now = stands_at(outcome)
    goal = rules.figure(outcome.target, outcome.unit)
    over = ""
    if today > outcome.ends_on:
        over = f" Its quarter ended on {plain.plain_day(outcome.ends_on, today)}."
    return f"{now} on {day}, goal {goal}.{over}"


def stands_at(outcome: CustomerOutcome) -> str:
    """“85 % (17 of 20, so between 64 % and 95 %)”: the number by now.

    Where its owner counts it, only they know of how many that is.
    """
    met, of = outcome.counted_met, outcome.counted_of
    if not outcome.counter or not of or met is None:
        return in_cell(outcome)
    now, sure = rules.figure(outcome.now_at, outcome.unit), wilson(met, of)
    between = f"between {sure.low:.0%} and {sure.high:.0%}".replace("%", " %")
    return f"{now} ({met:,} of {of:,}, so {between})"


def in_cell(outcome: CustomerOutcome) -> str:
    """“85 % (n = 20)”: the same in a table."""
    now = rules.figure(outcome.now_at, outcome.unit)
    is_counted = outcome.counter and outcome.counted_of
    return f"{now} (n = {outcome.counted_of:,})" if is_counted else now


def weighed(outcome: CustomerOutcome, found: Against) -> str:
    """“‘On course’ was said. The number is 27; a straight line would stand at 19”, and so on."""
    return f"“On course” was said. {facts(outcome, found)}"


def facts(outcome: CustomerOutcome, found: Against) -> str:
    """What the figures say, a sentence for each."""
    said = []
    now = stands_at(outcome)
    goal = rules.figure(outcome.target, outcome.unit)
    if found.line is not None:
        line = rules.figure(_rounded(found.line, outcome), outcome.unit)
        said.append(f"The number is {now}; a straight line to {goal} would stand at {line}.")
    if found.late:
        said.append(f"{plain.capital(late(found.late, found.count))}.")
    if found.moved:
        things = plain.count(found.moved, "task")
        has = "has" if found.moved == 1 else "have"
        said.append(f"{plain.capital(things)} of it {has} had another date twice or more.")
    if found.days:
        said.append(f"The number is {plain.count(found.days, 'day')} old.")
    return " ".join(said) or "The figures say nothing against it any more."


def against(outcome: CustomerOutcome, found: Against) -> str:
    """“27 is not the 19 of a straight line, and three of five tasks are late”: for everybody."""
    said = []
    if found.line is not None:
        now = stands_at(outcome)
        line = rules.figure(_rounded(found.line, outcome), outcome.unit)
        said.append(f"{now} is not the {line} of a straight line")
    if found.late:
        said.append(late(found.late, found.count))
    if found.moved:
        has = "has" if found.moved == 1 else "have"
        said.append(f"{plain.count(found.moved, 'task')} {has} had another date twice or more")
    if found.days:
        said.append(f"the number is {plain.count(found.days, 'day')} old")
    return plain.join_names(said)


def moved_by(noun: str, names: Sequence[str], most: int) -> list[str]:
    """“Two initiatives move it:”, then each on a line; nothing without any."""
    if not names:
        return []
    move = "moves" if len(names) == 1 else "move"
    lines = [f"• {blocks.safe(each, 150)}" for each in names[:most]]
    more = len(names) - len(lines)
    lines += [f"• and {plain.count(more, 'more', 'more')}"] if more > 0 else []
    return [f"{plain.capital(plain.count(len(names), noun))} {move} it:", *lines]


def late(count: int, total: int) -> str:
    """“three of five tasks are late”."""
    are = "is" if count == 1 else "are"
    return f"{plain.number(count)} of {plain.count(total, 'task')} {are} late"


def in_digest(outcome: CustomerOutcome, tasks: int, late_ones: int) -> str:
    """“*For customers* O-2 stands at 27, goal 12; three of its five tasks here are late.”."""
    now = stands_at(outcome)
    goal = rules.figure(outcome.target, outcome.unit)
    if tasks == 1:
        how = "its one task here is late" if late_ones else "its one task here is not late"
    elif late_ones:
        are = "is" if late_ones == 1 else "are"
        how = f"{plain.number(late_ones)} of its {plain.number(tasks)} tasks here {are} late"
    else:
        how = f"none of its {plain.number(tasks)} tasks here is late"
    return f"*For customers* {outcome.ref} stands at {now}, goal {goal}; {how}."


def work(found: OutcomeWork) -> str:
    """“3 of 5 late”, “5, none late”, “none yet”: what moves an outcome, in a cell."""
    if not found.count:
        return "none yet"
    return f"{found.late} of {found.count} late" if found.late else f"{found.count}, none late"


def moving(found: OutcomeWork, ref: str, *, sees_private: bool) -> str:
    """“Five open tasks move it, three of them late.”, as far as everybody may see them.

    Where only what is private moves it, those who may see that read so.
    """
    if not found.count and sees_private:
        return f"What moves {ref} is private: it counts on no page, and others do not see it."
    if not found.count:
        return f"Nothing moves {ref} yet. Who does the first thing?"
    move = "moves" if found.count == 1 else "move"
    said = f"{plain.capital(plain.count(found.count, 'open task'))} {move} it"
    if found.late and found.count == 1:
        return f"{said}; it is late."
    return f"{said}, {plain.number(found.late)} of them late." if found.late else f"{said}."


def _rounded(line: float, outcome: CustomerOutcome) -> float:
    """A line is no finer than the numbers between which it goes."""
    both = (outcome.baseline, outcome.target)
    return round(line) if all(each == int(each) for each in both) else round(line, 1)


# --- buttons ---


def take_buttons(asking: Asking) -> Block | None:
    """Yes, somebody else, or no."""
    if asking.part == Part.OWES:
        return blocks.actions(
            blocks.button("Take it", TAKE_IT, asking.ref),
            somebody_else(asking.ref, "take"),
            blocks.button("No, because…", NOT_TAKE, asking.ref),
            open_story(asking.ref),
        )
    if asking.part == Part.CCO:
        return blocks.actions(somebody_else(asking.ref, "take"), open_story(asking.ref))
    return None


def number_buttons(asking: Asking) -> Block | None:
    """The number, somebody else, or when there will be one."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    return blocks.actions(
        blocks.button("Give the number…", COUNT, asking.ref),
        somebody_else(asking.ref, "reading"),
        blocks.button("No number yet…", LATER, asking.ref),
        open_story(asking.ref),
    )


def stand_buttons(asking: Asking) -> Block | None:
    """How it stands; its number is counted by Duly."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    return blocks.actions(blocks.button(STAND_IT, COUNT, asking.ref), open_story(asking.ref))


def course_buttons(asking: Asking) -> Block | None:
    """On course nevertheless, or not: one question, and none of the answers is green."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    return blocks.actions(*course_ways(asking.ref), open_story(asking.ref))


def course_ways(ref: str) -> tuple[Button, Button, Button]:
    """The three answers."""
    return (
        blocks.button("On course, because…", HOLD, ref),
        blocks.button("It may miss…", MAY_MISS, ref),
        blocks.button("It will miss…", WILL_MISS, ref),
    )


def somebody_else(ref: str, kind: str) -> Button:
    """What names somebody else who answers a question of this kind."""
    return blocks.button("Somebody else…", PASS, f"{ref}{blocks.SEPARATOR}{kind}")
