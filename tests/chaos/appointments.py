"""Digests and questions: one for each appointment that fell due, whoever was down at the time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from tests.chaos.findings import Findings
from tests.chaos.ledger import QUESTIONS, Appointment, Ledger, Outcome, Subject
from tests.chaos.reading import Kind, Seen
from tests.chaos.storm import JUMP_MINUTES
from tests.chaos.world import HEAD_OFFICE, Watch

AWAKE = timedelta(minutes=5)
"""So long it may take in a storm until what fell due in the night is made good."""
SURELY_IN_TIME, AT_MOST = timedelta(hours=23), timedelta(hours=24)
"""What is later than a day does not come at all."""
AHEAD = timedelta(minutes=JUMP_MINUTES[1])
"""So far ahead the clock of Duly's machine may have been: what comes then does not come again."""


def check(
    seen: Sequence[Seen], ledger: Ledger, watches: Sequence[Watch], findings: Findings
) -> None:
    """Count digests and questions, and look for the answers to questions."""
    digests = [each for each in ledger.appointments if each.kind == "digest"]
    for channel in {each.story.channel for each in seen if each.kind == Kind.DIGEST}:
        if channel not in {each.channel for each in digests}:
            findings.wonder(f"digests in {channel}, where nobody wanted any")
    for each in digests:
        came = [
            one for one in seen if one.kind == Kind.DIGEST and one.story.channel == each.channel
        ]
        least, most = bounds(list(_instants(each, watches[-1].end)), watches)
        _compare(f"digests in {each.channel}", came, least, most, findings)
    _check_threads(seen, findings)
    _check_questions(seen, ledger, watches, findings)
    for subject in ledger.subjects():
        if subject.token.startswith(QUESTIONS):
            _check_answers(subject, seen, findings)


def bounds(planned: Sequence[datetime], watches: Sequence[Watch]) -> tuple[int, int]:
    """How many of these appointments must have been kept, and how many may have been.

    What falls due while nobody is up is made good when somebody is, once, within a day; others
    that fell due meanwhile are passed over. In the last moments of a watch, and before it is made
    good, both may be. What falls due soon after a watch may have come to a clock that was ahead.
    """
    least, most = 0, 0
    caught_up = down = watches[0].start
    for watch in watches:
        doubtful = [at for at in planned if caught_up < at <= down]
        missed = [at for at in planned if down < at < watch.start]
        behind = [*doubtful, *missed]
        awake = watch.start + (AWAKE if behind else timedelta())
        early = sum(watch.start <= at < awake for at in planned)
        kept = sum(awake <= at <= watch.caught_up for at in planned)
        least += kept + _made_good(behind, watch, SURELY_IN_TIME)
        after = max(_made_good(missed, watch, AT_MOST), _came_ahead(missed, down))
        most += kept + early + len(doubtful) + after
        caught_up, down = watch.caught_up, watch.end
    return least, most + _came_ahead(planned, down)


def _came_ahead(planned: Sequence[datetime], down: datetime) -> int:
    return int(any(down < at <= down + AHEAD for at in planned))


def _made_good(missed: Sequence[datetime], watch: Watch, within: timedelta) -> int:
    return int(bool(missed) and watch.start - missed[0] <= within)


def _instants(appointment: Appointment, until: datetime) -> Iterator[datetime]:
    """Every time it falls due: the same time of day in the head office, on working days."""
    moment = appointment.first.astimezone(HEAD_OFFICE)
    while moment <= until:
        if moment.weekday() < 5:
            yield moment
        moment += appointment.every


def _compare(what: str, came: Sequence[Seen], least: int, most: int, findings: Findings) -> None:
    wanted = f"{least}" if least == most else f"{least} to {most}"
    words = f"{len(came)} {what} instead of {wanted}"
    for _ in range(least - len(came)):
        findings.lose("\n    ".join([words, *map(str, came)]))
    for _ in range(len(came) - most):
        findings.double("\n    ".join([words, *map(str, came)]))


def _check_threads(seen: Sequence[Seen], findings: Findings) -> None:
    """What a digest rests on stands once in its thread, and nowhere else."""
    digests = {each.story.ts for each in seen if each.kind == Kind.DIGEST}
    known: set[tuple[str, str]] = set()
    for each in (each for each in seen if each.kind == Kind.STANDINGS):
        place = each.story.under, each.text.partition(":")[0]
        if place in known:
            findings.double("it stands in the thread of a digest already", each)
        if each.story.under not in digests:
            findings.wonder("it stands in the thread of no digest", each)
        known.add(place)


def _check_questions(
    seen: Sequence[Seen], ledger: Ledger, watches: Sequence[Watch], findings: Findings
) -> None:
    came = [each for each in seen if each.kind == Kind.QUESTION]
    made = [each for each in ledger.appointments if each.kind == "question"]
    end = watches[-1].end
    least = most = 0
    for number, each in enumerate(made):
        until = made[number + 1].made if number + 1 < len(made) else end
        # A week later it waits while the last one has no answer.
        must, may = bounds([each.first], watches)
        again = sum(1 for at in _instants(each, until) if at > each.first)
        least, most = least + must, most + may + again
    _compare("questions", came, least, most, findings)
    refs = [each.ref for each in came]
    for each in came:
        if refs.count(each.ref) > 1:
            findings.double(f"{each.ref} is there more than once", each)


def _check_answers(subject: Subject, seen: Sequence[Seen], findings: Findings) -> None:
    shown = {
        token for each in seen if each.kind == Kind.QUESTION and each.ref == subject.token
        for token in each.tokens
    }  # fmt: skip
    facts = {fact for each in subject.attempts for fact in each.sets}
    for fact in facts:
        last = subject.last(fact)
        if last is not None and not shown & subject.may_be(fact):
            findings.lose(f"{subject.token} does not show an answer", last)
    for each in subject.attempts:
        if each.outcome == Outcome.REFUSED and shown & set(each.sets.values()):
            findings.wonder(f"refused, and yet it is there\n    {each}")
