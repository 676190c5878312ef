"""Why customers leave, in plain words: ten reasons and what shows each, and “something else”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from storage.losses import LossReason


@dataclass(frozen=True)
class ReasonWords:
    """How one reason is named, and what has to be there before it counts.

    `name` stands alone, and `evidence` is an example of what shows it. `is_choice` says that they
    decided to leave: else something happened to them that left them no choice.
    """

    name: str
    evidence: str
    is_choice: bool = True


REASONS: Mapping[LossReason, ReasonWords] = MappingProxyType({
    LossReason.PRODUCT_GAP: ReasonWords(
        "The product could not do what they need", "what they asked for, and when"
    ),
    LossReason.SERVICE_FAILED: ReasonWords(
        "Our service failed them", "the issues, such as I-3 and I-5"
    ),
    LossReason.PRICE: ReasonWords(
        "It was too expensive", "two offers side by side, or their budget in writing"
    ),
    LossReason.COMPETITOR: ReasonWords(
        "Somebody else does it better", "who it is, and what they do better in their words"
    ),
    LossReason.CONSOLIDATION: ReasonWords(
        "They buy from fewer suppliers now", "their letter or their new list of suppliers"
    ),
    LossReason.PERSON_LEFT: ReasonWords(
        "The person who wanted us has gone", "who left there, and when"
    ),
    LossReason.WRONG_FIT: ReasonWords(
        "We sold what they did not need", "what was sold, and what they used of it"
    ),
    LossReason.START_FAILED: ReasonWords(
        "They never really got started", "how far they came, and on which day it stopped"
    ),
    LossReason.CLOSED_DOWN: ReasonWords(
        "They closed down or were bought", "the public notice, or the new owner's letter",
        is_choice=False,
    ),
    LossReason.NOT_PAID: ReasonWords(
        "They could not pay", "the invoices that stayed open", is_choice=False
    ),
    LossReason.OTHER: ReasonWords("Something else", "whatever shows it"),
})  # fmt: skip
"""Ten, and what fits none of them. After https://www.ooligo.com/artifacts/churn-analysis-skill/
references/1-churn-taxonomy.md; whether they chose to leave after
https://unifiedproductgraph.org/docs/customer_success/churn-reason."""
NOT_KNOWN = "Not known yet"


def name_of(reason: str | None) -> str:
    """“Our service failed them”; “Not known yet” where there is none."""
    return REASONS[LossReason(reason)].name if reason else NOT_KNOWN


def choices() -> dict[str, str]:
    """Every reason by its key, as a form offers them."""
    return {each.value: words.name for each, words in REASONS.items()}
