"""The rules of accounts in words: how long somebody may be silent, and who is asked instead."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.chasing.policy.account_rules import CCO, LONGEST, AccountRules
from handlers.speech import blocks, words
from storage.contacts import MOST
from storage.customers import Tier

SILENT = "Somebody who decides is silent after {}: then a call is asked for."
NEVER_SILENT = "Nobody is asked to call anybody for silence."
SILENT_TODAY = "With these, so many who decide are silent today: {said}."
SAME = "as many as now"
ASKED = "Where nobody leads an account, its questions go to {}."
LEADER = "They are asked as well who leads it, if it is a key or strategic account."
BY_THE_CCO = "the CCO, and only those on which a customer waits,"


def lines(rules: AccountRules) -> list[str]:
    """After how many days a call is asked for, and whom questions go to, by tier."""
    days = {tier: words.count(many, "day") for tier, many in rules.silence.items() if many}
    asked = {
        tier: BY_THE_CCO if name == CCO else f"the lead of {blocks.safe(name, LONGEST)}"
        for tier, name in rules.asked.items()
    }
    silent = SILENT.format(_row(days)) if days else NEVER_SILENT
    return [silent, f"{ASKED.format(_row(asked))} {LEADER}"]


def silence(found: tuple[Mapping[Tier, int], Mapping[Tier, int]] | None) -> list[str]:
    """How many who decide are silent today with these limits and with those now, by tier.

    “… are silent today: three instead of eight at key accounts.” Only where that differs.
    """
    if found is None:
        return []
    before, after = found
    differs = [
        f"{_number(after[tier])} instead of {_number(before[tier])} at {tier.value} accounts"
        for tier in Tier
        if before[tier] != after[tier]
    ]
    said = words.join_names(differs) if differs else SAME
    return [SILENT_TODAY.format(said=said)]


def _number(count: int) -> str:
    """A number in words; of what is counted only so far that it is as many or more."""
    if count >= MOST:
        return f"{MOST} or more"
    return words.number(count) if count else "none"


def _row(said: Mapping[Tier, str]) -> str:
    """What is said of the tiers, those that are the same together."""
    together: dict[str, list[str]] = {}
    for tier in Tier:
        if tier in said:
            together.setdefault(said[tier], []).append(tier.value)
    if [*together.values()] == [[tier.value for tier in Tier]]:
        return f"{next(iter(together))} for every account"
    return "; ".join(
        f"{each} for {words.join_names(tiers)} accounts" for each, tiers in together.items()
    )
