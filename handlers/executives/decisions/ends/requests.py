"""What people type, click and send when a decision ends, and when somebody else is to decide it."""

from __future__ import annotations

import re
from datetime import datetime

from sqlmodel import Session

from handlers.executives.decisions import adding, circle, deciding, moves, words
from handlers.executives.decisions.deciding import Ruling
from handlers.executives.decisions.forecasts import foreseeing
from handlers.executives.decisions.forecasts.rules import expected_of
from handlers.executives.decisions.rulings import cards as deciding_cards
from handlers.executives.decisions.rulings.cards import Blank
from handlers.people import access, lookup, vocabulary
from handlers.promises import preamble, undoable
from handlers.promises.lifecycle import Move
from handlers.speech import answered, blocks, forms, reasons
from handlers.speech.decision_errors import NoDecider, Unsettled
from handlers.speech.errors import (
    MissingWords,
    WhyMissing,
    WrongDate,
    WrongFields,
)
from handlers.speech.people_errors import NoDepartment, UnfitPerson, UnknownPerson
from handlers.speech.request import OpenForm, Reply, Request, Response
from storage import decisions, people
from storage.decisions import Decision
from storage.people import Person

_BECAUSE = re.compile(r"[\s,;:.–—-]*\bbecause\b[\s:,]*", re.IGNORECASE)


def type_decided(request: Request, session: Session, now: datetime) -> Response:
    """`/cx decided D-3 as proposed, because …`; the form where something is left to say."""
    person = access.actor(session, request)
    access.check(session, person, access.DECIDE)
    first, said = answered.named_first(request.text)
    if not first:
        raise MissingWords(usage=deciding_cards.DECIDED_USAGE)
    decision = adding.get(session, person, first[0])
    what, _, why = _parted(vocabulary.seen(session, request.team_id, said))
    try:
        return _decided(session, now, person, decision, Ruling(what, why))
    except (Unsettled, WhyMissing):
        # Nothing that was typed is lost: the form has it, and asks for the rest.
        return _form(session, now, person, decision, what, why)


def _parted(said: str) -> tuple[str, str, str]:
    """What was decided, and why."""
    found = _BECAUSE.search(said)
    if found is None:
        return said.strip(), "", ""
    return said[: found.start()].strip(), found.group(), said[found.end() :].strip()


def open_decide(request: Request, session: Session, now: datetime) -> Response:
    """The form in which whoever decides says what was decided."""
    person = access.actor(session, request)
    access.check(session, person, access.DECIDE)
    return _form(session, now, person, adding.get(session, person, request.value))


def _form(
    session: Session,
    now: datetime,
    person: Person,
    decision: Decision,
    said: str = "",
    why: str = "",
) -> OpenForm:
    left = deciding.to_decide(session, person, decision)
    names = {
        impact: [
            each.name
            for each in people.by_id(
                session, decision.team_id, [answer.user_id for answer in answers]
            ).values()
        ]
        for impact, answers in left.items()
    }
    waited = circle.owed(session, decision)
    silent = people.by_id(session, decision.team_id, [ask.person_id for ask in waited])
    line = words.silent(sorted(each.name for each in silent.values()))
    answers = decisions.answers(session, decision.team_id, decision.number)
    is_expected = expected_of(answers) is not None
    review = foreseeing.usual_day(session, now, person) if is_expected else None
    return OpenForm(deciding_cards.form(decision, names, line, said, why, review))


