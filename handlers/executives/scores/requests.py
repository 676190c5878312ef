"""People type `/cx score`, and press their way from a figure to the very things behind it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from handlers.executives import scores
from handlers.executives.scores import (
    Scorecard,
    ScoreOf,
    cards,
    file_words,
    filing,
    freezing,
    keys,
    periods,
    ranking,
    ranking_cards,
    subjects,
    words,
)
from handlers.executives.scores.cards import ThingsSeen
from handlers.executives.scores.caveats import Caveat
from handlers.executives.scores.periods import ScorePeriod
from handlers.executives.scores.rules import Measure, Scored
from handlers.executives.scores.subjects import CountedThing
from handlers.people import access, lookup, office
from handlers.speech import blocks, paging, typed
from handlers.speech.errors import UnreadableRequest
from handlers.speech.request import Reply, Request, Response, UpdateForm
from handlers.speech.score_errors import NobodysScore, TwoScores, UnclearPeriod, WhoseScore
from storage import departments, people
from storage.departments import Department
from storage.people import Person

_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^<>]*)?>")
_HANDLE = re.compile(r"(?<!\S)@\S+")
_LEADING = re.compile(r"^(?:(?:for|of|in|my|the)\s+)+|\s+(?:for|of|in)$", re.IGNORECASE)
_AS_FILE = re.compile(r"(?:^|\s)as (?:an? )?(?:csv|file|csv file)[ .!]*$", re.IGNORECASE)
MOST_WORDS = 12
SHOWN = 60


def typed_score(request: Request, session: Session, now: datetime) -> Response:
    """`/cx score [Billing] [@sara] [november] [as a file]`.

    Without a department the CCO, who is in none, reads all whose period is frozen side by side:
    the quarter that is named, else the last one. Raises UnclearPeriod, WhoseScore,
    UnknownDepartment, UnknownPerson and what `scores.scorecard` raises.
    """
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    as_file = _AS_FILE.search(request.text)
    if as_file:
        request = replace(request, text=request.text[: as_file.start()])
    today = scores.today(session, now, person.team_id)
    whose, named = _read(request, session, today, person)
    if whose is None:
        if as_file:
            raise WhoseScore
        return _side_by_side(session, person, named or periods.quarter_of(today).before)
    period = named or periods.month_of(today)
    card = scores.scorecard(session, now, person, whose, period)
    if as_file:
        return _filed(session, now, person, card)
    shown = cards.shown(card, keys.key(whose, period), _by(session, card))
    return Reply(shown.text, shown.blocks)


def _side_by_side(session: Session, person: Person, period: ScorePeriod) -> Response:
    """All departments whose period is frozen, for the CCO. Raises WhoseScore."""
    may_read = access.may(session, person, access.FREEZE)
    found = ranking.ranked(session, person.team_id, period) if may_read else []
    if not found:
        raise WhoseScore
    said = ranking_cards.sentence(period, found)
    parts = [blocks.section(said), *ranking_cards.table(period, found)]
    return Reply(said, blocks.message(*parts))


def open_behind(request: Request, session: Session, now: datetime) -> Response:
    """All figures of a scorecard, each with the way to what is behind it."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    whose, period = keys.carried(request.value, session, person)
    card = scores.scorecard(session, now, person, whose, period)
    return UpdateForm(cards.behind(card, request.value))


