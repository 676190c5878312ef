"""What people type, click and send about an issue, and what they are shown in return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rapidfuzz import process
from rapidfuzz.utils import default_process
from sqlmodel import Session

from handlers.people import access, choices, lookup, vocabulary
from handlers.promises import issues, items, preamble, similar
from handlers.promises import unclear as unclear_names
from handlers.promises.concerns import cards as concern_cards
from handlers.promises.concerns import requests as concerned
from handlers.promises.issues import cards, rules
from handlers.promises.issues.rules import Touchpoint, TypedIssue
from handlers.promises.items import audience
from handlers.promises.similar import cards as similar_cards
from handlers.promises.undoing import requests as undoing
from handlers.speech import blocks, cleaning, feelings, forms, values
from handlers.speech.answer_errors import MayNotSee
from handlers.speech.concern_errors import (
    EmptySegment,
    NobodyNew,
    NobodyTells,
    TooManyConcerned,
)
from handlers.speech.errors import (
    IssueMissing,
    TitleTooLong,
    UnknownChoice,
    UserError,
    WrongFields,
    WrongSeverity,
)
from handlers.speech.lengths import first_sentence
from handlers.speech.people_errors import (
    CcoOwns,
    GoneCustomer,
    GoneDepartment,
    NoDepartment,
    NoLead,
    UnfitPerson,
    UnknownPerson,
)
from handlers.speech.promise_errors import AnswersFirst, TooManyParts, WrongFeeling
from handlers.speech.request import OpenForm, Reply, Request, Response, UpdateForm
from handlers.speech.runs import Slot
from handlers.speech.setup_errors import NameTooLong
from handlers.speech.typed import Word
from handlers.speech.typing_errors import InTitle, NewCustomer
from handlers.speech.words import join_names
from storage import customers, departments
from storage.audiences import Audience
from storage.customers import Customer
from storage.people import Person

NEARLY = 85
MOST_NAMED = 5
"""Customers of whom it is asked which one is meant."""
REPORTING = {
    TitleTooLong: cards.TITLE,
    GoneCustomer: choices.CUSTOMER,
    WrongSeverity: cards.SEVERITY,
    GoneDepartment: choices.DEPARTMENT,
    UnknownChoice: audience.FIELD,
    WrongFeeling: cards.FELT,
    AnswersFirst: choices.DEPARTMENT,
    **dict.fromkeys((NoLead, CcoOwns, TooManyParts), choices.DEPARTMENTS),
    **dict.fromkeys(
        (UnfitPerson, UnknownPerson, NoDepartment, MayNotSee, NobodyTells), concern_cards.TELLER
    ),
    **dict.fromkeys((EmptySegment, NobodyNew, TooManyConcerned), concern_cards.SEGMENTS),
}
ROUTING = {
    **dict.fromkeys((GoneDepartment, NoLead, CcoOwns), choices.DEPARTMENT),
    NameTooLong: cards.WORDS,
}
"""Under which input of either form a sentence stands."""


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx issue <what> [for <customer>] [in <department>] [sev 1-4]`; the form when in doubt."""
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_ISSUE)
    words = vocabulary.words(session, request.team_id, request.text)
    said = _read(session, request.team_id, words)
    severity = str(values.severity(_severity(said)))
    unclear = _unclear(session, person, said)
    if unclear or cleaning.says_nothing(said.what):
        items.check_title(said.what)
        _check_one_question(session, person, said, unclear)
        return OpenForm(_form(request, session, person, said, "", severity, unclear))
    new = issues.NewIssue(
        said.what, severity=severity, customer=said.customer, department=said.department,
        audience=said.audience or preamble.usual_audience(session, request), also=said.also,
        felt=said.felt,
    )  # fmt: skip

    reported = issues.report(session, now, person, new)
    may_change = access.may(session, person, access.EDIT, reported.issue)
    shown = cards.typed(reported, is_said=bool(said.severity), may_change=may_change)
    return _with_neighbours(Reply(shown.text, shown.blocks), session, now, person, reported)


