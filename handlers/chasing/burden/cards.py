"""What is said when too much of what is owed has gathered with the CCO's office."""

from __future__ import annotations

from handlers.chasing.burden import Burden

HEAVY = "*{held} of {total} open things wait for the CCO's office: {percent} %.* {allowed}"
ALLOWED = "The house rules allow {share} %."
WHAT_TO_DO = (
    "It is no place to park things: send each to the department that can correct it, with words "
    "that send the next one there by itself. `/cx` shows them."
)
ANOTHER = (
    "With it {held} of {total} open things wait for the CCO's office, {percent} %, which is more "
    "than its share. Name the department (“… in Billing”), and it goes there at once."
)


def weekly(burden: Burden) -> str:
    """For the CCO, once a week: how much it is, and what to do about it."""
    allowed = ALLOWED.format(share=burden.share)
    return f"{HEAVY.format(**_figures(burden), allowed=allowed)} {WHAT_TO_DO}"


def another(burden: Burden) -> str:
    """For whoever has just put one more there, with what is theirs included."""
    return ANOTHER.format(**_figures(burden))


def _figures(burden: Burden) -> dict[str, str]:
    return {
        "held": f"{burden.held:,}",
        "total": f"{burden.total:,}",
        "percent": str(burden.percent),
    }
