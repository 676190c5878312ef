"""Tasks, issues and answers: each where it belongs, once, in its last state and in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.chaos.findings import Findings
from tests.chaos.ledger import (
    CLOSED,
    DUE,
    OWNER,
    QUESTIONS,
    STATE,
    Attempt,
    Ledger,
    Outcome,
    Subject,
)
from tests.chaos.reading import FURTHER_DOWN, Kind, Seen
from tests.chaos.world import HANDLES, HOME_OF, Watch, at_work

TAKES = {"ack", "item.take"}
A_MINUTE = timedelta(minutes=1)
Place = tuple[str, str]
"""A kind of message, and the channel or the person it is for."""


def check(
    seen: Sequence[Seen], ledger: Ledger, watches: Sequence[Watch], findings: Findings
) -> None:
    """Look at everything that people gave, reported and answered."""
    subjects = [each for each in ledger.subjects() if not each.token.startswith(QUESTIONS)]
    shown: dict[str, list[Seen]] = {}
    for each in seen:
        if each.kind in {Kind.CARD, Kind.OFFER}:
            shown.setdefault(each.token, []).append(each)
    known = {each.token for each in subjects}
    for token, cards in shown.items():
        if token not in known:
            findings.wonder("a card that nobody asked for", *cards)
    for subject in subjects:
        _check_subject(subject, shown.get(subject.token, []), watches, findings)
    _check_numbers(seen, findings)
    # What comes again stands below what came meanwhile.
    again = {
        (_place(each), token)
        for each in seen
        if each.kind == Kind.NEWS and FURTHER_DOWN in each.text
        for token in each.tokens
    }
    _check_order(subjects, shown, again, findings)


def up_in_hours(user: str, since: datetime, watches: Sequence[Watch]) -> bool:
    """Whether Duly was up in a person's working time, for a minute at least, since an instant."""
    for watch in watches:
        moment = max(watch.start, since)
        while moment + A_MINUTE <= watch.end:
            if at_work(user, moment, A_MINUTE):
                return True
            moment += A_MINUTE
    return False


def _check_subject(
    subject: Subject, cards: Sequence[Seen], watches: Sequence[Watch], findings: Findings
) -> None:
    if subject.creation.outcome == Outcome.REFUSED:
        if cards:
            findings.wonder(f"refused, and yet it is there\n    {subject.creation}", *cards)
        return
    _check_places(subject, cards, watches, findings)
    _check_once(subject, findings)
    if cards:
        _check_state(subject, cards, findings)


def _check_places(
    subject: Subject, cards: Sequence[Seen], watches: Sequence[Watch], findings: Findings
) -> None:
    """One card in each channel and with each person it belongs to, and none elsewhere."""
    wanted = _wanted(subject, there=bool(cards))
    for (kind, place), (attempt, must) in wanted.items():
        here = [each for each in cards if (each.kind, _place(each)) == (kind, place)]
        readable = place not in HANDLES or up_in_hours(place, attempt.started, watches)
        if must and readable and not here:
            where = f"the messages of {HANDLES[place]}" if place in HANDLES else place
            findings.lose(f"{subject.token} has no {kind} in {where}", attempt)
        if len(here) > 1:
            findings.double(f"{subject.token} more than once in one place", *here)
    for each in cards:
        if (each.kind, _place(each)) not in wanted:
            findings.wonder(f"{subject.token} where it does not belong", each)


def _wanted(subject: Subject, *, there: bool) -> dict[Place, tuple[Attempt, bool]]:
    """Where messages about it belong, by whose doing, and whether they must be there."""
    creation = subject.creation
    # What was not acknowledged may be there, but then as a whole.
    sure = there or creation.outcome == Outcome.ACCEPTED
    wanted: dict[Place, tuple[Attempt, bool]] = {}
    for to, attempt in subject.offers:
        if attempt.outcome != Outcome.REFUSED:
            wanted[Kind.OFFER, to] = attempt, attempt.outcome == Outcome.ACCEPTED
    for to, attempt in subject.acceptances:
        if attempt.outcome != Outcome.REFUSED:
            must = attempt.outcome == Outcome.ACCEPTED
            wanted[Kind.CARD, HOME_OF[to]] = wanted[Kind.CARD, to] = attempt, must
    wanted[Kind.CARD, subject.channel] = wanted[Kind.CARD, creation.sets[OWNER]] = creation, sure
    return wanted


