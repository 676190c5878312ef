"""What anybody can do with an issue, by any role: the steps of which walks are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, select

from bot import routes
from handlers.chasing import policy as policies
from handlers.front import house_rules
from handlers.people import access, directory
from handlers.people.directory import Profile
from handlers.promises import (
    answers,
    concerns,
    editing,
    handoffs,
    helping,
    issues,
    items,
    lifecycle,
    merging,
    moves,
    noes,
    notes,
    parts,
    reopening,
    sharing,
    steps,
    tasks,
    undoing,
    waits,
)
from handlers.promises.accounts import follow
from handlers.promises.asked import (
    ACCEPT,
    ACKNOWLEDGE,
    CHECK,
    DATE,
    FINISH,
    HELP,
    INFORM,
    PREVENT,
    REVIEW,
    SUPPLY,
    TELL,
    TRIAGE,
    VERIFY,
    WARN,
)
from handlers.promises.concerns import ConcernChoice
from handlers.promises.issues import NewIssue
from handlers.promises.noes import Weighed, WhoTells
from handlers.promises.steps import SpokenWith, checks, somebody_else
from handlers.speech.promise_errors import NothingOwed
from storage import asks, customers, departments
from storage import tasks as stored_tasks
from storage.audiences import Audience
from storage.customers import Tier
from storage.issues import Feeling
from storage.items import Item
from storage.people import Person
from tests.cast import BEN, DIEGO, GRACE, HANA, LEE, MARIA, NORA, OMAR, SARA, TEAM, TOM

WHY = "Legal reads it on Monday"
DAY = timedelta(days=1)
MOST = 5
"""So many issues there are at most, so that each is moved often."""
SAME = -1
"""In place of a number: the issue with which something was done last."""


class Stride(NamedTuple):
    """One step of a walk: after so many minutes somebody does something with the issue."""

    minutes: int
    act: str
    who: str
    number: int


Act = Callable[[Session, datetime, Person, Item], object]


def person(session: Session, user: str) -> Person:
    return access.recognise(session, TEAM, user)


def edit(**changes: Callable[[Session], object]) -> Act:
    def act(session: Session, now: datetime, actor: Person, item: Item) -> object:
        new = {name: find(session) for name, find in changes.items()}
        wanted = replace(editing.wanted(session, item), reason=WHY, **new)  # type: ignore[arg-type]
        return editing.edit(routes.REGISTERS, session, now, actor, item, wanted)

    return act


def customer(name: str) -> Callable[[Session], object]:
    return lambda session: customers.named(session, TEAM, name)


def department(name: str) -> Callable[[Session], object]:
    return lambda session: departments.named(session, TEAM, name)


def undone(session: Session, now: datetime, actor: Person, item: Item) -> object:
    return undoing.undo(routes.REGISTERS, session, now, actor, item)


def routed(session: Session, now: datetime, actor: Person, item: Item) -> object:
    billing = departments.named(session, TEAM, "Billing")
    assert billing
    return issues.route(session, now, actor, item, billing)


def given(to: str) -> Act:
    return lambda s, now, who, item: handoffs.give_to(s, now, who, item, person(s, to), WHY)


def offered(to: str) -> Act:
    return lambda s, now, who, item: handoffs.offer(s, now, who, item, to, WHY)


def passed(kind: str, to: str) -> Act:
    return lambda s, now, who, item: somebody_else.ask(s, now, who, item, kind, f"<@{to}>", WHY)


def bounced(times: int) -> Act:
    """It is offered to Logistics and comes back, so many times."""

    def act(session: Session, now: datetime, actor: Person, item: Item) -> None:
        for _ in range(times):
            handoffs.offer(session, now, actor, item, "Logistics", WHY)
            handoffs.give_back(session, now, person(session, TOM), item, WHY)

    return act


def joined(number: int) -> Act:
    return lambda s, now, who, item: merging.merge(
        s, now, who, item, items.get(s, who, f"I-{number}")
    )


def felt(feeling: Feeling, is_now: bool) -> Act:
    return lambda s, now, who, item: steps.feel(s, now, who, item, feeling, is_now=is_now)


def declined(said: Weighed) -> Act:
    return lambda s, now, who, item: noes.decline(s, now, who, item, WHY, said)


def waiting(until: timedelta, whom: str = "") -> Act:
    """It waits for its customer until a day, or for a department."""

    def act(session: Session, now: datetime, actor: Person, item: Item) -> object:
        home = departments.named(session, TEAM, whom) if whom else None
        return waits.wait(session, now, actor, item, f"{now + until:%Y-%m-%d}", WHY, home)

    return act


def involved(name: str) -> Act:
    """One more department must take it, too."""

    def act(session: Session, now: datetime, actor: Person, item: Item) -> object:
        home = departments.named(session, TEAM, name)
        assert home
        return parts.involve(session, now, actor, item, [home], WHY)

    return act


def of_part(act: str) -> Act:
    """The same done with what a department takes of it, the newest that is open first."""

    def do(session: Session, now: datetime, actor: Person, item: Item) -> object:
        known = stored_tasks.parts(session, TEAM, [item.number])
        if not known:
            raise NothingOwed(ref=item.ref)
        newest = max(known, key=lambda part: (part.live, part.number))
        return ACTS[act](session, now, actor, items.get(session, actor, newest.ref))

    return do


def concerning(*names: str, tiers: tuple[Tier, ...] = (), teller: str = "") -> Act:
    """Other customers will meet it, too; who leads no account tells them, or whoever is named."""

    def act(session: Session, now: datetime, actor: Person, item: Item) -> object:
        found = [each for name in names if (each := customers.named(session, TEAM, name))]
        told_by = person(session, teller) if teller else None
        chosen = ConcernChoice(tiers, found, told_by)
        return concerns.concern(session, now, actor, item, chosen)

    return act


def told_first(*, alone: bool = False, spared: bool = False) -> Act:
    """Whom somebody is to tell have heard it, or one of them alone, or they need not."""

    def act(session: Session, now: datetime, actor: Person, item: Item) -> object:
        theirs = concerns.theirs(session, actor, item)
        some = theirs[:1] if alone else theirs
        answer = concerns.spare if spared else concerns.tell
        return answer(session, now, actor, item, some, WHY)

    return act


def seen_by(audience: Audience) -> Act:
    return lambda s, now, who, item: sharing.set_audience(s, now, who, item, audience)


def not_helped(session: Session, now: datetime, actor: Person, item: Item) -> object:
    """As the form of “Verified…” does where it did not help."""
    lifecycle.permit(session, actor, item, moves.VERIFIED)
    return reopening.reopen(session, now, actor, item, WHY)


def answered(session: Session, now: datetime, actor: Person, item: Item) -> object:
    """Whoever is asked says what they are asked for."""
    about = asks.open_about(session, TEAM, item.noun, item.number)
    theirs = next((ask for ask in reversed(about) if ask.person_id == actor.user_id), None)
    if theirs is None:
        raise NothingOwed(ref=item.ref)
    return ACTS[ANSWERED[theirs.kind]](session, now, actor, item)


ANSWERED = {
    ACKNOWLEDGE: "take", DATE: "take", FINISH: "done", ACCEPT: "accept", TRIAGE: "route",
    HELP: "lend a hand", TELL: "told", REVIEW: "no stands", INFORM: "told", PREVENT: "prevented",
    VERIFY: "verified", CHECK: "held",
    SUPPLY: "give it", WARN: "told all first",
}  # fmt: skip
"""How each kind of question is answered."""


def left(user: str) -> Act:
    return lambda s, now, _who, _item: _profile(s, now, user, gone=True)


def back(session: Session, now: datetime, _actor: Person, _item: Item) -> None:
    for each in session.exec(select(Person).where(Person.team_id == TEAM)).all():
        if each.gone:
            _profile(session, now, each.user_id, gone=False)


def _profile(session: Session, now: datetime, user: str, *, gone: bool) -> None:
    """What Slack's directory says of somebody who leaves or comes back."""
    known = person(session, user)
    said = Profile(user, known.handle, known.name, email=known.email or "", zone=known.zone,
                   gone=gone)  # fmt: skip
    directory.remember(session, now, TEAM, [said])
    session.expire_all()


