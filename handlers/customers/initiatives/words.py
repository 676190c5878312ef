"""The words of an initiative: its buttons, how it stands, what it costs and for whom it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from handlers.speech import blocks, money
from handlers.speech import words as plain
from storage.customers import Tier
from storage.initiatives import Initiative, InitiativeState
from storage.reaches import Reach
from storage.segments import FLAG, Facet, FlagKind

LIST, SHOW = "initiative.list", "initiative.show"
OPEN, SEND = "initiative.form", "initiative.send"
EDIT, EDIT_SEND = "initiative.edit", "initiative.edit.send"
UNDO = "initiative.undo"
CUT, KEEP = "initiative.cut", "initiative.keep"
CUT_IT, CUT_SEND = "initiative.cutting", "initiative.cutting.send"
PUT, PUT_SEND = "initiative.put", "initiative.put.send"

STATES = {
    InitiativeState.OPEN: "written down",
    InitiativeState.CUT: "cut",
    InitiativeState.JOINED: "joined to another",
    InitiativeState.TAKEN_BACK: "taken back",
}
TIERS: Mapping[Tier, str] = {
    Tier.KEY: "Key accounts",
    Tier.STRATEGIC: "Strategic accounts",
    Tier.BEACHHEAD: "Beachhead accounts",
    Tier.STANDARD: "All other customers",
}
"""What all customers of a tier are called where they are chosen."""
FACETS = {
    Facet.PRODUCT: "product", Facet.GEOGRAPHY: "geography", Facet.VERTICAL: "vertical",
}  # fmt: skip
FLAGS = {
    FlagKind.CANNOT_LOSE: "those whom nobody can afford to lose",
    FlagKind.FIRST: "first customers of a product or a trade",
}
"""What whole segments are called."""
NAME, SHORT = 60, 150
"""Characters of what stands before the colon, and of what customers get in a line of ours."""


def name_of(initiative: Initiative) -> str:
    """What it is called, plain: what stands before a colon, else the beginning of it all."""
    name, colon, said = initiative.title.partition(": ")
    return name if colon and said.strip() and 0 < len(name) <= NAME else initiative.title


def what_of(initiative: Initiative) -> str:
    """What customers get, plain, where that stands behind a name; else empty."""
    name = name_of(initiative)
    return "" if name == initiative.title else initiative.title.removeprefix(f"{name}: ").strip()


def named(initiative: Initiative) -> str:
    """“*N-5 First ninety days*” as markup."""
    return f"*{initiative.ref} {blocks.safe(name_of(initiative), SHORT)}*"


def cost(initiative: Initiative) -> str:
    """“€60 k”; empty where nobody has said what it costs."""
    if initiative.amount is None:
        return ""
    return money.amount(initiative.amount, initiative.currency)


def together(found: Iterable[Initiative]) -> str:
    """What they cost altogether: “€105 k”; money of two currencies is never added up."""
    sums: dict[str | None, int] = {}
    for each in found:
        if each.amount is not None:
            sums[each.currency] = sums.get(each.currency, 0) + each.amount
    return amounts(sums)


def amounts(sums: Mapping[str | None, int]) -> str:
    """Sums by currency: “€105 k and $20 k”."""
    return plain.join_names([money.amount(value, of) for of, value in sums.items()])


def segment(kept: str) -> str:
    """“product “Flow””, plain, of a segment as it is kept."""
    of, _, said = kept.partition(":")
    return FLAGS[FlagKind(said)] if of == FLAG else f"{FACETS[Facet(of)]} “{said}”"


def how_many(reach: Reach, in_tier: Mapping[str, int]) -> str:
    """“22 customers”; “no customers yet” where nobody is named."""
    count = reach.count(in_tier)
    if count or reach.tiers or reach.segments:
        return plain.figures(count, "customer")
    return "no customers yet"


def state(initiative: Initiative, today: date) -> str:
    """Planned, running or done, by its days; or how else it ended."""
    if initiative.joined_to and not initiative.stands:
        return f"joined to {initiative.letter}-{initiative.joined_to}"
    if not initiative.stands:
        return STATES[InitiativeState(initiative.state)]
    if initiative.begins_on > today:
        return "planned"
    return "running" if initiative.ends_on >= today else "done"


def ended_meanwhile(initiative: Initiative) -> str:
    """“N-5 First ninety days was cut meanwhile.”, plain: why nobody is asked about it any more."""
    how = STATES[InitiativeState(initiative.state)]
    return f"{initiative.ref} {name_of(initiative)} was {how} meanwhile."


def span(initiative: Initiative, today: date) -> str:
    """“Fri 1 Jan to Wed 31 Mar”."""
    begins = plain.plain_day(initiative.begins_on, today)
    return f"{begins} to {plain.plain_day(initiative.ends_on, today)}"
