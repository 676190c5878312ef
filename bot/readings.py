"""What a running Duly has counted is read here from its `/metrics`, as Prometheus does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException

from prometheus_client.parser import text_string_to_metric_families

from bot.settings import Settings

PATIENCE_SECONDS = 4
MOST_BYTES = 4_000_000
MINUTES = "duly_events_held_back_minutes_total"
LATEST = "duly_events_last_held_back_timestamp_seconds"
# Who listens at every address is asked on this machine.
EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


@dataclass(frozen=True)
class HeldBack:
    """For how many minutes Slack held events back since Duly started, and the latest (UTC)."""

    minutes: int = 0
    latest: datetime | None = None


def held_back(settings: Settings) -> HeldBack | None:
    """What the processes of these settings counted together; None where none of them answers."""
    found = list(_scraped(settings))
    if not found:
        return None
    minutes = sum(int(each[MINUTES]) for each in found)
    latest = max(each.get(LATEST, 0) for each in found)
    return HeldBack(minutes, datetime.fromtimestamp(latest, UTC) if minutes else None)


def _scraped(settings: Settings) -> Iterator[dict[str, float]]:
    ports = [settings.health_port]
    if settings.slack_signing_secret:
        # Without one there is no `duly web`, which has its numbers beside Slack's requests.
        ports.append(settings.port)
    for port in ports:
        numbers = _numbers(settings.host, port) if port else {}
        # Somebody else's program may listen there.
        if MINUTES in numbers:
            yield numbers


def _numbers(host: str, port: int) -> dict[str, float]:
    """Every number without labels by its name; none where nobody says any."""
    place = EVERYWHERE.get(host, host)
    try:
        with closing(HTTPConnection(place, port, timeout=PATIENCE_SECONDS)) as connection:
            connection.request("GET", "/metrics")
            said = connection.getresponse().read(MOST_BYTES).decode()
        families = list(text_string_to_metric_families(said))
    except (OSError, HTTPException, ValueError):
        return {}
    return {each.name: each.value for family in families for each in family.samples}
