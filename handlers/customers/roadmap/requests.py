"""What people type, click and send about the roadmap and its outcomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from handlers.calendar import hours
from handlers.customers import roadmap as room
from handlers.customers.roadmap import (
    cards,
    form_cards,
    moves,
    rules,
    said,
    undoing,
    words,
)
from handlers.customers.roadmap.said import OutcomeSaid
from handlers.executives.scores import periods
from handlers.people import access, choices, lookup
from handlers.speech import blocks, forms, reasons, values
from handlers.speech.errors import StaleForm, UnreadableId, WhyMissing
from handlers.speech.outcome_errors import (
    CountedBefore,
    CountedLater,
    CountedLongAgo,
    FiveOpen,
    MetricMissing,
    NotANumber,
    NoticeMissing,
    NoticeTooLong,
    NumberTooLarge,
    OtherUnit,
    OutcomeLineTooLong,
    OwnerNamed,
    ProjectNamed,
    QuarterMissing,
    QuarterOver,
    SameTarget,
    TooFewCounted,
    UnitTooLong,
)
from handlers.speech.people_errors import GoneDepartment, SeveralPeople, UnfitPerson, UnknownPerson
from handlers.speech.request import Handler, OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.setup_errors import UnclearDay
from storage import departments
from storage.customer_outcomes import CustomerOutcome
from storage.people import Person

WRONG_PERSON = (UnknownPerson, SeveralPeople, UnfitPerson, UnreadableId)
WRONG_DAY = (UnclearDay, CountedLater, CountedLongAgo, CountedBefore)
WRONG_NUMBER = (NotANumber, NumberTooLarge, UnitTooLong)
WRITING = {
    **dict.fromkeys((NoticeMissing, NoticeTooLong), form_cards.NOTICE),
    **dict.fromkeys((MetricMissing, OutcomeLineTooLong), form_cards.COUNTED_AS),
    **dict.fromkeys(WRONG_DAY, form_cards.BASELINE_ON),
    **dict.fromkeys((OtherUnit, SameTarget), form_cards.TARGET),
    TooFewCounted: form_cards.BASELINE,
    **dict.fromkeys((OwnerNamed, *WRONG_PERSON), form_cards.OWNER),
    **dict.fromkeys((QuarterMissing, QuarterOver, FiveOpen), form_cards.QUARTER),
    GoneDepartment: choices.DEPARTMENT,
}
BECAUSE = {WhyMissing: reasons.FIELD, OutcomeLineTooLong: reasons.FIELD}
PASSING = dict.fromkeys(WRONG_PERSON, form_cards.PERSON)
"""Under which field a sentence stands, by form."""


# --- written ---


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The empty form of an outcome."""
    person, today = here(request, session, now)
    access.check(session, person, access.WRITE_OUTCOME)
    fields = dict.fromkeys(
        (form_cards.NOTICE, form_cards.COUNTED_AS, form_cards.BASELINE, form_cards.TARGET,
         form_cards.OWNER, form_cards.COUNTER), "",
    )  # fmt: skip
    fields[form_cards.BASELINE_ON] = today.isoformat()
    fields[form_cards.QUARTER] = periods.quarter_of(today).key
    offered = choices.of_departments(session, person)
    return OpenForm(form_cards.write(fields, _quarters(today), offered))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in; what names a project is asked about once."""
    person, _ = here(request, session, now)
    access.check(session, person, access.WRITE_OUTCOME)
    try:
        with forms.placing(WRITING):
            outcome = room.write(session, now, person, _said(request, session))
    except ProjectNamed:
        return _again(request, session, now, person)
    shown = cards.written(outcome)
    return Reply(shown.text, shown.blocks, title="Noted")


def open_edit(request: Request, session: Session, now: datetime) -> Response:
    """The same form, filled in with what is known."""
    person, today = here(request, session, now)
    outcome = room.named(session, person, request.value, moves.EDIT)
    fields = {
        form_cards.NOTICE: outcome.title,
        form_cards.COUNTED_AS: outcome.counted_as,
        form_cards.COUNTER: outcome.counter,
        form_cards.BASELINE: rules.figure(outcome.baseline, outcome.unit),
        form_cards.BASELINE_ON: outcome.baseline_on.isoformat(),
        form_cards.TARGET: rules.figure(outcome.target, outcome.unit),
        form_cards.OWNER: outcome.owner_id,
        form_cards.QUARTER: periods.quarter_of(outcome.quarter_on).key,
    }
    known = departments.find(session, outcome.team_id, outcome.department_id)
    offered = choices.of_departments(session, person, known)
    return OpenForm(form_cards.write(fields, _quarters(today, outcome), offered, outcome.ref))


def send_edit(request: Request, session: Session, now: datetime) -> Response:
    """It comes back changed."""
    person, _ = here(request, session, now)
    outcome = room.named(session, person, request.value, moves.EDIT)
    try:
        with forms.placing(WRITING):
            outcome = room.edit(session, now, person, request.value, _said(request, session))
    except ProjectNamed:
        return _again(request, session, now, person, outcome)
    return done(outcome, cards.changed(outcome))


def open_carry(request: Request, session: Session, now: datetime) -> Response:
    """What has ended goes on: the form of a new one, filled in with where it stands by now."""
    person, today = here(request, session, now)
    access.check(session, person, access.WRITE_OUTCOME)
    outcome = room.named(session, person, request.value)
    fields = {
        form_cards.NOTICE: outcome.title,
        form_cards.COUNTED_AS: outcome.counted_as,
        form_cards.COUNTER: outcome.counter,
        form_cards.BASELINE: rules.figure(outcome.now_at, outcome.unit),
        form_cards.BASELINE_ON: (outcome.counted_on or outcome.baseline_on).isoformat(),
        form_cards.TARGET: "",
        form_cards.OWNER: outcome.owner_id,
        form_cards.QUARTER: periods.quarter_of(today).key,
    }
    known = departments.find(session, outcome.team_id, outcome.department_id)
    offered = choices.of_departments(session, person, known)
    return OpenForm(form_cards.write(fields, _quarters(today), offered))


def _again(
    request: Request,
    session: Session,
    now: datetime,
    person: Person,
    outcome: CustomerOutcome | None = None,
) -> Response:
    """The form as it was sent, with the question what customers will notice above it."""
    today = hours.day_of(now, person.zone)
    fields = {
        name: request.words(name)
        for name in (
            form_cards.NOTICE, form_cards.COUNTED_AS, form_cards.BASELINE, form_cards.BASELINE_ON,
            form_cards.TARGET, form_cards.OWNER, form_cards.QUARTER, form_cards.COUNTER,
        )
    }  # fmt: skip
    known = lookup.chosen_department(session, person.team_id, request.words(choices.DEPARTMENT))
    offered = choices.of_departments(session, person, known)
    ref = outcome.ref if outcome else ""
    quarters = _quarters(today, outcome)
    return UpdateForm(form_cards.write(fields, quarters, offered, ref, is_project=True))


# --- taken ---


def press_take(request: Request, session: Session, now: datetime) -> Response:
    """One click: they answer for it."""
    person, _ = here(request, session, now)
    outcome = room.accept(session, now, person, request.value)
    return done(outcome, cards.taken(outcome))


def open_refuse(request: Request, session: Session, now: datetime) -> Response:
    """They do not: the form that asks why."""
    person, _ = here(request, session, now)
    outcome = room.named(session, person, request.value, moves.REFUSE)
    label = "Why not? Whoever wrote it reads this."
    return OpenForm(form_cards.because(outcome, "Not me", words.NOT_TAKE_SEND, label))


def send_refuse(request: Request, session: Session, now: datetime) -> Response:
    """It ends."""
    person, _ = here(request, session, now)
    with forms.placing(BECAUSE):
        outcome = room.refuse(session, now, person, request.value, request.words(reasons.FIELD))
    return done(outcome, cards.refused(outcome))


def open_pass(request: Request, session: Session, now: datetime) -> Response:
    """Somebody else answers: the form that asks who."""
    person, _ = here(request, session, now)
    access.check(session, person, access.READ)
    ref, kind = _carried(request)
    return OpenForm(form_cards.pass_on(room.named(session, person, ref, moves.PASS_ON), kind))


def send_pass(request: Request, session: Session, now: datetime) -> Response:
    """They are asked from now on."""
    person, _ = here(request, session, now)
    access.check(session, person, access.READ)
    ref, kind = _carried(request)
    with forms.placing(PASSING):
        to_id = request.person_id(form_cards.PERSON)
        to = room.pass_on(session, now, person, ref, kind, to_id)
    return Reply(cards.passed(room.named(session, person, ref), to), title="Noted")


# --- ended ---


def open_end(request: Request, session: Session, now: datetime) -> Response:
    """It ends: the form that asks why."""
    person, _ = here(request, session, now)
    outcome = room.named(session, person, request.value, moves.END)
    return OpenForm(form_cards.because(outcome, "It ends", words.END_SEND, "Why does it end?"))


def send_end(request: Request, session: Session, now: datetime) -> Response:
    """Nothing more is asked about it."""
    person, _ = here(request, session, now)
    with forms.placing(BECAUSE):
        outcome = room.end(session, now, person, request.value, request.words(reasons.FIELD))
    return done(outcome, cards.let_go(outcome))


def press_undo(request: Request, session: Session, now: datetime) -> Response:
    """One click: it stands as it stood before."""
    person, _ = here(request, session, now)
    outcome = undoing.undo(session, now, person, request.value)
    return Reply(cards.undone(outcome), instead=True, title="Undone")


def undo(session: Session, now: datetime, person: Person, ref: str) -> str:
    """`/cx undo O-2`: how it stands again. Raises what `undoing.undo` raises."""
    return cards.undone(undoing.undo(session, now, person, ref))


def open_as_task(form: Handler, request: Request, session: Session, now: datetime) -> Response:
    """The form of a task, filled in with what would help."""
    person, _ = here(request, session, now)
    outcome = room.named(session, person, request.value)
    about = replace(request, text=blocks.escaped(outcome.helps or outcome.title), value=outcome.ref)
    return form(about, session, now)


# --- read ---


def here(request: Request, session: Session, now: datetime) -> tuple[Person, date]:
    """Who asks, and which day it is for them."""
    person = access.actor(session, request)
    return person, hours.day_of(now, person.zone)


def may_write(session: Session, person: Person) -> bool:
    """Whether somebody may write an outcome."""
    return access.may(session, person, access.WRITE_OUTCOME)


def _said(request: Request, session: Session) -> OutcomeSaid:
    baseline, target = _numbers(request)
    owner_id = request.person_id(form_cards.OWNER)
    chosen = periods.carried(request.words(form_cards.QUARTER))
    quarter = chosen if chosen and chosen == periods.quarter_of(chosen.first) else None
    return OutcomeSaid(
        notice=request.line(form_cards.NOTICE),
        counted_as=request.words(form_cards.COUNTED_AS),
        baseline=baseline,
        target=target,
        owner=lookup.chosen_person(session, request.team_id, owner_id) if owner_id else None,
        quarter_on=quarter.first if quarter else None,
        department=lookup.chosen_department(
            session, request.team_id, request.words(choices.DEPARTMENT)
        ),
        baseline_on=values.day(request.words(form_cards.BASELINE_ON)),
        keeps_words=bool(request.choices(form_cards.KEEP)),
        counter=_counter(request),
    )


def _counter(request: Request) -> str:
    """Which figure of Duly's it is; empty where its owner counts it."""
    chosen = request.words(form_cards.COUNTER)
    return "" if chosen == form_cards.BY_OWNER else chosen


