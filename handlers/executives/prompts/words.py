"""The words of each answer to an inquiry: on buttons, in forms, and where they are told."""

from __future__ import annotations

from dataclasses import dataclass

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.executives.prompts.facts.rules import FactKind
from handlers.promises.items.words import OPEN
from handlers.speech import blocks
from storage.inquiries import InquiryAnswer


@dataclass(frozen=True)
class CourseWords:
    """The words of one answer: above its form, in a story, and what its one field of words asks."""

    form: str
    happened: str
    asks: str = ""
    who: str = ""
    missing: str = ""


COURSES = {
    InquiryAnswer.MINE: CourseWords(
        "I do it", "does it", "What will you do?",
        missing="Please say in one line what you will do.",
    ),
    InquiryAnswer.GIVEN: CourseWords(
        "Somebody does it", "gave it to somebody", "What will they do?", "Who does it?",
        "Please say in one line what will be done.",
    ),
    InquiryAnswer.PUT: CourseWords(
        "Ask everybody", "put it to everybody", "What is to be decided?",
        missing="Please say in one line what is to be decided.",
    ),
    InquiryAnswer.KNOWN: CourseWords(
        "They know", "says that they know", "How do they know it, and since when?",
        missing="Please say in a sentence how they know it.",
    ),
    InquiryAnswer.BECAUSE: CourseWords(
        "Nothing follows", "says that nothing follows", "Why?",
        missing="Please say why, in a few words.",
    ),
    InquiryAnswer.PASSED: CourseWords(
        "Ask somebody else", "asked somebody else", who="Who can answer it?",
    ),
}  # fmt: skip

LABELS = {
    FactKind.ACCOUNT: {
        InquiryAnswer.MINE: "I'll call them…",
        InquiryAnswer.GIVEN: "Somebody else calls…",
        InquiryAnswer.BECAUSE: "Nobody needs to, because…",
    },
    FactKind.BOUNCE: {
        InquiryAnswer.GIVEN: "Name who takes it…",
        InquiryAnswer.PUT: "Put it to everybody…",
        InquiryAnswer.BECAUSE: "It is settled, because…",
    },
    FactKind.CAUSE: {
        InquiryAnswer.GIVEN: "Name who ends it…",
        InquiryAnswer.PUT: "Put it to everybody…",
        InquiryAnswer.BECAUSE: "We live with it, because…",
    },
    FactKind.UNTOLD: {
        InquiryAnswer.KNOWN: "They know…",
        InquiryAnswer.GIVEN: "Not yet: who tells them…",
        InquiryAnswer.BECAUSE: "They need not, because…",
    },
    FactKind.QUIET: {
        InquiryAnswer.MINE: "I'll speak with them…",
        InquiryAnswer.GIVEN: "Somebody else does…",
        InquiryAnswer.BECAUSE: "They do answer, because…",
    },
    FactKind.SEGMENT: {
        InquiryAnswer.PUT: "Put it to everybody…",
        InquiryAnswer.GIVEN: "Somebody asks them…",
        InquiryAnswer.BECAUSE: "Not now, because…",
    },
    FactKind.OUTAGE: {
        InquiryAnswer.KNOWN: "They know…",
        InquiryAnswer.GIVEN: "Not yet: who tells them…",
        InquiryAnswer.BECAUSE: "They need not, because…",
    },
    FactKind.GAIN: {
        InquiryAnswer.KNOWN: "They know…",
        InquiryAnswer.GIVEN: "Not yet: who tells them…",
        InquiryAnswer.BECAUSE: "They need not, because…",
    },
    FactKind.LOSS: {
        InquiryAnswer.GIVEN: "Name who changes it…",
        InquiryAnswer.PUT: "Put it to everybody…",
        InquiryAnswer.BECAUSE: "Nothing would, because…",
    },
    FactKind.SILENT: {
        InquiryAnswer.MINE: "I'll call them…",
        InquiryAnswer.GIVEN: "Somebody else calls…",
        InquiryAnswer.BECAUSE: "Nobody needs to, because…",
    },
    FactKind.THEME: {
        InquiryAnswer.GIVEN: "Name who acts…",
        InquiryAnswer.PUT: "Put it to everybody…",
        InquiryAnswer.BECAUSE: "Nothing follows, because…",
    },
    FactKind.TWINS: {
        InquiryAnswer.GIVEN: "Somebody asks them…",
        InquiryAnswer.BECAUSE: "They notice nothing, because…",
    },
}
SOMEBODY_ELSE = "Ask somebody else…"

TASKS = {
    FactKind.ACCOUNT: "Call the customer and say what happens next",
    FactKind.BOUNCE: "Settle whose it is, and take it",
    FactKind.CAUSE: "End this cause",
    FactKind.UNTOLD: "Tell the customer what happened",
    FactKind.QUIET: "Speak with them, and find out what would help",
    FactKind.SEGMENT: "Ask them what our decisions change for them",
    FactKind.OUTAGE: "Tell everybody whom it touches what happened and what we do",
    FactKind.GAIN: "Tell customers what gets better for them",
    FactKind.LOSS: "Change what made them leave",
    FactKind.SILENT: "Speak with whoever decides there",
    FactKind.THEME: "Change what they write of",
    FactKind.TWINS: "Ask customers of both what they would notice",
}
"""What is to be done, as a form offers it; the customer or the number is added to it."""

SAYS = Says(
    ends="Any answer ends this line, “Nothing follows, because…” too.",
    owes=(
        "Could you answer this question by {due}?",
        "Do you have an answer to this question?",
        "Today is the day for an answer to this question.",
        "Your answer to this question is {late_by}.",
    ),
    cco=(
        "{owner} has not answered this question: {late}. Until somebody does, no other question "
        "comes to the executives."
    ),
)
STANDS = (
    "One question to an executive has had no answer since {day}: no other comes before that.",
    "{Count} questions to executives have had no answer, the first since {day}.",
)
"""How it stands above whoever is asked."""


def label(fact: str, course: InquiryAnswer) -> str:
    """What stands on the button of an answer."""
    if course is InquiryAnswer.PASSED:
        return SOMEBODY_ELSE
    return LABELS[FactKind(fact)].get(course, COURSES[course].form)


def buttons(asking: Asking) -> Block | None:
    """What leads to the answers that fit, as a reminder offers it."""
    if asking.part is None:
        return None
    return blocks.actions(blocks.button("Answer…", OPEN, asking.ref))
