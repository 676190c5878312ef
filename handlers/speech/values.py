"""What a value means, whoever gives it: forms, files and commands are all read here.

Everything here is pure: words in, a value out, or a UserError whose sentence says what to write.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import TypeVar
from uuid import UUID
from zoneinfo import available_timezones

from holidays import list_supported_countries

from handlers.calendar.hours import COUNTRY
from handlers.speech import cleaning, currencies, levels, written_amounts, written_days
from handlers.speech.errors import UnknownChoice, UnreadableId, WrongLink, WrongSeverity
from handlers.speech.lengths import units
from handlers.speech.setup_errors import (
    NameMissing,
    NameTooLong,
    OtherCurrency,
    TooMuch,
    UnclearAmount,
    UnclearDay,
    UnclearScale,
    UnknownCountry,
    UnknownCurrency,
)
from handlers.speech.written_amounts import DecimalSign
from handlers.speech.written_days import DayOrder
from storage.customers import Tier
from storage.departments import key_of
from storage.people import Role

Choice = TypeVar("Choice", bound=StrEnum)

NAME = 200
"""Characters of a name; the longest that both databases can index."""
MOST_VALUE = 10**15
"""The most that an account can be worth in a year, in whole units: a thousand trillion."""
_SHOWN = 60

# --- names ---


def name(words: str) -> str:
    """A name on one line, of signs that can be seen; dots alone are none.

    Raises NameMissing, or NameTooLong.
    """
    line = cleaning.line(words)
    if cleaning.says_nothing(line):
        raise NameMissing
    length = units(line)
    if length > NAME:
        raise NameTooLong(length=f"{length:,}", most=str(NAME))
    return line


def routing_words(words: str) -> list[str]:
    """The words that belong to a department, between commas, semicolons or lines, each once.

    Raises NameTooLong for one that is longer than a name.
    """
    parts = [cleaning.line(word) for word in re.split(r"[,;\n]", cleaning.clean(words))]
    found = [word for word in parts if not cleaning.says_nothing(word)]
    return list(dict.fromkeys(name(key_of(word)) for word in found))


def quoted(words: str) -> str:
    """What somebody wrote, in quotation marks on one line, and cut where it is long."""
    line = cleaning.line(words[: 4 * _SHOWN])
    return f"“{line}”" if len(line) <= _SHOWN else f"“{line[: _SHOWN - 1].rstrip()}…”"


# --- amounts ---


def says_nothing(words: str) -> bool:
    """Whether these words say that something is not known: nothing at all, “n/a”, “-”, “TBD”."""
    return written_amounts.is_nothing(cleaning.line(words[:_SHOWN]))


def amount(words: str, decimal: DecimalSign | None = None, *, own: str | None = None) -> int | None:
    """An amount in whole units: 480,000, 480 k, 1.2 M, € 480.000; None where none is said.

    A group of three digits after a separator is thousands, unless a scale follows or `decimal` says
    that this is the decimal sign. `own` is the ISO 4217 code in which amounts are here: a number
    alone is in it, and so is “$” where that may be meant. Raises UnclearAmount, UnclearScale,
    TooMuch, or OtherCurrency.
    """
    line = cleaning.line(words)
    if written_amounts.is_nothing(line):
        return None
    said = written_amounts.read(line)
    if said is None:
        raise UnclearAmount(words=quoted(words))
    if said.usual is None:
        raise UnclearScale(words=quoted(words))
    value = said.readings.get(decimal) if decimal else said.usual
    if value is None:
        raise UnclearAmount(words=quoted(words))
    if value > MOST_VALUE:
        raise TooMuch(words=quoted(words), most=f"{MOST_VALUE:,}")
    check_currency(words, said.currency, own)
    return value


def currency_written(words: str) -> str:
    """The currency that stands with an amount, by its code; empty where none does."""
    said = written_amounts.read(cleaning.line(words))
    return currencies.meant(said.currency) if said else ""


def check_currency(words: str, written: str, own: str | None) -> None:
    """Refuse an amount in another currency than ours; without one, and of bare numbers, all go.

    `written` is the code or sign that stands with the amount `words`. Raises OtherCurrency, or
    UnknownCurrency.
    """
    if not written:
        return
    theirs = currencies.meant(written, own)
    if not theirs:
        raise UnknownCurrency(words=quoted(written))
    if own and theirs != own:
        raise OtherCurrency(words=quoted(words), theirs=theirs, own=own)


def currency(words: str) -> str | None:
    """The ISO 4217 code of a currency, by its code or sign; None where none is said.

    Raises UnknownCurrency, also for a sign of several currencies such as “kr”.
    """
    if says_nothing(words):
        return None
    code = currencies.meant(cleaning.line(words[:_SHOWN]))
    if code not in currencies.CODES:
        raise UnknownCurrency(words=quoted(words))
    return code


# --- days ---


def day_or_moment(
    words: str,
    order: DayOrder | None = None,
    *,
    serials: bool = False,
    from_1904: bool = False,
) -> date | datetime:
    """A day, or a moment with or without a zone: 2026-11-27, 27.11.2026 14:30, 27 Nov 2026 2 pm.

    Of 1/2 and 2/1 it is told which is meant by `order`; without one only a date of which there is
    no doubt is taken. Bare numbers as spreadsheets count days are read if `serials`, from 1900
    unless `from_1904`. Raises UnclearDay.
    """
    said = written_days.read(
        cleaning.line(words[: 4 * _SHOWN]), serials=serials, from_1904=from_1904
    )
    if said and order:
        meant = said.meant(order)
    else:
        meant = next(iter(said.meanings)) if said and len(said.meanings) == 1 else None
    if meant is None:
        raise UnclearDay(words=quoted(words))
    return meant


def day(words: str) -> date | None:
    """A day; None where none is said. Raises UnclearDay."""
    if says_nothing(words):
        return None
    said = day_or_moment(words)
    return said.date() if isinstance(said, datetime) else said


# --- choices ---


def severity(words: str, *, from_zero: bool = False) -> int:
    """How bad something is, 1 to 4: “2”, “sev 2”, “P2”, “2 - High”. Raises WrongSeverity.

    `from_zero` says that whoever wrote it calls the worst 0.
    """
    said = levels.severity(cleaning.line(words[:_SHOWN]), from_zero=from_zero)
    if said is None:
        raise WrongSeverity(words=quoted(words))
    return said


_TIERS = {
    **dict.fromkeys(("vip", "top"), Tier.KEY),
    "strategic partner": Tier.STRATEGIC,
    **dict.fromkeys(("beach head", "beach-head"), Tier.BEACHHEAD),
    **dict.fromkeys(("normal", "regular", "default", "basic", "other"), Tier.STANDARD),
}
"""What tiers are called elsewhere, where there is no doubt: gold means many things."""


def tier(words: str) -> Tier:
    """How an account is looked after: “key”, “Key accounts”. Raises UnknownChoice."""
    said = cleaning.line(words[:_SHOWN]).lower()
    for called in ("account", "customer", "client", "tier"):
        said = said.removesuffix(f"{called}s").removesuffix(called).strip(" -:")
    return choice(_TIERS.get(said, said), Tier, words)


def role(words: str) -> Role:
    """What a person may decide. Raises UnknownChoice."""
    return choice(cleaning.line(words[:_SHOWN]).lower(), Role, words)


def choice(said: str, offered: type[Choice], words: str = "") -> Choice:
    """One of a fixed number of choices; `words` is how it was written, if otherwise.

    Raises UnknownChoice with all of them.
    """
    if said.strip() not in set(offered):
        known = [str(each) for each in offered]
        choices = " or ".join([", ".join(known[:-1]), known[-1]])
        raise UnknownChoice(words=quoted(words or said), choices=choices)
    return offered(said.strip())


def country(words: str) -> str | None:
    """An ISO 3166 code with holidays we know, with an optional part: DE, US-NY; None for none.

    Raises UnknownCountry.
    """
    code = cleaning.line(words[:_SHOWN]).upper()
    if not code:
        return None
    said = COUNTRY.fullmatch(code)
    parts = _countries().get(said["country"]) if said else None
    if said is None or parts is None or (said["part"] and said["part"] not in parts):
        raise UnknownCountry(words=quoted(words))
    return code


@cache
def _countries() -> dict[str, list[str]]:
    return list_supported_countries()


def zone(words: str) -> str | None:
    """The IANA zone of this name in its usual spelling; None where there is none."""
    return _zones().get(words[:_SHOWN].casefold())


@cache
def _zones() -> dict[str, str]:
    return {each.casefold(): each for each in available_timezones()}


# --- links ---

LINK = 2_000
"""Characters of an address; longer ones are cut by what people read them with."""
_LINK = re.compile(r"https?://[^\s/?#<>|\"@]+(?:[/?#][^\s<>|\"]*)?", re.IGNORECASE)


_MARKED = re.compile(r"<(?P<address>[^\s<>|]+)(?:\|[^<>]*)?>")
"""How Slack writes a link: https://docs.slack.dev/messaging/formatting-message-text."""


