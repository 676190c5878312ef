"""What Duly says of a no, and the forms in which people give it or take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.promises import items
from handlers.promises.noes import Declined, Stood, WhoTells
from handlers.speech import blocks, inputs, reasons
from handlers.speech.request import Json
from storage.customers import Customer
from storage.items import Item

SEND, BACK_SEND = "item.no.send", "item.back.send"
USAGE = "no T-12 because …"
STANDS_USAGE = "stands T-12"
TELLS, BY, WEIGHED, INSTEAD, COST, COST_IS = "tells", "by", "weighed", "instead", "cost", "cost_is"
AVOIDS, CAUSES = "avoids", "causes"
COSTS: Mapping[str, str] = {AVOIDS: "The no avoids it", CAUSES: "The no causes it"}
COUNTS = "A no with its reason counts as an answer."
REVIEWED = "{name} reads it, too, and says whether it stands: {customer} is a key account."


@dataclass(frozen=True)
class NoForm:
    """What the form of a no shows: what stood in it before, and what is known around it.

    `tells` are those who could tell the customer, with their names; `still` says as markup which
    tasks of an issue are open, and `reviewer` is the name of whoever says whether it stands.
    """

    customer: Customer | None
    tells: Mapping[WhoTells, str]
    why: str = ""
    still: str = ""
    reviewer: str = ""
    currency: str = ""


def form(item: Item, shown: NoForm) -> Json:
    """Why the answer is no, who tells the customer, and all that was weighed."""
    customer = blocks.clip(shown.customer.name, 60) if shown.customer else ""
    tells = [
        inputs.choice(
            TELLS, f"Who tells {customer}?",
            {each.value: name for each, name in shown.tells.items()},
            value=next(iter(shown.tells)).value,
        ),
        inputs.date(BY, "By when?", hint="Without a day it is within the time of the house rules.",
                    optional=True),
    ] if shown.customer else []  # fmt: skip
    amount = "How much money is it about?"
    return blocks.form(
        "No, because…",
        SEND,
        blocks.section(f"*{items.named(item)}*\nA no is an honourable answer."),
        *([blocks.context(shown.still)] if shown.still else []),
        reasons.ask_for("Why not?", shown.why),
        *tells,
        inputs.text(INSTEAD, "What do we offer instead?", lines=True, most=reasons.LONGEST,
                    optional=True),
        inputs.text(WEIGHED, "What was weighed?", lines=True, most=reasons.LONGEST, optional=True),
        inputs.text(COST, f"{amount[:-1]}, in {shown.currency}?" if shown.currency else amount,
                    most=40, placeholder="12 k", optional=True),
        inputs.choice(COST_IS, "Is that avoided or caused?", COSTS, value=AVOIDS),
        blocks.context(_counts(shown)),
        submit="Say no",
        value=item.ref,
    )  # fmt: skip


def _counts(shown: NoForm) -> str:
    if not shown.reviewer or shown.customer is None:
        return COUNTS
    name, customer = blocks.safe(shown.reviewer, 80), blocks.safe(shown.customer.name, 80)
    return f"{COUNTS} {REVIEWED.format(name=name, customer=customer)}"


def back_form(item: Item) -> Json:
    """Why a no does not stand."""
    return blocks.form(
        "Take the no back",
        BACK_SEND,
        blocks.section(f"*{items.named(item)}*\nIt is open again. Whoever said no reads why."),
        reasons.ask_for("Because"),
        submit="Take it back",
        value=item.ref,
    )


def declined(no: Declined, actor: str) -> str:
    """A no is recorded with respect, as whose it is."""
    item = no.item
    whose = "" if actor == item.owner_id else f" for {blocks.person(item.owner_id)}"
    said = [f"Recorded as a no{whose}, with your reason: {items.named(item)}."]
    if no.teller and no.customer:
        customer, tells = blocks.safe(no.customer.name, 80), blocks.person(no.teller.user_id)
        own = no.teller.user_id == actor
        who = f"You tell {customer}" if own else f"{tells} will tell {customer}"
        said.append(f"{who}{_once_it_stands(no)}.")
    elif no.reviewer:
        said.append(f"{blocks.person(no.reviewer.user_id)} says whether it stands.")
    return " ".join(said)


def _once_it_stands(no: Declined) -> str:
    if no.reviewer is None:
        return ""
    return f" once {blocks.person(no.reviewer.user_id)} has said that it stands"


def stood(found: Stood) -> str:
    """It stands."""
    return f"Noted: our no to {items.named(found.item)} stands."
