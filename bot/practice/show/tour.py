"""A tour plays a script of some weeks against the real bot and prints it as a transcript.

Every step says what must be seen next. The first expectation that does not come true ends the
tour with exit status 1; otherwise the last line printed is a JSON object of counts.
"""

import csv
import json
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from bot.practice.show.brightwater import BERLIN, NEW_YORK, SINGAPORE
from bot.practice.show.finding import button_in, chosen, find_button, is_searched
from bot.practice.show.narrator import Narrator
from bot.practice.show.rehearsal import Rehearsal, rehearse
from bot.practice.slack.objects import Json, Message, Note, View
from bot.practice.slack.sockets import Answer

DAYS = 49
"""A fortnight, and five weeks after which it is asked what has held."""
STARTS = clock_time(9)
WAKING = (clock_time(9), clock_time(9, 30))
"""When something may fall due that nobody asked for: opening time, and the daily bundle."""
# Real seconds: for what must be seen, and between two looks; then pretend time flows a little.
PATIENCE = 15.0
GLANCE = 0.05
FLOW = timedelta(milliseconds=500)
_BROKEN = re.compile(r"^.*\b(?:ERROR|CRITICAL)\b.*$|^Traceback", re.MULTILINE)


class BrokenExpectation(Exception):
    """What a step of the tour waited for did not happen."""

    def __init__(self, expected: str, seen: str) -> None:
        """Say what was expected, and what was there instead."""
        super().__init__(f"Expected: {expected}\nSeen instead:\n{seen or '(nothing)'}")


def play(manifest: Json, script: "Callable[[Tour], None]", ends: str) -> int:
    """Play a script; 0 when everything came as expected, else 1. Raises BotFailedError.

    `ends` says at the end what it was.
    """
    narrator, began = Narrator(), time.monotonic()
    start = next_monday(datetime.now(UTC))
    with rehearse(manifest, start, history=False) as rehearsal:
        tour = Tour(rehearsal, narrator)
        before = _counts(rehearsal)
        try:
            script(tour)
            tour.expect_clean_log()
        except BrokenExpectation as broken:
            narrator.tell_news()
            narrator.fail(f"{broken}\n\nThe bot's last words:\n{rehearsal.bot.last_words()}")
            return 1
        after = _counts(rehearsal)
        summary = {
            "tour": "complete",
            "days": tour.days,
            "replies": tour.replies,
            "absences": tour.absences,
            **{name: after[name] - before[name] for name in after},
            **tour.counts,
            "messages_posted": rehearsal.workspace.messages_posted,
            "messages_updated": rehearsal.workspace.messages_updated,
        }
    took = f"{time.monotonic() - began:.0f} seconds"
    narrator.close(f"{ends}, in {took}.")
    sys.stdout.write(json.dumps(summary) + "\n")
    return 0


def next_monday(now: datetime) -> datetime:
    """The next Monday at nine, head office time, as UTC; a whole day lies before it."""
    day = now.astimezone(ZoneInfo(BERLIN)).date() + timedelta(days=1)
    day += timedelta(days=-day.weekday() % 7)
    return datetime.combine(day, STARTS, ZoneInfo(BERLIN)).astimezone(UTC)


def _counts(rehearsal: Rehearsal) -> dict[str, int]:
    counted: dict[str, int] = json.loads(rehearsal.bot.does("count", "--json"))
    return counted


