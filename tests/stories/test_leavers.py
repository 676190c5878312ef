"""Whoever leaves hands on what they owed, and all whom it concerns read of it once."""

from __future__ import annotations

from sqlmodel import Session, select

from storage import customers, departments, people, schedules
from storage.departures import Departure, Legacy
from storage.history import Event
from tests import rows
from tests.cast import BERLIN, LEE, MARIA, NORA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

TASKS = (
    "/cx task Rewrite the refund mail to @sara by friday for Acme",
    "/cx task Call Globex to @sara by 9 dec for Globex",
)


def leaves(stage: Stage, user: str) -> None:
    stage.people.deactivate(user)
    assert stage.workspace.wait_until(lambda: is_gone(stage, user))
    stage.settle()


def is_gone(stage: Stage, user: str) -> bool:
    with stage.duly.database.read() as session:
        person = people.find(session, TEAM, user)
        return person is not None and person.gone


def test_what_a_leaver_owned_is_the_leads_and_each_reads_of_it_once(stage: Stage) -> None:
    for task in TASKS:
        stage.types(TOM, task)
    stage.clicks(SARA, "Take it", "T-1")
    stage.settle()
    leaves(stage, SARA)
    assert rows.state(stage, "T-1") == ("acknowledged", MARIA)
    assert rows.state(stage, "T-2") == ("open", MARIA)
    assert rows.owed(stage, "T-1") == {"finish": MARIA}
    assert rows.owed(stage, "T-2") == {"acknowledge": MARIA}
    told = [each for each in stage.reads(MARIA) if "has left" in each]
    assert len(told) == 1, told
    assert "Sara Novak has left. Two things of theirs are yours now." in told[0]
    assert "*T-1* Acme: Rewrite the refund mail" in told[0]
    told = [each for each in stage.reads(TOM) if "has left" in each]
    assert len(told) == 1, told
    assert "Two things that you asked them for are with @maria now." in told[0]
    assert "*T-1*" in stage.opens_home(MARIA)
    assert [verb for _, verb in rows.happened(stage, "T-2")] == ["created", "inherited"]


