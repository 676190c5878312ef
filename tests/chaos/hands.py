"""How people do things: one at a time, remembering what they were told."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from bot.practice.slack.objects import View
from bot.practice.slack.people import People
from bot.practice.slack.sockets import Answer
from tests.chaos import hearing, screens
from tests.chaos.ledger import OWNER, STATE, Attempt, Ledger, Outcome, Subject
from tests.chaos.screens import Button
from tests.chaos.world import HOME_OF, Time, Watched

WAITING_SECONDS = 3.3
"""A form that comes so long after the click cannot open any more; only then do people go on."""
PAUSE_SECONDS, MOST_TRIES = 0.3, 100
SENT_AGAIN = 3
LATEST = 40
"""People deal with so many of the newest things."""
OPENS = "opens the form"
_REF = re.compile(r"\b([TI]-\d+)\b")


@dataclass(frozen=True)
class Act:
    """Something to do: by whom, about what, what it makes true, and how it is done."""

    who: str
    subject: Subject
    what: str
    words: str
    sets: dict[str, str]
    do: Callable[[], Answer]
    clicked: bool = False


class Hands:
    """Does what people want; the same person or thing is never in two hands."""

    def __init__(self, slack: Watched, flow: Time, ledger: Ledger) -> None:
        self.slack = slack
        self.flow = flow
        self.ledger = ledger
        self.people = People(slack)
        self._busy: set[str] = set()
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def alone(self, *names: str) -> Iterator[bool]:
        """Whether these people and things are free; they are nobody else's meanwhile."""
        with self._lock:
            free = all(names) and not self._busy.intersection(names)
            taken: Sequence[str] = names if free else ()
            self._busy.update(taken)
        try:
            yield free
        finally:
            with self._lock:
                self._busy.difference_update(taken)

    @contextlib.contextmanager
    def chosen(
        self, random: Random, states: set[str], *, offered: bool = False
    ) -> Iterator[Subject | None]:
        """A subject in one of these states that nobody else is dealing with just now."""
        known = [
            each for each in self.ledger.subjects()
            if each.attempts and not each.left_alone and (each.offers or not offered)
            if each.now(STATE) in states and self._can_name(each)
        ]  # fmt: skip
        subject = random.choice(known[-LATEST:]) if known else None
        with self.alone(subject.token if subject else "") as free:
            yield subject if free else None

    def command(
        self, who: str, subject: Subject, verb: str, rest: str, sets: dict[str, str]
    ) -> Act:
        """A typed answer."""
        words, channel = f"/cx {verb} {subject.ref}{rest}", HOME_OF[who]
        return Act(
            who, subject, verb, words, sets, lambda: self.people.command(who, channel, words)
        )

    def click(
        self, who: str, subject: Subject, button: Button | None, sets: dict[str, str]
    ) -> Act | None:
        """A pressed button, if there is one."""
        if button is None:
            return None
        words = f"presses {button.action} {subject.ref}"
        return Act(
            who, subject, button.action, words, sets, lambda: self.press(who, button), clicked=True
        )

    def press(self, who: str, button: Button) -> Answer:
        """Press it."""
        return self.people.click(
            who, button.channel, button.ts, button.action, button.block, selected=button.chosen
        )

    def do(self, act: Act) -> Attempt:
        """Do it, and remember what the person was told."""
        self.slack.screens.clear(act.who)
        started, begun = self.flow.now, time.time()
        copies = self.slack.faults.deliveries
        answer = act.do()
        if act.clicked:
            outcome, told = hearing.of_click(answer, self._notice(act.who), copies)
        else:
            outcome, told = hearing.of_command(answer, copies)
        attempt = Attempt(
            act.who, act.what, act.words, act.sets, started, self.flow.now, outcome, told,
            clicked=act.clicked, notice=act.clicked and bool(told), began=begun,
        )  # fmt: skip
        self._remember(act.subject, attempt)
        _wait_out(answer, begun)
        return attempt

    def create(self, act: Act) -> None:
        """Do what makes a new subject; its number is in the answer."""
        attempt = self.do(act)
        if attempt.outcome == Outcome.ACCEPTED:
            found = _REF.search(attempt.told)
            act.subject.ref = found[1] if found else ""
        self.ledger.add(act.subject)

    def insist(self, who: str, channel: str, words: str, what: str) -> bool:
        """Say it again until somebody answers; whether the answer was a yes."""
        for _ in range(MOST_TRIES):
            started, copies = self.flow.now, self.slack.faults.deliveries
            outcome, told = hearing.of_command(self.people.command(who, channel, words), copies)
            self.ledger.note(Attempt(who, what, words, {}, started, self.flow.now, outcome, told))
            if outcome != Outcome.UNSURE:
                return outcome == Outcome.ACCEPTED
            time.sleep(PAUSE_SECONDS)
        self.ledger.complain(f"nobody answers {who} {words}")
        return False

    def form(self, who: str, button: Button, ref: str) -> View | None:
        """The form behind a button about something, if Slack opens it."""
        self.slack.screens.clear(who)
        started, begun = self.flow.now, time.time()
        answer = self.press(who, button)
        view = self.slack.view(who)
        opened = view is not None and bool(view.body.get("submit"))
        # Nothing changes by it: all that may come of it later is a word why it did not open.
        outcome = Outcome.REFUSED if answer.ok else Outcome.UNSURE
        words = f"{OPENS} {button.chosen or button.action} {ref}"
        self.ledger.note(
            Attempt(
                who, button.action, words, {}, started, self.flow.now, outcome, self._notice(who),
                clicked=True, notice=view is not None, began=begun,
            )
        )  # fmt: skip
        _wait_out(answer, begun)
        return view if opened else None

    def send(
        self, who: str, view: View, filled: str, subject: Subject, sets: dict[str, str]
    ) -> None:
        """Send a form with one field filled in, and send it again while nobody answers."""
        started, begun, copies = self.flow.now, time.time(), self.slack.faults.deliveries
        for _ in range(SENT_AGAIN):
            answer = self.people.submit(who, view.id, {screens.last_text(view): filled})
            if answer.ok:
                break
        outcome, told = hearing.of_form(answer, self._notice(who), copies)
        words = f"sends the form {view.body.get('callback_id')} {subject.ref}"
        attempt = Attempt(
            who, "form", words, sets, started, self.flow.now, outcome, told, clicked=True,
            notice=bool(told), began=begun,
        )  # fmt: skip
        self._remember(subject, attempt)
        self.slack.screens.clear(who)

    def _notice(self, who: str) -> str:
        view = self.slack.view(who)
        return self.slack.plain(view, who) if view else ""

    def _remember(self, subject: Subject, attempt: Attempt) -> None:
        with self._lock:
            subject.attempts.append(attempt)
            if "offer" in attempt.sets and attempt.outcome != Outcome.REFUSED:
                subject.offers.append((attempt.sets["offer"], attempt))
            if attempt.what == "offer.accept" and attempt.outcome != Outcome.REFUSED:
                subject.acceptances.append((attempt.sets[OWNER], attempt))

    def _can_name(self, subject: Subject) -> bool:
        """Whether people know its number, from the answer or from its card."""
        if not subject.ref:
            for message in self.slack.messages(subject.channel):
                found = _REF.match(message.text)
                if found and subject.token in message.text:
                    subject.ref = found[1]
        return bool(subject.ref)


def _wait_out(answer: Answer, begun: float) -> None:
    """After a time-out, wait until nothing can come of it on the screen any more."""
    if answer.outcome == "operation_timeout":
        time.sleep(max(0.0, begun + WAITING_SECONDS - time.time()))
