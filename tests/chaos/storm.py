"""What goes wrong around Duly: a moody Slack, cut sockets, a shaken database, killed processes."""

from __future__ import annotations

import time
from datetime import timedelta
from random import Random
from threading import Event

from bot.practice.slack.faults import HOWS
from bot.practice.slack.workspace import Workspace
from tests.chaos.crew import Crew, Member
from tests.chaos.memory import Memory
from tests.chaos.world import Time

# Where it hurts: what is struck while Duly starts only keeps it from starting.
STRUCK = (
    "chat.postMessage", "chat.update", "conversations.history", "conversations.open",
    "views.open", "views.push", "views.publish",
)  # fmt: skip
AT_THE_START = ("auth.test", "apps.connections.open")
STARTING_SHARE = 0.3
LONGEST_DELAY, LONGEST_LAG, LONGEST_PAUSE = 0.2, 8.0, 5
EACH_LIFE = (0.1, 1.4)
EACH_START = (0.0, 0.6)
BETWEEN_KILLS = 1.6
KILLED_STARTING, STOPPED = 0.2, 0.06
HARMED, CUT, JUMPED = 0.3, 0.35, 0.35
HARM_SECONDS, JUMP_SECONDS = (0.5, 4.0), (0.2, 1.5)
JUMP_MINUTES = (10.0, 45.0)
"""No further than to the end of anybody's working day."""
LOOK_SECONDS = 0.01


class Weather:
    """Calm, breezy and wild spells of a second or two each, until told to stop."""

    def __init__(self, random: Random, slack: Workspace, memory: Memory, flow: Time) -> None:
        self._random = random
        self._slack = slack
        self._memory = memory
        self._flow = flow
        self.events: list[str] = []

    def blow(self, stopped: Event) -> None:
        """Change the weather until `stopped`, and leave it calm."""
        while not stopped.is_set():
            mood = self._random.choice(("calm", "breeze", "breeze", "wild"))
            self._set(mood)
            if mood == "wild":
                self._break_something()
            stopped.wait(self._random.uniform(0.7, 2.5))
        self.calm()

    def calm(self) -> None:
        """Everything behaves."""
        self._slack.faults.clear()

    def _set(self, mood: str) -> None:
        faults, random = self._slack.faults, self._random
        faults.clear()
        if mood == "calm":
            return
        strength = random.uniform(0.02, 0.06) if mood == "breeze" else random.uniform(0.06, 0.18)
        for method in STRUCK + AT_THE_START:
            share = strength * (STARTING_SHARE if method in AT_THE_START else 1)
            for how in random.sample(HOWS, len(HOWS)):
                pause = random.randint(1, LONGEST_PAUSE)
                faults.fail_next(None, how=how, method=method, retry_after=pause, probability=share)
        faults.lag_history(random.uniform(0, LONGEST_LAG if mood == "wild" else LONGEST_LAG / 2))
        faults.deliver_times(random.choice((1, 1, 2, 3)))
        faults.delay_answers(random.uniform(0, LONGEST_DELAY if mood == "wild" else 0.05))

    def _break_something(self) -> None:
        if self._random.random() < HARMED:
            event, harm = self._random.choice(sorted(self._memory.harms.items()))
            self.events.append(event)
            harm(self._random.uniform(*HARM_SECONDS))
        if self._slack.delivery.request_url is None and self._random.random() < CUT:
            sockets = self._slack.delivery.sockets
            goodbye = self._random.choice((sockets.cut, sockets.disconnect))
            goodbye()
        if self._flow.past_bundles and self._random.random() < JUMPED:
            self.events.append("the clock jumped ahead and back")
            ahead = timedelta(minutes=self._random.uniform(*JUMP_MINUTES))
            self._flow.jump(ahead, self._random.uniform(*JUMP_SECONDS))


class Killer:
    """Ends processes at random instants until enough are killed."""

    def __init__(self, random: Random, crew: Crew) -> None:
        self._random = random
        self._crew = crew

    def tosses(self) -> bool:
        """Heads or tails."""
        return self._random.random() < 0.5

    def strike(self, kills: int) -> None:
        """Kill so many processes more."""
        goal = self._crew.kills + kills
        while self._crew.kills < goal:
            if len(self._crew.members) == 1:
                self._strike_alone(self._crew.members[0])
            else:
                self._strike_one_of_many()

    def _strike_alone(self, member: Member) -> None:
        if self._random.random() < KILLED_STARTING:
            time.sleep(self._random.uniform(*EACH_START))
        else:
            self._crew.wait_for(member)
            time.sleep(self._random.uniform(*EACH_LIFE))
        self._end(member)
        while member.doomed or not member.alive:
            time.sleep(LOOK_SECONDS)

    def _strike_one_of_many(self) -> None:
        time.sleep(self._random.expovariate(1 / BETWEEN_KILLS))
        members = self._crew.members
        at_work = [each for each in members if each.ready]
        starting = self._random.random() < KILLED_STARTING
        self._end(self._random.choice(members if starting or not at_work else at_work))

    def _end(self, member: Member) -> None:
        if self._random.random() < STOPPED:
            self._crew.stop(member)
        else:
            self._crew.kill(member)
