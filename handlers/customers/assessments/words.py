"""The words of how a department looks at itself: its buttons, what is asked, how it stands."""

from __future__ import annotations

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.customers.assessments.areas import AREAS
from handlers.promises.items.words import open_story
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.assessments import AssessmentState
from storage.nudges import Part

OPEN, LIST, ALL = "assess.open", "assess.list", "assess.all"
BEGIN, BEGIN_SEND = "assess.begin", "assess.begin.send"
GO_ON, PAGE_SEND = "assess.page", "assess.page.send"
PASS, PASS_SEND = "assess.pass", "assess.pass.send"
TASK, TASK_SEND = "assess.task", "assess.task.send"
REST, REST_SEND = "assess.rest", "assess.rest.send"
ADD, ADD_SEND, UNDO = "assess.add", "assess.add.send", "assess.undo"
COMPARE, STOP = "assess.compare", "assess.stop"
NINE = "assess.nine"
REWORD, REWORD_SEND = "assess.reword", "assess.reword.send"

TITLE = "How {name} deals with customers"
GO_ON_LABEL, PASS_LABEL = "Go on…", "Not for me…"
TASK_LABEL, REST_LABEL = "Give a task…", "Not this half, because…"
ADD_LABEL = "Add what shows it…"
COMPARE_LABEL, BEGIN_LABEL = "Compare…", "Begin…"

STATES = {
    AssessmentState.OPEN: "open: people answer",
    AssessmentState.CLOSED: "closed",
    AssessmentState.SETTLED: "closed",
    AssessmentState.TAKEN_BACK: "taken back",
}

ASSESS_SAYS = Says(
    owes=(
        "Please answer by {due}.",
        "Can you go on? Your part is open until {due}.",
        "Today is the last day for your part.",
        "The time for your part is over.",
    ),
)
NEXT_SAYS = Says(
    ends="A task or “Not this half, because…” ends this line.",
    owes=(
        "Which one area should be different, and what is the first thing? It is due {due}.",
        "Do you know by now which one area should be different, and what the first thing is?",
        "Today is the day to choose what should be different, or to say why nothing is.",
        "The answer is {late_by}. One area and one first thing are enough.",
    ),
)
NEXT_STANDS = (
    "What one department changes for customers has been open since {day}.",
    "What {count} departments change for customers has been open, the first since {day}.",
)


def left(given: int) -> str:
    """How many questions somebody has before them, as markup."""
    of = len(AREAS)
    if not given:
        return f"{plain.number(of).capitalize()} questions, about ten minutes."
    waits = "one waits" if of - given == 1 else f"{plain.number(of - given)} wait"
    return f"{plain.number(of).capitalize()} questions, about ten minutes; {waits}."


def rater_buttons(asking: Asking) -> Block | None:
    """To go on, or to say that it is not for them; nobody answers for somebody else."""
    if not asking.is_theirs:
        return None
    return blocks.actions(
        blocks.button(GO_ON_LABEL, GO_ON, asking.ref),
        blocks.button(PASS_LABEL, PASS, asking.ref),
    )


def next_buttons(asking: Asking) -> Block | None:
    """A first task, or why none is; the result is one click away."""
    if asking.part not in (Part.OWES, Part.CCO):
        return None
    return blocks.actions(
        blocks.button(TASK_LABEL, TASK, asking.ref),
        blocks.button(REST_LABEL, REST, asking.ref),
        open_story(asking.ref),
    )


def told_once(name: str, *, on_purpose: int, areas: int, tasks: int) -> str:
    """“Billing looked at itself: three of nine areas on purpose; one task is open.”, said once."""
    whose = blocks.safe(name, 60)
    if not areas:
        return f"{whose} looked at itself, and too few answered to say more."
    reached = plain.number(on_purpose) if on_purpose else "none"
    follow = f"{plain.count(tasks, 'task')} {'is' if tasks == 1 else 'are'} open"
    said = f"{whose} looked at itself: {reached} of {plain.count(areas, 'area')} on purpose"
    return f"{said}; {follow}."