def test_a_named_deputy_follows_before_the_lead(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        sara = people.find(session, TEAM, SARA)
        assert sara
        sara.deputy_id = LEE
        session.add(sara)
    stage.types(OMAR, TASKS[0])
    leaves(stage, SARA)
    assert rows.state(stage, "T-1") == ("open", LEE)


def test_without_anybody_the_cco_is_asked_whose_it_is(stage: Stage) -> None:
    stage.types(TOM, TASKS[0])
    with stage.duly.database.write() as session:
        billing = departments.named(session, TEAM, "Billing")
        assert billing
        billing.lead_id = billing.deputy_id = None
        session.add(billing)
    leaves(stage, SARA)
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert rows.owed(stage, "T-1") == {"acknowledge": OMAR}
    assert rows.held_for(stage, "T-1") == {"acknowledge": SARA}
    assert "in place of @sara" in stage.opens_home(OMAR)
    stage.passes(days=1)
    assert "has left, and this needs somebody else." in stage.reads_all(OMAR)
    stage.types(OMAR, "/cx handoff T-1 to @lee because Sara has left")
    stage.passes(hours=6)
    stage.clicks(LEE, "Take it over", "T-1")
    assert rows.state(stage, "T-1") == ("acknowledged", LEE)
    assert rows.held_for(stage, "T-1") == {}


def test_a_lead_who_leaves_is_put_to_the_cco(stage: Stage) -> None:
    leaves(stage, MARIA)
    told = stage.reads_all(OMAR)
    assert "Maria Costa has left. They led Billing. Who leads there now?" in told
    stage.clicks(OMAR, "Set up Billing…")
    assert "Billing" in stage.sees_form(OMAR)


def test_each_department_of_a_lead_who_leaves_has_its_button(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        for name in ("Logistics", "Support"):
            department = departments.named(session, TEAM, name)
            assert department
            department.deputy_id = MARIA
            session.add(department)
    leaves(stage, MARIA)
    told = stage.reads_all(OMAR)
    assert "They were deputy in Logistics and Support. Who stands in there now?" in told
    for name in ("Billing", "Logistics", "Support"):
        stage.clicks(OMAR, f"Set up {name}…")
        assert name in stage.sees_form(OMAR)
        stage.closes(OMAR)


def test_whoever_comes_back_is_given_nothing_back_in_silence(stage: Stage) -> None:
    stage.types(OMAR, TASKS[0])
    leaves(stage, SARA)
    stage.people.change_profile(SARA, deleted=False)
    assert stage.workspace.wait_until(lambda: not is_gone(stage, SARA))
    stage.settle()
    assert rows.state(stage, "T-1") == ("open", MARIA)
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}


def test_who_stood_in_is_followed_when_they_leave(stage: Stage) -> None:
    stage.types(OMAR, TASKS[0])
    stage.types(SARA, "/cx away until 3 dec, lee stands in")
    stage.settle()
    assert rows.owed(stage, "T-1") == {"acknowledge": LEE}
    leaves(stage, LEE)
    assert rows.owed(stage, "T-1") == {"acknowledge": MARIA}
    assert rows.held_for(stage, "T-1") == {"acknowledge": SARA}


def test_an_offer_and_a_word_to_a_customer_move_as_well(stage: Stage) -> None:
    stage.types(SARA, "/cx task Send the invoice to @tom by friday for Globex")
    stage.types(TOM, "/cx no T-1 because legal forbids it")
    stage.types(OMAR, "/cx task Look at the dock to @tom by friday for Acme")
    stage.types(TOM, "/cx handoff T-2 to @sara because it is about money")
    assert rows.owed(stage, "T-1") == {"tell": SARA}
    leaves(stage, SARA)
    assert set(rows.owed(stage, "T-1").values()) <= {LEE, MARIA}
    taker = rows.owed(stage, "T-2")["accept"]
    stage.passes(hours=6)
    assert "T-2" in next(each for each in stage.reads(taker) if "has left" in each)
    assert "in place of @sara" in stage.opens_home(taker)
    view = stage.workspace.home(taker)
    assert view is not None
    stage.people.click_in_view(taker, view.id, "offer.accept")
    stage.settle()
    assert rows.state(stage, "T-2") == ("acknowledged", taker)


def test_a_leaver_with_very_much_is_followed_in_slices(stage: Stage) -> None:
    for number in range(60):
        stage.people.command(OMAR, "#general", f"/cx task Call {number} to @sara by friday")
    leaves(stage, SARA)
    with stage.duly.database.read() as session:
        assert _nothing_is_under_way(session)
    told = [each for each in stage.reads(MARIA) if "of theirs are yours" in each]
    assert len(told) == 1
    assert "60 things of theirs are yours now." in told[0]
    assert "and 55 more" in told[0]
    assert {rows.item(stage, f"T-{n}").owner_id for n in range(1, 61)} == {MARIA}


def _nothing_is_under_way(session: Session) -> bool:
    departed = session.exec(select(Departure)).all()
    return all(each.next_at is None for each in departed) and not session.exec(select(Legacy)).all()


def test_an_offer_that_waited_for_a_leaver_is_not_called_anybodys_own(stage: Stage) -> None:
    stage.types(OMAR, "/cx task Send the dock pass to @tom by 9 dec")
    stage.types(TOM, "/cx handoff T-1 to @sara because it is hers")
    leaves(stage, SARA)
    stage.passes(hours=6)
    assert rows.state(stage, "T-1") == ("open", TOM)
    holder = rows.owed(stage, "T-1")["accept"]
    told = [each for each in stage.reads(holder) if "has left" in each]
    assert len(told) == 1, told
    assert "One thing that waited for them waits for you now." in told[0]
    assert "is yours" not in told[0]


# --- what they had come to channels ---


def appointments(stage: Stage) -> dict[str, tuple[str, str]]:
    """By channel and kind: whose it is, and on which clock it comes."""
    with stage.duly.database.read() as session:
        known = schedules.everyone(session, TEAM)
        return {each.kind: (each.created_by, each.zone) for each in known}


def test_what_a_leaver_scheduled_goes_on_under_whoever_answers_there(stage: Stage) -> None:
    stage.types(OMAR, TASKS[0])
    stage.types(MARIA, "/cx digest weekly monday 9:00", "#billing")
    stage.types(NORA, "/cx prompt weekly monday 9:30", "#executives")
    assert appointments(stage) == {"digest": (MARIA, BERLIN), "prompt": (NORA, BERLIN)}
    leaves(stage, MARIA)
    leaves(stage, NORA)
    assert appointments(stage) == {"digest": (LEE, BERLIN), "prompt": (OMAR, BERLIN)}
    before = len(stage.channel("#billing"))
    stage.passes(days=8)
    came = stage.channel("#billing")[before:]
    assert any("Billing · week to Sun 29 Nov" in each for each in came), came
    [told] = [each for each in stage.reads(LEE) if "goes on" in each]
    assert told.startswith("Maria Costa has left. What they had come to a channel goes on")
    assert "The digest in #billing: every Monday at 9:00, Europe/Berlin time, next " in told
    assert "`/cx digest off` there ends it." in told
    [told] = [each for each in stage.reads(OMAR) if "goes on" in each]
    assert "The question about customers in #executives: every Monday at 9:30" in told
    with stage.duly.database.read() as session:
        events = session.exec(select(Event).where(Event.verb == "handed on")).all()
    assert [(each.actor, each.details["to"]) for each in events] == [("", LEE), ("", OMAR)]


def test_several_appointments_are_one_message_and_what_ended_stays_so(stage: Stage) -> None:
    stage.types(OMAR, "/cx digest weekly monday 9:00 in #logistics")
    stage.types(OMAR, "/cx digest weekly monday 9:00", "#executives")
    stage.types(OMAR, "/cx prompt weekly monday 9:30", "#executives")
    stage.types(OMAR, "/cx digest weekly monday 9:00 in #billing")
    stage.types(OMAR, "/cx digest off in #billing")
    leaves(stage, OMAR)
    [told] = [each for each in stage.reads(NORA) if "goes on" in each]
    assert "What they had come to channels goes on, and is yours now." in told
    assert told.count("• ") == 2
    [told] = [each for each in stage.reads(TOM) if "goes on" in each]
    assert "The digest in #logistics" in told
    assert not [each for each in stage.reads(MARIA) if "goes on" in each]


def test_an_offer_waits_with_whoever_is_asked_when_its_receiver_left(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        tom = people.find(session, TEAM, TOM)
        assert tom
        tom.deputy_id = LEE
        session.add(tom)
    stage.types(OMAR, TASKS[0])
    stage.types(SARA, "/cx handoff T-1 to @tom because he knows them")
    assert "On offer to @tom, who has not answered yet." in stage.reads_all(SARA)
    leaves(stage, TOM)
    print(rows.owed(stage, "T-1"), stage.reads_all(SARA))
    assert rows.owed(stage, "T-1")["accept"] == LEE
    assert "On offer to @lee, who is asked instead of @tom and has not answered yet." in (
        stage.reads_all(SARA)
    )
    assert "On offer to @tom, who has not answered yet." not in stage.reads_all(SARA)


# --- the accounts they led ---


def led(stage: Stage, user: str, *names: str) -> None:
    with stage.duly.database.write() as session:
        for name in names:
            customer = customers.named(session, TEAM, name)
            assert customer
            customer.owner_id = user
            session.add(customer)


def leads(stage: Stage, name: str) -> str | None:
    with stage.duly.database.read() as session:
        customer = customers.named(session, TEAM, name)
        return customer.owner_id if customer else None


def test_the_accounts_of_a_leaver_are_led_by_who_follows_and_they_read_it_once(
    stage: Stage,
) -> None:
    led(stage, SARA, "Acme", "Globex")
    leaves(stage, SARA)
    assert [leads(stage, name) for name in ("Acme", "Globex", "Initech")] == [MARIA, MARIA, None]
    told = [each for each in stage.reads(MARIA) if "has left" in each]
    assert told == ["Sara Novak has left. You lead their two accounts now: Acme and Globex."]
    stage.types(TOM, "/cx customer Acme")
    assert "account lead @maria" in stage.sees_form(TOM)


def test_an_account_that_nobody_can_follow_in_is_put_to_the_cco(stage: Stage) -> None:
    led(stage, NORA, "Acme")
    leaves(stage, NORA)
    assert leads(stage, "Acme") == NORA, "nobody else was found"
    [told] = [each for each in stage.reads(OMAR) if "has left" in each]
    assert "nobody leads one account of theirs now: Acme" in told
