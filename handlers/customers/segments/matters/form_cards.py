"""The forms about an account: what they need, who asks them by when, why not, and who else."""

from __future__ import annotations

from datetime import date, datetime

from slackblocks import Block

from handlers.customers.segments import LONGEST, form_cards
from handlers.customers.segments import words as segment_words
from handlers.customers.segments.matters import words
from handlers.customers.segments.matters.putting_off import QuietUntil
from handlers.people import choices
from handlers.speech import blocks, inputs, reasons
from handlers.speech import words as plain
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.customers import Customer
from storage.matters import Matter, MatterTopic
from storage.people import Person
from storage.segments import FlagKind

OWNER, DAY, PERSON, LEADER = "owner", "day", "person", "lead"
PROPOSED, WHY = "proposed", "why"
TASK = "It is a task like every other."
TASK_AGAIN = f"{TASK} I ask again once it is done."
BECAUSE = {
    MatterTopic.TERMS: ("Not asked of them", "Why are they not asked?"),
    MatterTopic.ALIKE: ("It would not", "Why would it not help them?"),
    MatterTopic.BEHIND: ("I know why", "What is behind it?"),
    MatterTopic.LEADER: ("Nobody leads it", "Why is nobody to lead it?"),
    MatterTopic.PROPOSAL: ("Not accepted", "Why is it not to be so?"),
}
"""What the form of an answer in words is called, and what it asks."""


def need(matter: Matter, customer: Customer) -> Json:
    """What they need of a term, or that it fits: the form of their page, about this question."""
    return form_cards.need(customer, words.NEED_SEND, matter.ref)


def will(matter: Matter, owner_id: str | None, day: date) -> Json:
    """Who asks the customer, and by when."""
    return blocks.form(
        "Ask them", words.WILL_SEND,
        _about(matter),
        inputs.person(OWNER, "Who asks them?", value=owner_id),
        inputs.date(DAY, "By when?", value=day.isoformat()),
        blocks.context(TASK_AGAIN if matter.topic == MatterTopic.TERMS else TASK),
        value=matter.ref, submit="Keep it",
    )  # fmt: skip


def lead(matter: Matter) -> Json:
    """Who leads an account from now on."""
    return blocks.form(
        "Who leads it", words.LEAD_SEND,
        _about(matter),
        inputs.person(LEADER, "Who leads the account?"),
        blocks.context("They read it, and are asked about the account from now on."),
        value=matter.ref, submit="Keep it",
    )  # fmt: skip


def propose(known: Choices, asked: Person | None) -> Json:
    """What somebody proposes of an account, and why; `asked` is who answers."""
    offered = {
        **{str(tier): f"Tier: {name}" for tier, name in segment_words.NAMES.items()},
        str(FlagKind.CANNOT_LOSE): "Flag: cannot afford to lose",
    }
    who = blocks.person(asked.user_id) if asked else "The CCO"
    return blocks.form(
        "Propose", words.PROPOSE_SEND,
        inputs.row(choices.CUSTOMER, "Which customer?", known),
        inputs.choice(PROPOSED, "What do you propose?", offered,
                      value=str(FlagKind.CANNOT_LOSE)),
        inputs.text(WHY, "Why?", lines=True, most=LONGEST),
        blocks.context(f"{who} accepts it or says no with a reason. Until then nothing changes."),
        submit="Propose it",
    )  # fmt: skip


def later(found: QuietUntil, zone: str, now: datetime) -> Json:
    """Until when to be quiet, and why; the latest is told on the clock of `zone`."""
    again = "This is the last time."
    if found.left > 1:
        again = f"You can do this {plain.count(found.left - 1, 'more time')} after this."
    return blocks.form(
        "Later", words.LATER_SEND,
        _about(found.matter),
        inputs.date(DAY, "Quiet until"),
        reasons.ask_for("Why later?"),
        blocks.context(f"I can be quiet until {plain.day(found.latest, zone, now)}. {again}"),
        value=found.matter.ref, submit="Keep it",
    )  # fmt: skip


def no(matter: Matter) -> Json:
    """Why they are not asked, or why it would not help them."""
    title, label = BECAUSE[MatterTopic(matter.topic)]
    return blocks.form(
        title, words.NO_SEND,
        _about(matter),
        reasons.ask_for(f"{label} Your words stay beside it."),
        value=matter.ref, submit="Keep it",
    )  # fmt: skip


def pass_on(matter: Matter) -> Json:
    """Somebody else is asked."""
    return blocks.form(
        "Somebody else", words.PASS_SEND,
        _about(matter),
        inputs.person(PERSON, "Who can say it?"),
        value=matter.ref, submit="Ask them",
    )  # fmt: skip


def _about(matter: Matter) -> Block:
    return blocks.section(f"{words.rests_on(matter)} {words.asks(matter)}")