def _place(seen: Seen) -> str:
    return seen.reader or seen.story.channel


def _check_once(subject: Subject, findings: Findings) -> None:
    """Only one can take it, and only one can close it: everybody else was told so."""
    accepted = [each for each in subject.attempts if each.outcome == Outcome.ACCEPTED]
    takes = [each for each in accepted if each.what in TAKES]
    ends = [each for each in accepted if each.sets.get(STATE) in CLOSED]
    for same, what in ((takes, "taken"), (ends, "closed")):
        if len(same) > 1:
            said = "\n    ".join(str(each) for each in same)
            findings.double(f"{subject.token} was {what} more than once\n    {said}")


def _check_state(subject: Subject, cards: Sequence[Seen], findings: Findings) -> None:
    """Every card shows what was answered last."""
    owners = subject.may_be(OWNER)
    for card in (each for each in cards if each.kind == Kind.CARD):
        if not card.state:
            if not owners - {card.reader}:
                _differs(subject, OWNER, "somebody else's", card, findings)
            continue
        if card.reader and card.reader not in owners:
            _differs(subject, OWNER, card.reader, card, findings)
        if card.state not in subject.may_be(STATE):
            _differs(subject, STATE, card.state, card, findings)
        # Nobody is told by when an issue shall be put right, until somebody names a day.
        dues = subject.may_be(DUE) if subject.last(DUE) else {card.due}
        if not card.reader and card.due not in dues:
            _differs(subject, DUE, card.due, card, findings)


def _differs(subject: Subject, fact: str, shown: str, card: Seen, findings: Findings) -> None:
    refused = [
        each for each in subject.attempts
        if each.outcome == Outcome.REFUSED and each.sets.get(fact) == shown
    ]  # fmt: skip
    said = "\n    ".join(str(each) for each in subject.attempts)
    words = f"{subject.token} shows {fact} {shown!r}\n    {card}\n    {said}\n    last confirmed:"
    if refused:
        findings.wonder(f"refused, and yet it happened: {words}\n    {refused[-1]}")
    else:
        findings.lose(words, subject.last(fact))


def _check_numbers(seen: Sequence[Seen], findings: Findings) -> None:
    """A number belongs to one thing."""
    tokens: dict[str, set[str]] = {}
    for each in seen:
        if each.kind == Kind.CARD and each.ref:
            tokens.setdefault(each.ref, set()).add(each.token)
    for ref, same in tokens.items():
        if len(same) > 1:
            findings.double(f"{ref} is the number of {', '.join(sorted(same))}")


def _check_order(
    subjects: Sequence[Subject],
    shown: dict[str, list[Seen]],
    again: set[tuple[str, str]],
    findings: Findings,
) -> None:
    """What was acknowledged before something else was sent stands above it."""
    lanes: dict[str, list[tuple[float, Subject]]] = {}
    for subject in subjects:
        owner, creation = subject.creation.sets[OWNER], subject.creation
        for card in shown.get(subject.token, []):
            place = _place(card)
            if (place, subject.token) in again:
                continue
            mine = place == owner and at_work(owner, creation.started)
            if card.kind == Kind.CARD and (place == subject.channel or mine):
                lanes.setdefault(place, []).append((float(card.story.ts), subject))
    for place, cards in lanes.items():
        _check_lane(place, [subject for _, subject in sorted(cards, key=lambda c: c[0])], findings)


def _check_lane(place: str, subjects: Sequence[Subject], findings: Findings) -> None:
    for index, later in enumerate(subjects):
        for earlier in subjects[:index]:
            first, second = later.creation, earlier.creation
            if first.outcome == Outcome.ACCEPTED and first.ended < second.started:
                findings.disorder(
                    f"in {place}, {earlier.token} stands above {later.token}\n"
                    f"    {first}\n    {second}"
                )
                break
