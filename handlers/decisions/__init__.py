"""Executives are asked here what a decision means for customers, and what they answer is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from handlers import access, asks, blocks, calendars, dates, found, items, phrases, timetable
from handlers import policy as policies
from handlers.decisions import cards, rules
from handlers.decisions.rules import Input, Said
from handlers.errors import (
    NoDepartment,
    NoExecutiveChannel,
    PromptWaits,
    StaleForm,
    TitleTooLong,
    UnknownItem,
    UserError,
    WrongPromptDay,
)
from handlers.hours import Calendar
from handlers.request import FormErrors, Nothing, OpenForm, Reply, Request, Response, UpdateForm
from handlers.timetable import Timetable
from storage import asks as stored_asks
from storage import cards as stored_cards
from storage import counters, decisions, history, people, schedules, tasks, workspaces
from storage.asks import Ask, Kind, Outcome
from storage.cards import Card, Face, Place
from storage.customers import Tier
from storage.decisions import Decision, Impact, ImpactAnswer
from storage.departments import Department
from storage.items import Noun
from storage.people import Person, Role
from storage.schedules import Kind as Occasion
from storage.schedules import Schedule
from storage.tasks import Task

VERB = "decision."
SCHEDULE = "schedule"
"""The noun under which history keeps what happens to schedules; they have no numbers."""

# --- ask what a decision means for customers ---


def ask(request: Request, session: Session, now: datetime) -> Response:
    """`/cx impact <decision>`; the form without words."""
    person = access.actor(session, request)
    access.check(session, person, access.ASK_IMPACT)
    channel = _executive_channel(session, request.team_id)
    title = " ".join(phrases.readable(request.text).split())
    if not title:
        return OpenForm(cards.ask_form())
    return Reply(_ask(session, now, person, title, channel))


def send_ask(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back with the decision."""
    person = access.actor(session, request)
    access.check(session, person, access.ASK_IMPACT)
    channel = _executive_channel(session, request.team_id)
    title = request.line(cards.DECISION)
    if not title:
        return FormErrors({cards.DECISION: cards.DECISION_MISSING})
    try:
        text = _ask(session, now, person, title, channel)
    except TitleTooLong as error:
        return FormErrors({cards.DECISION: error.message})
    return UpdateForm(blocks.notice("Asked", text))


def _ask(session: Session, now: datetime, person: Person, title: str, channel: str) -> str:
    """Put the decision to everyone else who decides; the reply to whoever asked."""
    items.check_title(title)
    policy = policies.of(session, person.team_id)
    others = [
        each for each in _executives(session, person.team_id) if each.user_id != person.user_id
    ]
    dues = {
        each.user_id: policies.after(calendars.for_person(session, each), now, policy.impact_answer)
        for each in others or [person]
    }
    decision = Decision(
        team_id=person.team_id,
        number=counters.next_number(session, person.team_id, Noun.DECISION),
        title=title,
        asked_by=person.user_id,
        channel_id=channel,
        created_at=now,
        due_at=max(dues.values()),
    )
    _put(session, now, decision, person.user_id)
    for each in others:
        asks.open_ask(
            session,
            now,
            policy,
            kind=Kind.IMPACT,
            noun=Noun.DECISION,
            number=decision.number,
            person=each,
            department_id=each.department_id,
            due_at=dues[each.user_id],
        )
    return cards.asked(decision, [each.user_id for each in others], person.zone)


def _put(session: Session, now: datetime, decision: Decision, actor: str) -> None:
    """Store a decision and post its card; `actor` is empty when Duly asks on schedule."""
    session.add(decision)
    _log(session, now, decision, actor, "asked")
    stored_cards.post(
        session,
        team_id=decision.team_id,
        now=now,
        noun=Noun.DECISION,
        number=decision.number,
        places=[Place(Face.EXECUTIVES, decision.channel_id)],
    )


# --- answer ---


@dataclass(frozen=True)
class _Answering:
    """Somebody about to answer: what they say of which decision, and what they said before."""

    person: Person
    decision: Decision
    impact: Impact
    before: ImpactAnswer | None
    kept: Mapping[str, Task]


