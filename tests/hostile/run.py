"""One Duly after the other is sent what nobody should send, and all that comes of it is judged."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.answering import UNAVAILABLE
from tests import cast
from tests.hostile import checks, world
from tests.hostile.payloads import OUTSIDER, Attacker, Seen, Sent
from tests.hostile.values import MARK
from tests.hostile.world import PRIVATE, Told, World

BROKEN_SERVER = 500
TOLD_ONLY = {"outbox", "paces", "kept_words"}
"""What a refusal may add: a word to whoever asked, where the answer had no room for it."""
REFUSED = re.compile("(?:failed|was not drawn): refused")
"""Slack has not taken what was to be shown; that it was away or slow is no finding."""
SHOWN = 3
KINDS = ("500s", "traces", "leaks", "half rows")
FOLLOWS = re.compile(f"Tell customers[^\\n]*{PRIVATE}")
OURS = (
    "Something went wrong on our side",
    "cannot save anything right now",
    "cut off while I saved",
)


@dataclass
class Verdict:
    """What was sent and what came of it; `findings` are words with the input that led to them."""

    inputs: int = 0
    answered: int = 0
    slowest: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    findings: dict[str, list[str]] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)

    def find(self, kind: str, words: str, where: str) -> None:
        """One more finding."""
        self.counts[kind] += 1
        self.findings.setdefault(f"{kind}: {words}", []).append(where)

    def told(self) -> Iterator[str]:
        """Each kind of finding once, with the inputs that lead to it."""
        for words, places in self.findings.items():
            yield f"{len(places)} × {words}\n    " + "\n    ".join(places[:SHOWN])

    @property
    def line(self) -> str:
        """The last word."""
        found = ", ".join(f"{kind} {self.counts[kind]}" for kind in KINDS)
        return (
            f"inputs {self.inputs}, answered {self.answered}, {found}, "
            f"slowest {self.slowest * 1000:.0f} ms"
        )

    @property
    def all_well(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.counts and self.answered == self.inputs


def play(
    inputs: int,
    seed: str,
    new_database: Callable[[], str],
    *,
    life: int = 250,
    only: int | None = None,
    fill: bool = True,
) -> Verdict:
    """Send so many requests; each life begins with a fresh database, so that one can be repeated.

    `only` plays the life of one input up to it and no other.
    """
    verdict = Verdict()
    first = (only // life) * life if only is not None else 0
    last = only + 1 if only is not None else inputs
    for start in range(first, last, life):
        with world.build(new_database(), fill=fill) as here:
            _live(here, verdict, seed, range(start, min(start + life, last)))
    return verdict


def _live(here: World, verdict: Verdict, seed: str, numbers: range) -> None:
    seen = Seen()
    attacker = Attacker(seen, here.workspace.tickets.new_trigger)
    for sent in _beginnings(here, attacker):
        seen.look(here.post(sent).shown)
    known: set[str] = set()
    with here.duly.database.read() as session:
        known.update(checks.broken(session))
    for number in numbers:
        sent = attacker.draw(Random(f"{seed}:{number}"))
        where = f"input {number} of seed {seed}: {sent.words}"
        verdict.inputs += 1
        begun = time.perf_counter()
        told = here.post(sent)
        verdict.slowest = max(verdict.slowest, time.perf_counter() - begun)
        verdict.answered += 1
        verdict.outcomes["refused" if told.refused else str(told.response.status_code)] += 1
        for kind, words in _judged(here, sent, told):
            verdict.find(kind, words, where)
        seen.look(told.shown)
        if told.changed - TOLD_ONLY - {"receipts"}:
            with here.duly.database.read() as session:
                fresh = [words for words in checks.broken(session) if words not in known]
            for words in dict.fromkeys(fresh):
                verdict.find("half rows", words, where)
            known.update(fresh)
    where = f"after input {numbers.stop - 1} of seed {seed}"
    for words in here.deliver():
        verdict.find("half rows", f"a message that Slack refuses, {words}", where)
    for message in here.messages():
        for loud in checks.loud({"text": message.text, "blocks": message.blocks}):
            verdict.find("leaks", f"markup in a message: {loud!r}", where)


def _beginnings(here: World, attacker: Attacker) -> Iterator[Sent]:
    for user, words in world.BEGIN:
        yield attacker.command(user, words)
    world.plant(here.duly)
    for words in world.OPENINGS:
        yield attacker.command(cast.OMAR, words)
    for user, action, value in world.CLICKS:
        yield attacker.click(user, action, value)


def _judged(here: World, sent: Sent, told: Told) -> Iterator[tuple[str, str]]:
    """The findings about one request: what kind, in which words."""
    status = told.response.status_code
    answer = told.response.text + "".join(_strings(told.shown))
    if status >= BROKEN_SERVER and not (status == UNAVAILABLE and not sent.genuine):
        yield "500s", f"answered {status}"
    log = "\n".join(told.log)
    if "Traceback" in answer + log or 'File "' in log or any(words in answer for words in OURS):
        yield "traces", _where_it_broke(log) or answer[:200]
    elif sent.own_trigger and REFUSED.search(log):
        yield "traces", f"not shown: {log[-600:]}"
    if MARK in log:
        line = next(line for line in told.log if MARK in line)
        yield "leaks", f"the log has what somebody wrote: {line[:60]!r}"
    # A task that an executive gives away with an answer bears the decision's name on purpose.
    shown = FOLLOWS.sub("", answer)
    if PRIVATE in log or (PRIVATE in shown and not _may_read(here, sent.user)):
        yield "leaks", f"a decision shown to {sent.user[:40]!r}"
    if sent.user == OUTSIDER and any(words in answer for words in world.OURS):
        yield "leaks", "something of ours shown to a person of another company"
    for words in checks.loud(told.shown):
        yield "leaks", f"markup: {words!r}"
    refused = told.refused or not sent.genuine or status >= 400
    if refused and told.changed - TOLD_ONLY:
        yield "half rows", f"refused, and yet changed {sorted(told.changed)}"


def _where_it_broke(log: str) -> str:
    """The nearest places in Duly's own code, and the kind of the error."""
    ours = re.findall(r'/((?:bot|handlers|storage)/\S+", line \d+, in \w+)', log)
    lines = [
        line
        for line in log.splitlines()
        if line and not line.startswith((" ", "…", "INFO", "DEBUG"))
    ]
    return " < ".join([*lines[-1:], *reversed(ours[-3:])]) if ours else ""


def _may_read(here: World, user: str) -> bool:
    with here.duly.database.read() as session:
        return checks.may_read(session, user)


def _strings(shown: Any) -> Iterator[str]:
    if isinstance(shown, str):
        yield shown
    for each in (
        shown.values() if isinstance(shown, dict) else shown if isinstance(shown, list) else ()
    ):
        yield from _strings(each)