def open_typed(request: Request, session: Session, now: datetime) -> Response:
    """The form of a typed issue, filled in as far as it was understood."""
    del now
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_ISSUE)
    words = vocabulary.words(session, request.team_id, request.text)
    said = _read(session, request.team_id, words)
    unclear, severity = _unclear(session, person, said), str(issues.DEFAULT_SEVERITY)
    try:
        severity = str(values.severity(_severity(said)))
    except WrongSeverity as error:
        unclear.append(blocks.said(error))
    return OpenForm(_form(request, session, person, *_with_story(said), severity, unclear))


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form, from a shortcut or Home; the first sentence of a message is the title.

    From a customer's page it is for them. Raises GoneCustomer for a customer who is not there.
    """
    del now
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_ISSUE)
    words = vocabulary.seen(session, request.team_id, request.text)
    said = TypedIssue(words.strip(), customer=_carried(request, session, person))
    return OpenForm(_form(request, session, person, *_with_story(said)))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_ISSUE)
    preamble.filled_in(request, {cards.TITLE: IssueMissing}).check()
    _check_teller(request)
    with forms.placing(REPORTING):
        new = _filled_in(request, session)
        reported = issues.report(session, now, person, new)
    answer = undoing.reply(session, now, person, [(reported.issue, cards.noted(reported))])
    if reported.many:
        answer = concern_cards.added(answer, reported.issue.ref, new.concerned)
    return _with_neighbours(answer, session, now, person, reported)


def _check_teller(request: Request) -> None:
    """Refuse a form that says half of who hears of it from us first. Raises WrongFields."""
    more, teller = request.words(cards.MORE), request.words(concern_cards.TELLER)
    who = [*request.choices(concern_cards.SEGMENTS), *request.choices(choices.CUSTOMERS)]
    if more == cards.YES and not (teller or who):
        raise WrongFields({concern_cards.TELLER: cards.TELLER_MISSING})
    if more == cards.NO and (teller or who):
        raise WrongFields({cards.MORE: cards.NOBODY_TO_TELL})


def open_route(request: Request, session: Session, now: datetime) -> Response:
    """The form that sends an issue from triage to a department."""
    del now
    person, item = preamble.clicked(request, session)
    issue = issues.unrouted(session, person, item)
    return OpenForm(cards.route_form(issue, choices.of_departments(session, person)))


def send_route(request: Request, session: Session, now: datetime) -> Response:
    """The CCO says whose it is, and may teach a rule."""
    person, item = preamble.clicked(request, session)
    issue = issues.unrouted(session, person, item)
    chosen, words = request.words(choices.DEPARTMENT), request.words(cards.WORDS)
    with forms.placing(ROUTING):
        department = lookup.chosen_department(session, request.team_id, chosen)
        if department is None:
            raise WrongFields({choices.DEPARTMENT: cards.DEPARTMENT_MISSING})
        routed = issues.route(session, now, person, issue, department, words)
    return UpdateForm(blocks.notice("Sent", cards.routed(routed)))


def _carried(request: Request, session: Session, person: Person) -> Customer | None:
    """The customer that a button carries; whom there are is for those to know who may choose."""
    if request.value:
        access.check(session, person, access.CHOOSE)
    return lookup.chosen_customer(session, request.team_id, request.value)


def _filled_in(request: Request, session: Session) -> issues.NewIssue:
    team_id, teller = request.team_id, request.person_id(concern_cards.TELLER)
    meets = {cards.YES: True, cards.NO: False}.get(request.words(cards.MORE))
    with forms.placing({GoneDepartment: choices.DEPARTMENTS}):
        also = lookup.chosen_departments(session, team_id, request.choices(choices.DEPARTMENTS))
    with forms.placing({UnknownChoice: concern_cards.SEGMENTS, GoneCustomer: choices.CUSTOMERS}):
        chosen = concerned.chosen_in(request, session)
    return issues.NewIssue(
        title=request.line(cards.TITLE),
        story=request.words(cards.STORY),
        touchpoint=_touchpoint(request),
        felt=feelings.read(request.words(cards.FELT)),
        severity=request.words(cards.SEVERITY) or issues.DEFAULT_SEVERITY,
        audience=preamble.chosen_audience(request) or Audience.DEPARTMENT,
        customer=lookup.chosen_customer(session, team_id, request.words(choices.CUSTOMER)),
        department=lookup.chosen_department(session, team_id, request.words(choices.DEPARTMENT)),
        more=True if teller or chosen.tiers or chosen.customers else meets,
        teller=chosen.teller,
        concerned=chosen,
        also=also,
    )


def _touchpoint(request: Request) -> str:
    """Where it happened; empty where nobody knows."""
    said = request.words(cards.TOUCHPOINT) or Touchpoint.UNKNOWN
    with forms.placing({UnknownChoice: cards.TOUCHPOINT}):
        chosen = values.choice(said, Touchpoint)
    return "" if chosen is Touchpoint.UNKNOWN else str(chosen)


def _with_neighbours(
    answer: Reply, session: Session, now: datetime, person: Person, reported: issues.Reported
) -> Reply:
    """The answer, and what it looks like of all that whoever reported it may see."""
    found = similar.of(session, person, reported.issue)
    return similar_cards.added(answer, session, now, reported.issue, found)


def _unclear(session: Session, person: Person, said: TypedIssue) -> list[str]:
    """A sentence for each thing that may be a name, and is none that is known.

    Whoever may not choose from our customers is not told either which of them is near.
    """
    word = blocks.safe(said.perhaps_severity, 40)
    unclear = [cards.CHECK_SEVERITY.format(words=word)] if word else []
    may_choose = access.may(session, person, access.CHOOSE)
    if said.perhaps_customers and may_choose:
        names = [blocks.safe(each.name, 80) for each in said.perhaps_customers[:MOST_NAMED]]
        unclear.append(cards.CHECK_CUSTOMER.format(names=join_names(names, "or")))
    if said.unplaced and may_choose:
        asked = [_question(session, person.team_id, *each) for each in said.unplaced]
        unclear += [blocks.said(each) for each in asked if each]
    return unclear


def _read(session: Session, team_id: str, words: list[Word]) -> TypedIssue:
    left, felt = feelings.taken_out(words)
    known = vocabulary.of(session, team_id, left, severities=True, mentions=True)
    said = rules.read(left, known)
    said.felt = felt
    return said


def _customer(said: TypedIssue) -> Customer | None:
    """Whom it is for as far as that was said, or may be meant."""
    only = said.perhaps_customers[0] if len(said.perhaps_customers) == 1 else None
    return said.customer or only


def _severity(said: TypedIssue) -> str:
    """How bad it is as far as that was said, or may be meant."""
    return said.severity or said.perhaps_severity or str(issues.DEFAULT_SEVERITY)


def _check_one_question(
    session: Session, person: Person, said: TypedIssue, questions: Sequence[str]
) -> None:
    """Where one name alone is not clear and another is near, that is asked.

    Raises UnknownCustomer or UnknownDepartment.
    """
    if len(questions) == 1 and len(said.unplaced) == 1 and not cleaning.says_nothing(said.what):
        [(kind, words, _)] = said.unplaced
        unclear_names.check_near(session, person, kind, words)


def _question(
    session: Session, team_id: str, kind: Slot, words: str, is_named: bool
) -> UserError | None:
    """What to ask about words such as “for Akme”; None where they are just part of the title."""
    if kind is Slot.SEVERITY:
        return InTitle(words=words, hint="")
    if kind is Slot.OWNER:
        return InTitle(words=words, hint=cards.WHO_CORRECTS)
    names = customers.NAMES if kind is Slot.CUSTOMER else departments.NAMES
    name = words.partition(" ")[2] or words
    near = names.near(session, team_id, name)
    hint = lookup.hint(name, near)
    close = process.extractOne(name[:100], near, processor=default_process, score_cutoff=NEARLY)
    if close or (hint and is_named):
        return InTitle(words=words, hint=hint)
    return NewCustomer(name=name) if is_named and kind is Slot.CUSTOMER else None


def _with_story(said: TypedIssue) -> tuple[TypedIssue, str]:
    """What is said in a line, and all of it where that is longer than a title."""
    words = said.what
    said.what = first_sentence(words, items.TITLE)
    return said, "" if said.what == cleaning.line(words) else words


def _form(
    request: Request,
    session: Session,
    person: Person,
    said: TypedIssue,
    story: str = "",
    severity: str = str(issues.DEFAULT_SEVERITY),
    unread: Sequence[str] = (),
) -> dict[str, object]:
    """The form with what is known already, and on top what is not clear."""
    return cards.form(
        customers=choices.of_customers(session, person, _customer(said)),
        departments=choices.of_departments(session, person, said.department),
        also=choices.of_several(session, person, said.also),
        concerned_by=choices.of_several_customers(session, person),
        title=said.what,
        story=story,
        severity=severity,
        felt=said.felt,
        seen_by=audience.question(
            session,
            person,
            said.audience or preamble.usual_audience(session, request),
            ["the department's lead"],
        ),
        unread=unread,
        may_ask=access.may(session, person, access.CREATE_TASK),
    )
