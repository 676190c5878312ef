"""The words of each answer to a decision: on buttons, in forms, and where they are told."""

from __future__ import annotations

from dataclasses import dataclass

from slackblocks import Block, Button

from handlers.chasing.kinds import Asking, Says
from handlers.executives.decisions import rules
from handlers.promises.items.words import OPEN, open_story
from handlers.speech import blocks
from handlers.speech.words import join_names, number
from storage.decisions import DecisionState, Impact


@dataclass(frozen=True)
class Sign:
    """The words of one answer.

    What is empty is not asked about: `why`, or the `owner` of a task. `short` is its button where
    the question is not in sight of it, `do` asks what the task is, and `task` begins it.
    """

    button: str
    form: str
    one: str
    many: str
    line: str
    happened: str
    why: str = ""
    why_missing: str = "Please say it in a sentence."
    owner: str = ""
    owner_missing: str = "Please choose who does it."
    do: str = "What will they do?"
    task: str = ""
    short: str = ""


SIGNS = {
    Impact.BETTER: Sign(
        button="Better for customers",
        short="Better",
        form="Better for customers",
        why="What gets better for them?",
        why_missing="Please say in a sentence what gets better.",
        owner="Who makes the most of it?",
        task="Make the most of it for customers: {subject}",
        one="says better",
        many="say better",
        line="says *better*",
        happened="said *better*",
    ),
    Impact.WORSE: Sign(
        button="Worse",
        form="Worse for customers",
        why="What gets worse for them?",
        why_missing="Please say in a sentence what gets worse.",
        owner="Who softens it?",
        owner_missing="Please choose who softens it.",
        task="Soften it for customers: {subject}",
        one="says worse",
        many="say worse",
        line="says *worse*",
        happened="said *worse*",
    ),
    Impact.NONE: Sign(
        button="No change",
        form="No change for customers",
        why="Why does nothing change for them?",
        why_missing="Please say why, in a few words.",
        one="sees no change",
        many="see no change",
        line="sees *no change*",
        happened="saw *no change*",
    ),
    Impact.UNKNOWN: Sign(
        button="I don't know yet",
        form="I don't know yet",
        why="What would we need to know?",
        why_missing="Please say in a sentence what is not known.",
        owner="Who finds out?",
        owner_missing="Please choose who finds out.",
        task="Find out what it means for customers: {subject}",
        one="doesn't know yet",
        many="don't know yet",
        line="*doesn't know yet*",
        happened="*did not know yet*",
    ),
    Impact.KNOWN: Sign(
        button="They know…",
        form="They know it from us",
        why="How do they know it?",
        why_missing="Please say in a sentence how they know it.",
        one="says that they know",
        many="say that they know",
        line="says *they know it from us*",
        happened="said *they know it from us*",
    ),
    Impact.UNTOLD: Sign(
        button="Not yet…",
        form="They don't know it yet",
        owner="Who tells them?",
        owner_missing="Please choose who tells them.",
        one="says not yet",
        many="say not yet",
        line="says *not yet*",
        happened="said *not yet*",
    ),
    Impact.BEYOND: Sign(
        button="It does not reach them",
        form="It does not reach them",
        one="says that it does not reach them",
        many="say that it does not reach them",
        line="says *it does not reach them*",
        happened="said *it does not reach them*",
    ),
    Impact.MINE: Sign(
        button="I'll do it…",
        form="I'll do it",
        owner="Who does it?",
        do="What will you do?",
        one="does it",
        many="do it",
        line="*does it*",
        happened="said *I'll do it*",
    ),
    Impact.GIVEN: Sign(
        button="Somebody else…",
        form="Somebody else does it",
        owner="Who does it?",
        one="gave it to somebody",
        many="gave it to somebody",
        line="*gave it to somebody else*",
        happened="*gave it to somebody else*",
    ),
    Impact.NOBODY: Sign(
        button="Nobody needs to, because…",
        form="Nobody needs to",
        why="Why does nobody need to?",
        why_missing="Please say why, in a few words.",
        one="says that nobody needs to",
        many="say that nobody needs to",
        line="says *nobody needs to*",
        happened="said *nobody needs to*",
    ),
    Impact.WRITTEN: Sign(
        button="Write it…",
        form="Your answer",
        why="Your answer, in a sentence or two",
        owner="Who does something about it?",
        one="has written an answer",
        many="have written an answer",
        line="writes",
        happened="wrote",
    ),
    Impact.NAMED: Sign(
        button="Name it…",
        form="Name it",
        why="What is it, and whom does it touch?",
        why_missing="Please name it, in a sentence.",
        owner="Who does something about it?",
        one="names something",
        many="name something",
        line="names",
        happened="named",
    ),
    Impact.ABSENT: Sign(
        button="Nothing like that",
        form="Nothing like that",
        one="sees nothing like that",
        many="see nothing like that",
        line="sees *nothing like that*",
        happened="saw *nothing like that*",
    ),
    Impact.PASSED_ON: Sign(
        button="Ask somebody else…",
        form="Ask somebody else",
        owner="Who can answer it?",
        owner_missing="Please choose who can answer it.",
        do="What do you ask them?",
        task="Answer for the executives: {subject}",
        one="asks somebody else",
        many="ask somebody else",
        line="*asks somebody else*",
        happened="*asked somebody else*",
    ),
    Impact.HELPS: Sign(
        button="Yes, and who…",
        form="Yes, it would help",
        owner="Who does it?",
        one="says yes",
        many="say yes",
        line="says *yes*",
        happened="said *yes*",
    ),
    Impact.IN_VAIN: Sign(
        button="No, because…",
        form="No, it would not help",
        why="Why would it not help?",
        why_missing="Please say why, in a few words.",
        one="says no",
        many="say no",
        line="says *no*",
        happened="said *no*",
    ),
}
CELLS = {
    Impact.BETTER: "better",
    Impact.WORSE: "worse",
    Impact.NONE: "no change",
    Impact.UNKNOWN: "not known yet",
}
"""The same in a cell of a table."""
SAYS = Says(
    ends="Any answer ends this line, “I don't know yet” too.",
    owes=(
        "What does it mean for customers?",
        "Your colleagues would like to know what you see for customers.",
        "What does it change for customers?",
        "Your answer is {late_by}. What does it change for customers?",
    ),
)
DECIDES = Says(
    ends="Saying what was decided ends this line, and so does taking it back.",
    owes=(
        "You decide this by {due}.",
        "You decide this by {due}. Is it decided by now?",
        "Today is the day for deciding it. What was decided, and why?",
        "It was to be decided by {due}. What was decided, or is it taken back?",
    ),
)
SILENT_NAMED = 5
DAY = "day"
"""The input of the forms that ask by when it is decided."""
OPEN_DECIDE, OPEN_WITHDRAW = "decision.decide", "decision.withdraw"
OPEN_DAY, ANOTHER_DAY = "decision.date", "Another day…"
TELL_TITLE = "Tell customers before they notice: {subject}"
TELL_LABEL = "Customers should hear this from us first"


