"""What people type, click and send to give a task, and what they are shown in return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NoReturn, TypeVar

from slackblocks import Block
from sqlmodel import Session

from handlers.people import access, choices, lookup, vocabulary
from handlers.promises import deadlines, hangs, items, moves, preamble, tasks, traces, unclear
from handlers.promises.deadlines import ByWhen
from handlers.promises.items import anyway as anyway_form
from handlers.promises.items import audience
from handlers.promises.tasks import cards, rules
from handlers.promises.tasks.rules import TypedTask
from handlers.promises.undoing import requests as undoing
from handlers.speech import blocks, cleaning, forms, long_texts, phrases, values
from handlers.speech import typed as typed_words
from handlers.speech.errors import (
    DueMissing,
    OwnerMissing,
    TaskMissing,
    TitleTooLong,
    UnknownChoice,
    UnreadableId,
    UnreadableRequest,
    UserError,
    WrongDate,
)
from handlers.speech.lengths import first_sentence, units
from handlers.speech.people_errors import (
    GoneCustomer,
    GoneDepartment,
    NoDepartment,
    SeveralPeople,
    UnfitPerson,
    UnknownPerson,
)
from handlers.speech.promise_errors import TasksStillOpen
from handlers.speech.request import OpenForm, Options, Reply, Request, Response
from handlers.speech.runs import Slot
from handlers.speech.typing_errors import InTitle, OneOfGroup
from storage import people
from storage.audiences import Audience
from storage.customer_outcomes import CustomerOutcome
from storage.customers import Customer
from storage.departments import Department
from storage.initiatives import Initiative
from storage.issues import Issue
from storage.people import Person

Read = TypeVar("Read")

NEEDED = {cards.TITLE: TaskMissing, cards.OWNER: OwnerMissing, cards.DATE: DueMissing}
ABOUT = {
    **dict.fromkeys((UnknownPerson, SeveralPeople, UnfitPerson, UnreadableId), cards.OWNER),
    **dict.fromkeys((GoneDepartment, NoDepartment), choices.DEPARTMENT),
    WrongDate: cards.DATE,
    GoneCustomer: choices.CUSTOMER,
    TitleTooLong: cards.TITLE,
    UnknownChoice: audience.FIELD,
    **dict.fromkeys(traces.WRONG, traces.FIELD),
    **dict.fromkeys(hangs.WRONG, hangs.FIELD),
}
"""Under which input of the form a sentence stands."""


def typed(request: Request, session: Session, now: datetime) -> Response:
    """`/cx task <what> to @owner by <when> …`; the form where words are missing or unclear."""
    person = access.actor(session, request)
    request, said = _read(request, session, person)
    issue = _issue(session, request, person)
    rules.choose_owner(said, request.words(cards.OWNER))
    if not said.complete:
        access.check(session, person, access.CREATE_TASK)
        items.check_title(said.what)
        _check_one_question(session, person, said)
        return OpenForm(_form(request, session, now, person, said))
    outcome = traces.named(session, now, person, said.outcome)
    initiative = hangs.named(session, person, said.initiative)
    new = tasks.NewTask(
        said.what, said.owner, said.when, said.customer, said.department, request.channel_id,
        issue=issue, reason=said.reason, audience=_audience(request, session, said, issue),
        outcome=outcome, initiative=initiative,
    )  # fmt: skip
    given = tasks.give(session, now, person, _as_its_issue(session, new))
    shown = cards.typed(given)
    return Reply(shown.text, shown.blocks)


def _read(request: Request, session: Session, person: Person) -> tuple[Request, TypedTask]:
    """What was typed, and the request for a task of the issue that is named in it.

    An outcome that it is to move may be named, too, and what it hangs on: “for O-2”, “for N-5”.

    Raises what `_check_may_fill_in` raises where one is.
    """
    all_words = vocabulary.words(session, request.team_id, request.text)
    words, outcome = traces.about(all_words, CustomerOutcome.letter)
    words, initiative = traces.about(words, Initiative.letter)
    words, about = traces.about(words, Issue.letter)
    request = replace(request, value=about)
    _check_may_fill_in(request, session, person)
    known = vocabulary.of(session, request.team_id, words)
    said = rules.read(words, known, person.user_id)
    said.outcome, said.initiative = outcome, initiative
    return request, said


def _as_its_issue(session: Session, new: tasks.NewTask) -> tasks.NewTask:
    """A task that names no customer and no department has those of its issue."""
    if new.issue is None:
        return new
    return replace(
        new,
        customer=new.customer or items.customer_of(session, new.issue),
        department=new.department or items.department_of(session, new.issue),
    )


def open_typed(request: Request, session: Session, now: datetime) -> Response:
    """The form of a typed task, filled in as far as it was understood."""
    person = access.actor(session, request)
    access.check(session, person, access.CREATE_TASK)
    request, said = _read(request, session, person)
    if units(said.what) > items.TITLE:
        # The first sentence is the title, and all of it stands below.
        said.reason = "\n".join(filter(None, (said.what, said.reason)))
        said.what = first_sentence(said.what, items.TITLE)
    return OpenForm(_form(request, session, now, person, said))


def open_form(request: Request, session: Session, now: datetime) -> Response:
    """The form, from a shortcut, Home, an issue's card, a customer's page or an outcome.

    A message's first sentence becomes the title, and all of it stands below. Raises GoneCustomer
    for a customer who is not there, and what `traces.named` raises.
    """
    person = access.actor(session, request)
    _check_may_fill_in(request, session, person)
    customer, outcome = None, _outcome_named(request.value)
    if outcome:
        traces.named(session, now, person, outcome)
        request = replace(request, value="")
    elif values.row_id(request.value):
        customer = lookup.chosen_customer(session, request.team_id, request.value)
        request = replace(request, value="")
    story = vocabulary.seen(session, request.team_id, request.text)
    plain = typed_words.seen(
        request.text, vocabulary.handles(session, request.team_id, request.text)
    )
    title = first_sentence(plain, items.TITLE)
    is_short = title == cleaning.line(story)
    said = TypedTask(what=title, reason="" if is_short else story.strip())
    said.customer, said.outcome = customer or said.customer, outcome
    return OpenForm(_form(request, session, now, person, said))


def send(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back filled in."""
    person = access.actor(session, request)
    _check_may_fill_in(request, session, person)
    preamble.filled_in(request, NEEDED).check()
    issue = _issue(session, request, person)
    with forms.placing(ABOUT):
        new = _filled_in(request, session, now, person, issue)
        given = tasks.give(session, now, person, new)
    return undoing.reply(session, now, person, [(given.task, cards.noted(given))])


