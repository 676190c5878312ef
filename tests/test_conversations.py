"""In which order the CCO reads whom to talk to, and what is said of the money behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import routes
from handlers.calendar.hours import Calendar
from handlers.chasing.kinds import AGAIN, OWNER_RUNGS, Kind
from handlers.chasing.nouns import About
from handlers.chasing.nudges import cards as bundles
from handlers.chasing.nudges import conversation_cards as cards
from handlers.chasing.nudges import conversations, sentences
from handlers.chasing.nudges.cards import BundleShown
from handlers.chasing.nudges.conversation_cards import Partner, Scene
from handlers.chasing.nudges.conversations import MOST, Meeting
from handlers.chasing.nudges.rules import Reminder
from handlers.chasing.owed import Pending
from handlers.promises.triage.kind import TRIAGE
from handlers.speech import blocks
from storage.asks import Ask
from storage.bundles import Counted
from storage.cards import Card
from storage.customers import Customer, Tier
from storage.departments import Department
from storage.nudges import Nudge, Part
from storage.people import Person
from storage.scopes import Reader
from storage.tasks import Task
from tests.cast import BERLIN, OMAR, SARA, TEAM, TOM

NOW = datetime(2026, 12, 7, 9, tzinfo=UTC)
TODAY = NOW.date()
READS_ALL, READS_LITTLE = Reader(TEAM, OMAR, sees_all=True), Reader(TEAM, SARA)
HOUSE = UUID(int=7)


def customer(name: str, value: int | None = None, renews: date | None = None) -> Customer:
    return Customer(
        team_id=TEAM, customer_id=uuid5(HOUSE, name), name=name, key=name.lower(), tier=Tier.KEY,
        annual_value=value, renewal_on=renews,
    )  # fmt: skip


ACME = customer("Acme", 480_000, date(2027, 3, 1))
GLOBEX = customer("Globex", 310_000, date(2027, 1, 15))
SMALL = customer("Small", 5_000, date(2027, 1, 15))
PAST = customer("Past", 900_000, date(2026, 12, 6))
TODAYS = customer("Todays", 1_000, TODAY)
UNKNOWN = customer("Unknown")


def thing(
    number: int,
    person: str = SARA,
    *,
    of: Customer | None = None,
    late: int = 1,
    severity: int = 3,
    department: int = 1,
    kind: str = "acknowledge",
    answered: bool = False,
) -> Pending:
    """Something that has climbed to the CCO, so many days late."""
    due = NOW - timedelta(days=late)
    ask = Ask(
        team_id=TEAM, kind=kind, noun="task", number=number, person_id=person, severity=severity,
        department_id=UUID(int=department) if department else None, opened_at=due, due_at=due,
        answered_at=NOW if answered else None,
    )  # fmt: skip
    task = Task(team_id=TEAM, number=number, title=f"Thing {number}", created_by=OMAR,
                created_at=due)  # fmt: skip
    about = About(
        thing=task, team_id=TEAM, noun="task", number=number, ref=f"T-{number}",
        title=f"Thing {number}", customer=of, due_at=due, zone=BERLIN,
        promised_by=person if kind == "finish" else "",
    )  # fmt: skip
    return Pending(ask, routes.KINDS[kind], about, Part.CCO)


def order(*things: Pending) -> list[str]:
    return [each.key for each in conversations.meeting(things, TODAY).held]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({"severity": 1}, {"of": ACME, "late": 90}, "severity 1 before all money"),
        ({"of": GLOBEX}, {"of": ACME, "late": 90}, "what renews first before what is later"),
        ({"of": ACME}, {"of": UNKNOWN, "late": 90}, "money that renews before none"),
        ({"of": ACME}, {"of": PAST, "late": 90}, "a renewal that has passed counts no more"),
        ({"of": GLOBEX}, {"of": SMALL, "late": 90}, "on one day, the larger account"),
        ({"of": UNKNOWN, "late": 9}, {"of": UNKNOWN, "late": 8}, "then what is later"),
        ({"late": 9}, {"late": 8}, "also where no customer waits"),
    ],
)
def test_severity_1_then_money_that_renews_first_then_lateness(
    first: dict[str, object], second: dict[str, object], why: str
) -> None:
    one, other = thing(1, TOM, **first), thing(2, SARA, **second)  # type: ignore[arg-type]
    assert order(one, other) == order(other, one) == [TOM, SARA], why


def test_what_was_answered_keeps_its_place() -> None:
    before = order(thing(1, TOM, of=GLOBEX), thing(2, SARA, of=ACME))
    assert order(thing(1, TOM, of=GLOBEX, answered=True), thing(2, SARA, of=ACME)) == before


THINGS = st.lists(
    st.builds(
        dict,
        person=st.integers(0, 14).map("U1P{:02}".format),
        of=st.sampled_from([None, ACME, GLOBEX, SMALL, PAST, UNKNOWN]),
        late=st.integers(0, 30),
        severity=st.sampled_from([1, 2, 3, 3, 4]),
        department=st.integers(0, 12),
        kind=st.sampled_from(["acknowledge", "finish", "tell", "accept"]),
        answered=st.booleans(),
    ),
    min_size=1,
    max_size=60,
)


@given(THINGS)
def test_everything_is_in_one_conversation_and_the_message_fits(
    drawn: Sequence[dict[str, object]],
) -> None:
    things = [thing(number, **each) for number, each in enumerate(drawn, 1)]  # type: ignore[arg-type]
    meeting = conversations.meeting(things, TODAY)
    grouped = [each.about.ref for held in meeting.held for each in held.things]
    assert sorted(grouped) == sorted(each.about.ref for each in things), "each once"
    people = {each.ask.person_id for each in things}
    assert meeting.by_department == (len(people) > MOST)
    assert len(meeting.shown) <= MOST
    urgencies = [conversations.urgency(each.things, TODAY) for each in meeting.held]
    assert urgencies == sorted(urgencies)
    scene = scene_of(meeting)
    shown = blocks.message(*cards.shown(meeting, scene))
    assert len(shown) <= 2 * MOST + 1
    texts = [each["text"]["text"] for each in shown if each["type"] == "section"]
    assert all(len(text) <= blocks.SECTION and "{" not in text for text in texts)
    assert sum("• and " in text for text in texts) == sum(
        len(each.waiting) > cards.NAMED for each in meeting.shown
    )


def scene_of(meeting: Meeting) -> Scene:
    """Everybody is there, and works in Billing."""
    reader = Person(team_id=TEAM, user_id=OMAR, zone=BERLIN)
    billing = Department(team_id=TEAM, name="Billing", key="billing")
    partners = {
        each.key: Partner(Person(team_id=TEAM, user_id=each.key, name="Sara Novak"), billing)
        for each in meeting.held
    }
    return Scene("0" * 32, "bundle.talk", reader, READS_ALL, Calendar(), TODAY, NOW, partners)


@pytest.mark.parametrize(
    ("things", "said"),
    [
        ([thing(1, of=ACME)], "480 k a year waits behind it; all of it renews before April"),
        (
            [thing(1, of=ACME), thing(2, of=ACME), thing(3, of=PAST)],
            "1.4 M a year waits behind them; 480 k of it renews before April",
        ),
        ([thing(1, of=PAST)], "900 k a year waits behind it"),
        ([thing(1, of=UNKNOWN), thing(2)], ""),
        ([thing(1, of=ACME, answered=True), thing(2)], ""),
    ],
)
def test_the_money_that_waits_is_counted_once_for_each_customer(
    things: Sequence[Pending], said: str
) -> None:
    assert cards.at_stake(conversations.meeting(things, TODAY), TODAY, READS_ALL) == said


@pytest.mark.parametrize(
    ("things", "said"),
    [
        ([thing(1, kind="finish", late=13)], "One promise is late; it was due Tue 24 Nov."),
        (
            [thing(1, kind="finish", late=13), thing(2, kind="finish", late=3)],
            "Two promises are late; the oldest was due Tue 24 Nov.",
        ),
        ([thing(1, late=13)], "One task has had no answer since Tue 24 Nov."),
        (
            [thing(1, late=13), thing(2, late=13), thing(3, late=13)],
            "Three tasks have had no answer since Tue 24 Nov.",
        ),
        (
            [thing(1, late=13), thing(2, late=3), thing(3, kind="finish", late=3)],
            (
                "One promise is late; it was due Fri 4 Dec. "
                "Two tasks have had no answer, the oldest since Tue 24 Nov."
            ),
        ),
        ([thing(1, kind="tell", late=3)], "A customer has not heard our no since Fri 4 Dec."),
        (
            [thing(1, kind="accept", late=3), thing(2, kind="accept", late=13)],
            "Two offers have had no answer, the oldest since Tue 24 Nov.",
        ),
        ([thing(1, late=400)], "One task has had no answer since Sun 2 Nov 2025."),
        (
            [thing(1, kind="finish", late=400)],
            "One promise is late; it was due Sun 2 Nov 2025.",
        ),
        (
            [thing(1, kind="finish", of=PAST), thing(2, kind="finish", late=-1, of=ACME)],
            (
                "One promise is late; it was due Sun 6 Dec. One promise is due Tue 8 Dec. "
                "*Past* (key, 900 k) and *Acme* (key, 480 k, renews 1 Mar 2027) wait."
            ),
        ),
        (
            [thing(1, kind="finish", of=TODAYS)],
            (
                "One promise is late; it was due Sun 6 Dec. "
                "*Todays* (key, 1 k, renews 7 Dec 2026) waits."
            ),
        ),
    ],
)
def test_the_plain_facts_of_a_conversation(things: Sequence[Pending], said: str) -> None:
    assert cards.facts(things, scene_of(conversations.meeting(things, TODAY))) == said


@pytest.mark.parametrize(
    ("partner", "labels", "said"),
    [
        (Partner(Person(team_id=TEAM, user_id=SARA, name="Sara Novak")),
         ["I'll talk to Sara", "Decide here…"], ""),
        (Partner(None), ["Decide here…"], ""),
        (Partner(None, talked=True), ["Decide here…"], ""),
        (Partner(Person(team_id=TEAM, user_id=SARA, name=""), talked=True),
         ["I'll talk to them", "Decide here…"], "Did you and <@U0SARA> find a way?"),
        (Partner(Person(team_id=TEAM, user_id=SARA, name="Sara"), talked=True,
                 rests_until=NOW + timedelta(days=2)),
         ["Decide here…"], "You talk with <@U0SARA>. I ask again on Wed 9 Dec."),
    ],
)  # fmt: skip
def test_who_has_left_cannot_be_talked_to_and_a_talk_goes_on_once(
    partner: Partner, labels: list[str], said: str
) -> None:
    meeting = conversations.meeting([thing(1)], TODAY)
    scene = scene_of(meeting)
    [row] = blocks.message(*cards.buttons(meeting.held[0], partner, scene))
    assert [each["text"]["text"] for each in row["elements"]] == labels
    assert cards.going_on(partner, scene) == said


@pytest.mark.parametrize(
    ("departments", "said"),
    [
        (range(1, 10), "Nine things need you, in nine departments. Billing holds one."),
        (
            (1, 1, 1, 1, 2, 2, 0, 0, 0),
            (
                "Nine things need you, in two departments and with three people outside them. "
                "Billing holds four."
            ),
        ),
        (
            (1, 0, 0, 0, 0, 0, 0, 0, 0),
            (
                "Nine things need you, in one department and with eight people outside it. "
                "Billing holds one."
            ),
        ),
        ((0,) * 9, "nine things need you: nine people to talk to"),
    ],
)
def test_who_belongs_to_no_department_is_not_counted_as_one(
    departments: Sequence[int], said: str
) -> None:
    meeting = conversations.meeting(
        [thing(n, f"U1P{n:02}", department=home) for n, home in enumerate(departments)], TODAY
    )
    assert meeting.by_department
    told = cards.by_department(meeting, scene_of(meeting), at_least=False)
    assert told.lower() == said.lower()


# --- what a notification says ---


def line(each: Pending, part: Part = Part.OWES) -> Reminder:
    nudge = Nudge(
        team_id=TEAM, ask_id=each.ask.ask_id, person_id=SARA, part=part, rung=1, due_at=NOW
    )
    answered = f"{each.about.ref}: you took it." if each.ask.answered_at else ""
    return Reminder(nudge, each.ask, each.kind, each.about, answered=answered)


def contents(
    *things: Pending, own: Counted, rest: int = 0, meeting: Meeting | None = None
) -> BundleShown:
    reader = Person(team_id=TEAM, user_id=SARA, zone=BERLIN)
    meeting = meeting or Meeting()
    return BundleShown(
        card=Card(team_id=TEAM, noun="bundle", number=0, face="", lane=SARA), reader=reader,
        now=NOW, scene=scene_of(meeting), lines=[line(each) for each in things], own=own,
        rest=rest, meeting=meeting,
    )  # fmt: skip


DONE = thing(1, answered=True)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (contents(own=Counted()), "Nothing here waits for you any more."),
        (contents(DONE, own=Counted(1, 0)), "Thing 1. T-1: you took it."),
        (contents(DONE, DONE, own=Counted(2, 0)), "Both are answered. Thank you."),
        (
            contents(DONE, thing(2), own=Counted(2, 1)),
            (
                "One thing waits for your answer. "
                "First: Thing 2, was due Sun 6 Dec, no answer since Sun 6 Dec."
            ),
        ),
        (
            contents(own=Counted(), meeting=conversations.meeting([thing(1)], TODAY)),
            "Thing 1. One task has had no answer since Sun 6 Dec.",
        ),
        (
            contents(own=Counted(), meeting=conversations.meeting([DONE], TODAY)),
            "Thing 1. It is answered.",
        ),
    ],
)
def test_what_is_answered_asks_for_nothing_any_more(found: BundleShown, said: str) -> None:
    assert bundles.bundle(found).text == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (contents(own=Counted()), "Nothing here waits for you any more."),
        (contents(DONE, own=Counted(1, 0)), "It is answered. Thank you."),
        (
            contents(DONE, own=Counted(12, 5), rest=11),
            "What matters most here is answered.",
        ),
    ],
)
def test_nobody_is_thanked_for_answers_that_are_still_to_be_given(
    found: BundleShown, said: str
) -> None:
    assert bundles.alone(found).text == said


@pytest.mark.parametrize(
    ("of", "renews"), [(ACME, "renews on Mon 1 Mar 2027"), (TODAYS, "renews on"), (PAST, "")]
)
def test_a_renewal_that_has_passed_is_not_told_as_if_to_come(of: Customer, renews: str) -> None:
    reader = Person(team_id=TEAM, user_id=OMAR, zone=BERLIN)
    said = sentences.sentence(line(thing(1, of=of), Part.CCO), reader, NOW)
    assert "is a key account" in said
    assert renews in said
    assert bool(renews) == ("renews" in said)


# --- nothing repeats itself ---


def reminder(kind: Kind, rung: int, *, severity: int = 3, part: Part = Part.OWES) -> Reminder:
    """A reminder of something with Sara, asked on Monday at nine, on a rung of its ladder."""
    each = thing(1, of=ACME, severity=severity)
    each.ask.opened_at = NOW - timedelta(minutes=30)
    each.ask.due_at = NOW + timedelta(hours=30)
    nudge = Nudge(
        team_id=TEAM, ask_id=each.ask.ask_id, person_id=SARA, part=part, rung=rung, due_at=NOW
    )
    # Of a promise the day is the one that was given, which is when its end is asked for.
    about = replace(each.about, due_at=each.ask.due_at) if kind.keeps_date else each.about
    return Reminder(nudge, each.ask, kind, about, owner="Sara", home="Billing")


@pytest.mark.parametrize("kind", routes.KINDS.values(), ids=lambda kind: str(kind.name))
def test_no_rung_says_the_same_as_the_one_before(kind: Kind) -> None:
    reader = Person(team_id=TEAM, user_id=SARA, zone=BERLIN)
    # Hours later: at once, half-way, on its day, and on the day after.
    at = dict(zip((0, *OWNER_RUNGS), (0, 8, 24, 48), strict=True))
    said = [
        sentences.sentence(reminder(kind, rung), reader, NOW + timedelta(hours=at[rung]))
        for rung in (0, *(rung for rung in kind.rungs if rung in OWNER_RUNGS))
    ]
    assert len(set(said)) == len(said), said


@pytest.mark.parametrize("part", [Part.OWES, Part.LEAD, Part.CCO])
@pytest.mark.parametrize("kind", routes.KINDS.values(), ids=lambda kind: str(kind.name))
def test_what_comes_each_day_says_what_has_changed_since(kind: Kind, part: Part) -> None:
    """Of severity 1 everybody around it hears each day, until somebody answers."""
    reader = Person(team_id=TEAM, user_id=SARA, zone=BERLIN)
    said = [
        sentences.alone(
            reminder(kind, AGAIN + day, severity=1, part=part), reader, NOW + timedelta(days=day)
        )
        for day in range(5)
    ]
    assert len(set(said)) == len(said), said
    assert all("Acme" in each for each in said) or kind.says.alone is None


def test_who_looks_after_customers_reads_how_long_an_issue_waits_for_a_department() -> None:
    reader = Person(team_id=TEAM, user_id=OMAR, zone=BERLIN)
    first, *later = (
        sentences.alone(reminder(TRIAGE, 3, severity=1), reader, NOW + timedelta(hours=hours))
        for hours in (0, 48, 24 * 4)
    )
    assert first.startswith(
        "*Acme* has waited 30 minutes, and no department has this yet: Thing 1 (T-1). "
        "Whose is it? The answer is due 30 hours after this message, "
    )
    assert later == [
        "*Acme* has waited two days, and no department has this: Thing 1 (T-1). Whose is it?",
        "*Acme* has waited four days, and no department has this: Thing 1 (T-1). Whose is it?",
    ]