def press_file(request: Request, session: Session, now: datetime) -> Response:
    """One click: the scorecard comes to whoever pressed it, as a file."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    whose, period = keys.carried(request.value, session, person)
    return _filed(session, now, person, scores.scorecard(session, now, person, whose, period))


def _filed(session: Session, now: datetime, person: Person, card: Scorecard) -> Response:
    filing.order(session, now, person, card)
    return Reply(file_words.on_its_way(card))


def open_all(request: Request, session: Session, now: datetime) -> Response:
    """A page of all departments whose period is frozen. Raises UnreadableRequest."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    key, after = paging.read(request.value)
    period = periods.carried(key)
    if period is None or ".." in key:
        raise UnreadableRequest
    found = ranking.ranked(session, person.team_id, period)
    after = min(after, max(0, len(found) - 1) // paging.PAGE * paging.PAGE)
    return UpdateForm(ranking_cards.page(period, found, after))


def press_freeze(request: Request, session: Session, now: datetime) -> Response:
    """One click of the CCO: the scorecard is a record that nothing changes."""
    person = access.actor(session, request)
    access.check(session, person, access.FREEZE)
    whose, period = keys.carried(request.value, session, person)
    if whose.person:
        raise UnreadableRequest
    record = freezing.freeze(session, now, person, whose.department, period)
    return Reply(words.frozen(record, blocks.safe(whose.department.name), period.name))


def _by(session: Session, card: Scorecard) -> str:
    """The name of whoever froze a scorecard; empty where it was done on the server."""
    record = card.records[0] if card.records else None
    by = people.find(session, record.team_id, record.frozen_by) if record else None
    return by.name if by else ""


def open_things(request: Request, session: Session, now: datetime) -> Response:
    """A page of the things behind one figure. Raises UnreadableRequest."""
    person = access.actor(session, request)
    access.check(session, person, access.READ)
    which, after = paging.read(request.value)
    name, _, key = which.partition("/")
    whose, period = keys.carried(key, session, person)
    measure = next((each for each in (*Measure, *Caveat) if each == name), None)
    if measure is None:
        raise UnreadableRequest
    found = scores.things(session, now, person, whose, period, measure)
    after = min(after, max(0, len(found) - 1) // cards.A_PAGE * cards.A_PAGE)
    page = found[after : after + cards.A_PAGE]
    seen = {
        (each.noun, each.number): item
        for each in page
        if (item := _item(session, person, each)) is not None
    }
    names = _names(session, person, whose, page)
    shown = ThingsSeen(measure, key, page, after, len(found), seen, names)
    return UpdateForm(cards.things(shown, office.zone_of(session, person.team_id), now))


def _item(session: Session, person: Person, each: Scored) -> CountedThing | None:
    item = subjects.find(session, person.team_id, each.noun, each.number)
    return item if item and subjects.may_see(session, person, item) else None


def _names(session: Session, actor: Person, whose: ScoreOf, page: list[Scored]) -> dict[str, str]:
    """Who held these then: for those alone who may read how each of them does."""
    if not (whose.person or scores.leads(actor, whose.department)):
        return {}
    owners = {each.owner_id for each in page if each.owner_id}
    found = people.by_id(session, actor.team_id, list(owners))
    return {user_id: each.name for user_id, each in found.items()}


# --- what somebody means ---


def _read(
    request: Request, session: Session, today: date, person: Person
) -> tuple[ScoreOf | None, ScorePeriod | None]:
    """Whose scorecard, None for nobody's; and of which period, None where none is named."""
    text = " ".join(request.text.split())
    named = [*_MENTION.findall(text), *_HANDLE.findall(text)]
    if len(named) > 1:
        raise TwoScores
    about = lookup.person(session, person.team_id, named[0]) if named else None
    rest = typed.as_read(_HANDLE.sub(" ", _MENTION.sub(" ", text)))
    named_so, period = _period(rest, today)
    whose = _whose(session, request, person, about, _LEADING.sub("", named_so))
    return whose, period


def _period(text: str, today: date) -> tuple[str, ScorePeriod | None]:
    """The words that name no period, and the period that the others name, if any."""
    said = text.split()
    for count in range(min(len(said), MOST_WORDS), 0, -1):
        for start in (len(said) - count, 0):
            found = periods.read(" ".join(said[start : start + count]), today)
            if found:
                return " ".join([*said[:start], *said[start + count :]]), found
    return text, None


def _whose(
    session: Session, request: Request, actor: Person, about: Person | None, said: str
) -> ScoreOf | None:
    """Whose it is: of a department that is named, else of the channel's, else of one's own."""
    if said:
        return ScoreOf(_named(session, actor.team_id, said), about)
    if about:
        home = scores.department_of(session, about)
        if home is None:
            raise NobodysScore(name=about.name)
        return ScoreOf(home, about)
    own = scores.department_of(session, actor)
    here = departments.in_channel(session, actor.team_id, request.channel_id)
    found = here or own
    return ScoreOf(found) if found else None


def _named(session: Session, team_id: str, said: str) -> Department:
    """The department of these words. Raises UnknownDepartment, or UnclearPeriod for several."""
    found = lookup.named_department(session, team_id, said)
    if found is None and len(said.split()) > 1:
        raise UnclearPeriod(words=blocks.clip(typed.seen(said), SHOWN))
    return found or lookup.department(session, team_id, said)
