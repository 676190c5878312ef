"""What is said of a question about an account: what it rests on, its ways out, how it stands."""

from __future__ import annotations

from datetime import date

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.promises.items.words import OPEN as STORY
from handlers.speech import blocks
from handlers.speech import words as plain
from storage.customers import Customer
from storage.matters import Matter, MatterAnswer, MatterState, MatterTopic

FIT = "matter.fit"
NEED, NEED_SEND = "matter.need", "matter.need.send"
WILL, WILL_SEND = "matter.will", "matter.will.send"
NO, NO_SEND = "matter.no", "matter.no.send"
PASS, PASS_SEND = "matter.pass", "matter.pass.send"
FIT_LABEL, NEED_LABEL, WILL_LABEL, OTHER_LABEL, NO_LABEL = (
    "They fit", "They need…", "I'll ask them…", "Somebody else…", "No, because…",
)  # fmt: skip
ALL_TERMS = "All of it"
"""Of which term it is said that it fits, where nobody wrote down any."""

TITLES = {MatterTopic.TERMS: "Whether the terms of {name} fit"}
TASKS = {MatterTopic.TERMS: "Ask {name} whether their terms fit"}
ASKS = {MatterTopic.TERMS: "Do they fit?"}

TERMS_SAYS = Says(
    ends="“They fit”, what they need, or “No, because…” ends this line.",
    owes=(
        "Do they fit? The answer is due {due}.",
        "Do you know by now whether they fit?",
        "Today is the day to say whether they fit.",
        "Do they fit? The answer is {late_by}.",
    ),
    lead="{owner} has not said whether they fit. Could you? A word with {owner} may do.",
)
TERMS_STANDS = (
    "Whether the terms of one account fit has had no answer since {day}.",
    "Whether the terms of {count} accounts fit has had no answer, the first since {day}.",
)


def renews(customer: Customer, on: date, same: int) -> str:
    """“Acme renews on Mon 1 Mar 2027 on the same terms as 40 others.”, as plain words."""
    said = f"{customer.name} renews on {plain.dated(on)}"
    if not same:
        return f"{said}."
    others = "one other" if same == 1 else f"{plain.number(same)} others"
    return f"{said} on the same terms as {others}."


def rests_on(matter: Matter) -> str:
    """What the question rests on, as markup."""
    return blocks.safe(matter.question, 600)


def asks(matter: Matter) -> str:
    """“Do they fit?”."""
    return ASKS[MatterTopic(matter.topic)]


def state(matter: Matter) -> str:
    """How it stands."""
    match MatterState(matter.state):
        case MatterState.ASKED:
            return "an answer is asked for"
        case MatterState.FOLLOWED:
            return f"{matter.led_to} asks them"
        case MatterState.OVER:
            return "not asked any more"
    match MatterAnswer(matter.answer) if matter.answer else None:
        case MatterAnswer.FITS:
            return "they fit"
        case MatterAnswer.NEEDS:
            return "they need something else"
        case _:
            return "not asked of them"


def terms_buttons(asking: Asking) -> Block | None:
    """That they fit, what they need, or a day on which somebody asks; the rest in the menu."""
    if asking.part is None:
        return None
    rest = {PASS: OTHER_LABEL, NO: NO_LABEL, STORY: "Open…"}
    return blocks.actions(
        blocks.button(FIT_LABEL, FIT, asking.ref, "primary"),
        blocks.button(NEED_LABEL, NEED, asking.ref),
        blocks.button(WILL_LABEL, WILL, asking.ref),
        blocks.overflow(rest, asking.ref),
    )
