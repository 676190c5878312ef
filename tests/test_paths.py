"""Typed, clicked, sent as a form or called by a program: whatever the path, the same happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, SQLModel, col, select

from bot import routes
from handlers.promises import (
    answers,
    editing,
    handoffs,
    helping,
    issues,
    items,
    merging,
    noes,
    notes,
    parts,
    reopening,
    tasks,
    undoing,
    waits,
)
from handlers.promises.editing import Particulars
from handlers.promises.issues import NewIssue
from handlers.promises.tasks import NewTask
from handlers.speech.request import FieldValue, FormErrors, OpenForm, Request
from storage import customers, departments, people
from storage.asks import Ask
from storage.cards import Card
from storage.database import Database
from storage.departments import Department, Route
from storage.handoffs import Handoff
from storage.history import Event
from storage.issues import Issue
from storage.items import Item
from storage.outbox import Message
from storage.people import Person
from storage.tasks import Task
from tests.cast import BEN, LEE, MARIA, MONDAY, OMAR, SARA, TEAM, TOM

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WHY = "Legal reads it on Monday"
LINK = "https://acme.example/mail"
PATHS = {**routes.BUTTONS, **routes.FORMS}
Path = Callable[[Session], object]
OPENERS = {
    "item.date", "item.done.form", "item.snooze", "item.wait", "item.gives", "item.cannot",
    "item.no", "item.back",
    "item.handoff",
    "item.help", "item.find", "item.note", "item.owner", "item.edit", "item.reopen",
    "item.smaller", "item.heard", "item.draft", "offer.return", "task.form", "issue.form",
    "issue.route", "issue.merge", "issue.involve", "concern.form", "concern.told",
    "concern.spare", "concern.list",
}  # fmt: skip
"""Buttons that open a form, and do nothing yet."""
KNOWN_IDS = {"owner_id", "person_id", "department_id", "customer_id", "from_id", "to_id"}
"""Ids of what was there before; others differ each time."""
BESIDE = {"item.audience", "item.audience.send", "item.follow", "item.unfollow"}
"""Who may see it, and who follows it: none of it is an answer."""
walked: set[str] = set()
"""The buttons and forms that are pressed and sent below."""


def person(session: Session, user: str) -> Person:
    found = people.find(session, TEAM, user)
    assert found
    return found


def department(session: Session, name: str) -> Department:
    found = departments.named(session, TEAM, name)
    assert found
    return found


def called(user: str, act: Callable[..., object], *said: object, ref: str = "T-1") -> Path:
    """By a program; a department is named by a function that finds its row."""

    def path(session: Session) -> object:
        item, actor = items.get(session, person(session, OMAR), ref), person(session, user)
        facts = [each(session) if callable(each) else each for each in said]
        return act(session, MONDAY, actor, item, *facts)

    return path


def typed(user: str, verb: str, text: str) -> Path:
    """By a command; mentions come as Slack sends them."""
    return lambda session: routes.VERBS[verb](
        Request(TEAM, user, verb, "typed", text=text), session, MONDAY
    )


def pressed(user: str, verb: str, value: str = "T-1", **fields: FieldValue) -> Path:
    """By a button, or a form that is sent."""
    walked.add(verb)
    request = Request(TEAM, user, verb, "pressed", value=value, fields=fields)
    return lambda session: PATHS[verb](request, session, MONDAY)


def sent(user: str, verb: str, value: str = "T-1", **chosen: Any) -> Path:
    """The same with rows among its choices, named by a function that finds one id, or several."""
    walked.add(verb)

    def path(session: Session) -> object:
        found = {name: each(session) for name, each in chosen.items() if callable(each)}
        ids = {name: each if isinstance(each, list) else str(each) for name, each in found.items()}
        return pressed(user, verb, value, **{**chosen, **ids})(session)

    return path


def logistics(session: Session) -> Department:
    return department(session, "Logistics")


def logistics_id(session: Session) -> UUID:
    return logistics(session).department_id


def acme_id(session: Session) -> UUID:
    acme = customers.named(session, TEAM, "Acme")
    assert acme
    return acme.customer_id


def give(session: Session) -> object:
    new = NewTask("Call them", "@sara", "friday", customer="Acme")
    return tasks.give(session, MONDAY, person(session, BEN), new)


def report(session: Session) -> object:
    new = NewIssue(
        "Refund promised twice", severity=2, customer=customers.named(session, TEAM, "acme")
    )
    return issues.report(session, MONDAY, person(session, BEN), new)


def routed(session: Session) -> object:
    return called(OMAR, issues.route, logistics, "", ref="I-1")(session)


def billing(session: Session) -> list[Department]:
    return [department(session, "Billing")]


def billing_ids(session: Session) -> list[str]:
    return [str(each.department_id) for each in billing(session)]


def first_issue(session: Session) -> Item:
    return items.get(session, person(session, OMAR), "I-1")


def offer(session: Session) -> object:
    return called(SARA, handoffs.offer, "@tom", WHY)(session)


def take(session: Session) -> object:
    return called(SARA, answers.take)(session)


def wait(session: Session) -> object:
    return called(SARA, waits.wait, "2026-11-25", WHY)(session)


def wait_for_logistics(session: Session) -> object:
    return called(SARA, waits.wait, "2026-11-25", WHY, logistics)(session)


def ask_for_help(session: Session) -> object:
    return called(SARA, helping.ask, WHY)(session)


def finish(session: Session) -> object:
    return called(SARA, answers.finish)(session)


def lee(session: Session) -> Person:
    return person(session, LEE)


def other_title(session: Session) -> Particulars:
    item = items.get(session, person(session, OMAR), "T-1")
    return replace(editing.wanted(session, item), title="Call them again")


def decline(session: Session) -> object:
    return called(SARA, noes.decline, WHY)(session)


DATE = "2026-12-01"
SAME: dict[str, tuple[list[Path], list[Path]]] = {
    "give": ([], [
        give,
        typed(BEN, "task", "Call them to <@U0SARA> by friday for Acme"),
        sent(BEN, "task.send", "", title="Call them", owner=SARA, date="2026-11-27",
             customer=acme_id),
    ]),
    "report": ([], [
        report,
        typed(BEN, "issue", "Refund promised twice for Acme sev 2"),
        sent(BEN, "issue.send", "", title="Refund promised twice", severity="2",
             customer=acme_id),
    ]),
    "take": ([give], [
        called(SARA, answers.take), typed(SARA, "ack", "T-1"), typed(SARA, "take", "T-1"),
        pressed(SARA, "item.take"),
    ]),
    "take by a day": ([give], [
        called(MARIA, answers.take, DATE), typed(MARIA, "ack", "T-1 by 1 dec"),
        pressed(MARIA, "item.take.send", date=DATE),
    ]),
    "finish": ([give], [
        called(SARA, answers.finish), typed(SARA, "done", "T-1"), pressed(SARA, "item.done"),
        pressed(SARA, "item.done.send"),
        pressed(SARA, "item.close.send", "T-1|done"), typed(SARA, "done", "T-1 anyway"),
    ]),
    "redate": ([give], [
        called(SARA, answers.redate, DATE, WHY),
        typed(SARA, "date", f"T-1 to 1 dec because {WHY}"),
        pressed(SARA, "item.date.send", date=DATE, reason=WHY),
    ]),
    "snooze": ([give], [
        called(SARA, answers.snooze, "2026-11-25", WHY),
        typed(SARA, "snooze", f"T-1 until wednesday because {WHY}"),
        pressed(SARA, "item.snooze.send", date="2026-11-25", reason=WHY),
    ]),
    "wait": ([give, take], [
        called(SARA, waits.wait, "2026-11-25", WHY),
        typed(SARA, "wait", f"T-1 for customer until wednesday because {WHY}"),
        pressed(SARA, "item.wait.send", until="2026-11-25", reason=WHY),
    ]),
    "go on": ([give, take, wait], [
        called(SARA, waits.resume), typed(SARA, "resume", "T-1"), pressed(SARA, "item.resume"),
    ]),
    "wait for a department": ([give, take], [
        called(SARA, waits.wait, "2026-11-25", WHY, logistics),
        typed(SARA, "wait", f"T-1 for Logistics until wednesday because {WHY}"),
        sent(SARA, "item.wait.send", until="2026-11-25", reason=WHY, department=logistics_id),
    ]),
    "give what it waits for": ([give, take, wait_for_logistics], [
        called(TOM, waits.give, "Signed"), pressed(TOM, "item.gives.send", words="Signed"),
    ]),
    "say that it cannot be given": ([give, take, wait_for_logistics], [
        called(TOM, waits.cannot_give, WHY), pressed(TOM, "item.cannot.send", reason=WHY),
    ]),
    "decline": ([give], [
        called(SARA, noes.decline, WHY),
        typed(SARA, "no", f"T-1 because {WHY}"),
        pressed(SARA, "item.no.send", reason=WHY),
    ]),
    "tell": ([give, decline], [called(BEN, answers.tell), pressed(BEN, "item.told")]),
    "stand by a no": ([give, decline], [
        called(MARIA, noes.stand), pressed(MARIA, "item.stands"), typed(MARIA, "stands", "T-1"),
    ]),
    "take a no back": ([give, decline], [
        called(MARIA, noes.take_back, WHY), pressed(MARIA, "item.back.send", reason=WHY),
        typed(MARIA, "reopen", f"T-1 because {WHY}"),
    ]),
    "ask for help": ([give], [
        called(SARA, helping.ask, WHY), pressed(SARA, "item.help.send", reason=WHY),
        typed(SARA, "help", f"T-1 because {WHY}"),
    ]),
    "help": ([give, ask_for_help], [
        called(LEE, helping.join), pressed(LEE, "item.join"), typed(LEE, "join", "T-1"),
    ]),
    "find somebody": ([give, ask_for_help], [
        called(LEE, helping.find, "@tom"), pressed(LEE, "item.find.send", person=TOM),
    ]),
    "talk": ([give], [
        called(MARIA, helping.talk), pressed(MARIA, "item.talk"), typed(MARIA, "talk", "T-1"),
    ]),
    "confirm": ([give, take], [
        called(SARA, answers.confirm), pressed(SARA, "item.confirm"), typed(SARA, "confirm", "T-1"),
    ]),
    "take an offer back": ([give, offer], [
        called(SARA, handoffs.retract), pressed(SARA, "offer.retract"),
    ]),
    "note": ([give], [
        called(TOM, notes.add, f"{WHY}\n{LINK}"), typed(TOM, "note", f"T-1 {WHY}\n{LINK}"),
        pressed(TOM, "item.note.send", words=WHY, link=LINK),
        pressed(TOM, "item.note.send", "", which="t1", words=WHY, link=LINK),
    ]),
    "reopen": ([give, finish], [
        called(BEN, reopening.reopen, WHY), typed(BEN, "reopen", f"T-1 because {WHY}"),
        pressed(BEN, "item.reopen.send", reason=WHY),
        pressed(BEN, "item.reopen.send", owner=SARA, date="2026-11-27", reason=WHY),
    ]),
    "give to somebody": ([give], [
        called(MARIA, handoffs.give_to, lee, WHY),
        typed(MARIA, "owner", f"T-1 to <@{LEE}> because {WHY}"),
        pressed(MARIA, "item.owner.send", person=LEE, reason=WHY),
        pressed(MARIA, "item.edit.send", title="Call them", owner=LEE, reason=WHY),
    ]),
    "edit": ([give], [
        called(BEN, partial(editing.edit, routes.REGISTERS), other_title),
        pressed(BEN, "item.edit.send", title="Call  them again"),
    ]),
    "make smaller": ([give], [
        called(SARA, partial(editing.make_smaller, routes.REGISTERS), "Call one", "4 dec", WHY),
        pressed(SARA, "item.smaller.send", title="Call  one", date="2026-12-04", reason=WHY),
    ]),
    "undo": ([give, take], [
        called(SARA, partial(undoing.undo, routes.REGISTERS)),
        called(SARA, partial(undoing.undo, routes.REGISTERS), "acknowledged"),
        typed(SARA, "undo", "T-1"), typed(SARA, "undo", ""),
        pressed(SARA, "item.undo", "T-1|acknowledged"),
        pressed(SARA, "story.undo", "T-1|acknowledged"),
    ]),
    "withdraw": ([give], [called(BEN, tasks.withdraw), pressed(BEN, "item.withdraw")]),
    "offer to somebody": ([give], [
        called(SARA, handoffs.offer, "@tom", WHY),
        typed(SARA, "handoff", f"T-1 to <@U0TOM> because {WHY}"),
        pressed(SARA, "item.handoff.send", person=TOM, reason=WHY),
    ]),
    "offer to a department": ([give], [
        called(SARA, handoffs.offer, logistics, WHY),
        typed(SARA, "handoff", f"T-1 to Logistics because {WHY}"),
        sent(SARA, "item.handoff.send", department=logistics_id, reason=WHY),
    ]),
    "take over": ([give, offer], [called(TOM, handoffs.accept), pressed(TOM, "offer.accept")]),
    "give back": ([give, offer], [
        called(TOM, handoffs.give_back, WHY), pressed(TOM, "offer.return.send", reason=WHY),
    ]),
    "join to another": ([report, report], [
        called(BEN, merging.merge, first_issue, ref="I-2"),
        typed(BEN, "merge", "I-2 with I-1"),
        pressed(BEN, "issue.join", "I-2|I-1"),
        pressed(BEN, "issue.merge.send", "I-2", **{"with": "I-1"}),
    ]),
    "send to a department": ([report], [
        called(OMAR, issues.route, logistics, "refund, invoice", ref="I-1"),
        sent(OMAR, "issue.route.send", "I-1", department=logistics_id, words="refund, invoice"),
    ]),
    "involve a department": ([report, routed], [
        called(BEN, parts.involve, billing, WHY, ref="I-1"),
        typed(BEN, "involve", f"I-1 Billing because {WHY}"),
        sent(BEN, "issue.involve.send", "I-1", departments=billing_ids, reason=WHY),
    ]),
}  # fmt: skip


@on_sqlite
@pytest.mark.parametrize("name", SAME)
def test_every_path_leads_to_the_same(database: Database, name: str) -> None:
    before, paths = SAME[name]
    found = [_walk(database, before, path) for path in paths]
    assert len(found) > 1
    for other in found[1:]:
        assert other == found[0]


def test_every_button_and_form_about_a_promise_is_here() -> None:
    """A new one wants its line above."""
    about = {verb for verb in PATHS if verb.split(".")[0] in {"item", "offer", "task", "issue"}}
    assert about - OPENERS - BESIDE == walked - {"story.undo"}


def _walk(database: Database, before: list[Path], path: Path) -> object:
    """What stands in the database after a path that changed something, which is then undone."""
    with database.write() as session:
        for step in before:
            step(session)
        first = _stands(session)
        answer = path(session)
        assert not isinstance(answer, FormErrors | OpenForm), answer
        found = _stands(session)
        session.rollback()
    assert found != first, "nothing was done"
    return found


def _stands(session: Session) -> object:
    """All that is known of promises, without the ids of their rows."""
    session.flush()
    rows = {
        kind.__name__: [_facts(row) for row in session.exec(select(kind))]
        for kind in (Task, Issue, Ask, Handoff, Route)
    }
    about = select(Event).where(col(Event.noun).in_(["task", "issue"]))
    events = session.exec(about.order_by(col(Event.event_id)))
    # The way back from a move names asks by their ids.
    told = [_without_ids(_facts(event)) for event in events]
    cards = [(each.noun, each.number, each.face, each.lane) for each in session.exec(select(Card))]
    messages = [(each.lane, each.method) for each in session.exec(select(Message))]
    return rows, told, sorted(cards), sorted(messages)


IDS = ("back", "weights")
"""Facts that name asks by their ids."""


def _without_ids(event: dict[str, Any]) -> dict[str, Any]:
    details = {name: fact for name, fact in event["details"].items() if name not in IDS}
    return {**event, "details": details}


def _facts(row: SQLModel) -> dict[str, object]:
    every = row.model_dump().items()
    return {name: value for name, value in every if name in KNOWN_IDS or name[-3:] != "_id"}