@dataclass(frozen=True)
class _Keeper:
    """Who keeps the promises that follow from an answer, by when (UTC)."""

    owner: Person
    department: Department
    due_at: datetime


def open_answer(request: Request, session: Session, now: datetime) -> Response:
    """One of the four buttons, `decision.worse` for instance: the form that says why."""
    del now
    sign = request.verb.removeprefix(VERB)
    one = _answering(request, session, request.value, sign)
    why = one.before.why if one.before and one.before.impact == one.impact else ""
    return OpenForm(cards.answer_form(one.decision, one.impact, why, one.kept))


def send_answer(request: Request, session: Session, now: datetime) -> Response:
    """The form comes back: the answer is kept, and what follows becomes somebody's task."""
    words, _, sign = request.value.partition(blocks.SEPARATOR)
    one = _answering(request, session, words, sign)
    said = _said(request)
    missing = rules.missing(one.impact, said, one.kept)
    if missing:
        return FormErrors(cards.missing(missing, one.impact))
    promises = rules.promises(one.impact, said, one.kept, cards.tell_title(one.decision))
    added: dict[str, int] = {}
    if promises:
        keeper = _keeper(session, now, one, said)
        if isinstance(keeper, FormErrors):
            return keeper
        added = _promise(session, now, one, keeper, promises)
    _keep(session, now, one, said, added)
    return Nothing()


def _answering(request: Request, session: Session, words: str, sign: str) -> _Answering:
    """Raises NotYours, StaleForm or UnknownItem."""
    person = access.actor(session, request)
    access.check(session, person, access.ANSWER_IMPACT)
    named = items.read_ref(words)
    if named is None or named[0] != Noun.DECISION or sign not in set(Impact):
        raise StaleForm
    # Two executives who answer at once are counted one after the other.
    decision = decisions.find(session, request.team_id, named[1], lock=True)
    if decision is None:
        raise UnknownItem(ref=f"D-{named[1]}")
    before = decisions.answer_of(session, request.team_id, decision.number, person.user_id)
    kept = _tasks(session, [before] if before else [])
    by_purpose = before.tasks.items() if before else ()
    return _Answering(
        person=person,
        decision=decision,
        impact=Impact(sign),
        before=before,
        kept={purpose: kept[number] for purpose, number in by_purpose if number in kept},
    )


def _said(request: Request) -> Said:
    chosen = request.choices(Input.TIERS)
    return Said(
        why=request.words(Input.WHY),
        tiers=tuple(tier for tier in Tier if tier in chosen),
        owner_id=request.person_id(Input.OWNER),
        task=request.line(Input.TASK),
        day=request.words(Input.DAY),
        tell=bool(request.choices(Input.TELL)),
    )


def _keeper(session: Session, now: datetime, one: _Answering, said: Said) -> _Keeper | FormErrors:
    """Who was chosen in the form, or whoever keeps the task of an earlier answer already."""
    task = one.kept.get(one.impact)
    field = Input.TELL if task else Input.OWNER
    owner_id = task.owner_id if task else said.owner_id
    owner = people.find(session, one.decision.team_id, owner_id) if owner_id else None
    if owner is None:
        return FormErrors({field: cards.NOT_KNOWN})
    calendar = calendars.for_person(session, owner)
    try:
        access.check_owner(owner)
        department = found.department_for(session, owner, "", "")
        field = Input.TELL if task else Input.DAY
        due = _told_by(session, now, task, calendar) if task else _day(said, now, calendar)
    except NoDepartment:
        return FormErrors({field: cards.NO_DEPARTMENT.format(name=owner.name)})
    except UserError as error:
        return FormErrors({field: error.message})
    return _Keeper(owner, department, due)


def _day(said: Said, now: datetime, calendar: Calendar) -> datetime:
    return dates.read_due(said.day, now, calendar)


def _told_by(session: Session, now: datetime, task: Task, calendar: Calendar) -> datetime:
    """Customers are told by the date of the task that is there, or soon when that is past."""
    soon = policies.after(calendar, now, policies.of(session, task.team_id).tell_customer)
    return max(task.due_at or soon, soon)


