"""The words of a customer who left: what is asked about it, its buttons, and how it stands."""

from __future__ import annotations

from datetime import date

from slackblocks import Block, Button

from handlers.chasing.kinds import Asking, Says
from handlers.customers.losses.figures import LostInTime
from handlers.promises.items.words import open_story
from handlers.speech import blocks, leaving
from handlers.speech import words as plain
from storage.customers import Customer
from storage.losses import Loss, LossState, Preventer
from storage.nudges import Part

OPEN, SEND = "loss.form", "loss.send"
EXPLAIN, EXPLAIN_SEND = "loss.why", "loss.why.send"
UNKNOWN, UNKNOWN_SEND = "loss.unknown", "loss.unknown.send"
SHOWN = "loss.shown"
DOUBT, DOUBT_SEND = "loss.doubt", "loss.doubt.send"
SPOKE, SPOKE_SEND = "loss.spoke", "loss.spoke.send"
NO_CALL, NO_CALL_SEND = "loss.nocall", "loss.nocall.send"
ASK_THEM, ASK_THEM_SEND = "loss.ask", "loss.ask.send"
PASS, PASS_SEND = "loss.pass", "loss.pass.send"
MINE, GIVE, GIVE_SEND = "loss.mine", "loss.give", "loss.give.send"
BACK, BACK_SEND = "loss.back", "loss.back.send"
EDIT, EDIT_SEND = "loss.edit", "loss.edit.send"
AS_TASK, UNDO = "loss.task", "loss.undo"
WHO_LEFT, WHO_LEFT_LABEL = "loss.list", "Who left…"

TITLE = "{name} left"
PART_TITLE = "{name} is smaller"
"""What a loss is called, of all of it and of a part."""
SHORT = 300
"""Characters of somebody's words in a sentence of ours."""

STATES = {
    LossState.RECORDED: "recorded; what stood behind it is asked for",
    LossState.UNDERSTOOD: "understood; nobody outside has verified it yet",
    LossState.VERIFIED: "verified",
    LossState.CLOSED: "closed",
    LossState.WON_BACK: "won back",
    LossState.TAKEN_BACK: "taken back",
}

WHY_SAYS = Says(
    ends="Either answer ends this line: what stood behind it, or that nobody knows.",
    owes=(
        "What stood behind it? The answer is due {due}.",
        "Do you know by now what stood behind it?",
        "Today is the day to say what stood behind it.",
        "What stood behind it? The answer is {late_by}.",
    ),
)
WHY_STANDS = (
    "What stood behind one loss has had no answer since {day}.",
    "What stood behind {count} losses has had no answer, the first since {day}.",
)
PROOF_SAYS = Says(
    ends="Either answer ends this line: it shows, or it does not.",
    owes=(
        "Does it show? Look yourself, or name somebody outside. The answer is due {due}.",
        "Have you seen by now whether it shows?",
        "Today is the day to say whether it shows.",
        "Does it show? The answer is {late_by}.",
    ),
)
PROOF_STANDS = (
    "What stood behind one loss has waited to be verified since {day}.",
    "What stood behind {count} losses has waited to be verified, the first since {day}.",
)
CALL_SAYS = Says(
    ends="“No, because…” ends this line, too.",
    owes=(
        "A call by {due} is soon enough.",
        "Have you spoken with them? A line of what you heard is enough.",
        "Today is the day by which a call was asked for. What did they say?",
        "The call is {late_by}. What did they say?",
    ),
)
CALL_STANDS = (
    "One customer who left has waited for a call since {day}.",
    "{Count} customers who left have waited for a call, the first since {day}.",
)


# --- what a question begins with ---


def left(loss: Loss, today: date, doubted_by: str) -> str:
    """“Kestrel Foods left on Sat 31 Oct. They said: “price”.”, and who saw it otherwise."""
    doubt = ""
    if doubted_by and loss.checked:
        who = blocks.safe(plain.first_name(doubted_by))
        doubt = (
            f" {who} looked, and says that it does not show: {plain.quote(_quoted(loss.checked))}"
        )
    when = "since" if loss.is_part else "on"
    return (
        f"{blocks.safe(loss.title, 80)} {when} {plain.plain_day(loss.left_on, today)}. "
        f"They said: {plain.quote(_quoted(loss.said))}{doubt}"
    )


