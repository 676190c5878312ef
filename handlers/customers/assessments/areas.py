"""The nine areas in which a department looks at itself, and what one sees at each stage of each.

The areas are those in which customer experience work has long looked at departments; their names,
the stages and all sentences are our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STAGES: Mapping[int, str] = {1: "by chance", 2: "when asked", 3: "on purpose", 4: "by habit"}
LONGEST = 75
"""Characters of a sentence: so many a choice in Slack holds."""


@dataclass(frozen=True)
class Area:
    """One area: its name, a short one, and what one sees at each of the four stages."""

    name: str
    short: str
    seen: tuple[str, str, str, str]


AREAS: Mapping[str, Area] = {
    "people": Area(
        "Whom we hire and praise",
        "Our people",
        (
            "Nobody asks about customers when we hire or praise.",
            "A customer's praise is passed on when one happens to write.",
            "We hire and praise for what customers got from it, and say so.",
            "Nobody is hired or promoted here without a customer's word for it.",
        ),
    ),
    "serving": Area(
        "Whom we serve, and how",
        "Whom we serve",
        (
            "Whoever shouts first is served first.",
            "We look up who a customer is when somebody asks.",
            "Key and new customers get different care, and we know which.",
            "Every plan of ours begins with whom it is for, and who waits.",
        ),
    ),
    "tools": Area(
        "Tools that know the customer",
        "Our tools",
        (
            "We learn about a customer by asking around.",
            "Their history is somewhere, and we find it when we must.",
            "Whoever answers a customer sees what they told us before.",
            "Our tools tell us of a customer's trouble before they call.",
        ),
    ),
    "counting": Area(
        "What we count",
        "What we count",
        (
            "We count our own work: pieces, hours, cost.",
            "We look at what customers say when somebody wants a number.",
            "We count what customers wait for, and look at it each month.",
            "A number of customers decides what we do next, each week.",
        ),
    ),
    "reaching": Area(
        "Ways to reach us",
        "Ways to reach us",
        (
            "Customers find whoever happens to pick up.",
            "There is a way to reach us, for those who know it.",
            "Each way to us has an owner, and an answer by a set time.",
            "Customers choose the way, and never tell their story twice.",
        ),
    ),
    "expecting": Area(
        "What they expect",
        "What they expect",
        (
            "We learn what they expected when they complain.",
            "We ask what they expect when something big begins.",
            "What they expect is written down, and we say what we cannot keep.",
            "We hear first when they expect something else, and act on it.",
        ),
    ),
    "promising": Area(
        "What we promise aloud",
        "What we promise",
        (
            "What is promised aloud, we hear about afterwards.",
            "We are asked whether we can keep it when there is time.",
            "Nothing is promised aloud before we said that we can keep it.",
            "We promise what we can show, and customers repeat it.",
        ),
    ),
    "crossing": Area(
        "How work crosses to others",
        "How work crosses",
        (
            "Work goes to the next team, and the customer asks where it is.",
            "We hand over with care when somebody insists.",
            "Every hand-over has a taker by name before we let go.",
            "We mend the border together before a customer feels it.",
        ),
    ),
    "leading": Area(
        "What leaders do",
        "What leaders do",
        (
            "Leaders speak of customers when one has left.",
            "Leaders look at a customer's trouble when it is brought to them.",
            "Leaders speak with customers each month, and say what they heard.",
            "Leaders turn down what hurts customers, and everybody knows of it.",
        ),
    ),
}
"""By the key under which answers are kept, in the order in which they are asked."""
