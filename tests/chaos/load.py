"""The people of Brightwater at work: they give tasks, report issues, answer, and press twice."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from random import Random

from bot.practice.slack.clock import moment_of
from bot.practice.slack.elements import NotPossibleError
from tests import cast
from tests.chaos import screens
from tests.chaos.hands import Act, Hands
from tests.chaos.ledger import (
    BACK,
    CLOSED,
    CORRECTED,
    DONE,
    DUE,
    NO,
    OPEN,
    OWNER,
    STATE,
    TAKEN,
    Appointment,
    Outcome,
    Subject,
)
from tests.chaos.pausing import plain, waiting
from tests.chaos.world import (
    HANDLES,
    HEAD_OFFICE,
    HOME_OF,
    LEADS,
    TELLTALE,
    at_work,
    local_moment,
    working_day,
)

THINKING_SECONDS, LOOK_SECONDS = 0.15, 0.05
PATIENCE = 0.98
"""How often people wait, for a moment, while Slack says that the app cannot be reached."""
AT_NIGHT, BY_CLICK, BY_OWNER = 0.1, 0.5, 0.8
KEY_CUSTOMER = cast.CUSTOMERS[0][0]
"""Whoever owes this one something is reminded on the next morning."""
CUSTOMERS = (*(name for name, *_ in cast.CUSTOMERS), KEY_CUSTOMER, "")
SAID_AGAIN = 5
DUE_DAYS, LATER_DAYS = (0, 1, 1, 2, 3, 5), (1, 2, 3, 4)
EXECUTIVES = (cast.NORA, cast.VICTOR, cast.PRIYA)


class Load:
    """Several people at once; `reachable` says whether Slack finds the app."""

    def __init__(self, hands: Hands, reachable: Callable[[], bool]) -> None:
        self._hands = hands
        self._reachable = reachable
        self._slack, self._flow, self._ledger = hands.slack, hands.flow, hands.ledger
        self._pair = ThreadPoolExecutor(2, thread_name_prefix="race")
        self.gives_at_night = False
        """Whether people may be given something outside their hours, to find it later."""

    def work(self, seed: str, stopped: threading.Event) -> None:
        """One deed after the other, until stopped."""
        random = Random(seed)
        deeds = (
            (6, self._give_task), (2, self._report_issue), (5, self._take), (3, self._finish),
            (2, self._redate), (1, self._decline), (1, self._decline_in_form), (1, self._snooze),
            (2, self._hand_over), (2, self._accept), (1, self._withdraw), (1, self._race),
            (1, self._answer_question), (1, self._ask_again),
            (2, self._wait),
        )  # fmt: skip
        weights = [weight for weight, _ in deeds]
        while not stopped.is_set():
            if not self._reachable() and random.random() < PATIENCE:
                stopped.wait(LOOK_SECONDS)
                continue
            _, deed = random.choices(deeds, weights)[0]
            with contextlib.suppress(NotPossibleError):
                # What a person wanted to press is gone from their screen: they do something else.
                deed(random)
            stopped.wait(random.expovariate(1 / THINKING_SECONDS))

    def answers_come(self) -> bool:
        """Whether a command is answered now."""
        return self._hands.people.command(cast.OMAR, "#general", "/cx help").ok

    # Schedules

    def settle_in(self, random: Random) -> None:
        """The CCO sets the schedules, and gives each department something to report on."""
        for number, channel in enumerate((*LEADS, cast.EXECUTIVES)):
            clock = timedelta(hours=15 if number % 3 == 2 else 9, minutes=random.randint(28, 31))
            self._schedule_digest(channel, clock)
        self._schedule_question(random)
        for channel, (lead, _) in LEADS.items():
            self._command_task(random, cast.OMAR, lead, channel, left_alone=True)
            self._let_wait(random, lead, channel)

    def _let_wait(self, random: Random, lead: str, channel: str) -> None:
        """What a lead has taken waits for its customer until the next working day, left alone."""
        subject = self._command_task(
            random, lead, lead, channel, customer=random.choice(CUSTOMERS[:-1]), left_alone=True
        )
        for _ in range(SAID_AGAIN if subject.ref else 0):
            act = waiting(self._hands, subject)
            if act is None or self._hands.do(act).outcome != Outcome.UNSURE:
                return

    def _schedule_digest(self, channel: str, clock: timedelta) -> None:
        made = self._flow.now
        day = made.astimezone(HEAD_OFFICE).date()
        moment = local_moment(day, clock, HEAD_OFFICE)
        if moment <= made:
            moment = local_moment(working_day(day, 1), clock, HEAD_OFFICE)
        words = f"/cx digest daily {moment:%H:%M} in {cast.BERLIN}"
        if self._hands.insist(cast.OMAR, channel, words, "digest"):
            self._ledger.appointments.append(
                Appointment("digest", channel, moment, timedelta(days=1), made)
            )

    def _schedule_question(self, random: Random) -> None:
        """A weekly question, for some minutes from now or for the next working morning."""
        made = self._flow.now
        today = made.astimezone(HEAD_OFFICE).date()
        soon = made.astimezone(HEAD_OFFICE) + timedelta(minutes=random.randint(2, 6))
        moment = soon.replace(second=0, microsecond=0)
        if random.random() < 0.5:
            clock = timedelta(hours=9, minutes=random.randint(28, 31))
            moment = local_moment(working_day(today, 1), clock, HEAD_OFFICE)
        words = f"/cx prompt weekly {moment:%A} {moment:%H:%M}".lower()
        if self._hands.insist(cast.OMAR, "#executives", words, "question"):
            self._ledger.appointments.append(
                Appointment("question", cast.EXECUTIVES, moment, timedelta(days=7), made)
            )

    def _ask_again(self, random: Random) -> None:
        """Once a question has come and is answered, the CCO sets the time of the next."""
        asked = [each for each in self._ledger.appointments if each.kind == "question"]
        newest = screens.newest_question(self._slack)
        if not asked or newest is None or screens.is_unanswered(*newest[:2]):
            return
        if moment_of(newest[0].ts) < asked[-1].first:
            return
        with self._hands.alone(cast.OMAR) as free:
            if free:
                self._schedule_question(random)

    # Giving

    def _give_task(self, random: Random) -> None:
        now = self._flow.now
        owners = [
            user for user in HOME_OF
            if at_work(user, now) or (self.gives_at_night and random.random() < AT_NIGHT)
        ]  # fmt: skip
        if not owners:
            return
        owner = random.choice(owners)
        channel = HOME_OF[owner]
        asker = random.choice(sorted(self._slack.channel(channel).members - {cast.BOT}))
        with self._hands.alone(asker) as free:
            if free:
                self._command_task(random, asker, owner, channel)

    def _command_task(
        self,
        random: Random,
        asker: str,
        owner: str,
        channel: str,
        *,
        left_alone: bool = False,
        customer: str | None = None,
    ) -> Subject:
        token = self._ledger.new_token()
        customer = random.choice(CUSTOMERS) if customer is None else customer
        due = self._day(random.choice(DUE_DAYS))
        words = f"/cx task Mend it {token} to @{HANDLES[owner]} by {due}{_whom(customer)}"
        sets = {STATE: TAKEN if owner == asker else OPEN, OWNER: owner, DUE: plain(due)}
        subject = Subject(token, channel=channel, customer=customer, left_alone=left_alone)
        self._hands.create(Act(
            asker, subject, "task", words, sets,
            lambda: self._hands.people.command(asker, channel, words),
        ))  # fmt: skip
        return subject

    def _report_issue(self, random: Random) -> None:
        channel = random.choice(sorted(LEADS))
        owner = LEADS[channel][0]
        if not at_work(owner, self._flow.now):
            return
        asker = random.choice(sorted(self._slack.channel(channel).members - {cast.BOT, owner}))
        token, customer = self._ledger.new_token(), random.choice(CUSTOMERS)
        words = f"/cx issue Wrong {TELLTALE[channel]} {token}{_whom(customer)}"
        # Severity 4 rests for days before anybody is reminded of it, longer than all of this lasts.
        severity = random.randint(2, 3)
        words += f" sev {severity}"
        finished = CORRECTED if customer or severity == 2 else DONE
        subject = Subject(token, channel=channel, customer=customer, finished=finished)
        act = Act(
            asker, subject, "issue", words,
            {STATE: OPEN, OWNER: owner},
            lambda: self._hands.people.command(asker, channel, words),
        )  # fmt: skip
        with self._hands.alone(asker) as free:
            if free:
                self._hands.create(act)

    # Answering

    def _take(self, random: Random) -> None:
        def act(subject: Subject) -> Act | None:
            who, sets = _owner_or_lead(random, subject), {STATE: TAKEN}
            if random.random() < BY_CLICK:
                return self._click(who, subject, "item.take", sets)
            return self._hands.command(who, subject, "ack", "", sets)

        self._answer(random, {OPEN}, act)

    def _finish(self, random: Random) -> None:
        def act(subject: Subject) -> Act | None:
            who, sets = _owner_or_lead(random, subject), {STATE: subject.finished}
            if subject.now(STATE) == TAKEN and random.random() < BY_CLICK:
                return self._click(who, subject, "item.done", sets)
            return self._hands.command(who, subject, "done", "", sets)

        self._answer(random, {OPEN, TAKEN, *CLOSED}, act)

    def _redate(self, random: Random) -> None:
        def act(subject: Subject) -> Act | None:
            due = self._day(random.choice(LATER_DAYS))
            rest = f" {due} because {subject.token} is slow"
            sets = {STATE: TAKEN, DUE: plain(due)}
            return self._hands.command(_owner_or_lead(random, subject), subject, "date", rest, sets)

        self._answer(random, {OPEN, TAKEN}, act)

    def _decline(self, random: Random) -> None:
        def act(subject: Subject) -> Act | None:
            who, rest = _owner_or_lead(random, subject), " because it cannot be"
            return self._hands.command(who, subject, "no", rest, {STATE: NO})

        self._answer(random, {OPEN, TAKEN, *CLOSED}, act)

    def _snooze(self, random: Random) -> None:
        def act(subject: Subject) -> Act | None:
            until = self._day(1)
            rest = f" {until} because it is late"
            sets = {"quiet": until}
            return self._hands.command(subject.now(OWNER), subject, "snooze", rest, sets)

        self._answer(random, {OPEN, TAKEN}, act)

    def _wait(self, random: Random) -> None:
        """Its customer has to do something first: its day moves by the one that it waits."""
        self._answer(random, {TAKEN}, partial(waiting, self._hands))

    def _hand_over(self, random: Random) -> None:
        def act(subject: Subject) -> Act | None:
            who = subject.now(OWNER)
            others = [
                user for user, home in HOME_OF.items()
                if home != HOME_OF[who] and at_work(user, self._flow.now)
            ]  # fmt: skip
            if not others or subject.offers:
                return None
            to = random.choice(others)
            rest = f" to @{HANDLES[to]} because it is theirs"
            return self._hands.command(who, subject, "handoff", rest, {"offer": to})

        self._answer(random, {OPEN, TAKEN}, act)

    def _accept(self, random: Random) -> None:
        def act(subject: Subject) -> Act | None:
            to, _ = subject.offers[-1]
            return self._click(to, subject, "offer.accept", {STATE: TAKEN, OWNER: to})

        self._answer(random, {OPEN, TAKEN}, act, offered=True)

    def _withdraw(self, random: Random) -> None:
        """Whoever asked takes it back, with the button under the answer to their command."""

        def act(subject: Subject) -> Act | None:
            who = subject.creation.who
            button = screens.find_in_notes(self._slack, who, subject.ref, "item.withdraw")
            return self._hands.click(who, subject, button, {STATE: BACK})

        self._answer(random, {OPEN, TAKEN}, act)

    def _race(self, random: Random) -> None:
        """Owner and lead press “Take it” at the same moment: one of them does."""
        with self._hands.chosen(random, {OPEN}) as subject:
            if subject is None or not subject.settled:
                return
            owner = subject.now(OWNER)
            lead = next((each for each in LEADS[HOME_OF[owner]] if each != owner), owner)
            with self._hands.alone(owner, lead) as free:
                acts = [
                    self._click(who, subject, "item.take", {STATE: TAKEN})
                    for who in ((owner, lead) if free else ())
                ]
                if len(acts) == 2 and all(acts):
                    list(self._pair.map(self._hands.do, acts))

    def _decline_in_form(self, random: Random) -> None:
        """The way through a form: if Slack is slow to answer, people press Send again."""
        with self._hands.chosen(random, {OPEN, TAKEN}) as subject:
            if subject is None:
                return
            who = subject.now(OWNER)
            with self._hands.alone(who) as free:
                button = screens.find(self._slack, who, subject.ref, "item.no") if free else None
                view = self._hands.form(who, button, subject.ref) if button else None
                if view is not None:
                    words = f"{subject.token} cannot be"
                    self._hands.send(who, view, words, subject, {STATE: NO})

    def _answer_question(self, random: Random) -> None:
        """An executive says what the newest open question means for customers."""
        who = random.choice(EXECUTIVES)
        with self._hands.alone(who) as free:
            newest = screens.newest_question(self._slack) if free else None
            if newest is None or not screens.is_unanswered(*newest[:2]):
                return
            button, ref = newest[1:]
            view = self._hands.form(who, button, ref)
            if view is None:
                return
            token = self._ledger.new_token()
            subject = self._ledger.find(ref) or Subject(ref, ref, cast.EXECUTIVES)
            self._ledger.add(subject)
            sets = {f"answer of {who}": token}
            self._hands.send(who, view, f"{token} stays as it is", subject, sets)

    def _answer(
        self,
        random: Random,
        states: set[str],
        act: Callable[[Subject], Act | None],
        *,
        offered: bool = False,
    ) -> None:
        with self._hands.chosen(random, states, offered=offered) as subject:
            chosen = act(subject) if subject else None
            if chosen is None:
                return
            with self._hands.alone(chosen.who) as free:
                if free:
                    self._hands.do(chosen)

    def _click(self, who: str, subject: Subject, action: str, sets: dict[str, str]) -> Act | None:
        button = screens.find(self._slack, who, subject.ref, action)
        return self._hands.click(who, subject, button, sets)

    def _day(self, ahead: int) -> str:
        return working_day(self._flow.now.astimezone(HEAD_OFFICE).date(), ahead).isoformat()


def _owner_or_lead(random: Random, subject: Subject) -> str:
    owner = subject.now(OWNER)
    return owner if random.random() < BY_OWNER else random.choice(LEADS[HOME_OF[owner]])


def _whom(customer: str) -> str:
    return f" for {customer}" if customer else ""
