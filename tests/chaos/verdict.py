"""The count at the workspace's end: what people were promised against what they can see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tests.chaos import appointments, promises, reminders
from tests.chaos.findings import Findings
from tests.chaos.hands import OPENS
from tests.chaos.hearing import CONFIRMED_LATER, MAYBE, NO_FORM, NOT_YOURS, OUR_FAULT
from tests.chaos.ledger import OWNER, STATE, Attempt, Ledger, Outcome
from tests.chaos.reading import Kind, Seen, read
from tests.chaos.world import Watch, Watched

TAKE = "item.take"
"""It opens a form where the date has passed."""
ANSWERS_WITHIN = 3.5
"""So many seconds after a click has ended nothing more is written about it."""

RENEWS = "* renews on "
"""Part of what the lead of an account reads before it renews."""


@dataclass(frozen=True)
class Verdict:
    """The numbers, and each broken expectation in words."""

    acknowledged: int
    kept: int
    lost: int
    doubled: int
    out_of_order: int
    unexplained: int
    findings: tuple[str, ...]

    @property
    def all_well(self) -> bool:
        """Whether every expectation came true."""
        return self.acknowledged == self.kept and not self.findings

    @property
    def line(self) -> str:
        """The verdict in one line."""
        return (
            f"acknowledged {self.acknowledged}, kept {self.kept}, lost {self.lost}, "
            f"doubled {self.doubled}, out of order {self.out_of_order}, "
            f"unexplained {self.unexplained}"
        )


def judge(slack: Watched, ledger: Ledger, watches: Sequence[Watch]) -> Verdict:
    """Compare the workspace with the ledger."""
    seen, findings = read(slack), Findings()
    _check_keys(seen, findings)
    _explain_words(seen, ledger, findings)
    promises.check(seen, ledger, watches, findings)
    appointments.check(seen, ledger, watches, findings)
    reminders.check(seen, ledger, watches, findings)
    acknowledged = ledger.confirmed
    return Verdict(
        acknowledged, acknowledged - findings.lost_attempts, findings.lost, findings.doubled,
        findings.out_of_order, findings.unexplained, (*ledger.complaints, *findings.words),
    )  # fmt: skip


def _check_keys(seen: Sequence[Seen], findings: Findings) -> None:
    """Every message carries an opaque key, and no two carry the same."""
    by_key: dict[str, list[Seen]] = defaultdict(list)
    for each in seen:
        by_key[each.story.key].append(each)
    for key, same in by_key.items():
        if not key:
            findings.wonder("messages without a key", *same)
        elif len(same) > 1:
            findings.double("one key, several messages", *same)


def _explain_words(seen: Sequence[Seen], ledger: Ledger, findings: Findings) -> None:
    """What a click was answered with, where no notice could open: at most once for each click.

    A click that seemed to have worked did not where such words say so.
    """
    clicks = [each for each in ledger.attempts() if each.clicked]
    explained: set[int] = set()
    shown = _shown(seen, ledger)
    for each in (one for one in seen if one.kind == Kind.WORDS and not _is_of_a_day(one)):
        fitting = [click for click in clicks if _may_be_answered_by(click, each)]
        fresh = [click for click in fitting if id(click) not in explained]
        if not fitting:
            findings.wonder("a message that nobody's doing explains", each)
        elif not fresh:
            findings.double("one click, several answers", each)
        else:
            click = max(fresh, key=lambda one: (id(one) not in shown, one.started))
            explained.add(id(click))
            said_yes = click.outcome == Outcome.ACCEPTED and not click.notice
            if said_yes and id(click) not in shown and CONFIRMED_LATER not in each.text:
                maybe = each.text.startswith(MAYBE)
                click.outcome = Outcome.UNSURE if maybe else Outcome.REFUSED
                click.told = each.text


def _is_of_a_day(each: Seen) -> bool:
    """Whether nobody's doing explains it, but a day that has come: an account renews."""
    return RENEWS in each.text


def _shown(seen: Sequence[Seen], ledger: Ledger) -> set[int]:
    """The clicks whose effect is there to be seen, and nobody else's doing."""
    found = set()
    for subject in ledger.subjects():
        cards = [one for one in seen if one.kind == Kind.CARD and one.token == subject.token]
        states = {card.state for card in cards}
        readers = {card.reader for card in cards}
        accepted = [each for each in subject.attempts if each.outcome == Outcome.ACCEPTED]
        for each in accepted:
            alike = [one for one in accepted if one.sets.get(STATE) == each.sets.get(STATE)]
            owner = each.sets.get(OWNER)
            if owner in readers if owner else each.sets.get(STATE) in states and alike == [each]:
                found.add(id(each))
    return found


def _may_be_answered_by(click: Attempt, words: Seen) -> bool:
    if click.who != words.reader or click.started > words.at:
        return False
    written = words.written_at
    if click.began and written and not click.began <= written <= click.ended_at + ANSWERS_WITHIN:
        return False
    if words.text.startswith(NO_FORM):
        return click.words.startswith(OPENS) or click.what == TAKE
    if words.text.startswith((*OUR_FAULT, NOT_YOURS, MAYBE)):
        return True
    return any(word in click.words.split() for word in words.text.replace(".", " ").split())