def inherited(name: str) -> str:
    """To whoever decides in the place of somebody who was to."""
    return f"{blocks.safe(name, 80)}, who was to decide it, has left the company."


def silent(names: list[str]) -> str:
    """Who has not answered yet, as markup; empty where everybody has."""
    if not names:
        return ""
    shown = [blocks.safe(name, 80) for name in names[:SILENT_NAMED]]
    if len(names) > SILENT_NAMED:
        shown = [*shown[:-1], f"{number(len(names) - SILENT_NAMED + 1)} more"]
    has = "has" if len(names) == 1 else "have"
    return f"{join_names(shown)} {has} not said yet what it means for customers."


def ends(asking: Asking) -> Block | None:
    """How whoever decides ends it; before anybody has said what it means for customers, that."""
    if asking.part is None:
        return None
    if asking.state == DecisionState.WAITING:
        more = [
            (ANOTHER_DAY, OPEN_DAY, asking.ref),
            ("Take it back…", OPEN_WITHDRAW, asking.ref),
            ("Open…", OPEN, asking.ref),
        ]
        return blocks.actions(*_answers(asking), blocks.menu(more))
    return blocks.actions(
        blocks.button("Decide…", OPEN_DECIDE, asking.ref),
        blocks.button(ANOTHER_DAY, OPEN_DAY, asking.ref),
        blocks.button("Take it back…", OPEN_WITHDRAW, asking.ref),
        open_story(asking.ref),
    )


def buttons(asking: Asking) -> Block | None:
    """The answers that fit its question, as a reminder or a list offers them."""
    if asking.part is None:
        return None
    return blocks.actions(*_answers(asking))


def _answers(asking: Asking) -> list[Button]:
    signs = {impact: SIGNS[impact] for impact in rules.offered(asking.question)}
    return [
        blocks.button(sign.short or sign.button, f"decision.{impact}", asking.ref)
        for impact, sign in signs.items()
    ]
