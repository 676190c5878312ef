"""What is said of a disputed figure: to the CCO who is asked, and to whoever reads the answer."""

from __future__ import annotations

from datetime import datetime

from slackblocks import Block

from handlers.chasing.kinds import Asking, Says
from handlers.executives.scores import words
from handlers.executives.scores.records import CountsAs
from handlers.executives.scores.rules import MEANS, Figure, Measure
from handlers.speech import blocks
from handlers.speech.words import back, day, first_name, quote
from storage.disputes import Dispute
from storage.people import Person

CORRECT, KEEP, BACK = "dispute.correct", "dispute.keep", "dispute.back"
CORRECT_IT, KEEP_IT, TAKE_IT_BACK = "Correct it…", "Keep it, because…", "Take it back"
SHOWN = 1_000
HIDDEN = "something private, which you may not read"
SAYS = Says(
    ends="Either answer ends this line.",
    owes=(
        "Does the figure stay as it is? The answer is due {due}.",
        "Do you know by now whether the figure stays?",
        "Today is the day to say whether the figure stays.",
        "Your answer, whether the figure stays, is {late_by}.",
    ),
)
STANDS = (
    "One disputed figure has had no answer since {day}.",
    "{Count} disputed figures have had no answer, the first since {day}.",
)
"""How it stands above whoever is asked."""


def buttons(asking: Asking) -> Block | None:
    """The two answers, for whoever owes one."""
    if not asking.is_theirs:
        return None
    return blocks.actions(
        blocks.button(CORRECT_IT, CORRECT, asking.ref),
        blocks.button(KEEP_IT, KEEP, asking.ref),
    )


def name(measure: str) -> str:
    """A figure within a sentence: “kept on the day first given”."""
    said = words.NAMES[Measure(measure)]
    return said[:1].lower() + said[1:]


def title(department: str, period: str, measure: Measure) -> str:
    """What a dispute is called; plain."""
    return f"{department}, {period}: {name(measure)}"


def said(dispute: Dispute, by: str, quoted: str) -> str:
    """“Maria disputes *kept on the day*: “…”.”; `quoted` is empty where it may not be read."""
    who = blocks.safe(first_name(by)) if by else "Somebody who left"
    what = quote(blocks.safe(quoted, SHOWN)) if quoted else f"{HIDDEN}."
    return f"{who} disputes *{name(dispute.measure)}*: {what}"


def courses(measure: Measure) -> dict[str, str]:
    """What can be right of a thing in a figure; of a mean only that it does not count."""
    met, missed = words.MISSED_IS[measure]
    out = {CountsAs.OUT.value: "It does not count in this figure"}
    if measure in MEANS:
        return out
    return {
        CountsAs.MET.value: f"It counts as {met}",
        CountsAs.MISSED.value: f"It counts as {missed}",
        **out,
    }


def disputed(dispute: Dispute, holder: Person, instead_of: Person | None, now: datetime) -> str:
    """For whoever disputes: who is asked by now, and in whose place."""
    return (
        f"Noted as {dispute.ref}: {blocks.safe(dispute.title, 200)}. "
        f"{_asked(dispute, holder, instead_of, now)} You read the answer here with its reason. "
        f"Until then you can take it back: `/cx {dispute.ref}`."
    )


def _asked(dispute: Dispute, holder: Person, instead_of: Person | None, now: datetime) -> str:
    name = blocks.safe(holder.name)
    if instead_of is not None:
        away = blocks.safe(instead_of.name)
        until = back(instead_of.away_until or now, instead_of.zone, now)
        return f"{away} is away until {until}, so I ask {name}, who stands in."
    if holder.away_until is None or holder.away_until <= now:
        return f"I ask {name}."
    until = back(holder.away_until, holder.zone, now)
    due = day(dispute.due_at, holder.zone, now)
    return f"{name} is away until {until}, and nobody answers it before. The answer is due {due}."


def corrected(dispute: Dispute, by: str, was: Figure, now: Figure, ref: str, why: str) -> str:
    """For whoever disputed it; `ref` and `why` are empty where they may not read them."""
    reason = f" {ref}: “{blocks.safe(why, SHOWN)}”" if why else f" {words.PRIVATE_REASON}"
    figures = f"{words.how_many(now)}, was {words.how_many(was)}"
    return (
        f"{blocks.safe(first_name(by))} corrected {dispute.ref}, "
        f"{blocks.safe(dispute.title, 200)}: {figures}.{reason}"
    )


def kept(dispute: Dispute, by: str, why: str) -> str:
    """For whoever disputed it."""
    reason = f"because “{blocks.safe(why, SHOWN)}”" if why else f"because of {HIDDEN}"
    return (
        f"{blocks.safe(first_name(by))} keeps the figure of {dispute.ref}, "
        f"{blocks.safe(dispute.title, 200)}, {reason}"
    )


def withdrawn(dispute: Dispute) -> str:
    """For whoever took it back."""
    return f"Taken back: {dispute.ref}, {blocks.safe(dispute.title, 200)}. The figure is as it was."


STATES = {
    "open": "waits for the CCO",
    "corrected": "corrected",
    "kept": "stays as it was",
    "withdrawn": "taken back",
}
HAPPENED = {
    "disputed": "{actor} disputed the figure",
    "corrected": "{actor} corrected it; the record has the number {record}",
    "kept": "{actor} left the figure as it is",
    "withdrawn": "{actor} took it back",
}
"""What each move is in a story."""