def withdraw(request: Request, session: Session, now: datetime) -> Response:
    """Whoever asked takes it back."""
    try:
        item = preamble.press(request, session, now, moves.WITHDRAW, tasks.withdraw)
    except TasksStillOpen as error:
        _, item = preamble.clicked(request, session)
        return OpenForm(anyway_form.form(item, moves.WITHDRAW.verb, error))
    person = access.actor(session, request)
    return undoing.reply(session, now, person, [(item, cards.taken_back(item.ref))])


def type_withdraw(request: Request, session: Session, now: datetime) -> Response:
    """`/cx withdraw T-12 [because …]`."""
    said, anyway = preamble.typed_end(request, session, cards.WITHDRAW_USAGE)
    said.check_nothing_left("withdraw")
    for item in said.items:
        tasks.withdraw(session, now, said.person, item, said.reason, anyway=anyway)
    told = [(item, cards.taken_back(item.ref)) for item in said.items]
    return undoing.reply(session, now, said.person, told)


def _check_may_fill_in(request: Request, session: Session, person: Person) -> None:
    """What a task is to follow from is for those to know who may read it."""
    access.check(session, person, access.CREATE_TASK)
    if request.value:
        access.check(session, person, access.READ)


def _outcome_named(value: str) -> str:
    """The outcome to which a task is given; empty where a button names something else."""
    named = phrases.reference(value)
    return value if named and named.letter == CustomerOutcome.letter else ""


def find_outcomes(request: Request, session: Session, now: datetime) -> Options:
    """The outcomes that somebody may mean who has typed so much of one's name."""
    person = people.find(session, request.team_id, request.user_id)
    if person is None or not choices.may_look(request, session):
        return Options([])
    found = traces.having(session, now, person, request.text)[: blocks.OPTIONS - 1]
    return Options(blocks.options({traces.NONE: traces.NONE_OF_THEM, **traces.names(found)}))


def _filled_in(
    request: Request, session: Session, now: datetime, person: Person, issue: Issue | None
) -> tasks.NewTask:
    team_id = request.team_id
    return tasks.NewTask(
        what=request.line(cards.TITLE),
        owner=f"<@{request.person_id(cards.OWNER)}>",
        by=preamble.by_when(request, cards.DATE),
        customer=lookup.chosen_customer(session, team_id, request.words(choices.CUSTOMER)),
        department=lookup.chosen_department(session, team_id, request.words(choices.DEPARTMENT)),
        issue=issue,
        audience=preamble.chosen_audience(request),
        reason=long_texts.read(request, cards.WHYS),
        outcome=traces.named(session, now, person, request.words(traces.FIELD)),
        initiative=hangs.named(session, person, request.words(hangs.FIELD)),
    )