def named(loss: Loss, department: str) -> str:
    """What stands behind it, who could have prevented it, and what shows that."""
    could = prevented(loss, department)
    return (
        f"{blocks.safe(loss.title, 80)}. What stood behind it: {leaving.name_of(loss.cause)}, "
        f"{plain.quote(_quoted(loss.behind))} {could} "
        f"What shows it: {plain.quote(blocks.linked(loss.evidence, SHORT))}"
    )


def prevented(loss: Loss, department: str) -> str:
    """Which department could have prevented it; never a person."""
    match Preventer(loss.preventable):
        case Preventer.DEPARTMENT if department:
            return f"{blocks.safe(department, 80)} could have prevented it."
        case Preventer.NOBODY:
            return "Nobody could have prevented it."
        case _:
            return "Who could have prevented it is not known."


def too_many_others(found: LostInTime) -> str:
    """That much is called “something else”; empty where it is a tenth at most."""
    if not found.has_many_others:
        return ""
    return (
        f"“Something else” stands for {found.other_share} % of what left in a year. "
        "Is none of the ten reasons nearer?"
    )


def call(loss: Loss, customer: Customer, decider: str, today: date) -> str:
    """Whom to call, and what for; `decider` is who decides there, empty where nobody is named."""
    who = blocks.safe(decider, 80) or "somebody"
    return (
        f"{blocks.safe(customer.name, 80)} left us on {plain.plain_day(loss.left_on, today)}. "
        f"Could you call {who} there? Not to win them back: to hear why."
    )


def _quoted(words: str) -> str:
    return blocks.safe(words, SHORT)


# --- buttons ---


def why_buttons(asking: Asking) -> Block | None:
    """To write what stood behind it, to ask them first, that nobody knows, to name another."""
    if not _may_answer(asking):
        return None
    return blocks.actions(
        blocks.button("Write it…", EXPLAIN, asking.ref),
        blocks.button("I'll ask them…", ASK_THEM, asking.ref),
        blocks.button("Nobody knows…", UNKNOWN, asking.ref),
        somebody_else(asking.ref, "why"),
    )


def proof_buttons(asking: Asking) -> Block | None:
    """It shows, or it does not, or somebody else looks."""
    if not _may_answer(asking):
        return None
    return blocks.actions(
        blocks.button("It shows", SHOWN, asking.ref),
        blocks.button("It does not, because…", DOUBT, asking.ref),
        somebody_else(asking.ref, "proof"),
        open_story(asking.ref),
    )


def call_buttons(asking: Asking) -> Block | None:
    """What they said, that somebody else calls, or that nobody does."""
    if not _may_answer(asking):
        return None
    return blocks.actions(
        blocks.button("We spoke…", SPOKE, asking.ref),
        somebody_else(asking.ref, "call"),
        blocks.button("No, because…", NO_CALL, asking.ref),
        open_story(asking.ref),
    )


def _may_answer(asking: Asking) -> bool:
    """Whoever owes it answers, and the CCO does."""
    return asking.part in (Part.OWES, Part.CCO)


def somebody_else(ref: str, kind: str) -> Button:
    """What names somebody else who answers a question of this kind."""
    return blocks.button("Somebody else…", PASS, f"{ref}{blocks.SEPARATOR}{kind}")


# --- in digests ---


def in_digest(name: str, left: int, here: int, verified: int) -> str:
    """“*Who left* Billing is named for two of six customers who left; one is verified.”."""
    whose = blocks.safe(name, 60)
    shown = plain.number(verified) if verified else "none"
    are = "is" if verified < 2 else "are"
    if left == 1:
        proof = "that is verified" if verified else "that is not verified yet"
        return f"*Who left* {whose} is named for the one customer who left in a year; {proof}."
    are_named = f"{whose} is named for {plain.number(here)} of {plain.number(left)} customers"
    return f"*Who left* {are_named} who left in a year; {shown} {are} verified."


def who_calls(name: str) -> str:
    """“Kestrel Foods: who calls them?”, as markup."""
    return f"{blocks.safe(name, 60)}: who calls them?"


def call_ways(ref: str) -> list[Button]:
    """The answers to that: the executive who reads it, or another one."""
    return [
        blocks.button("I'll call them", MINE, ref, "primary"),
        blocks.button("Give it to…", GIVE, ref),
        open_story(ref),
    ]
