"""What is due to people goes into their bundles here, and every ask climbs to its next rung."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from handlers.calendar import calendars, hours
from handlers.calendar.hours import Calendar
from handlers.chasing import around, asks, faces, ladder
from handlers.chasing import policy as policies
from handlers.chasing.nudges import merging, rules, timing, turns
from handlers.chasing.nudges.timing import ONE_MINUTE, Due
from handlers.chasing.policy import Policy
from handlers.chasing.registers import Registers
from storage import bundles, cards, departments, nudges, unsent
from storage.asks import Ask
from storage.bundles import Bundle
from storage.cards import BUNDLE, Face, Place
from storage.customers import Tier
from storage.gathering import gathered
from storage.nudges import Nudge, Part
from storage.outbox import Priority
from storage.people import Person

HELD_BACK = timedelta(minutes=5)
"""A bundle that is not complete by then leaves with what is in it, and grows where it stands."""


@dataclass(frozen=True)
class Load:
    """What one person is reminded of in one transaction; `more` says that more is due to them."""

    person: Person
    due: list[Due]
    more: bool = False

    def only(self, *, urgent: bool) -> Load:
        """What of it is of severity 1, which waits for no more of it, or the rest."""
        due = [each for each in self.due if timing.is_urgent(each) == urgent]
        return Load(self.person, due, self.more and not urgent)

    def halves(self) -> tuple[Load, Load]:
        """The same in two parts, the second to be brought after the first."""
        middle = len(self.due) // 2
        first = Load(self.person, self.due[:middle], more=True)
        return first, Load(self.person, self.due[middle:], self.more)


def bring(registers: Registers, session: Session, loads: Sequence[Load], now: datetime) -> None:
    """Put into bundles what may be sent now, and move or pass on the rest.

    All people are of one workspace. Whose load is not all that is due to them gets a bundle that
    is held back until it is complete.
    """
    team_id = loads[0].person.team_id
    policy = policies.of(session, team_id)
    departments.read(session, team_id, _homes(loads))
    under_way = _under_way(session, loads, now)
    sendable = []
    for load in loads:
        heard, not_heard = _parted(registers, session, load, now)
        _pass_on(registers, session, not_heard, policy, now)
        bundle = under_way.get(load.person.user_id)
        due = timing.sendable(session, load.person, heard, bundle, policy, now) if heard else []
        due = turns.taken(registers, session, load.person, due, bundle, policy, now)
        if due:
            sendable.append(Load(load.person, due, load.more))
    if sendable:
        _send(registers, session, sendable, under_way, policy, now)
    ended = [under_way.get(load.person.user_id) for load in loads if not load.more]
    complete(session, [bundle for bundle in ended if bundle], now)


def _homes(loads: Sequence[Load]) -> set[UUID]:
    """The departments of these people, and those that owe what they are reminded of."""
    of_people = {load.person.department_id for load in loads}
    of_asks = {ask.department_id for load in loads for _, ask in load.due}
    return {home for home in of_people | of_asks if home}


def complete(session: Session, ended: Sequence[Bundle], now: datetime) -> None:
    """Let bundles leave that nothing more goes into, or show the rest where they stand already."""
    for bundle in ended:
        session.delete(bundle)
        session.flush()
        unsent.hasten(session, bundle.team_id, {bundle.person_id: bundle.card_id}, now)
        card = cards.find(session, bundle.team_id, bundle.card_id)
        faces.refresh_cards(session, now, [card] if card else [])


def _under_way(session: Session, loads: Sequence[Load], now: datetime) -> dict[str, Bundle]:
    """Today's bundles of these people that are not complete; those of another day leave as such."""
    people = {load.person.user_id: load.person for load in loads}
    found = bundles.of(session, loads[0].person.team_id, people)
    old = [
        bundle
        for user_id, bundle in found.items()
        if _is_of_another_day(calendars.for_person(session, people[user_id]), bundle, now)
    ]
    complete(session, old, now)
    return {user_id: bundle for user_id, bundle in found.items() if bundle not in old}


