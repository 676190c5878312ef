"""What else an answer weighs: how many customers, how sure, the small fix, and who accepts it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from slackblocks import Block

from handlers.speech import blocks, cleaning, inputs, money
from handlers.speech.decision_errors import NotACount
from storage.decisions import Impact, ImpactAnswer


class Confidence(StrEnum):
    """How sure somebody is of what they say."""

    SURE = "sure"
    FAIRLY = "fairly sure"
    GUESS = "a guess"


class Stance(StrEnum):
    """What is done about it."""

    LEVERAGE = "leverage"
    MITIGATE = "mitigate"
    ACCEPT = "accept"


class Weight(StrEnum):
    """The inputs of it in the form of an answer."""

    CUSTOMERS = "customers"
    CONFIDENCE = "confidence"
    ACCEPTOR = "acceptor"
    CHEAP = "cheap"
    COST = "cost"


@dataclass(frozen=True)
class Reckoning:
    """All of it may be left open; `cost` is in whole units of the workspace's currency.

    `acceptor` is the Slack id of who accepts on purpose that it gets worse.
    """

    customers: int | None = None
    confidence: Confidence | None = None
    acceptor: str = ""
    cheap: str = ""
    cost: int | None = None


NOTHING = Reckoning()
MOST_CUSTOMERS = 100_000_000
CHEAP = 300
DOES = {Stance.LEVERAGE: "makes the most of it", Stance.MITIGATE: "softens it"}
_COUNT = re.compile(
    r"(?:about|around|some|roughly|ca\.?|circa|~|≈)?\s*(\d{1,3}(?:[,. '’\u00a0]\d{3})+|\d+)"
    r"(?:\s+(?:customers?|accounts?|of them))?\.?",
    re.IGNORECASE | re.ASCII,
)


def count(words: str) -> int | None:
    """How many customers somebody means: “12”, “about 1,200”; None where nothing is said.

    Raises NotACount.
    """
    line = cleaning.line(words)
    if cleaning.says_nothing(line):
        return None
    found = _COUNT.fullmatch(line)
    number = int(re.sub(r"\D", "", found.group(1))) if found else None
    if number is None or number > MOST_CUSTOMERS:
        raise NotACount(words=blocks.clip(line, 80))
    return number


def stance(impact: Impact, reckoning: Reckoning, *, has_task: bool) -> Stance | None:
    """What is done about it, as follows from who was named; None where nobody was."""
    if impact is Impact.WORSE and has_task:
        return Stance.MITIGATE
    if impact is Impact.WORSE and reckoning.acceptor:
        return Stance.ACCEPT
    return Stance.LEVERAGE if impact is Impact.BETTER and has_task else None


def asks(impact: Impact, before: ImpactAnswer | None, cheap: str, currency: str) -> list[Block]:
    """The inputs of it, filled in with what somebody said before; `cheap` is the fitting hint."""
    known = before if before and before.impact == impact else None
    sure: Mapping[str, str] = {str(each): each.capitalize() for each in Confidence}
    parts = [
        inputs.text(
            Weight.CUSTOMERS, "About how many customers?", optional=True, most=80,
            value=str(known.customers) if known and known.customers is not None else "",
        ),
        inputs.choice(
            Weight.CONFIDENCE, "How sure are you?", sure, optional=True,
            value=known.confidence if known else None,
        ),
    ]  # fmt: skip
    if impact is not Impact.WORSE:
        return parts
    unit = f"In {currency}. " if currency else ""
    return [
        *parts,
        inputs.person(
            Weight.ACCEPTOR, "Or who accepts that it gets worse?", optional=True,
            value=known.accepted_by if known else None,
            hint="An executive or the CCO, by name, where nobody softens it.",
        ),
        inputs.text(
            Weight.CHEAP, "Which small fix saves most of the goodwill?", optional=True, most=CHEAP,
            value=known.cheap if known else "", hint=cheap,
        ),
        inputs.text(
            Weight.COST, "What does the small fix cost?", optional=True, most=80,
            value=str(known.cheap_cost) if known and known.cheap_cost is not None else "",
            hint=f"{unit}For instance 2,000.",
        ),
    ]  # fmt: skip


def beside(answer: ImpactAnswer) -> str:
    """“, sure, about 12 customers”, behind what somebody says; empty without any of it."""
    sure = f", {answer.confidence}" if answer.confidence else ""
    if answer.customers is None:
        return sure
    noun = "customer" if answer.customers == 1 else "customers"
    return f"{sure}, about {answer.customers:,} {noun}"


def does(answer: ImpactAnswer, acceptor: str, currency: str) -> str:
    """What is done about it, and the small fix with its cost, as markup; empty without."""
    line = " · ".join(blocks.safe(each, 2 * CHEAP) for each in measures(answer, acceptor, currency))
    return f"→ {line}" if line else ""


def measures(answer: ImpactAnswer, acceptor: str, currency: str) -> list[str]:
    """The same one by one, as plain words."""
    said = []
    if answer.accepted_by and answer.impact == Impact.WORSE:
        said.append(f"accepted on purpose by {blocks.clip(acceptor or 'somebody', 80)}")
    elif answer.stance in DOES:
        said.append(DOES[Stance(answer.stance)])
    if answer.cheap:
        price = answer.cheap_cost
        cost = f" ({money.amount(price, currency or None)})" if price is not None else ""
        said.append(f"small fix: “{blocks.clip(answer.cheap, CHEAP)}”{cost}")
    return said
