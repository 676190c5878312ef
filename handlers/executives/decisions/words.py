"""The words of the four answers to a decision: on buttons, in forms, and where they are told."""

from __future__ import annotations

from dataclasses import dataclass

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.speech import blocks
from storage.customers import Tier
from storage.decisions import Impact


@dataclass(frozen=True)
class Sign:
    """The words of one of the four answers."""

    button: str
    form: str
    why: str
    why_missing: str
    owner: str
    owner_missing: str
    task: str
    one: str
    many: str
    line: str
    happened: str


SIGNS = {
    Impact.BETTER: Sign(
        button="Better for customers",
        form="Better for customers",
        why="What gets better for them?",
        why_missing="Please say in a sentence what gets better.",
        owner="Who makes the most of it?",
        owner_missing="Please choose who does it.",
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
        owner="Who does something about it?",
        owner_missing="Please choose who does it.",
        task="",
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
}
TIERS = {
    Tier.KEY: "key accounts",
    Tier.STRATEGIC: "strategic accounts",
    Tier.BEACHHEAD: "beachhead accounts",
    Tier.STANDARD: "all other customers",
}
SAYS = Says(
    owes=(
        "What does it mean for customers?",
        "Your colleagues would like to know what you see for customers.",
        "What does it change for customers?",
        "What does it change for customers?",
    )
)
TELL_TITLE = "Tell customers before they notice: {subject}"
TELL_LABEL = "Customers should hear this from us first"


def buttons(asking: Asking) -> Block | None:
    """The four answers, as a reminder offers them."""
    if asking.part is None:
        return None
    ref = asking.ref
    return blocks.actions(
        blocks.button("Better", "decision.better", ref),
        blocks.button("Worse", "decision.worse", ref),
        blocks.button("No change", "decision.none", ref),
        blocks.button("I don't know yet", "decision.unknown", ref),
    )
