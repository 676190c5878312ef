"""What section 23 of the screens of the customers' side names stands on a button, or as a state.

Each label is looked for as it is drawn, with the few that are worded otherwise on purpose.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import manifest, routes

HANDLERS = Path(__file__).parents[1] / "handlers"
SOURCE = "\n".join(each.read_text(encoding="utf-8") for each in sorted(HANDLERS.rglob("*.py")))
LABELS = (
    "I'll call by", "I'll call today", "We spoke…", "Not there any more…",
    "They fit", "They need…", "It would not, because…",
    "Name them…", "Name it…", "Belongs to…", "Nothing, because…", "I know why…",
    "They renew…", "Not sure…", "They leave…", "They changed it…", "Say how…",
    "Nobody knows…", "It fits…", "Less would do…", "They do", "Some of it…", "Hardly…",
    "Give the number…", "On course, because…", "It may miss…", "It will miss…",
    "Same thing…", "Different, because…", "Cut it, because…", "Keep it",
    "Go on…", "Not this half, because…", "Compare…", "Add what shows it…",
    "Somebody else…", "Ask somebody else…", "Not for me…",
    "No number yet…", "Keep my words",
    "Write an outcome…", "Add an answer…", "New survey…", "New key…", "Begin…", "Renewals…",
    "Show the nine…",
    "Follow the rule", "Change the order…", "Choose fewer…", "Flag them", "Leave it",
    "None, because…",
    "Write it…", "Choose…", "Keep their words",
)  # fmt: skip
"""What is drawn, and stands so on a button or at the foot of a form."""
OTHERWISE = {
    "They show it": "It shows",
    "They do not, because…": "It does not, because…",
    "I'll find out…": "I'll ask them…",
}
"""What is drawn, and how it is worded here."""
ASKS = {
    "terms": "terms", "call of somebody who decides": "reach", "call after a low score": "inform",
    "call of who left": "call", "who": "who", "act": "act", "behind": "behind", "why": "why",
    "check of a loss": "proof", "renew": "renew", "need": "need", "use": "use",
    "number": "reading", "twin": "twin", "assess": "assess", "next": "next", "alike": "alike",
}  # fmt: skip
"""Each ask that is drawn, and the kind under which it is kept."""


@pytest.mark.parametrize("label", [*LABELS, *OTHERWISE.values()])
def test_each_button_that_is_drawn_is_there(label: str) -> None:
    assert f'"{label}' in SOURCE


@pytest.mark.parametrize("kind", ASKS.values())
def test_each_ask_that_is_drawn_is_registered(kind: str) -> None:
    assert kind in routes.KINDS


def test_a_customers_words_are_kept_from_any_message() -> None:
    shortcuts = manifest.build(None)["features"]["shortcuts"]
    assert "Customer said this" in {each["name"] for each in shortcuts}
