"""What executives type, click and send about a decision, and what they are shown in return."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.executives import decisions
from handlers.executives.decisions import (
    NewDecision,
    adding,
    answering,
    cards,
    deciding,
    form_cards,
    moves,
    reading,
    rules,
    segments,
    topics,
    weighing,
)
from handlers.executives.decisions.answering import AnswerSoFar
from handlers.executives.decisions.rules import Input, Said
from handlers.executives.decisions.rulings import cards as deciding_cards
from handlers.executives.decisions.segments import Whom
from handlers.executives.decisions.weighing import Confidence, Reckoning, Weight
from handlers.people import access, choices, lookup, vocabulary
from handlers.promises import deadlines, preamble, traces, undoable
from handlers.promises.items import audience
from handlers.speech import blocks, forms, reasons, typed, values
from handlers.speech.decision_errors import NoDecider
from handlers.speech.errors import (
    DecisionMissing,
    StaleForm,
    TitleTooLong,
    UnfinishedAnswer,
    UserError,
    WrongDate,
    WrongFields,
)
from handlers.speech.forms import Reading
from handlers.speech.people_errors import GoneDepartment, NoDepartment, UnfitPerson, UnknownPerson
from handlers.speech.request import Nothing, OpenForm, Privacy, Reply, Request, Response
from storage import workspaces
from storage.audiences import Audience
from storage.customers import Tier
from storage.decisions import Impact, ImpactAnswer
from storage.people import Person

VERB = "decision."


def ask(request: Request, session: Session, now: datetime) -> Response:
    """`/cx impact <decision> [for O-2]`; the form without words."""
    person = access.actor(session, request)
    text, named = traces.taken_out(request.text)
    words = vocabulary.words(session, request.team_id, text)
    said = reading.read(words, typed.seen(text))
    outcome = traces.named(session, now, person, named)
    # What is asked among few, or alone with Duly, stays among few.
    usual = None if request.privacy is Privacy.OPEN else Audience.PRIVATE
    try:
        audience = said.audience or usual
        decider = _named(session, request, said.decider) if said.decider else None
        asked = decisions.ask(
            session, now, person, said.title, audience,
            when=said.when, why=said.why, decider=decider, outcome=outcome,
        )  # fmt: skip
    except DecisionMissing:
        usual = usual or decisions.usual_audience(session, person)
        by = deadlines.read(session, now, person, said.when) if said.when else None
        day = by.deadline.day.isoformat() if by else None
        offered = traces.offered(session, now, person, outcome)
        return OpenForm(
            form_cards.ask_form(usual, day, said.why, said.decider or None, outcomes=offered)
        )
    return _noted(asked, said.why)


def send_ask(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back with the decision."""
    person = access.actor(session, request)
    places: dict[type[UserError], str] = dict.fromkeys(
        (DecisionMissing, TitleTooLong), form_cards.DECISION
    )
    title, chosen = request.line(form_cards.DECISION), preamble.chosen_audience(request)
    why, topic = request.words(reasons.FIELD), topics.read(request.words(topics.FIELD))
    decider_id = request.person_id(deciding_cards.DECIDER)
    places |= dict.fromkeys((NoDecider, UnfitPerson, UnknownPerson), deciding_cards.DECIDER)
    places |= dict.fromkeys(traces.WRONG, traces.FIELD)
    with forms.placing({**places, WrongDate: Input.DAY}):
        asked = decisions.ask(
            session, now, person, title, chosen,
            when=request.words(Input.DAY), why=why, topic=topic,
            decider=_named(session, request, decider_id) if decider_id else None,
            only=_asked(session, request),
            outcome=traces.named(session, now, person, request.words(traces.FIELD)),
        )  # fmt: skip
    return _noted(asked, why)


def _named(session: Session, request: Request, user_id: str) -> Person:
    return lookup.chosen_person(session, request.team_id, user_id)


def _asked(session: Session, request: Request) -> list[Person]:
    """Whom to ask, where a form names them; a sentence under its input for whoever cannot answer.

    Raises WrongFields.
    """
    chosen = request.choices(deciding_cards.ASKED)
    refused = (NoDecider, UnfitPerson, UnknownPerson)
    with forms.placing(dict.fromkeys(refused, deciding_cards.ASKED)):
        found = [_named(session, request, user_id) for user_id in chosen]
        return [deciding.fit(each) for each in found]


def change_topic(request: Request, session: Session, now: datetime) -> Response:
    """One choice in the menu on its card: the type of a decision, and so its question."""
    person = access.actor(session, request)
    access.check(session, person, access.ASK_IMPACT)
    ref, _, chosen = request.value.partition(blocks.SEPARATOR)
    topic = topics.read(chosen)
    if topic is None:
        raise StaleForm
    decision = adding.get(session, person, ref)
    topics.change(session, now, person, decision, topic)
    return Nothing()


def _noted(asked: NewDecision, why: str) -> Reply:
    """Where the question is now, with the way back for whoever mistyped."""
    text = cards.asked(
        asked.decision, asked.others, asked.zone,
        posted=asked.posted, twin=asked.twin, why=why,
    )  # fmt: skip
    way_back = undoable.button(undoable.UNDO, asked.decision, cards.ASKED)
    shown = blocks.message(blocks.section(text), blocks.actions(way_back))
    return Reply(text, shown, title="Asked")