class Tour:
    """What the script can do: let time pass, let people act, and say what must be seen."""

    def __init__(self, rehearsal: Rehearsal, narrator: Narrator) -> None:
        self._rehearsal = rehearsal
        self._workspace = rehearsal.workspace
        self._people = rehearsal.people
        self._narrator = narrator
        self._ids = {user.name: user.id for user in self._workspace.people()}
        self._monday = self.now.astimezone(ZoneInfo(BERLIN)).date()
        self._since = self._workspace.clock.ts()
        self.replies = 0
        """How often people have answered in words so far."""
        self.absences = 0
        self.counts: dict[str, int] = {}
        """What else a script has counted."""
        narrator.watch(self._workspace)

    @property
    def now(self) -> datetime:
        """The pretend moment, UTC."""
        return self._workspace.clock.now()

    @property
    def days(self) -> int:
        """How many days of the head office's calendar have passed."""
        return (self.now.astimezone(ZoneInfo(BERLIN)).date() - self._monday).days

    # Time

    def day(self, number: int) -> date:
        """The date of a day of the tour; the first Monday is 0."""
        return self._monday + timedelta(days=number)

    def at(self, number: int, clock: str) -> None:
        """Let time pass until a day of the tour and a time of day at the head office.

        Every opening time and every half past nine of each zone on the way is lived through.
        """
        self._passes(number, clock, lambda _moment: True)

    def later(self, number: int, clock: str) -> None:
        """Let weeks pass until a day and a time of day at the head office.

        Of the days on the way only Mondays are lived through.
        """
        self._passes(number, clock, lambda moment: moment.weekday() == 0)

    def lives(self, number: int, clock: str) -> None:
        """The same, and of each working day on the way the daily bundles are lived through."""
        self._passes(number, clock, _is_bundle_time)

    def _passes(self, number: int, clock: str, lived: Callable[[datetime], bool]) -> None:
        self._rest()
        self._since = self._workspace.clock.ts()
        day = self.day(number)
        target = datetime.combine(day, clock_time.fromisoformat(clock), ZoneInfo(BERLIN))
        for moment in [*filter(lived, _wakings(self.now, target)), target]:
            self._workspace.clock.move_to(moment)
            self._rest()

    def _rest(self) -> None:
        """Let the bot do all that is due now, and tell what it said. Raises BrokenExpectation."""
        if not self._flow(lambda: not self._workspace.app_is_behind(), PATIENCE):
            raise BrokenExpectation("Duly has nothing left to do", self._rehearsal.bot.last_words())
        self._narrator.tell_news()

    def _flow(self, predicate: Callable[[], object], patience: float) -> bool:
        """Wait while pretend time flows quicker, for messages that follow each other in pace."""
        deadline = time.monotonic() + patience
        while not self._workspace.wait_until(predicate, GLANCE):
            if time.monotonic() > deadline:
                return False
            self._workspace.clock.forward(FLOW)
        return True

    # People act

    def types(self, who: str, channel: str, text: str) -> None:
        """A person types a command."""
        user = self._begins(who, f"in {channel}: {text}")
        self.absences += text.startswith("/cx away ")
        self._check(self._people.command(user, channel, text))

    def says(self, who: str, text: str, under: str = "") -> None:
        """A person writes to the app in words; `under` are words of the message they answer."""
        user = self._begins(who, f"writes to the app: {text}")
        place = self._workspace.dm(user).id
        above = [
            each.ts
            for each in self._workspace.messages(place)
            if under and under in self._workspace.plain(each, user)
        ]
        self._people.say(user, place, text, above[-1] if above else None)
        self.replies += 1

    def clicks(self, who: str, label: str, about: str = "") -> None:
        """A person presses a button by its label, in the newest message they see that has it.

        `about` is what the button is about, such as T-2, where several are alike.
        """
        named = f"[{label}]{f' on {about}' if about else ''}"
        user = self._begins(who, f"presses {named}")
        found: list[tuple[str, Message | Note, str, str, str | None]] = []

        def seen() -> bool:
            found[:] = find_button(self._workspace, user, label, about)
            return bool(found)

        if not self._flow(seen, PATIENCE):
            raise BrokenExpectation(f"{who} sees {named}", self._reads(user))
        place, message, block_id, action_id, choice = found[0]
        self._check(
            self._people.click(
                user, place, message.ts, action_id, block_id, value=about, selected=choice
            )
        )

    def opens_home(self, who: str) -> None:
        """A person opens Duly's Home."""
        user = self._begins(who, "opens Home")
        self._people.open_home(user)

    def clicks_home(self, who: str, action_id: str, about: str) -> None:
        """A person presses a button of their Home."""
        user = self._begins(who, f"presses a button on Home, on {about}")
        home = self._workspace.home(user)
        if home is None:
            raise BrokenExpectation(f"{who} has a Home", "")
        self._check(self._people.click_in_view(user, home.id, action_id, value=about))

    def fills(self, who: str, **fields: object) -> None:
        """A person fills in the open form and sends it; choices are named by their label."""
        user = self._ids[who]
        view = self._workspace.view(user)
        if view is None:
            raise BrokenExpectation(f"{who} has a form open", self._reads(user))
        told = {name: self._spoken(value) for name, value in fields.items()}
        self._begins(who, f"fills in “{view.body['title']['text']}”", told)
        values = {name: self._entered(view, name, value) for name, value in fields.items()}
        self._check(self._people.submit(user, view.id, values))

    def writes(self, who: str, words: str) -> None:
        """A person writes this into each line of the open form and sends it, where one is open."""
        view = self._workspace.view(self._ids[who])
        lines = [
            block["block_id"]
            for block in (view.blocks if view else [])
            if block.get("element", {}).get("type") == "plain_text_input"
        ]
        if lines:
            self.fills(who, **dict.fromkeys(lines, words))

    def offers(self, who: str, label: str) -> bool:
        """Whether a person sees a button with this label anywhere."""
        return bool(find_button(self._workspace, self._ids[who], label, ""))

    def presses(self, who: str, label: str) -> None:
        """A person presses a button of the form that is open."""
        user = self._begins(who, f"presses [{label}] in the form")
        found: list[tuple[str, Json]] = []

        def seen() -> bool:
            view = self._workspace.view(user)
            button = button_in(view, label) if view else None
            found[:] = [(view.id, button)] if view and button else []
            return bool(found)

        if not self._flow(seen, PATIENCE):
            raise BrokenExpectation(f"{who}'s form has [{label}]", "\n".join(self._top(user)))
        view_id, button = found[0]
        value = button.get("value", "")
        self._check(self._people.click_in_view(user, view_id, button["action_id"], value=value))

    def closes(self, who: str) -> None:
        """A person closes whatever forms are open."""
        while (view := self._workspace.view(self._ids[who])) is not None:
            self._people.close(self._ids[who], view.id)

    def _begins(self, who: str, what: str, details: dict[str, str] | None = None) -> str:
        self._rest()
        user = self._ids[who]
        self._since = self._workspace.clock.ts()
        self._narrator.act(user, what, details or {})
        return user

    def _check(self, answer: Answer) -> None:
        if not answer.ok or answer.error:
            raise BrokenExpectation("Duly answers", answer.error or answer.outcome)

    def _entered(self, view: View, name: str, value: object) -> object:
        if isinstance(value, str) and value in self._ids:
            return self._ids[value]
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str) and is_searched(view, name):
            found = self._people.suggest(view.user, name, value, view_id=view.id)["options"]
            return next((each["value"] for each in found if each["text"]["text"] == value), value)
        return chosen(view, name, value)

    def _spoken(self, value: object) -> str:
        if isinstance(value, date):
            return f"{value:%a} {value.day} {value:%b}"
        if isinstance(value, str) and value in self._ids:
            return f"@{value}"
        if isinstance(value, str) and value in self._workspace.channels:
            return f"#{self._workspace.channels[value].name}"
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return str(value)

    # What must be seen

    def reads(self, who: str, *phrases: str) -> None:
        """Since the last step a direct message with all these phrases came, or changed."""
        user = self._ids[who]
        self._expect(f"{who}'s direct messages say", phrases, lambda: self._news(user, user), user)

    def shows(self, channel: str, *phrases: str) -> None:
        """Since the last step a message with all these phrases came, or changed, in a channel."""
        self._expect(f"{channel} shows", phrases, lambda: self._news(channel, self._ids["omar"]))

    def never_showed(self, channel: str, phrase: str) -> None:
        """No message of a channel has ever said this, in whatever case."""
        shown = [
            self._workspace.plain(m, self._ids["omar"]) for m in self._workspace.messages(channel)
        ]
        found = [each for each in shown if phrase.lower() in each.lower()]
        if found:
            raise BrokenExpectation(f"{channel} never shows “{phrase}”", found[0])

    def answers(self, who: str, *phrases: str) -> None:
        """Duly answered the last command with all these phrases, for this person only."""
        user = self._ids[who]

        def notes() -> list[str]:
            found = self._workspace.notes(user)
            return [self._workspace.plain(n, user) for n in found if n.ts > self._since]

        self._expect(f"Duly answers {who}", phrases, notes)

    def sees_form(self, who: str, *phrases: str) -> None:
        """The form or notice on top of a person's screen says all this."""
        user = self._ids[who]
        self._expect(f"{who} sees a form that says", phrases, lambda: self._top(user))
        self._narrator.form(user)

    def _top(self, user: str) -> list[str]:
        """What the form or notice on top of a person's screen says, if there is one."""
        view = self._workspace.view(user)
        return [self._workspace.plain(view, user)] if view else []

    def sees_home(self, who: str, *phrases: str) -> None:
        """A person's Home says all this."""
        user = self._ids[who]

        def shown() -> list[str]:
            home = self._workspace.home(user)
            return [self._workspace.plain(home, user)] if home else []

        self._expect(f"{who}'s Home says", phrases, shown)
        self._narrator.home(user)

    def hides(self, channel: str, phrase: str) -> None:
        """Since the last step nothing with this phrase came to a channel."""
        found = [each for each in self._news(channel, self._ids["omar"]) if phrase in each]
        if found:
            raise BrokenExpectation(f"{channel} does not show “{phrase}”", "\n---\n".join(found))

    def exported(self, name: str) -> list[dict[str, str]]:
        """The rows of a table as Duly exports it."""
        return list(csv.DictReader(self._rehearsal.bot.does("export", name).splitlines()))

    def expect_clean_log(self) -> None:
        """Nothing broke inside the bot."""
        log = self._rehearsal.bot.log.read_text(encoding="utf-8", errors="replace")
        broken = _BROKEN.search(log)
        if broken:
            seen = log[broken.start() : broken.start() + 3000]
            raise BrokenExpectation("the bot's log has no error", seen)

    def _expect(
        self, what: str, phrases: tuple[str, ...], look: Callable[[], list[str]], user: str = ""
    ) -> None:
        """Wait until one text has all the phrases. Raises BrokenExpectation."""
        if not self._flow(lambda: any(_has_all(text, phrases) for text in look()), PATIENCE):
            wanted = " and ".join(f"“{phrase}”" for phrase in phrases)
            seen = "\n---\n".join(look()) or (self._reads(user) if user else "")
            raise BrokenExpectation(f"{what} {wanted}", seen)
        self._rest()

    def _news(self, place: str, reader: str) -> list[str]:
        """What Duly posted or changed there since the last step."""
        workspace = self._workspace
        messages = workspace.messages(workspace.dm(place).id if place == reader else place)
        return [
            workspace.plain(each, reader)
            for each in messages
            if each.user == workspace.bot_user and max(each.ts, each.edited or "") > self._since
        ]

    def _reads(self, user: str) -> str:
        """All of somebody's direct messages."""
        messages = self._workspace.direct_messages(user)
        return "\n---\n".join(self._workspace.plain(message, user) for message in messages)


def _has_all(text: str, phrases: tuple[str, ...]) -> bool:
    return all(phrase in text for phrase in phrases)


def _is_bundle_time(moment: datetime) -> bool:
    zones = map(ZoneInfo, (SINGAPORE, BERLIN, NEW_YORK))
    return any(moment.astimezone(zone).time() == WAKING[1] for zone in zones)


def _wakings(after: datetime, before: datetime) -> list[datetime]:
    """Opening times and half past nines of each zone on weekdays between two instants, sorted."""
    found = set()
    for zone in map(ZoneInfo, (SINGAPORE, BERLIN, NEW_YORK)):
        day = after.astimezone(zone).date()
        while day <= before.astimezone(zone).date():
            if day.weekday() < 5:
                found |= {datetime.combine(day, at, zone).astimezone(UTC) for at in WAKING}
            day += timedelta(days=1)
    return sorted(moment for moment in found if after < moment < before)
