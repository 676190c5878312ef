"""Reminders: at most one bundle a day for each person, of what they owe and of nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from tests.chaos.findings import Findings
from tests.chaos.ledger import (
    CLOSED,
    CORRECTED,
    NO,
    OPEN,
    OWNER,
    QUESTIONS,
    STATE,
    WAIT,
    Ledger,
    Outcome,
    Subject,
)
from tests.chaos.load import KEY_CUSTOMER
from tests.chaos.reading import Kind, Seen, token_in
from tests.chaos.world import (
    BUNDLE,
    CLOSES,
    HANDLES,
    OPENS,
    ZONES,
    Watch,
    local_moment,
    working_day,
)

OVER = "The wait for the customer is over"
ON_ITS_WAY = timedelta(seconds=90)
"""A bundle is drawn at most so long before it is there."""
ENOUGH = timedelta(seconds=90)
NOON = 12
"""What is given before is half due, where it is most urgent, by the next morning."""
TELLS = (
    "was answered with a no", "heard the no", "heard our no", "You stand in for",
    "has not said more since", "a no from us", "our no to", "whether a no to", "noes to",
    "whether a no stands", "noes stand",
)  # fmt: skip
"""What is said of a no, too: whoever tells the customer is asked, and whether it stands."""
STEPS = (
    "hear from us", "heard from us", "keeps it from coming back", "keeps this from coming back",
    "it help", "You stand in for", "has not said more since", "thing helped", "things helped",
    "thing held", "things held", "could come back",
)  # fmt: skip
"""What is said of what is corrected: the rest of its loop is asked of whoever can do it."""


def check(
    seen: Sequence[Seen], ledger: Ledger, watches: Sequence[Watch], findings: Findings
) -> None:
    """Look at every bundle, and for those that should be there."""
    for user in HANDLES:
        bundles = [each for each in seen if each.kind == Kind.BUNDLE and each.reader == user]
        days = bundle_days(user, watches)
        _check_days(user, bundles, days, findings)
        for bundle in bundles:
            for ref, sentence in bundle.named:
                _check_named(bundle, ref, sentence, ledger, findings)
        _check_waits(bundles, ledger, findings)
        for subject in ledger.subjects():
            if _owes_plainly(subject, user):
                _check_reminded(subject, bundles, days, findings)


def bundle_days(user: str, watches: Sequence[Watch]) -> list[date]:
    """The local days on which Duly had time to bring a person a bundle."""
    days: set[date] = set()
    zone = ZONES[user]
    for watch in watches:
        day = watch.start.astimezone(zone).date()
        begins = max(watch.start, local_moment(day, BUNDLE, zone))
        ends = min(watch.end, local_moment(day, timedelta(hours=CLOSES), zone))
        if day.weekday() < 5 and ends - begins >= ENOUGH:
            days.add(day)
    return sorted(days)


def _check_days(
    user: str, bundles: Sequence[Seen], days: Sequence[date], findings: Findings
) -> None:
    """One bundle for each day; one that could not leave comes with the next."""
    zone, spare = ZONES[user], 0
    known = sorted({*days} | {each.at.astimezone(zone).date() for each in bundles})
    for day in known:
        came = [each for each in bundles if each.at.astimezone(zone).date() == day]
        if len(came) > 1 + spare:
            findings.double(f"{HANDLES[user]} got {len(came)} bundles on {day}", *came)
        spare += 1 - len(came)


def _check_named(bundle: Seen, ref: str, sentence: str, ledger: Ledger, findings: Findings) -> None:
    subject = ledger.find(token_in(sentence))
    if subject is None or subject.creation.outcome == Outcome.REFUSED:
        findings.wonder(f"a reminder of {ref}, which nobody asked for", bundle)
        return
    if subject.customer and NO in subject.may_be(STATE) and any(t in sentence for t in TELLS):
        return
    if CORRECTED in subject.may_be(STATE) and any(t in sentence for t in STEPS):
        return
    for each in subject.attempts:
        closed = each.outcome == Outcome.ACCEPTED and each.sets.get(STATE) in CLOSED
        if closed and each.ended + ON_ITS_WAY < bundle.at:
            findings.wonder(f"a reminder of what was closed\n    {each}", bundle)
    _check_quiet(bundle, ref, subject, findings)


def _check_quiet(bundle: Seen, ref: str, subject: Subject, findings: Findings) -> None:
    """Who was promised quiet has it until then."""
    last = subject.attempts[-1]
    if last.what not in ("snooze", "wait") or last.outcome != Outcome.ACCEPTED or subject.offers:
        return
    until = local_moment(
        date.fromisoformat(last.sets.get("quiet") or last.sets[WAIT]), BUNDLE, ZONES[last.who]
    )
    if bundle.reader == last.who and last.ended + ON_ITS_WAY < bundle.at < until:
        findings.wonder(f"a reminder of {ref} during promised quiet\n    {last}", bundle)


def _check_waits(bundles: Sequence[Seen], ledger: Ledger, findings: Findings) -> None:
    """Whoever waited is asked once how it goes on, for each wait that there was."""
    asked: dict[str, list[Seen]] = {}
    for bundle in bundles:
        for _, sentence in bundle.named:
            if OVER in sentence:
                asked.setdefault(token_in(sentence), []).append(bundle)
    for token, came in asked.items():
        subject = ledger.find(token)
        begun = [each for each in subject.attempts if WAIT in each.sets] if subject else []
        if len(came) > sum(each.outcome != Outcome.REFUSED for each in begun):
            findings.double(f"the wait of {token} was over more than once", *came)


def _owes_plainly(subject: Subject, user: str) -> bool:
    """Whether a person was given something, surely, and nobody did anything about it since."""
    if subject.token.startswith(QUESTIONS) or len(subject.attempts) != 1:
        return False
    creation = subject.creation
    plain = creation.outcome == Outcome.ACCEPTED and creation.sets[STATE] == OPEN
    return plain and creation.sets[OWNER] == user


def _check_reminded(
    subject: Subject,
    bundles: Sequence[Seen],
    days: Sequence[date],
    findings: Findings,
) -> None:
    """Not before the next working morning; and then, or for most a day later, surely."""
    creation = subject.creation
    given = _working_day_of(creation.ended, creation.sets[OWNER])
    earliest = working_day(given, 1)
    early = creation.ended.astimezone(ZONES[creation.sets[OWNER]]).hour < NOON
    soon = subject.customer == KEY_CUSTOMER and early
    latest = earliest if soon else working_day(given, 2)
    naming = [
        each for each in bundles
        if any(token_in(sentence) == subject.token for _, sentence in each.named)
    ]  # fmt: skip
    zone = ZONES[creation.sets[OWNER]]
    for each in naming:
        if each.at.astimezone(zone).date() < earliest:
            findings.wonder(f"a reminder on the day it was given\n    {creation}", each)
    due = [day for day in days if day >= latest]
    # A bundle names seven things and counts the rest.
    counted = any(each.more for each in bundles if each.at.astimezone(zone).date() >= earliest)
    if due and not naming and not counted:
        words = "\n    ".join(str(each) for each in bundles)
        findings.lose(
            f"no reminder of {subject.ref} {subject.token} to {HANDLES[creation.sets[OWNER]]} "
            f"by {due[0]}\n    {creation}\n    {words}"
        )


def _working_day_of(moment: datetime, user: str) -> date:
    """The working day on which something that is given now is first found."""
    local = moment.astimezone(ZONES[user])
    day = local.date()
    if local.hour >= CLOSES or local.weekday() >= 5:
        day += timedelta(days=1)
    return working_day(day) if local.hour >= OPENS else working_day(local.date())