def link(words: str) -> str:
    """The address of something on the web; empty where none is given. Raises WrongLink."""
    said = cleaning.line(words)
    marked = _MARKED.fullmatch(said)
    if marked:
        said = marked["address"].replace("&amp;", "&")
    if said and not is_link(said):
        raise WrongLink(words=quoted(words))
    return said


def is_link(words: str) -> bool:
    """Whether these words are the address of something on the web, short enough to be kept."""
    return len(words) <= LINK and _LINK.fullmatch(words) is not None


# --- ids ---

_PERSON_ID = re.compile(r"[UW][A-Z0-9]{1,30}", re.ASCII)
_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{1,30}", re.ASCII)
_ROW_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_TEAM_ID = re.compile(r"[TE][A-Z0-9]{1,30}", re.ASCII)


def is_person_id(words: str) -> bool:
    """Whether these words have the shape of a person's id at Slack."""
    return _PERSON_ID.fullmatch(words) is not None


def person_id(words: str) -> str:
    """The Slack id of the person who was chosen; empty for none. Raises UnreadableId."""
    if words and not is_person_id(words):
        raise UnreadableId
    return words


def channel_id(words: str) -> str:
    """The Slack id of the channel that was chosen; empty for none. Raises UnreadableId."""
    if words and not is_channel_id(words):
        raise UnreadableId
    return words


def is_channel_id(words: str) -> bool:
    """Whether these words have the shape of a channel's id at Slack."""
    return _CHANNEL_ID.fullmatch(words) is not None


def is_direct_channel(words: str) -> bool:
    """Whether a channel's id is that of somebody's direct messages."""
    return words.startswith("D")


def whole(words: str, digits: int = 9) -> int | None:
    """The number that these words are in at most so many digits; None for anything else."""
    is_number = words.isascii() and words.isdigit() and len(words) <= digits
    return int(words) if is_number else None


def is_team_id(words: str) -> bool:
    """Whether these words have the shape of a workspace's id at Slack."""
    return _TEAM_ID.fullmatch(words) is not None


def row_id(words: str) -> UUID | None:
    """The id of a row, as forms and buttons carry it; None where it is none."""
    # Python's own reader takes digits of every script, and braces.
    return UUID(words) if _ROW_ID.fullmatch(words) else None
