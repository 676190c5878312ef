"""A survey tool delivers what customers answered, again until it is kept, and some of it twice."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from random import Random
from threading import Event, Lock
from urllib.request import Request, urlopen

from sqlmodel import Session, col, select

from bot import webhooks
from handlers.customers.surveys import NewSurvey, delivering, open_survey
from storage import people, recounting
from storage.database import Database
from storage.surveys import SurveyQuestion, SurveyResponse
from tests import cast, said
from tests.chaos.world import Time

NAME = "Autumn survey"
PAUSE_SECONDS, AGAIN_SECONDS, TIMEOUT_SECONDS = 0.1, 0.3, 8.0
AT_ONCE = (1, 1, 2, 3)
"""So many copies of one delivery are under way at the same moment."""
GIVES_UP = 0.1
"""How often a tool does not come again, whatever became of its delivery."""
SCORES = (7, 8, 9, 10)
"""None of them is low: what a low score opens, people of this play know nothing of."""


@dataclass(frozen=True)
class Door:
    """Where a tool delivers, and what it signs with."""

    address: str
    secret: str


@dataclass
class Delivered:
    """What a tool knows of its answers, by what it calls them."""

    kept: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    """Sent, and never acknowledged: each may be there, once."""


def make_door(url: str, address: str, now: datetime) -> Door:
    """Open a survey in a database at an instant (UTC), with a key; Duly is at an address."""
    database = Database(url)
    try:
        with database.write() as session:
            cco = people.find(session, cast.TEAM, cast.OMAR)
            if cco is None:
                raise LookupError("Brightwater has not moved in")
            new = NewSurvey(NAME, SurveyQuestion.RECOMMEND)
            survey = open_survey(session, now, cco, new)
            key = delivering.make_key(session, now, cco, NAME, survey)
            return Door(f"{address}/surveys/{cast.TEAM}/{key.key_id}", key.secret)
    finally:
        database.close()


class SurveyTool:
    """Sends answers of several customers, until told to stop."""

    def __init__(self, door: Door, flow: Time) -> None:
        self._door, self._flow = door, flow
        self._lock = Lock()
        self._numbers = 0
        self.delivered = Delivered()

    def work(self, seed: str, stopped: Event) -> None:
        """One answer after the other, each until it is kept; some are given up."""
        random = Random(seed)
        with ThreadPoolExecutor(max(AT_ONCE), thread_name_prefix="tool") as pool:
            while not stopped.wait(random.expovariate(1 / PAUSE_SECONDS)):
                name, body = self._answer(random)
                while not self._deliver(pool, random, name, body):
                    if stopped.wait(AGAIN_SECONDS) or random.random() < GIVES_UP:
                        break

    def _answer(self, random: Random) -> tuple[str, bytes]:
        with self._lock:
            self._numbers += 1
            name = f"r-{self._numbers:05}"
            self.delivered.unsure.add(name)
        customer, *_ = random.choice(cast.CUSTOMERS)
        # Everybody's day of yesterday is over, wherever they are.
        on = self._flow.now.date() - timedelta(days=random.randint(1, 40))
        said = {
            "id": name, "customer": customer, "score": random.choice(SCORES),
            "answered_on": on.isoformat(),
        }  # fmt: skip
        return name, json.dumps(said).encode()

    def _deliver(self, pool: ThreadPoolExecutor, random: Random, name: str, body: bytes) -> bool:
        """Send it, perhaps several times at once; whether any of them was acknowledged."""
        sent = [pool.submit(self._send, name, body) for _ in range(random.choice(AT_ONCE))]
        # Nobody else sends it before all copies have arrived.
        acknowledged = sum(each.result() for each in sent)
        if acknowledged:
            with self._lock:
                self.delivered.unsure.discard(name)
                self.delivered.kept.add(name)
        return acknowledged > 0

    def _send(self, name: str, body: bytes) -> bool:
        # Signatures are compared with the machine's own clock, which no play moves.
        stamp = str(int(time.time()))
        signature = webhooks.sign(self._door.secret, name, stamp, body).decode()
        headers = {
            webhooks.ID: name, webhooks.STAMP: stamp, webhooks.SIGNATURE: signature,
        }  # fmt: skip
        # An address of this machine.
        request = Request(self._door.address, body, headers)  # noqa: S310
        try:
            with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                return bool(answer.status == HTTPStatus.OK)
        except OSError:
            # Also what Duly answers with another status.
            return False


def wrong(session: Session, delivered: Delivered) -> list[str]:
    """What should hold of the answers at the end, and does not."""
    ids = session.exec(
        select(SurveyResponse.external_id).where(col(SurveyResponse.team_id) == cast.TEAM)
    )
    found = [
        *_differing(Counter(ids), delivered),
        *said.counted_otherwise(session, cast.TEAM),
    ]
    miscounted = recounting.wrong(session, cast.TEAM)
    return [*found, *([f"kept counts: {miscounted}"] if miscounted else [])]


def _differing(there: Counter[str], delivered: Delivered) -> Iterator[str]:
    yield from _told("lost: the answer", delivered.kept - set(there))
    yield from _told("doubled: the answer", [each for each, times in there.items() if times > 1])
    known = delivered.kept | delivered.unsure
    yield from _told("unexplained: the answer", set(there) - known)


def _told(what: str, names: set[str] | Sequence[str]) -> Iterator[str]:
    return (f"{what} {each}" for each in sorted(names))