def _is_of_another_day(calendar: Calendar, bundle: Bundle, now: datetime) -> bool:
    return hours.local_day(calendar, bundle.begun_at) != hours.local_day(calendar, now)


def _parted(
    registers: Registers, session: Session, load: Load, now: datetime
) -> tuple[list[Due], list[Due]]:
    """What a person may still hear of, and what not."""
    heard: list[Due] = []
    not_heard: list[Due] = []
    for nudge, ask in load.due:
        kind = registers.kinds[ask.kind]
        may = around.may_be_reminded(session, load.person, ask, kind, Part(nudge.part))
        may = may and not kind.is_over(session, load.person, ask, now)
        (heard if may else not_heard).append((nudge, ask))
    return heard, not_heard


def _pass_on(
    registers: Registers, session: Session, due: list[Due], policy: Policy, now: datetime
) -> None:
    """The person has left, or what made it theirs: plan the same rungs for who is there now.

    Where somebody else is to hear of the same rung anyway, that is enough. What is not urgent goes
    into their next bundle, whether that of this minute has gone out yet or not.
    """
    if not due:
        return
    for nudge, _ in due:
        session.delete(nudge)
    session.flush()
    for ask in {ask.ask_id: ask for _, ask in due}.values():
        if not nudges.is_planned(session, ask.team_id, ask.ask_id):
            is_urgent = ask.severity == ladder.URGENT
            not_before = now if is_urgent else now + ONE_MINUTE
            asks.plan_next(session, ask, registers.kinds[ask.kind], policy, not_before)


# --- sending ---


def _send(
    registers: Registers,
    session: Session,
    loads: Sequence[Load],
    under_way: Mapping[str, Bundle],
    policy: Policy,
    now: datetime,
) -> None:
    """Store one message for each person, climb each ask's ladder, and plan its next rung."""
    everything = [due for load in loads for due in load.due]
    growing = _put_into_cards(session, loads, under_way, now)
    tiers = _tiers(registers, session, [ask for _, ask in everything])
    for nudge, ask in everything:
        tier = tiers.get((ask.noun, ask.number), Tier.STANDARD)
        nudge.weight = rules.weight(ask, tier, now, nudge.rung)
    merging.merge(session, everything, growing)
    session.flush()
    ccos = asks.prepare(session, loads[0].person.team_id, [ask for _, ask in everything])
    climbed: list[Ask] = []
    for load in loads:
        climbed += [
            ask for ask, sent in _by_ask(load.due) if _climbs(registers, session, ask, sent, now)
        ]
    with gathered(session):
        for ask in climbed:
            asks.plan_next(session, ask, registers.kinds[ask.kind], policy, now, ccos, now)


def _put_into_cards(
    session: Session, loads: Sequence[Load], under_way: Mapping[str, Bundle], now: datetime
) -> set[UUID]:
    """Put every reminder into the card that brings it; those cards that held some before.

    What is of severity 1 comes by itself, and the rest in the bundle of the day.
    """
    urgent = [each for each in (load.only(urgent=True) for load in loads) if each.due]
    calm = [each for each in (load.only(urgent=False) for load in loads) if each.due]
    alone = _waiting(session, urgent, now, Priority.URGENT) if urgent else {}
    new = [load for load in urgent if load.person.user_id not in alone]
    alone_ids = {**alone, **_post(session, new, now, Face.URGENT, Priority.URGENT)}
    ids, growing = _cards(session, calm, under_way, now) if calm else ({}, set())
    for card_ids, parts in ((alone_ids, urgent), (ids, calm)):
        for nudge in (nudge for load in parts for nudge, _ in load.due):
            nudge.sent_at, nudge.card_id, nudge.error = now, card_ids[nudge.person_id], ""
    for load in calm:
        if load.more and load.person.user_id not in under_way:
            _note_growing(session, load, ids[load.person.user_id], now)
    return {*alone.values(), *growing}


