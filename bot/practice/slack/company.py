"""A company as it comes to Slack: its people, its channels, and what they said before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.practice.slack.objects import Channel, User


@dataclass(frozen=True)
class Remark:
    """Something a person once said: working days before today, time of day in the head office."""

    days_ago: int
    at: str
    channel: str
    user: str
    text: str


@dataclass(frozen=True)
class Company:
    """A workspace before anything has happened in it."""

    team_id: str
    name: str
    domain: str
    app_id: str
    bot_user: str
    users: tuple[User, ...]
    channels: tuple[Channel, ...]
    talk: tuple[Remark, ...] = ()
    head_office: str = "UTC"
    """IANA zone: of the talk's times of day, and of what is shown to nobody in particular."""

    @property
    def bot_id(self) -> str:
        """The id of the bot behind the bot user: B… instead of U…."""
        return "B" + self.bot_user[1:]

    def talk_before(self, now: datetime) -> Iterator[tuple[datetime, Remark]]:
        """Every remark with its moment (aware, UTC), oldest first, none later than `now`."""
        zone = ZoneInfo(self.head_office)
        today = now.astimezone(zone).date()
        for remark in sorted(self.talk, key=lambda r: (-r.days_ago, r.at)):
            day = today
            for _ in range(remark.days_ago):
                day -= timedelta(days=3 if day.weekday() == 0 else 2 if day.weekday() == 6 else 1)
            local = datetime.combine(day, time.fromisoformat(remark.at), zone)
            yield min(local.astimezone(UTC), now), remark
