"""A draft for speaking with a customer, made of facts only: what is not known is a gap in brackets.

It promises no day that nobody gave, blames nobody, and names no reason that nobody said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Gap(StrEnum):
    """What nobody has said so far, and the customer should hear; or what only we should read."""

    OWNER = "owner"
    DAY = "day"
    PAST = "past day"
    TITLE = "title"
    CAUSE = "cause"
    OUR_CAUSE = "cause that names us"
    REASON = "reason"
    INSTEAD = "instead"
    REVIEW = "review"
    CUSTOMER = "customer"
    NEEDED = "needed from them"


@dataclass(frozen=True)
class Undertaking:
    """What somebody has promised to do next, by a day in words."""

    who: str
    what: str
    day: str


@dataclass(frozen=True)
class OurNo:
    """A no: why, what is offered instead, and whether it stands; empty where nobody said."""

    reason: str
    instead: str
    is_asked_for: bool
    """Whether the customer asked for it; else it happened to them."""


@dataclass(frozen=True)
class KnownFacts:
    """What is known of a case, in words that a customer may read; empty where it is not known.

    `since` is the day on which it was reported, where that is another than today; `by` the day
    that `who` gave; `corrected` the day on which it was put right; `needed_by` the day until which
    it waits for them.
    """

    to: str
    writer: str
    what: str
    their_words: str = ""
    since: str = ""
    who: str = ""
    by: str = ""
    corrected: str = ""
    needed_by: str = ""
    cause: str = ""
    prevents: str = ""
    next: Sequence[Undertaking] = ()
    no: OurNo | None = None
    gaps: Sequence[Gap] = ()
    """What is missing, or to be minded."""

    def without(self, *gaps: Gap) -> KnownFacts:
        """The same where these are missing as well."""
        return replace(self, gaps=(*self.gaps, *gaps))


SOMEBODY, WHAT, WHO, NEW_DAY, CAUSE, RELY, WHY_NOT, INSTEAD, NEEDED = (
    "[their name]", "[what happened, in words for them]", "[who corrects it, and by when]",
    "[by when it is put right]", "[why it happened]",
    "[what they can rely on, and until when]", "[why not]", "[what we can do instead]",
    "[what we need from them]",
)  # fmt: skip
"""What stands in brackets where nobody has said it."""
_INNER = str.maketrans('“”„"', "‘’‘’")
"""Quotation marks within a quotation."""
_ENDS = (".", "!", "?", "…")


def draft(known: KnownFacts) -> str:
    """What somebody may say or write, a line for each of the six steps."""
    of_it = _no(known, known.no) if known.no else _case(known)
    return "\n".join([f"Dear {known.to or SOMEBODY},", *of_it, known.writer])


def _case(known: KnownFacts) -> list[str]:
    happened = [_ended(f"I am sorry. This is what happened: {known.what or WHAT}")]
    if known.their_words:
        happened.append(f"You told us: “{known.their_words.translate(_INNER)}”")
    return [
        " ".join(happened),
        " ".join([_put_right(known), *_needed(known), *_kept_away(known)]),
        "Is anything else open from your side?",
        _again(known),
        _assured(known),
        "Thank you for telling us.",
    ]


def _put_right(known: KnownFacts) -> str:
    if known.corrected:
        return f"It was put right on {known.corrected}."
    if not known.who:
        return f"What happens now: {WHO}."
    return f"{known.who} puts it right by {known.by or NEW_DAY}."


def _needed(known: KnownFacts) -> list[str]:
    """What it waits for: the reason that somebody gave is written for us, and not for them."""
    if not known.needed_by:
        return []
    return [f"So that it can go on, we need this from you by {known.needed_by}: {NEEDED}."]


def _kept_away(known: KnownFacts) -> list[str]:
    """Why it happened, what keeps it from coming back, and who does what by when."""
    found = []
    if known.cause:
        found.append(_ended(f"Why it happened: {known.cause}"))
    elif {Gap.CAUSE, Gap.OUR_CAUSE} & set(known.gaps):
        found.append(f"Why it happened: {CAUSE}.")
    if known.prevents:
        found.append(_ended(f"What keeps it from coming back: {known.prevents}"))
    found += [_ended(f"By {each.day} {each.who} does this: {each.what}") for each in known.next]
    return found


def _again(known: KnownFacts) -> str:
    if known.since:
        return f"I am sorry again: you have lived with this since {known.since}."
    return "I am sorry again that this happened to you."


def _assured(known: KnownFacts) -> str:
    """What they can rely on: the last day that somebody gave, else that it is put right."""
    days = [each.day for each in known.next] or ([known.by] if known.by else [])
    if days and (known.next or not known.corrected):
        return f"You can rely on this: I write to you on {days[-1]}, done or not."
    if known.corrected and known.prevents:
        return "You can rely on this: it is put right, and we have seen to why it happened."
    return f"You can rely on this: {RELY}."


def _no(known: KnownFacts, no: OurNo) -> list[str]:
    """“We will not … because …. What we can do is …”."""
    lead = "You asked us for this" if no.is_asked_for else "This is what happened"
    verb = "do it" if no.is_asked_for else "change it"
    return [
        _ended(f"I am sorry, our answer is no. {lead}: {known.what or WHAT}"),
        _ended(f"We will not {verb}, because {no.reason or WHY_NOT}"),
        _ended(f"What we can do is {no.instead or INSTEAD}"),
        "Is anything open that this does not answer?",
        "I am sorry again that it is a no.",
        f"You can rely on this: {RELY}.",
        "Thank you for telling us what you need.",
    ]


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(_ENDS) else f"{sentence}."