def _cards(
    session: Session, loads: Sequence[Load], under_way: Mapping[str, Bundle], now: datetime
) -> tuple[dict[str, UUID], set[UUID]]:
    """The card that each person's reminders go into, by Slack id, and which held some before.

    It is that of the bundle under way, one that has not left yet, or a new one.
    """
    growing = {user_id: bundle.card_id for user_id, bundle in under_way.items()}
    rest = [load for load in loads if load.person.user_id not in growing]
    # After a day without Slack nobody wants to read yesterday's reminders beside today's.
    waiting = _waiting(session, rest, now, Priority.NUDGE) if rest else {}
    missing = [load for load in rest if load.person.user_id not in waiting]
    new = _post(session, missing, now, Face.BUNDLE, Priority.NUDGE)
    return {**growing, **waiting, **new}, {*growing.values(), *waiting.values()}


def _waiting(
    session: Session, loads: Sequence[Load], now: datetime, priority: int
) -> dict[str, UUID]:
    """The cards that have yet to be brought to these people: now, or when they are complete."""
    team_id, whole = loads[0].person.team_id, {each.person.user_id: not each.more for each in loads}
    found = unsent.newest_cards(session, team_id, whole, priority)
    leave = {user_id: card_id for user_id, card_id in found.items() if whole[user_id]}
    stay = {user_id: card_id for user_id, card_id in found.items() if not whole[user_id]}
    unsent.hasten(session, team_id, leave, now)
    unsent.hold_back(session, team_id, stay, now + HELD_BACK)
    return found


def _note_growing(session: Session, load: Load, card_id: UUID, now: datetime) -> None:
    """Keep in mind that a person's bundle is not complete."""
    person = load.person
    session.add(
        Bundle(
            team_id=person.team_id, person_id=person.user_id, card_id=card_id, begun_at=now
        )
    )  # fmt: skip


def _post(
    session: Session, loads: Sequence[Load], now: datetime, face: Face, priority: int
) -> dict[str, UUID]:
    """A new card for each of these people; the ids of their cards by Slack id."""
    if not loads:
        return {}
    team_id, lanes = loads[0].person.team_id, [load.person.user_id for load in loads]
    number = cards.free_number(session, team_id, BUNDLE, int(now.timestamp()), lanes)
    ids = cards.post(
        session,
        team_id=team_id,
        now=now,
        noun=BUNDLE,
        number=number,
        places=[
            Place(face, load.person.user_id, now + HELD_BACK if load.more else None)
            for load in loads
        ],
        priority=priority,
    )
    return dict(zip(lanes, ids, strict=True))


def _tiers(
    registers: Registers, session: Session, owed: Sequence[Ask]
) -> dict[tuple[str, int], str]:
    """The tiers of the customers that these asks are about, by noun and number."""
    numbers: dict[str, set[int]] = {}
    for ask in owed:
        numbers.setdefault(ask.noun, set()).add(ask.number)
    return {
        (noun, number): tier
        for noun, wanted in numbers.items()
        for number, tier in registers.nouns[noun].tiers(session, owed[0].team_id, wanted).items()
    }


def _by_ask(due: Sequence[Due]) -> list[tuple[Ask, list[Nudge]]]:
    """Each ask with those of its reminders that were sent."""
    found: dict[UUID, tuple[Ask, list[Nudge]]] = {}
    for nudge, ask in due:
        found.setdefault(ask.ask_id, (ask, []))[1].append(nudge)
    return list(found.values())


def _climbs(
    registers: Registers, session: Session, ask: Ask, sent: Sequence[Nudge], now: datetime
) -> bool:
    """Whether an ask has come to a higher rung with these reminders; it stands there from now."""
    # To be asked about a talk is no rung.
    sent = [nudge for nudge in sent if nudge.part != Part.TALKED]
    if not sent:
        return False
    rung = max(nudge.rung for nudge in sent)
    escalated = registers.nouns[ask.noun].escalated
    # An escalation is part of what happened to a thing, and its card says who knows; that it is
    # brought to mind again is not.
    above = [nudge for nudge in sent if ladder.ABOVE.get(nudge.rung) == nudge.part]
    if above and escalated:
        escalated(session, now, ask, above)
    if rung > ask.rung or rung == asks.NEW:
        ask.rung = rung
        return True
    return rung == ask.rung and ladder.comes_each_morning(ask, registers.kinds[ask.kind])