def stricter(session: Session, now: datetime, actor: Person, _item: Item) -> object:
    """From now on every issue needs all steps."""
    needs = dict.fromkeys(("told", "prevented", "verified"), EVERYBODY)
    seen = policies.version(session, TEAM)
    return house_rules.switch_on(session, now, actor, {"needs": needs}, WHY, seen)


def accounts(user: str | None, whose: str = "Acme") -> Act:
    """Somebody else leads the account of a customer, or nobody, and tells what is to be told."""

    def act(session: Session, now: datetime, actor: Person, _item: Item) -> None:
        led = customers.named(session, TEAM, whose)
        assert led
        former, led.owner_id = led.owner_id, user
        session.add(led)
        session.flush()
        follow(session, now, led, former, actor.user_id)

    return act


def reports(severity: int, whom: str, where: str) -> Act:
    def act(session: Session, now: datetime, actor: Person, _item: Item) -> object:
        new = NewIssue(
            "Paid twice", severity=severity, customer=customers.named(session, TEAM, whom),
            department=departments.named(session, TEAM, where) if where else None,
        )  # fmt: skip
        return issues.report(session, now, actor, new)

    return act


EVERYBODY = dict.fromkeys(("key", "strategic", "beachhead", "standard"), 4)
COMMON: dict[str, Act] = {
    "answer": answered,
    "take": answers.take,
    "take by a day": lambda s, now, who, item: answers.take(
        s, now, who, item, f"{now + 9 * DAY:%Y-%m-%d}"
    ),
    "date": lambda s, now, who, item: answers.redate(
        s, now, who, item, f"{now + 12 * DAY:%Y-%m-%d}", WHY
    ),
    "done": answers.finish,
    "told": lambda s, now, who, item: steps.tell(s, now, who, item, SpokenWith(WHY)),
    "told and glad": lambda s, now, who, item: steps.tell(
        s, now, who, item, SpokenWith(WHY, Feeling.SATISFIED)
    ),
    "prevented": lambda s, now, who, item: steps.prevent(s, now, who, item, "By hand", WHY),
    "verified": lambda s, now, who, item: steps.verify(s, now, who, item, WHY),
    "not helped": not_helped,
    "held": lambda s, now, who, item: checks.held(s, now, who, item, WHY),
    "reopen": lambda s, now, who, item: reopening.reopen(s, now, who, item, WHY),
    "offer to Logistics": offered("Logistics"),
    "accept": handoffs.accept,
    "give back": lambda s, now, who, item: handoffs.give_back(s, now, who, item, WHY),
    "join I-1": joined(1),
    "join I-2": joined(2),
    "wait": waiting(DAY),
    "wait for Logistics": waiting(DAY, "Logistics"),
    "go on": waits.resume,
    "ask Product, too": involved("Product"),
    "concerns two": concerning("Initech", "Corner Café"),
    "told one first": told_first(alone=True),
    "part: answer": of_part("answer"),
    "part: take": of_part("take"),
    "part: done": of_part("done"),
    "part: no": of_part("no"),
}
"""Often done, so that walks come far."""
ACTS: dict[str, Act] = {
    **COMMON,
    "wait for long": waiting(3 * DAY),
    "wait for Billing": waiting(DAY, "Billing"),
    "give it": lambda s, now, who, item: waits.give(s, now, who, item, WHY),
    "cannot give it": lambda s, now, who, item: waits.cannot_give(s, now, who, item, WHY),
    "ask Billing, too": involved("Billing"),
    "ask Logistics, too": involved("Logistics"),
    **{
        f"part: {act}": of_part(act)
        for act in (
            "undo",
            "withdraw",
            "date",
            "wait",
            "wait for Logistics",
            "go on",
            "reopen",
            "give to Lee",
            "offer to Logistics",
            "accept",
            "harmless",
            "for Globex",
            "for nobody",
            "let Hana in",
            "make private",
            "show to all",
            "help",
        )
    },
    "report for Acme": reports(1, "Acme", "Billing"),
    "report for Globex": reports(3, "Globex", ""),
    "report for nobody": reports(2, "", "Logistics"),
    "undo": undone,
    "route": routed,
    "confirm": answers.confirm,
    "snooze": lambda s, now, who, item: answers.snooze(
        s, now, who, item, f"{now + DAY:%Y-%m-%d}", WHY
    ),
    "felt": felt(Feeling.ANGRY, is_now=False),
    "feels": felt(Feeling.DELIGHTED, is_now=True),
    "reopen to Tom": lambda s, now, who, item: reopening.reopen(
        s, now, who, item, WHY, person(s, TOM)
    ),
    "no": declined(noes.NOTHING),
    "no, I tell": declined(Weighed(tells=WhoTells.ME)),
    "no, nobody tells": declined(Weighed(tells=WhoTells.NOBODY)),
    "no stands": noes.stand,
    "no is taken back": lambda s, now, who, item: noes.take_back(s, now, who, item, WHY),
    "withdraw": tasks.withdraw,
    "offer to Sara": offered("@sara"),
    "offer to Maria": offered("@maria"),
    "comes back twice": bounced(2),
    "comes back three times": bounced(3),
    "retract": handoffs.retract,
    "give to Lee": given(LEE),
    "give to Tom": given(TOM),
    "give to Sara": given(SARA),
    "worse": edit(severity=lambda _: 1),
    "harmless": edit(severity=lambda _: 4),
    "for Acme": edit(customer=customer("Acme")),
    "for Globex": edit(customer=customer("Globex")),
    "for the café": edit(customer=customer("Corner Café")),
    "for nobody": edit(customer=lambda _: None),
    "in Logistics": edit(department=department("Logistics")),
    "other words": edit(title=lambda _: "Paid three times"),
    "help": lambda s, now, who, item: helping.ask(s, now, who, item, WHY, "@hana"),
    "lend a hand": helping.join,
    "somebody else tells": passed(INFORM, TOM),
    "somebody else prevents": passed(PREVENT, SARA),
    "somebody else verifies": passed(VERIFY, DIEGO),
    "somebody else checks": passed(CHECK, HANA),
    "the owner verifies": passed(VERIFY, MARIA),
    "the CCO tells": passed(INFORM, OMAR),
    "find help": lambda s, now, who, item: helping.find(s, now, who, item, "@aisha"),
    "talk": helping.talk,
    "note": lambda s, now, who, item: notes.add(s, now, who, item, WHY),
    "make private": seen_by(Audience.PRIVATE),
    "show to all": seen_by(Audience.DEPARTMENT),
    "let Hana in": lambda s, now, who, item: sharing.let_in(s, now, who, item, person(s, HANA)),
    "Sara leaves": left(SARA),
    "Maria leaves": left(MARIA),
    "Grace leaves": left(GRACE),
    "Ben leaves": left(BEN),
    "all come back": back,
    "stricter rules": stricter,
    "concerns key accounts": concerning(tiers=(Tier.KEY, Tier.STRATEGIC)),
    "concerns, Diego tells": concerning("Globex", "Acme", teller=DIEGO),
    "told all first": told_first(),
    "need not hear it": told_first(spared=True, alone=True),
    "Lee leads Initech": accounts(LEE, "Initech"),
    "Sara leads Globex": accounts(SARA, "Globex"),
    "nobody leads Initech": accounts(None, "Initech"),
    "Ben leads the account": accounts(BEN),
    "nobody leads the account": accounts(None),
}
RESTING = [act for act in ACTS if act.startswith(("wait", "go on")) or act.endswith(", too")]
OF_LISTS = [act for act in ACTS if act.startswith(("concerns", "told one", "told all", "need not"))]
OF_PARTS = [act for act in ACTS if act.startswith("part: ")]
WHO = ("owner", "owner", "lead", "reporter", "asked", "asked", "asked", OMAR, OMAR, LEE, TOM, NORA,
       HANA, BEN, "the same", "the same", "its part", "its part")  # fmt: skip
"""By what somebody is to the issue, or by name."""
