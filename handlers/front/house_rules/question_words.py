"""The rules of the weekly question in words: what stands out, from when on."""

from __future__ import annotations

from handlers.chasing.policy.question_rules import QuestionRules
from handlers.speech import words


def lines(rules: QuestionRules) -> list[str]:
    """When executives are asked about what, a sentence for each rule."""
    cause, quiet, gain = (
        words.count(days, "day") for days in (rules.cause_days, rules.quiet_days, rules.gain_days)
    )
    returned = words.times(rules.returned)
    late, asked = words.count(rules.late_answers, "late answer"), _answered(rules.decisions)
    return [
        f"A hand-off stands out that was returned {returned} in four weeks.",
        f"A cause is back that was prevented and came again within {cause}.",
        f"A department is quiet with {late} or more, and none given in {quiet}.",
        f"Of whom nobody spoke is asked once {asked} in 90 days.",
        f"Who tells customers of an outage is asked {_after(rules.untold_hours)}.",
        f"Who tells them what gets better is asked after {gain}.",
    ]


def _answered(decisions: int) -> str:
    verb = "was" if decisions == 1 else "were"
    return f"{words.count(decisions, 'decision')} {verb} answered"


def _after(hours: int) -> str:
    return f"after {words.count(hours, 'hour')}" if hours else "at once"