def _numbers(request: Request) -> tuple[rules.NumberSaid | None, rules.NumberSaid]:
    """Where it is and where it should be; what cannot be read is said of both at once."""
    reading, nothing = forms.Reading(), rules.NumberSaid(0)
    baseline, target = (request.words(each) for each in (form_cards.BASELINE, form_cards.TARGET))
    is_counted = bool(_counter(request)) and not baseline
    was = None
    if not is_counted:
        was = reading.read(form_cards.BASELINE, lambda: rules.measured(baseline), nothing)
    goal = reading.read(form_cards.TARGET, lambda: rules.measured(target), nothing)
    reading.check()
    return was, goal


def _quarters(today: date, outcome: CustomerOutcome | None = None) -> list[tuple[str, str]]:
    """What there is to choose from: this quarter and the next, and the one that an outcome has."""
    found = said.quarters(today)
    if outcome and outcome.ends_on < today:
        found.insert(0, periods.quarter_of(outcome.quarter_on))
    return [(each.key, each.name.removeprefix("the ").capitalize()) for each in found]


def _carried(request: Request) -> tuple[str, str]:
    """Which outcome, and which question. Raises StaleForm."""
    ref, _, kind = request.value.partition(blocks.SEPARATOR)
    if kind not in form_cards.ASKED_OF:
        raise StaleForm
    return ref, kind


def done(outcome: CustomerOutcome, told: str) -> Reply:
    """What was done, with the way back."""
    shown = cards.done(outcome, told)
    return Reply(shown.text, shown.blocks, title="Noted")
