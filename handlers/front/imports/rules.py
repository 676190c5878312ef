"""What a cell means: a value as everywhere else, and what only files have, such as working weeks.

Everything here is pure. What cannot be read raises RowRejected, or another UserError, with the
sentence that is shown beside the row.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from handlers.calendar import hours
from handlers.calendar.hours import Calendar
from handlers.front.imports import cards, severities, states
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.tally import LeftOut
from handlers.promises import items
from handlers.speech import blocks, cleaning, feelings, values, written_days
from handlers.speech.dates import FARTHEST
from handlers.speech.errors import FarDate, UnknownChoice, WrongSeverity
from handlers.speech.file_errors import RowRejected
from handlers.speech.lengths import units
from handlers.speech.promise_errors import WrongFeeling
from handlers.speech.setup_errors import NameMissing, NameTooLong, UnclearDay
from handlers.speech.words import WEEKDAYS, dated
from handlers.speech.written_days import DayOrder
from storage.audiences import Audience
from storage.causes import CauseKind
from storage.customers import WATCHES, Tier
from storage.issues import Feeling
from storage.items import State
from storage.people import Role

_TITLE_FROM_STORY = 80

USUAL_SEVERITY = 3
YES = frozenset({"true", "yes", "y", "1", "x"})
NO = frozenset({"false", "no", "n", "0", ""})
_LONGEST_LEVEL = 200
"""Characters of a severity or a feeling that are looked at."""
_CUT = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(r"(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d))?\s?(?P<half>am|pm)?", re.ASCII)
_RANGE = re.compile(r" ?(?:-|–|—|\bto\b) ?")


def read_date(
    words: str, field: str, order: DayOrder | None = None, *, from_1904: bool = False
) -> date | datetime:
    """A day, or a moment with or without a zone. Raises RowRejected."""
    try:
        return values.day_or_moment(words, order, serials=True, from_1904=from_1904)
    except UnclearDay as error:
        is_far = written_days.is_far(cleaning.line(words))
        why = cards.far_date if is_far else cards.unclear_date
        raise RowRejected(reason=why(field, words)) from error


def happened(
    job: Job, row: Row, field: str, calendar: Calendar, now: datetime, after: datetime | None = None
) -> datetime | None:
    """The instant (UTC) at which something was done; None for no words.

    A day alone means opening time, and on the day of `after`, which came before it, that moment
    at the earliest. Raises RowRejected for what is unreadable, yet to come, or before `after`.
    """
    words, called = job.text(row, field), job.called(field)
    if not words:
        return None
    said = _date(job, field, words)
    at = _instant(said, calendar, calendar.opens)
    if not isinstance(said, datetime):
        if after and hours.local_day(calendar, after) == said:
            at = max(at, after)
        if hours.local_day(calendar, now) == said:
            at = min(at, now)
    if at > now:
        raise RowRejected(reason=cards.yet_to_come(called, words))
    if after and at < after:
        raise RowRejected(reason=cards.too_early(called, words))
    return at


def promised(job: Job, row: Row, field: str, calendar: Calendar) -> datetime | None:
    """The instant (UTC) by which something is due; a day alone means closing time.

    None for no words. Raises RowRejected for what is unreadable.
    """
    words = job.text(row, field)
    if not words:
        return None
    said = _date(job, field, words)
    return _instant(said, calendar, calendar.closes)


def _date(job: Job, field: str, words: str) -> date | datetime:
    survey = job.survey
    return read_date(words, job.called(field), survey.days.get(field), from_1904=survey.from_1904)


def check_near(due: datetime, now: datetime) -> None:
    """Refuse an open promise that nobody can be held to.

    Raises FarDate beyond two years.
    """
    if due > now + FARTHEST:
        raise FarDate(day=dated(due.date()))


def _instant(said: date | datetime, calendar: Calendar, clock: time) -> datetime:
    if not isinstance(said, datetime):
        return hours.at_local(calendar, said, clock)
    if said.tzinfo is None:
        return said.replace(tzinfo=hours.time_zone(calendar.zone)).astimezone(UTC)
    return said.astimezone(UTC)


def day(job: Job, row: Row, field: str) -> date | None:
    """A day; None for no words. Raises RowRejected."""
    words = job.text(row, field)
    if not words:
        return None
    said = _date(job, field, words)
    return said.date() if isinstance(said, datetime) else said


def moment(job: Job, row: Row, field: str) -> str:
    """A day, with the minute where a cell has one, however it is written; empty for no words.

    Raises RowRejected.
    """
    words = job.text(row, field)
    if not words:
        return ""
    said = _date(job, field, words)
    return said.isoformat(timespec="minutes") if isinstance(said, datetime) else said.isoformat()


def week(words: str) -> list[int]:
    """Working days with Monday 0: “Mon-Fri”, “Sun-Thu”, “Mon, Wed, Fri” or “0,1,2”.

    Raises RowRejected.
    """
    found: set[int] = set()
    for part in re.split(r"[,;/]", cleaning.line(words)):
        ends = [_weekday(end, words) for end in _RANGE.split(part.strip().lower())]
        if len(ends) > 2:
            raise RowRejected(reason=cards.unclear_days(words))
        first, last = ends[0], ends[-1]
        found |= {(first + ahead) % 7 for ahead in range((last - first) % 7 + 1)}
    return sorted(found)


def _weekday(word: str, words: str) -> int:
    if re.fullmatch(r"[0-6]", word):
        return int(word)
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 2 and name.lower().startswith(word.rstrip("s.")) and word.rstrip("s."):
            return number
    raise RowRejected(reason=cards.unclear_days(words))


def clock(words: str, field: str) -> time:
    """A time of day: 9, 9:00, 17.30, 5 pm. Raises RowRejected."""
    said = _CLOCK.fullmatch(words.lower())
    if said is None:
        raise RowRejected(reason=cards.unclear_time(field, words))
    hour = int(said["hour"])
    if said["half"]:
        if not 1 <= hour <= 12:
            raise RowRejected(reason=cards.unclear_time(field, words))
        hour = hour % 12 + (12 if said["half"] == "pm" else 0)
    minute = int(said["minute"] or 0)
    if hour > 23 or minute > 59:
        raise RowRejected(reason=cards.unclear_time(field, words))
    return time(hour, minute)


def severity(job: Job, row: Row) -> int:
    """1 to 4; 3 for no words. Raises RowRejected."""
    words = cleaning.line(job.text(row, "severity")[:_LONGEST_LEVEL])
    if not words or severities.says_none(words):
        return USUAL_SEVERITY
    level = severities.read(words, from_zero=job.survey.from_zero)
    if level is None:
        why = WrongSeverity(words=values.quoted(words)).message
        raise RowRejected(reason=cards.say_what("severity", words, why))
    return level


def state(job: Job, row: Row) -> State | None:
    """How something stands; None for no words. Raises RowRejected, or LeftOut."""
    words = cleaning.line(job.text(row, "state"))
    if words == states.LEFT_OUT:
        raise LeftOut
    said = states.read(words)
    if words and said is None:
        raise RowRejected(reason=cards.unknown_state(job.called("state"), words))
    return said


def feeling(job: Job, row: Row, field: str) -> Feeling | None:
    """How a customer feels, or felt; None for no words and “not known”. Raises RowRejected."""
    words = cleaning.line(job.text(row, field)[:_LONGEST_LEVEL])
    try:
        return feelings.read(words)
    except WrongFeeling as error:
        raise RowRejected(reason=cards.say_what(field, words, error.message)) from error


def audience(job: Job, row: Row) -> Audience:
    """Who may see something; its department and all who work here for no words.

    Raises RowRejected: what somebody meant to keep private is not shown to all by a slip.
    """
    words = cleaning.line(job.text(row, "audience")).lower()
    if words and words not in set(Audience):
        raise RowRejected(reason=cards.not_one_of("audience", words, list(Audience)))
    return Audience(words or Audience.DEPARTMENT)


def tier(words: str) -> Tier:
    """How an account is looked after. Raises RowRejected."""
    try:
        return values.tier(words)
    except UnknownChoice as error:
        why = cards.not_one_of("tier", words, list(Tier))
        raise RowRejected(reason=cards.say_what("tier", words, why)) from error


def yes_no(job: Job, row: Row, field: str) -> bool:
    """True or false; false for no words. Raises RowRejected."""
    words = cleaning.line(job.text(row, field)).lower()
    if words in YES:
        return True
    if words in NO:
        return False
    raise RowRejected(reason=cards.not_one_of(job.called(field), words, ["true", "false"]))


def cause_kind(words: str) -> CauseKind:
    """Of what sort a cause is. Raises RowRejected."""
    said = cleaning.line(words).lower()
    if said not in set(CauseKind):
        raise RowRejected(reason=cards.not_one_of("kind", words, list(CauseKind)))
    return CauseKind(said)


def watched(words: str) -> int:
    """At which of `WATCHES` a renewal was told of last. Raises RowRejected."""
    known = {str(each): each for each in WATCHES}
    days = known.get(cleaning.line(words).removesuffix(".0"))
    if days is None:
        raise RowRejected(reason=cards.not_one_of("watched", words, list(known)))
    return days


def role(words: str) -> Role:
    """What a person may decide. Raises RowRejected."""
    try:
        return values.role(words)
    except UnknownChoice as error:
        raise RowRejected(reason=cards.not_one_of("role", words, list(Role))) from error


def name(words: str, field: str) -> str:
    """A name on one line, of signs that can be seen.

    Raises RowRejected for none, or one too long to be a name.
    """
    try:
        return values.name(words)
    except NameMissing as error:
        raise RowRejected(reason=cards.missing(field)) from error
    except NameTooLong as error:
        length = len(cleaning.line(words))
        raise RowRejected(reason=cards.too_long(field, length, values.NAME)) from error


def title_and_story(title: str, fallback: str, story: str) -> tuple[str, str]:
    """A headline of at most items.TITLE characters, and the story with nothing lost.

    Without a title the fallback takes its place, then the first words of the story. Raises
    RowRejected when all three are empty.
    """
    lines = (cleaning.line(words) for words in (title, fallback))
    line = next((each for each in lines if not cleaning.says_nothing(each)), "")
    if not line:
        line = blocks.clip(story, _TITLE_FROM_STORY)
    if cleaning.says_nothing(line):
        raise RowRejected(reason=cards.nothing_said())
    if units(line) <= items.TITLE:
        return line, story
    return blocks.clip(line, items.TITLE), "\n\n".join(part for part in (line, story) if part)


def check_id(words: str) -> None:
    """Refuse an id that a spreadsheet has made a number of, and kept no more than its start.

    Raises RowRejected.
    """
    if _CUT.fullmatch(words):
        raise RowRejected(reason=cards.cut_by_excel(words))


def routing_words(words: str) -> list[str]:
    """The words that belong to a department, each once. Raises RowRejected."""
    try:
        return values.routing_words(words)
    except NameTooLong as error:
        longest = max(len(word) for word in re.split(r"[,;\n]", words))
        raise RowRejected(reason=cards.too_long("words", longest, values.NAME)) from error
