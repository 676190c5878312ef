"""What a value means, whoever gives it: forms, files and commands are all read here.

Everything here is pure: words in, a value out, or a UserError whose sentence says what to write.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from typing import TypeVar
from uuid import UUID
from zoneinfo import available_timezones

from holidays import list_supported_countries

from handlers.calendar.hours import COUNTRY
from handlers.speech import cleaning
from handlers.speech.errors import UnknownChoice, UnreadableId, WrongLink, WrongSeverity
from handlers.speech.lengths import units
from handlers.speech.setup_errors import (
    NameMissing,
    NameTooLong,
    TooMuch,
    UnclearAmount,
    UnclearDay,
    UnknownCountry,
)
from storage.customers import Tier
from storage.departments import key_of
from storage.people import Role

Choice = TypeVar("Choice", bound=StrEnum)

NAME = 200
"""Characters of a name; the longest that both databases can index."""
MOST_VALUE = 10**15
"""The most that an account can be worth in a year, in whole units: a thousand trillion."""
YEARS = range(1990, 2101)
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

_NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "tbd", "tba", "none", "null", "unknown", "?"})
_SCALES = {
    "": 1, "K": 10**3, "TSD": 10**3, "THOUSAND": 10**3, "LAC": 10**5, "LAKH": 10**5,
    "M": 10**6, "MN": 10**6, "MIO": 10**6, "MLN": 10**6, "MILLION": 10**6, "CR": 10**7,
    "CRORE": 10**7, "B": 10**9, "BN": 10**9, "BLN": 10**9, "BILLION": 10**9,
}  # fmt: skip
"""What makes a number larger. “mil” is a thousand to some and a million to others, and “mrd” is
taken for a currency or a billion: neither is guessed."""
# ISO 4217, the currencies that accounts are kept in most.
_CURRENCIES = (
    "AED|ARS|AUD|BGN|BHD|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|ISK|JPY|"
    "KRW|KWD|MAD|MXN|MYR|NGN|NOK|NZD|OMR|PEN|PHP|PKR|PLN|QAR|RON|RSD|RUB|SAR|SEK|SGD|THB|TRY|TWD|"
    "UAH|USD|VND|ZAR"
)
_CURRENCY = rf"(?:[€$£¥₹]|{_CURRENCIES})?"
_AMOUNT = re.compile(
    rf"{_CURRENCY}(?P<number>\d[\d.,]*)(?P<scale>{'|'.join(filter(None, _SCALES))})?\.?{_CURRENCY}",
    re.ASCII,
)
_IN_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)
_LONGEST_AMOUNT = 40


def amount(words: str) -> int | None:
    """An amount in whole units: 480,000, 480 k, 1.2 M, € 480.000; None where none is said.

    A group of three digits after a separator is thousands, unless a scale follows. “n/a”, “-” and
    “TBD” say none. Raises UnclearAmount or TooMuch.
    """
    said = cleaning.line(words)
    if said.casefold() in _NOTHING:
        return None
    plain = re.sub(r"[\s'’]", "", said[: _LONGEST_AMOUNT + 1]).upper()
    match = _AMOUNT.fullmatch(plain) if len(said) <= _LONGEST_AMOUNT else None
    scale = (match["scale"] or "") if match else ""
    number = _plain(match["number"], scaled=bool(scale)) if match else None
    if number is None:
        raise UnclearAmount(words=quoted(words))
    exact = Decimal(number) * _SCALES[scale]
    if exact > MOST_VALUE:
        raise TooMuch(words=quoted(words), most=f"{MOST_VALUE:,}")
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _plain(number: str, *, scaled: bool) -> str | None:
    """Digits with at most one decimal point; None when the separators make no sense."""
    grouped = _IN_THOUSANDS.fullmatch(number)
    if grouped and not (scaled and len(re.findall(r"[.,]", number)) == 1):
        return re.sub(r"[.,]", "", number)
    decimal = max(number.rfind("."), number.rfind(","))
    if decimal < 0:
        return number
    head, tail = number[:decimal], number[decimal + 1 :]
    if not tail or not (head.isdigit() or _IN_THOUSANDS.fullmatch(head)):
        return None
    if number[decimal] in head:
        return None
    return f"{re.sub(r'[.,]', '', head)}.{tail}"


# --- days ---

_DAY = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<d2>\d\d?)\.(?P<m2>\d\d?)\.(?P<y2>\d{4}|\d\d))"
    r"(?:(?:T|,?\s)(?P<hour>\d\d?):(?P<rest>\d\d(?::\d\d(?:\.\d{1,6})?)?)"
    r"\s?(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)


def day_or_moment(words: str) -> date | datetime:
    """A day, or a moment with or without a zone: 2026-11-27, 27.11.2026, 27.11.2026 14:30.

    27/11 and 11/27 are told apart by nobody, so neither is taken. Raises UnclearDay.
    """
    said = _DAY.fullmatch(cleaning.line(words[: 4 * _SHOWN]))
    if said is None:
        raise UnclearDay(words=quoted(words))
    digits = said["y"] or said["y2"]
    year = int(digits) + (2000 if len(digits) == 2 else 0)
    try:
        day = date(year, int(said["m"] or said["m2"]), int(said["d"] or said["d2"]))
        if day.year not in YEARS:
            raise UnclearDay(words=quoted(words))
        if said["hour"] is None:
            return day
        clock = f"{int(said['hour']):02}:{said['rest']}{said['zone'] or ''}"
        return datetime.fromisoformat(f"{day.isoformat()}T{clock}")
    except ValueError as error:
        raise UnclearDay(words=quoted(words)) from error


def day(words: str) -> date | None:
    """A day; None where none is said. Raises UnclearDay."""
    if not cleaning.line(words):
        return None
    said = day_or_moment(words)
    return said.date() if isinstance(said, datetime) else said


# --- choices ---

_SEVERITY = re.compile(r"(?:s|sev|severity)? ?([1-4])", re.ASCII | re.IGNORECASE)


def severity(words: str) -> int:
    """How bad something is, 1 to 4: “2”, “sev 2”, “S2”. Raises WrongSeverity."""
    said = _SEVERITY.fullmatch(cleaning.line(words[:_SHOWN]))
    if said is None:
        raise WrongSeverity(words=quoted(words))
    return int(said[1])


def tier(words: str) -> Tier:
    """How an account is looked after: “key”, “Key account”. Raises UnknownChoice."""
    said = cleaning.line(words[:_SHOWN]).lower().removesuffix("account").removesuffix("customer")
    return choice(said, Tier, words)


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


def link(words: str) -> str:
    """The address of something on the web; empty where none is given. Raises WrongLink."""
    said = cleaning.line(words)
    if said and (len(said) > LINK or not _LINK.fullmatch(said)):
        raise WrongLink(words=quoted(words))
    return said


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