def _promise(
    session: Session, now: datetime, one: _Answering, keeper: _Keeper, promises: Mapping[str, str]
) -> dict[str, int]:
    """Make the tasks; their numbers by what each is for."""
    return {
        purpose: items.add_task(
            session,
            now,
            actor=one.person.user_id,
            title=title,
            owner=keeper.owner,
            department=keeper.department,
            due_at=keeper.due_at,
            decision_number=one.decision.number,
        ).number
        for purpose, title in promises.items()
    }


def _keep(
    session: Session, now: datetime, one: _Answering, said: Said, added: dict[str, int]
) -> None:
    """Store the last word of a person; nobody waits for them any more."""
    decision, user_id = one.decision, one.person.user_id
    answer = one.before or ImpactAnswer(
        team_id=decision.team_id,
        number=decision.number,
        user_id=user_id,
        impact=one.impact,
        answered_at=now,
    )
    answer.impact, answer.tiers, answer.why = one.impact, list(said.tiers), said.why
    answer.tasks = {**answer.tasks, **added}
    answer.tell_customers = rules.TELL in answer.tasks
    answer.answered_at = now
    decision.first_answer_at = decision.first_answer_at or now
    session.add_all([answer, decision])
    for owed in _owed(session, decision):
        if owed.person_id == user_id:
            asks.answer(session, now, owed, user_id, Outcome.ANSWERED)
    _log(session, now, decision, user_id, "answered", **decisions.facts_of(answer))
    items.refresh(session, now, decision.team_id, Noun.DECISION, decision.number)


# --- the card ---


def render(session: Session, card: Card, now: datetime) -> blocks.Shown | None:
    """The card of a decision as it stands; None when the decision is not there."""
    del now
    decision = decisions.find(session, card.team_id, card.number)
    if decision is None:
        return None
    answers = decisions.answers(session, card.team_id, card.number)
    asker = people.find(session, card.team_id, decision.asked_by)
    return cards.card(
        cards.Facts(
            decision=decision,
            answers=answers,
            asked=len({answer.user_id for answer in answers} | _waited_for(session, decision)),
            tasks=_tasks(session, answers),
            zone=asker.zone if asker else "UTC",
        )
    )


def _waited_for(session: Session, decision: Decision) -> set[str]:
    """Whose answer is missing: those who were asked, and for a question of the bank everyone."""
    if decision.is_prompt:
        return {each.user_id for each in _executives(session, decision.team_id)}
    return {owed.person_id for owed in _owed(session, decision)}


def _owed(session: Session, decision: Decision) -> list[Ask]:
    about = stored_asks.open_about(session, decision.team_id, Noun.DECISION, decision.number)
    return [each for each in about if each.kind == Kind.IMPACT]


def _tasks(session: Session, answers: list[ImpactAnswer]) -> dict[int, Task]:
    """The tasks that followed from answers, by number."""
    found_tasks = [
        tasks.find(session, answer.team_id, number)
        for answer in answers
        for number in answer.tasks.values()
    ]
    return {task.number: task for task in found_tasks if task}


# --- questions of the bank ---


def schedule(request: Request, session: Session, now: datetime) -> Response:
    """`/cx prompt weekly monday 9:30`, `/cx prompt now` or `/cx prompt off`; alone: what is set."""
    person = access.actor(session, request)
    access.check(session, person, access.SCHEDULE_PROMPT)
    channel = _executive_channel(session, request.team_id)
    words = request.text.strip().lower()
    if words == "now":
        return Reply(_prompt_now(session, now, person, channel))
    known = _standing(session, request.team_id)
    if words in {"", "off"}:
        return Reply(_stop(session, now, person, known) if words else cards.standing(known))
    plan = timetable.read(request.text)
    if not rules.fits_prompts(plan):
        raise WrongPromptDay
    standing = known or Schedule(team_id=request.team_id, kind=Occasion.PROMPT, channel_id=channel)
    standing.channel_id, standing.zone, standing.created_by = channel, person.zone, person.user_id
    standing.weekday, standing.at = plan.weekday, plan.at
    standing.next_at = timetable.next_after(plan, person.zone, now)
    session.add(standing)
    _log_schedule(session, now, person, "scheduled", said=timetable.said(plan))
    return Reply(cards.standing(standing))