def open_answer(request: Request, session: Session, now: datetime) -> Response:
    """One of the answers, `decision.worse` for instance: kept, or the form for the rest of it.

    Why may have been said in words already.
    """
    person, sign = access.actor(session, request), request.verb.removeprefix(VERB)
    one = answering.to_answer(session, person, request.value, sign)
    why, is_unread = request.words(Input.WHY), bool(request.words(form_cards.UNREAD))
    whom = segments.read(f" {request.words(form_cards.WHOM)}")
    heard = Reckoning(customers=whom.customers, confidence=whom.confidence)
    said = Said(one.impact, why, tiers=whom.tiers, reckoning=heard)
    if not is_unread and _is_whole(one, said):
        kept = answering.answer(session, now, person, one.decision, said)
        return _kept(one, kept.answer)
    if not why and one.before and one.before.impact == one.impact:
        why = one.before.why
    seen_by = audience.question(
        session, person, Audience(one.decision.audience),
        ["its owner", "their lead"], audience.EXECUTIVES,
    )  # fmt: skip
    departments = None
    if _needs_department(session, person, one):
        departments = choices.of_departments(session, person)
    return OpenForm(
        form_cards.answer_form(
            one.decision,
            one.impact,
            blocks.clip(why, form_cards.WHY),
            one.kept,
            seen_by,
            departments,
            _shown(one, person, now, whom),
            workspaces.currency(session, request.team_id) or "",
            is_unread=is_unread,
        )
    )


def _is_whole(one: AnswerSoFar, said: Said) -> bool:
    """Whether nothing is left to fill in: a click may say all, or the words that were typed."""
    if not said.why or len(said.why) > form_cards.WHY:
        return rules.WANTS[one.impact].is_whole
    return not rules.missing(said, one.kept)


def _shown(one: AnswerSoFar, person: Person, now: datetime, whom: Whom) -> ImpactAnswer | None:
    """What its form has already: what was said before, and of that anew what was said now.

    It is kept nowhere.
    """
    before = one.before if one.before and one.before.impact == one.impact else None
    if not whom.is_said:
        return before
    shown = ImpactAnswer(
        team_id=one.decision.team_id, number=one.decision.number, user_id=person.user_id,
        impact=one.impact, answered_at=now,
    )  # fmt: skip
    if before:
        shown = ImpactAnswer(**before.model_dump())
    shown.tiers = [str(tier) for tier in whom.tiers] or shown.tiers
    shown.customers = shown.customers if whom.customers is None else whom.customers
    shown.confidence = whom.confidence or shown.confidence
    return shown


def _kept(one: AnswerSoFar, answer: ImpactAnswer) -> Reply:
    text = cards.kept(one.decision, answer)
    way_back = undoable.button(undoable.UNDO, one.decision, moves.ANSWER.verb)
    return Reply(text, blocks.message(blocks.section(text), blocks.actions(way_back)), title="Kept")


def _needs_department(session: Session, person: Person, one: AnswerSoFar) -> bool:
    """Whether somebody who takes it on belongs to no department, whose list it could go on."""
    if not rules.WANTS[one.impact].is_own:
        return False
    try:
        lookup.department_for(session, person, "", "")
    except NoDepartment:
        return True
    return False


def send_answer(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back: the answer is kept, and what follows becomes somebody's task."""
    person = access.actor(session, request)
    ref, _, sign = request.value.partition(blocks.SEPARATOR)
    one = answering.to_answer(session, person, ref, sign)
    # Who has the task of an earlier answer also tells customers: the form asks for no owner then.
    owner = Input.TELL if one.impact in one.kept else Input.OWNER
    places = {
        UnfitPerson: owner, WrongDate: Input.DAY, GoneDepartment: choices.DEPARTMENT,
        NoDecider: Weight.ACCEPTOR,
    }  # fmt: skip
    reckoning = _reckoning(session, request, one.impact)
    try:
        with forms.placing(places):
            said = replace(_said(session, request, one.impact), reckoning=reckoning)
            answering.answer(session, now, person, one.decision, said)
    except UnfinishedAnswer as error:
        raise WrongFields(form_cards.missing(error.inputs, one.impact)) from error
    except UnknownPerson as error:
        raise WrongFields({owner: form_cards.NOT_KNOWN}) from error
    except NoDepartment as error:
        if rules.WANTS[one.impact].is_own:
            raise WrongFields({Input.TASK: form_cards.WHOSE_LIST}) from error
        raise WrongFields({owner: form_cards.NO_DEPARTMENT.format(**error.facts)}) from error
    return Nothing()


def _reckoning(session: Session, request: Request, impact: Impact) -> Reckoning:
    """What else was filled in; a sentence under what cannot be read. Raises WrongFields."""
    if impact not in rules.CHANGES:
        return weighing.NOTHING
    own = workspaces.currency(session, request.team_id)
    form = Reading()
    count = form.read(
        Weight.CUSTOMERS, lambda: weighing.count(request.words(Weight.CUSTOMERS)), None
    )
    cost = form.read(Weight.COST, lambda: values.amount(request.words(Weight.COST), own=own), None)
    sure = request.words(Weight.CONFIDENCE)
    form.check()
    return Reckoning(
        customers=count,
        confidence=values.choice(sure, Confidence) if sure else None,
        acceptor=request.person_id(Weight.ACCEPTOR),
        cheap=blocks.clip(request.line(Weight.CHEAP), weighing.CHEAP),
        cost=cost,
    )


def _said(session: Session, request: Request, impact: Impact) -> Said:
    chosen = request.choices(Input.TIERS)
    department = request.words(choices.DEPARTMENT)
    return Said(
        impact=impact,
        why=request.words(Input.WHY),
        tiers=tuple(tier for tier in Tier if tier in chosen),
        owner_id=request.person_id(Input.OWNER),
        task=request.line(Input.TASK),
        department=lookup.chosen_department(session, request.team_id, department),
        day=request.words(Input.DAY),
        tell=bool(request.choices(Input.TELL)),
        audience=preamble.chosen_audience(request),
    )