def send_decide(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back: it is decided."""
    person = access.actor(session, request)
    access.check(session, person, access.DECIDE)
    form = preamble.filled_in(request, preamble.WHY)
    decision = adding.get(session, person, request.value)
    day = request.words(Blank.REVIEW)
    with forms.placing({WrongDate: Blank.REVIEW}):
        review = foreseeing.day_of(session, now, person, day) if day else None
    said = Ruling(
        words=request.words(Blank.WORDS),
        why=request.words(reasons.FIELD),
        acceptor=request.person_id(Blank.ACCEPTOR),
        finder=request.person_id(Blank.FINDER),
        teller=request.person_id(Blank.TELLER),
        day=request.words(Blank.DAY),
        review=review,
    )
    helper = Blank.FINDER if said.finder else Blank.TELLER
    places = {
        NoDecider: Blank.ACCEPTOR, UnfitPerson: helper, UnknownPerson: helper,
        NoDepartment: helper, WrongDate: Blank.DAY, WhyMissing: reasons.FIELD,
    }  # fmt: skip
    try:
        with forms.placing(places):
            return _decided(session, now, person, decision, said)
    except Unsettled as error:
        raise WrongFields({**form.errors, **error.sentences}) from error


def _decided(
    session: Session, now: datetime, person: Person, decision: Decision, said: Ruling
) -> Reply:
    tasks = deciding.decide(session, now, person, decision, said)
    refs = [task.ref for task in tasks]
    return _with_way_back(decision, deciding_cards.decided(decision, refs), moves.DECIDE, "Decided")


def _with_way_back(decision: Decision, text: str, move: Move, title: str) -> Reply:
    way_back = undoable.button(undoable.UNDO, decision, move.verb)
    shown = blocks.message(blocks.section(text), blocks.actions(way_back))
    return Reply(text, shown, title=title)


def type_withdraw(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx withdraw D-3 because …`; the form where no reason is given."""
    _, said = answered.named_first(request.text)
    _, _, why = _parted(vocabulary.seen(session, request.team_id, said))
    if not why:
        return OpenForm(deciding_cards.withdraw_form(decision, said.strip()))
    return _withdrawn(session, now, person, decision, why)


def open_withdraw(request: Request, session: Session, now: datetime) -> Response:
    """The form for why it is taken back."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.DECIDE)
    decision = adding.get(session, person, request.value)
    if person.user_id != decision.asked_by:
        deciding.to_end(session, person, decision)
    return OpenForm(deciding_cards.withdraw_form(decision))


def send_withdraw(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back."""
    person = access.actor(session, request)
    access.check(session, person, access.DECIDE)
    preamble.filled_in(request, preamble.WHY).check()
    decision = adding.get(session, person, request.value)
    return _withdrawn(session, now, person, decision, request.words(reasons.FIELD))


def _withdrawn(
    session: Session, now: datetime, person: Person, decision: Decision, why: str
) -> Reply:
    deciding.withdraw(session, now, person, decision, why)
    text = deciding_cards.withdrawn(decision)
    return _with_way_back(decision, text, moves.WITHDRAW, "Taken back")


def type_owner(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx owner D-3 @victor`: they decide it from now on."""
    _, said = answered.named_first(request.text)
    if not said.strip():
        raise MissingWords(usage=deciding_cards.OWNER_USAGE.replace("D-3", decision.ref))
    to = lookup.person(session, request.team_id, said.strip())
    return _named(session, now, person, decision, to)


def open_owner(request: Request, session: Session, now: datetime) -> Response:
    """The form that asks who decides."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.ASK_IMPACT)
    decision = adding.get(session, person, request.value)
    return OpenForm(deciding_cards.name_form(decision, deciding.decider_of(session, decision)))


def send_owner(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back."""
    person = access.actor(session, request)
    access.check(session, person, access.ASK_IMPACT)
    decision = adding.get(session, person, request.value)
    field = deciding_cards.PERSON
    with forms.placing(dict.fromkeys((NoDecider, UnfitPerson, UnknownPerson), field)):
        to = lookup.chosen_person(session, request.team_id, request.person_id(field))
        return _named(session, now, person, decision, to)


def _named(
    session: Session, now: datetime, person: Person, decision: Decision, to: Person
) -> Response:
    changed = deciding.name(session, now, person, decision, to)
    text = deciding_cards.named(decision, to)
    return _with_way_back(decision, text, moves.NAME, "Decides") if changed else Reply(text)
