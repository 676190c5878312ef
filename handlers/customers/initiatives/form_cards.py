"""The form of an initiative: what customers get, who pays, who answers, from when, for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from slackblocks import Block

from handlers.customers.initiatives import words
from handlers.people import choices
from handlers.promises import traces
from handlers.promises.items import TITLE
from handlers.speech import blocks, inputs
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.initiatives import Initiative

WHAT, OWNER, BEGINS, ENDS, MONEY, TIERS = "what", "owner", "begins", "ends", "money", "tiers"
SEGMENTS = "segments"
TITLE_NEW = "An initiative"
HINT = "A name first, if it has one: “First ninety days: a welcome call, a guide, a survey”."
MONEY_HINT = "60,000 or 60 k. Everybody may read an initiative, but not its money."
READ_BY = "Everybody may read it but the money."


@dataclass(frozen=True)
class FormChoices:
    """What the form offers, and what stands in it so far.

    `money` is None for whoever may not read what it costs: then nobody is asked for it. `segments`
    are what they are called, by what they are kept as.
    """

    departments: Choices
    customers: Choices
    money: str | None = ""
    title: str = ""
    outcomes: Choices = traces.NOTHING
    segments: Mapping[str, str] = field(default_factory=dict)


def write(offered: FormChoices, owner: str) -> Json:
    """The form of a new initiative; whoever opens it (`owner`) may answer for it."""
    parts = _fields(offered, offered.title, owner, None, None, ())
    context = blocks.context(READ_BY)
    return blocks.form(TITLE_NEW, words.SEND, *parts, context, submit="Write it down")


def edit(initiative: Initiative, offered: FormChoices) -> Json:
    """The same, filled in with what is known."""
    parts = _fields(
        offered,
        initiative.title,
        initiative.owner_id,
        initiative.begins_on.isoformat(),
        initiative.ends_on.isoformat(),
        tuple(initiative.tiers),
        initiative.segments,
    )
    title = f"Change {initiative.ref}"
    return blocks.form(title, words.EDIT_SEND, *parts, value=initiative.ref, submit="Save")


def _fields(
    offered: FormChoices,
    title: str,
    owner: str,
    begins: str | None,
    ends: str | None,
    tiers: tuple[str, ...],
    segments: Sequence[str] = (),
) -> list[Block]:
    names = {str(tier): name for tier, name in words.TIERS.items()}
    fields = [
        inputs.text(WHAT, "What will customers get?", value=title, most=TITLE, hint=HINT),
        *(
            [inputs.row(choices.DEPARTMENT, "Which department pays?", offered.departments)]
            if offered.departments
            else []
        ),
        inputs.person(OWNER, "Who answers for it?", value=owner),
        inputs.date(BEGINS, "From", value=begins),
        inputs.date(ENDS, "Until", value=ends),
    ]
    if offered.money is not None:
        fields.append(
            inputs.text(
                MONEY, "Money this year", value=offered.money, most=60, optional=True,
                hint=MONEY_HINT,
            )
        )  # fmt: skip
    fields.append(
        inputs.choices(TIERS, "For whom? Whole tiers", names, values=tiers, optional=True)
    )
    if offered.segments:
        fields.append(
            inputs.choices(
                SEGMENTS, "For whom? Whole segments", offered.segments, values=segments,
                optional=True,
            )
        )  # fmt: skip
    if offered.customers:
        fields.append(
            inputs.several(choices.CUSTOMERS, "For whom? By name", offered.customers, optional=True)
        )
    return [*fields, *traces.question(offered.outcomes)]