def _form(
    request: Request, session: Session, now: datetime, person: Person, said: TypedTask
) -> dict[str, object]:
    """The form with everything that could be read, and a sentence for each thing that could not."""
    team_id, unread = request.team_id, Unread()
    issue = _issue(session, request, person)
    owner = unread.unless(lambda: _owner(session, team_id, said))
    by = unread.unless(lambda: _by_when(session, owner or person, said.when, now))
    customer = unread.unless(lambda: _customer(session, team_id, said.customer))
    department = unread.unless(lambda: _department(session, team_id, said.department))
    outcome = unread.unless(lambda: traces.named(session, now, person, said.outcome))
    initiative = unread.unless(lambda: hangs.named(session, person, said.initiative))
    for kind, words in said.unplaced:
        unread.unless(lambda kind=kind, words=words: _unplaced(session, team_id, kind, words))  # type: ignore[misc]
    if issue:
        customer = customer or items.customer_of(session, issue)
        department = department or items.department_of(session, issue)
    return cards.form(
        title=said.what,
        owner=owner.user_id if owner else None,
        day=by.deadline.day.isoformat() if by else None,
        hour=by.hour if by else "",
        customers=choices.of_customers(session, person, customer),
        departments=choices.of_departments(session, person, department),
        about=request.value,
        intro=f"For {issue.ref} {blocks.safe(issue.title)}" if issue else "",
        why=said.reason,
        seen_by=_seen_by(request, session, person, said, issue),
        moves=[
            *traces.question(traces.offered(session, now, person, outcome)),
            *hangs.question(initiative),
        ],
        unread=unread.sentences,
    )


def _seen_by(
    request: Request, session: Session, person: Person, said: TypedTask, issue: Issue | None
) -> Block:
    """Who may see it: as was said, else those who see the issue, else as is usual in a place."""
    value = _audience(request, session, said, issue)
    return audience.question(session, person, value, ["the owner", "their lead"])


def _audience(request: Request, session: Session, said: TypedTask, issue: Issue | None) -> Audience:
    usual = issue.audience if issue else preamble.usual_audience(session, request)
    return said.audience or Audience(usual)


class Unread:
    """What could not be read of a command, in sentences for the form that opens instead."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def unless(self, read: Callable[[], Read | None]) -> Read | None:
        """What was read; None, and one more sentence, where the words made no sense."""
        try:
            return read()
        except UserError as error:
            self.sentences.append(blocks.said(error))
            return None


def _issue(session: Session, request: Request, person: Person) -> Issue | None:
    """The issue that a task is to follow from; None where it stands alone.

    Raises UnreadableRequest for anything else, as well as what `items.get_live` raises.
    """
    if not request.value:
        return None
    item = items.get_live(session, person, request.value)
    if not isinstance(item, Issue):
        raise UnreadableRequest
    return item


def _owner(session: Session, team_id: str, said: TypedTask) -> Person | None:
    """The one owner.

    Raises OneOwner where several are named, OneOfGroup, and what `lookup.person` raises.
    """
    if said.group:
        raise OneOfGroup(group=said.group)
    if said.rivals:
        raise unclear.one_owner([lookup.person(session, team_id, each) for each in said.rivals])
    return lookup.person(session, team_id, said.owner) if said.owner else None


def _customer(session: Session, team_id: str, said: Customer | str) -> Customer | None:
    return said if isinstance(said, Customer) else lookup.customer(session, team_id, said)


def _department(session: Session, team_id: str, said: Department | str) -> Department | None:
    if isinstance(said, Department) or not said:
        return said or None
    return lookup.department(session, team_id, said)


def _check_one_question(session: Session, person: Person, said: TypedTask) -> None:
    """Where one thing alone is not clear, and it is known what may be meant, that is asked.

    Raises OneOwner, and UnknownCustomer or UnknownDepartment with a name that is near.
    """
    is_else_clear = bool(said.when) and not said.group and not cleaning.says_nothing(said.what)
    if is_else_clear and said.rivals and not said.unplaced:
        _owner(session, person.team_id, said)
    if is_else_clear and said.owner and not said.guessed and len(said.unplaced) == 1:
        [(kind, words)] = said.unplaced
        unclear.check_near(session, person, kind, words)


def _unplaced(session: Session, team_id: str, kind: Slot, words: str) -> NoReturn:
    """Say of words that look like a clause that they stand in the title, and what may be meant.

    Raises InTitle.
    """
    name = words.partition(" ")[2] or words
    near = unclear.NAMED.get(kind)
    hint = lookup.hint(name, near.near(session, team_id, name)) if near else ""
    raise InTitle(words=words, hint=hint)


def _by_when(session: Session, keeper: Person, when: str, now: datetime) -> ByWhen | None:
    return deadlines.read(session, now, keeper, when) if when else None