def handle_one(session: Session, now: datetime) -> bool:
    """Put one question that is due to its channel, or let it pass; False when none is due.

    It passes when it is more than a day late, on a day that is not worked, and while the last
    question or a decision still waits for its first answer.
    """
    due = schedules.next_due(session, Occasion.PROMPT, now)
    if due is None:
        return False
    due_at = due.next_at or now
    # A question that comes too late must not take along the one that is due today.
    missed = max(due_at, now - rules.STALE)
    due.next_at = timetable.next_after(Timetable(due.weekday, due.at), due.zone, missed)
    due.error = ""
    workspace = workspaces.find(session, due.team_id)
    due.channel_id = (workspace and workspace.executive_channel_id) or due.channel_id
    if _may_come(session, due, due_at, now):
        due.last_at, due.last_turn = now, due_at
        _prompt(session, now, due.team_id, due.channel_id, due.zone, actor="")
    session.add(due)
    return True


def _may_come(session: Session, due: Schedule, due_at: datetime, now: datetime) -> bool:
    if not rules.in_time(due_at, now, due.zone):
        return False
    return not decisions.waiting(session, due.team_id, due.channel_id)


def _prompt_now(session: Session, now: datetime, person: Person, channel: str) -> str:
    waiting = decisions.waiting(session, person.team_id, channel)
    if waiting:
        raise PromptWaits(ref=cards.ref(waiting[0]))
    prompt = _prompt(session, now, person.team_id, channel, person.zone, actor=person.user_id)
    return cards.prompted(prompt)


def _prompt(
    session: Session, now: datetime, team_id: str, channel: str, zone: str, *, actor: str
) -> Decision:
    """Put the next question of the bank to a channel; nobody is reminded of it."""
    question = rules.next_question(decisions.prompts_asked(session, team_id, channel))
    span = policies.of(session, team_id).impact_answer
    prompt = Decision(
        team_id=team_id,
        number=counters.next_number(session, team_id, Noun.DECISION),
        title=question.words,
        asked_by="",
        channel_id=channel,
        created_at=now,
        due_at=policies.after(Calendar(zone=zone), now, span),
        prompt=question.key,
    )
    _put(session, now, prompt, actor)
    return prompt


def _stop(session: Session, now: datetime, person: Person, known: Schedule | None) -> str:
    if known is None:
        return cards.standing(None)
    session.delete(known)
    _log_schedule(session, now, person, "stopped")
    return cards.STOPPED


def _standing(session: Session, team_id: str) -> Schedule | None:
    """The schedule of questions; a workspace has one, even when its channel has changed."""
    known = schedules.everyone(session, team_id)
    return next((each for each in known if each.kind == Occasion.PROMPT), None)


# --- shared steps ---


def _executive_channel(session: Session, team_id: str) -> str:
    workspace = workspaces.find(session, team_id)
    if workspace is None or not workspace.executive_channel_id:
        raise NoExecutiveChannel
    return workspace.executive_channel_id


def _executives(session: Session, team_id: str) -> list[Person]:
    """Everyone who decides and is here, the CCO among them."""
    roles = (Role.EXECUTIVE, Role.CCO)
    known = [each for role in roles for each in people.with_role(session, team_id, role)]
    return [each for each in known if not each.is_bot]


def _log(
    session: Session, now: datetime, decision: Decision, actor: str, verb: str, **facts: Any
) -> None:
    history.add(
        session,
        team_id=decision.team_id,
        now=now,
        actor=actor,
        verb=verb,
        noun=Noun.DECISION,
        number=decision.number,
        **facts,
    )


def _log_schedule(session: Session, now: datetime, person: Person, verb: str, **facts: Any) -> None:
    history.add(
        session,
        team_id=person.team_id,
        now=now,
        actor=person.user_id,
        verb=verb,
        noun=SCHEDULE,
        number=0,
        kind=Occasion.PROMPT,
        **facts,
    )
