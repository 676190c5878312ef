"""The whole play: moving in, some half days of storm, then calm and rest, and the count."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.practice.slack.server import serve
from storage.database import Database
from tests import cast, replay
from tests.chaos import appointments, resting, survey_tool, world
from tests.chaos.balancer import balanced
from tests.chaos.crew import Crew, Member
from tests.chaos.findings import Findings
from tests.chaos.hands import Hands
from tests.chaos.ledger import Ledger
from tests.chaos.load import Load
from tests.chaos.memory import Memory, open_memory
from tests.chaos.reading import read, transcript
from tests.chaos.storm import Killer, Weather
from tests.chaos.survey_tool import Delivered, SurveyTool
from tests.chaos.verdict import Verdict, judge
from tests.chaos.world import LAST_PACE, PACE, Time, Watched
from tests.replay import Replayed

HANDS = 5
LOOK_SECONDS = 0.25
TICK_SECONDS = 0.2
FEW_KILLS, KILLS_OF_A_WATCH, MOST_WATCHES = 25, 25, 8
REST, LONG_REST = 130.0, 420.0
"""Pretend seconds without a word from Duly: when all is well, and when something is missing."""
LONGEST_END = 150.0
ENOUGH_CONFIRMED, ENOUGH_MADE, LONGEST_WORK = 25, 10, 60.0
"""So much is done at least, or everybody works on for so many seconds: a slow machine gets little
done between two kills, and where there is little nothing can be lost."""
LAST_KILLS = 2
"""So many are killed after Duly has caught up, before the power goes."""


@dataclass(frozen=True)
class Plan:
    """What is played."""

    kills: int
    seed: str
    database: str
    web: int
    workers: int

    @property
    def over_http(self) -> bool:
        """Whether Slack's requests come over HTTP, to processes of their own."""
        return bool(self.web or self.workers)

    @property
    def watches(self) -> list[int]:
        """The killings of each stretch of working time."""
        count = (
            2 if self.kills < FEW_KILLS else min(MOST_WATCHES, 1 + self.kills // KILLS_OF_A_WATCH)
        )
        return [self.kills // count + (number < self.kills % count) for number in range(count)]


@dataclass
class Stage:
    """Everything that takes part."""

    plan: Plan
    flow: Time
    slack: Watched
    memory: Memory
    crew: Crew
    load: Load
    ledger: Ledger
    weather: Weather
    killer: Killer
    tool: SurveyTool | None
    """Over HTTP alone: a survey tool delivers to `duly web`."""


@dataclass(frozen=True)
class End:
    """What came of it: the verdict, history replayed, and what happened on the way in a line.

    `differing` is what is otherwise in the database than it should be.
    """

    verdict: Verdict
    replayed: Replayed
    differing: list[str]
    told: str

    @property
    def findings(self) -> list[str]:
        """What is not as it should be, in words."""
        return [*self.verdict.findings, *self.replayed.differing, *self.differing]

    @property
    def all_well(self) -> bool:
        """Whether every expectation came true, and history tells everything."""
        return self.verdict.all_well and not (self.replayed.differing or self.differing)


def play(plan: Plan, folder: Path) -> End:
    """Play it in a folder of its own."""
    with _staged(plan, folder) as stage:
        for number, kills in enumerate(plan.watches):
            _watch(stage, number, kills)
        _go_on_to_the_others(stage)
        verdict = _rest(stage)
        end = End(verdict, *_replay(stage), _told(stage))
        if not end.all_well:
            (folder / "logs" / "workspace.txt").write_text(transcript(stage.slack))
            (folder / "logs" / "findings.txt").write_text("\n".join(end.findings))
        return end


@contextmanager
def _staged(plan: Plan, folder: Path) -> Iterator[Stage]:
    random = Random(f"{plan.seed} plan")
    with ExitStack() as stack:
        memory = open_memory(plan.database, folder)
        stack.callback(memory.close)
        world.settle(memory.url)
        flow = Time(folder, random)
        stack.callback(flow.close)
        members = _members(plan)
        ports = [each.port for each in members if each.port]
        address = stack.enter_context(balanced(ports)) if plan.over_http else None
        request_url = f"{address}/slack/events" if address else None
        slack = world.workspace(flow, request_url, random.getrandbits(32))
        flow.leap(to_morning=True)
        served = stack.enter_context(serve(slack))
        ledger = Ledger()
        settings = {
            "DATABASE_URL": memory.url,
            "SLACK_API_URL": served.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "DULY_CLOCK_SHIFT_FILE": str(flow.shift_file),
            "DULY_TICK_SECONDS": str(TICK_SECONDS),
            "HOST": "127.0.0.1",
        }
        tool = None
        if address:
            tool = SurveyTool(survey_tool.make_door(memory.url, address, flow.now), flow)
        connected = lambda: slack.delivery.connected  # noqa: E731
        crew = Crew(members, settings, folder, connected, ledger.complain)
        stack.callback(crew.close)
        yield Stage(
            plan, flow, slack, memory, crew,
            Load(Hands(slack, flow, ledger), crew.reachable), ledger,
            Weather(Random(f"{plan.seed} weather"), slack, memory, flow),
            Killer(Random(f"{plan.seed} killer"), crew), tool,
        )  # fmt: skip


def _members(plan: Plan) -> list[Member]:
    if not plan.over_http:
        return [Member("run", "run")]
    webs = [Member(f"web-{n + 1}", "web", port) for n, port in enumerate(_ports(plan.web))]
    return webs + [Member(f"worker-{n + 1}", "worker") for n in range(plan.workers)]


def _ports(count: int) -> list[int]:
    """So many ports that were free a moment ago."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _watch(stage: Stage, number: int, kills: int) -> None:
    """Some minutes of working time: everybody works, everything breaks."""
    flow, crew = stage.flow, stage.crew
    last = number == len(stage.plan.watches) - 1
    if number:
        flow.leap(to_morning=len(stage.plan.watches) == 2 or stage.killer.tosses())
    crew.start()
    if not number:
        # Schedules are set on a calm morning: from then on they must be kept.
        crew.wait_until_ready()
        flow.begin_watch()
        stage.load.settle_in(Random(f"{stage.plan.seed} morning"))
    else:
        flow.begin_watch()
    # What is given in the evening of others is found on their next day: one must follow.
    stage.load.gives_at_night = flow.is_afternoon and len(stage.plan.watches) - number > 2
    _storm(stage, f"storm {number}", kills - LAST_KILLS)
    if not last:
        _catch_up(stage)
    _storm(stage, f"flurry {number}", min(kills, LAST_KILLS))
    if not last:
        _cut_the_power(stage)


def _cut_the_power(stage: Stage) -> None:
    """The power goes, whatever is under way, and comes back on another half day."""
    stage.crew.kill_all()
    stage.flow.pace = 1.0
    _wait_for_silence(stage.slack)
    stage.flow.end_watch()


def _catch_up(stage: Stage) -> None:
    """Wait until what was to be posted by now is there: a newer digest may replace an older one."""
    flow, deadline = stage.flow, time.monotonic() + LONGEST_END
    flow.pace = LAST_PACE
    while time.monotonic() < deadline:
        flow.end_watch(caught_up=True)
        findings = Findings()
        appointments.check(read(stage.slack), stage.ledger, flow.watches, findings)
        if not findings.lost and flow.past_bundles:
            break
        time.sleep(LOOK_SECONDS)
    flow.pace = PACE


def _storm(stage: Stage, name: str, kills: int) -> None:
    """Everybody works while so many processes are killed."""
    stopped, hands_down = threading.Event(), threading.Event()
    with ThreadPoolExecutor(HANDS + 2, thread_name_prefix="storm") as pool:
        seeds = [f"{stage.plan.seed} {name} {hand}" for hand in range(HANDS)]
        working = [pool.submit(stage.load.work, seed, hands_down) for seed in seeds]
        if stage.tool:
            working.append(pool.submit(stage.tool.work, f"{stage.plan.seed} {name}", hands_down))
        weather = pool.submit(stage.weather.blow, stopped)
        try:
            stage.killer.strike(kills)
            _wait_for_enough(stage.ledger)
        finally:
            hands_down.set()
            for each in working:
                each.result()
            stopped.set()
        weather.result()


def _wait_for_enough(ledger: Ledger) -> None:
    deadline = time.monotonic() + LONGEST_WORK
    while time.monotonic() < deadline:
        if ledger.confirmed >= ENOUGH_CONFIRMED and ledger.made >= ENOUGH_MADE:
            return
        time.sleep(LOOK_SECONDS)


def _wait_for_silence(slack: Watched) -> None:
    """Wait until no call is under way any more: who made it is dead, but Slack may still do it."""
    time.sleep(0.4)
    slack.wait_for_quiet(0.4)


def _go_on_to_the_others(stage: Stage) -> None:
    """Calm, until those who are at work have everything; then half a day on, where others are.

    What did not reach somebody before the power went waits for their next working time.
    """
    flow, deadline = stage.flow, time.monotonic() + LONGEST_END
    stage.weather.calm()
    stage.crew.wait_until_ready()
    flow.pace = LAST_PACE
    ready_at = time.monotonic()
    while _quiet(stage, ready_at) <= REST and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    flow.end_watch(caught_up=True)
    _cut_the_power(stage)
    flow.leap(to_morning=False)
    stage.crew.start()
    flow.begin_watch()


def _quiet(stage: Stage, ready_at: float = 0) -> float:
    """Pretend seconds since Duly's last word, or since it was there to say one."""
    return (time.monotonic() - max(stage.slack.changed_at, ready_at)) * LAST_PACE


def _rest(stage: Stage) -> Verdict:
    """Calm, everybody up, until Duly has nothing more to say; then count."""
    stage.weather.calm()
    stage.crew.wait_until_ready()
    stage.flow.pace = LAST_PACE
    deadline = time.monotonic() + LONGEST_END
    answered = False
    while True:
        time.sleep(LOOK_SECONDS)
        quiet = _quiet(stage)
        answered = answered or stage.load.answers_come()
        stage.flow.end_watch(caught_up=True)
        if answered and quiet > REST:
            verdict = judge(stage.slack, stage.ledger, stage.flow.watches)
            if verdict.all_well or quiet > LONG_REST:
                return verdict
        if time.monotonic() > deadline:
            stage.ledger.complain("Duly does not come to rest.")
            return judge(stage.slack, stage.ledger, stage.flow.watches)


def _replay(stage: Stage) -> tuple[Replayed, list[str]]:
    """Play the history of every item again, and compare it with how the item stands.

    And what should hold of all that waits, and of what customers answered, and does not.
    """
    delivered = stage.tool.delivered if stage.tool else Delivered()
    database = Database(stage.memory.url)
    try:
        with database.read() as session:
            replayed = replay.replayed(session, cast.TEAM, strict=True)
            waits = resting.wrong(session, stage.flow.now)
            return replayed, [*waits, *survey_tool.wrong(session, delivered)]
    finally:
        database.close()


def _told(stage: Stage) -> str:
    crew, slack = stage.crew, stage.slack
    tried = sum(1 for _ in stage.ledger.attempts())
    counted = Counter(stage.weather.events)
    events = "".join(f"; {number} × {event}" for event, number in sorted(counted.items()))
    return (
        f"{crew.kills} killed, {crew.stops} stopped, {crew.falls} fell while starting; "
        f"{slack.faults.struck} calls struck{events}; {tried} attempts, "
        f"{slack.messages_posted} messages, {slack.messages_updated} updates, "
        f"{len(stage.flow.watches)} half days{_answered(stage)}"
    )


def _answered(stage: Stage) -> str:
    if stage.tool is None:
        return ""
    delivered = stage.tool.delivered
    return (
        f"; {len(delivered.kept)} answers of customers acknowledged, {len(delivered.unsure)} unsure"
    )
