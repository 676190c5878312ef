"""Before an initiative is cut it is said whom that touches; who accepts it is named."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from storage import decisions, initiatives, people, reaches
from storage.asks import Ask
from storage.decisions import Decision
from tests.cast import DIEGO, GRACE, LEE, NORA, OMAR, RAVI, SARA, TEAM, VICTOR
from tests.stage import Stage
from tests.stories.test_initiatives import counts_in_euros, ids, initiative, stands, write
from tests.stories.test_leavers import leaves
from tests.stories.test_twins import twin, two


def decision(stage: Stage, number: int = 1) -> Decision:
    with stage.duly.database.read() as session:
        found = decisions.find(session, TEAM, number)
        assert found is not None
        session.expunge(found)
        return found


def open_asks(stage: Stage, noun: str) -> list[str]:
    """Who owes an answer about something of this noun."""
    with stage.duly.database.read() as session:
        query = select(Ask).where(Ask.noun == noun, col(Ask.answered_at).is_(None))
        return [each.person_id for each in session.exec(query)]


def opens_cut(stage: Stage, user: str) -> str:
    stage.types(user, "/cx N-1")
    return stage.clicks_in_form(user, "Cut…")


def test_a_cut_says_whom_it_touches_before_it_asks(stage: Stage) -> None:
    two(stage)
    read = opens_cut(stage, GRACE)
    assert "Cutting *N-1 First ninety days* touches 2 customers, €630 k a year." in read
    assert "One of them renews within 90 days: Globex (Fri 15 Jan)." in read
    assert "Also for some of them: *N-2 Onboarding desk*." in read
    assert "N-1 goes on. Nothing was changed." in stage.clicks_in_form(GRACE, "Keep it")
    assert initiative(stage).state == "open"


def test_who_may_not_know_what_customers_pay_does_not_read_it(stage: Stage) -> None:
    write(stage, GRACE, owner=SARA)
    read = opens_cut(stage, SARA)
    assert "touches 2 customers. One of them renews within 90 days" in read
    assert "630" not in read


def test_it_is_cut_with_a_reason_that_somebody_accepts_by_name(stage: Stage) -> None:
    two(stage)
    opens_cut(stage, DIEGO)
    stage.clicks_in_form(DIEGO, "Cut it, because…")
    said = stage.fills_in(DIEGO, reason="…", acceptor=NORA)
    assert initiative(stage).state == "open", said
    assert "neither an executive nor the CCO" in stage.fills_in(
        DIEGO, reason="No money <!channel>", acceptor=SARA
    )
    said = stage.fills_in(DIEGO, acceptor=NORA)
    assert "*N-1 First ninety days* is cut, and @nora reads that they accept it." in said
    one = initiative(stage)
    assert (one.state, one.accepted_by, one.cut_on) == ("cut", NORA, date(2026, 11, 23))
    assert twin(stage).state == "over", "what is cut has no twin"
    stands(stage)
    stage.passes(days=1)
    assert "@diego cut *N-1 First ninety days*" in stage.reads_all(NORA)
    stage.types(SARA, "/cx N-1")
    read = stage.sees_form(SARA)
    assert "N-1 · cut" in read
    assert "which @nora accepts: “No money" in read
    assert "Cut…" not in read
    stage.types(OMAR, "/cx initiatives")
    assert "N-1" not in stage.sees_form(OMAR)


def test_a_cut_is_undone(stage: Stage) -> None:
    write(stage)
    stage.closes(GRACE)
    opens_cut(stage, GRACE)
    stage.clicks_in_form(GRACE, "Cut it, because…")
    stage.fills_in(GRACE, reason="No money", acceptor=OMAR)
    stage.closes(GRACE)
    assert "N-1 stands as it stood before" in stage.types(GRACE, "/cx undo")
    one = initiative(stage)
    assert (one.state, one.cut_on, one.cut_why, one.accepted_by) == ("open", None, "", None)
    stands(stage)


def test_the_executives_are_asked_and_it_goes_on(stage: Stage) -> None:
    counts_in_euros(stage)
    write(stage, DIEGO)
    stage.closes(DIEGO)
    opens_cut(stage, DIEGO)
    stage.clicks_in_form(DIEGO, "Ask the executives…")
    assert "day after today" in stage.fills_in(DIEGO, decider=NORA, day="2026-11-01")
    assert "Asked: D-1 Cut N-1 First ninety days." in stage.fills_in(DIEGO, day="2026-12-11")
    assert (decision(stage).decider_id, decision(stage).asked_by) == (NORA, DIEGO)
    assert initiative(stage).state == "open"


def asks(stage: Stage, user: str = DIEGO) -> None:
    """The executives are asked whether N-1 is cut, and one of them answers."""
    opens_cut(stage, user)
    stage.clicks_in_form(user, "Ask the executives…")
    stage.fills_in(user, decider=NORA, day="2026-12-11")
    stage.closes(user)
    stage.clicks(VICTOR, "No change", "D-1")
    stage.fills_in(VICTOR, why="Nobody asks for it")


def test_what_is_decided_is_cut_and_its_twin_ends(stage: Stage) -> None:
    two(stage)
    asks(stage)
    assert initiative(stage).decision == 1
    stands(stage)
    stage.types(SARA, "/cx N-1")
    assert "The executives are asked whether it is cut: D-1. It goes on." in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.types(NORA, "/cx decided D-1 as proposed, because <!channel> it is too dear")
    stage.passes(hours=0.1)
    assert initiative(stage).state == "open", "it may be undone for ten minutes"
    stage.passes(days=1)
    one = initiative(stage)
    assert (one.state, one.accepted_by, one.decision) == ("cut", NORA, 1)
    assert one.cut_why == "The executives decided so in D-1."
    assert twin(stage).state == "over"
    stands(stage)
    stage.passes(days=1)
    for user in (DIEGO, GRACE):
        assert "D-1 is decided as proposed: *N-1 First ninety days* is cut" in stage.reads_all(user)
    stage.types(SARA, "/cx N-1")
    read = stage.sees_form(SARA)
    assert "cut it, as the executives decided" in read
    assert "too dear" not in read, "what executives say of it is for executives"


def test_decided_otherwise_or_taken_back_it_goes_on_and_may_be_asked_again(stage: Stage) -> None:
    counts_in_euros(stage)
    write(stage, DIEGO)
    stage.closes(DIEGO)
    asks(stage)
    opens_cut(stage, DIEGO)
    stage.clicks_in_form(DIEGO, "Ask the executives…")
    again = stage.sees_form(DIEGO) + stage.reads_all(DIEGO)
    assert "The executives are asked already whether N-1 is cut" in again
    stage.closes(DIEGO)
    stage.types(NORA, "/cx decided D-1 keep it, because customers need it")
    stage.passes(days=1)
    one = initiative(stage)
    assert (one.state, one.decision, one.cut_on) == ("open", None, None)
    stands(stage)
    stage.passes(days=1)
    assert "*N-1 First ninety days* goes on." in stage.reads_all(DIEGO)
    opens_cut(stage, DIEGO)
    stage.clicks_in_form(DIEGO, "Ask the executives…")
    assert "Asked: D-2" in stage.fills_in(DIEGO, decider=NORA, day="2026-12-18")


def test_what_is_cut_while_the_executives_are_asked_ends_their_question(stage: Stage) -> None:
    counts_in_euros(stage)
    write(stage, DIEGO)
    stage.closes(DIEGO)
    asks(stage)
    assert "Cut it, and D-1 is not asked any more." in opens_cut(stage, DIEGO)
    stage.clicks_in_form(DIEGO, "Cut it, because…")
    said = stage.fills_in(DIEGO, reason="No money", acceptor=OMAR)
    assert "D-1 is not asked any more, and who was asked reads why." in said
    stage.closes(DIEGO)
    one = initiative(stage)
    assert (one.state, one.accepted_by, one.decision) == ("cut", OMAR, None)
    stands(stage)
    assert open_asks(stage, "decision") == []
    assert decision(stage).state == "withdrawn"
    stage.passes(days=1)
    gone = "D-1 Cut N-1 First ninety days is not asked any more: N-1 First ninety days was cut"
    assert gone in stage.reads_all(NORA).replace("*", "")
    assert gone not in stage.reads_all(DIEGO).replace("*", ""), "who did it knows it"
    stage.types(NORA, "/cx decided D-1 as proposed, because it is too dear")
    assert initiative(stage).accepted_by == OMAR
    stage.types(NORA, "/cx D-1")
    assert "closed the question" in stage.sees_form(NORA)
    stage.closes(NORA)

    opens = "/cx initiatives A guide: a welcome guide"
    stage.types(DIEGO, opens)
    stage.fills_in(DIEGO, department="Support", owner=DIEGO, begins="2027-01-01", ends="2027-03-31")
    stage.closes(DIEGO)
    stage.types(DIEGO, "/cx N-2")
    stage.clicks_in_form(DIEGO, "Cut…")
    stage.clicks_in_form(DIEGO, "Ask the executives…")
    stage.fills_in(DIEGO, decider=NORA, day="2026-12-11")
    stage.closes(DIEGO)
    assert "N-2 is taken back" in stage.types(DIEGO, "/cx undo N-2")
    assert decision(stage, 2).state == "withdrawn", "what is taken back is not cut"


def test_a_cut_that_is_undone_is_not_asked_about_by_itself(stage: Stage) -> None:
    write(stage, DIEGO)
    stage.closes(DIEGO)
    asks(stage)
    opens_cut(stage, DIEGO)
    stage.clicks_in_form(DIEGO, "Cut it, because…")
    stage.fills_in(DIEGO, reason="No money", acceptor=OMAR)
    stage.closes(DIEGO)
    assert "N-1 stands as it stood before" in stage.types(DIEGO, "/cx undo")
    one = initiative(stage)
    assert (one.state, one.decision, one.cut_on) == ("open", None, None)
    stands(stage)
    opens_cut(stage, DIEGO)
    stage.clicks_in_form(DIEGO, "Ask the executives…")
    assert "Asked: D-2" in stage.fills_in(DIEGO, decider=NORA, day="2026-12-18")


def gives(stage: Stage, owner: str, what: str) -> str:
    """Diego gives somebody a task for N-1."""
    stage.types(DIEGO, "/cx N-1")
    stage.clicks_in_form(DIEGO, "Give a task…")
    said = stage.fills_in(DIEGO, what=what, owner=owner, day="2026-12-18")
    stage.closes(DIEGO)
    return said


def test_what_hangs_on_a_cut_is_said_and_each_owner_is_asked_how_it_goes_on(stage: Stage) -> None:
    write(stage, DIEGO)
    stage.closes(DIEGO)
    said = gives(stage, SARA, "Print <!here> guides")
    assert "Noted: T-1 is with @sara, and hangs on N-1." in said
    gives(stage, SARA, "Send guides")
    gives(stage, RAVI, "Write a training")
    stage.types(SARA, "/cx done T-2")
    read = opens_cut(stage, DIEGO)
    assert "Two promises hang on it: T-1 and T-3." in read
    stage.clicks_in_form(DIEGO, "Cut it, because…")
    said = stage.fills_in(DIEGO, reason="No money", acceptor=NORA)
    assert "Two people are asked how their promises go on without it." in said
    stage.closes(DIEGO)
    assert sorted(open_asks(stage, "initiative")) == [RAVI, SARA]
    stands(stage)
    stage.passes(days=2)
    told = stage.reads_all(SARA)
    assert "*N-1 First ninety days* is cut: “No money”. T-1 Print" in told
    assert "A new day or a no answers it, too: `/cx T-1`." in told
    stage.clicks(SARA, "Another way…", "N-1")
    assert "Please write down how it goes on" in stage.fills_in(SARA, way="…")
    assert "Noted: your words stand with T-1." in stage.fills_in(SARA, way="Billing prints them")
    assert open_asks(stage, "initiative") == [RAVI]
    stage.types(SARA, "/cx T-1")
    assert "Billing prints them" in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.types(RAVI, "/cx T-3 by 20 jan, because it is done for another customer")
    stage.passes(days=1)
    assert open_asks(stage, "initiative") == []
    stage.types(OMAR, "/cx N-1")
    read = stage.sees_form(OMAR)
    assert "said how it goes on without it" in read
    assert "Duly asks @ravi no more: what hangs on it has a new day" in read


def test_whoever_stands_in_says_how_what_hangs_there_goes_on(stage: Stage) -> None:
    write(stage, DIEGO)
    stage.closes(DIEGO)
    gives(stage, SARA, "Print guides")
    gives(stage, SARA, "Send guides")
    stage.types(SARA, "/cx away until 3 dec")
    stage.settle()
    opens_cut(stage, DIEGO)
    stage.clicks_in_form(DIEGO, "Cut it, because…")
    stage.fills_in(DIEGO, reason="No money", acceptor=NORA)
    stage.closes(DIEGO)
    stage.passes(days=2)
    assert open_asks(stage, "initiative") == [LEE], "nobody has said how it goes on"
    told = stage.reads_all(LEE)
    assert "T-1 Print guides and T-2 Send guides hang on it." in told
    assert "A new day or a no of each answers it, too: `/cx T-1`." in told
    stage.clicks(LEE, "Another way…", "N-1")
    assert "T-1 Print guides and T-2 Send guides hang on it." in stage.sees_form(LEE)
    said = stage.fills_in(LEE, way="Billing prints them")
    assert "Noted: your words stand with T-1 and T-2." in said
    assert open_asks(stage, "initiative") == []


def test_the_lead_of_who_pays_is_asked_of_what_nobody_can_do_any_more(stage: Stage) -> None:
    write(stage, DIEGO)
    stage.closes(DIEGO)
    gives(stage, SARA, "Print guides")
    with stage.duly.database.write() as session:
        sara = people.find(session, TEAM, SARA)
        assert sara is not None
        sara.gone = True
        session.add(sara)
    opens_cut(stage, DIEGO)
    stage.clicks_in_form(DIEGO, "Cut it, because…")
    assert "One person is asked" in stage.fills_in(DIEGO, reason="No money", acceptor=NORA)
    stage.closes(DIEGO)
    stage.passes(days=2)
    assert open_asks(stage, "initiative") == [GRACE], "nobody has said how it goes on"
    assert "T-1 Print guides hangs on it." in stage.reads_all(GRACE)


def test_a_cut_that_is_undone_asks_nobody_how_anything_goes_on(stage: Stage) -> None:
    write(stage, DIEGO)
    stage.closes(DIEGO)
    gives(stage, SARA, "Print guides")
    opens_cut(stage, DIEGO)
    stage.clicks_in_form(DIEGO, "Cut it, because…")
    stage.fills_in(DIEGO, reason="No money", acceptor=NORA)
    stage.closes(DIEGO)
    assert open_asks(stage, "initiative") == [SARA]
    stage.types(DIEGO, "/cx undo N-1")
    assert (initiative(stage).state, open_asks(stage, "initiative")) == ("open", [])
    stage.types(DIEGO, "/cx N-1")
    assert "One promise hangs on it: T-1." in stage.sees_form(DIEGO)


def test_it_is_cut_though_who_answered_for_it_has_left(stage: Stage) -> None:
    counts_in_euros(stage)
    write(stage, DIEGO)
    stage.closes(DIEGO)
    asks(stage)
    leaves(stage, DIEGO)
    stage.types(NORA, "/cx decided D-1 as proposed, because it is too dear")
    stage.passes(days=1)
    assert initiative(stage).state == "cut"
    stage.passes(days=1)
    assert "is cut, which @nora accepts" in stage.reads_all(GRACE), "who leads who pays reads it"


def test_nobody_else_cuts_it(stage: Stage) -> None:
    write(stage, customers=[], tiers=["key", "standard"])
    stage.types(SARA, "/cx N-1")
    assert "Cut…" not in stage.sees_form(SARA)
    read = opens_cut(stage, NORA)
    assert "touches 2 customers, " in read
    assert "486 k a year" in read
    with stage.duly.database.read() as session:
        one = initiatives.find(session, TEAM, 1)
        assert one is not None
        reach = reaches.of(session, TEAM, [one])[1]
        assert reaches.worth(session, TEAM, reach) == (486_000, 0)


def test_what_is_for_nobody_touches_nobody(stage: Stage) -> None:
    write(stage, customers=[])
    assert "touches no customers that anybody has named" in opens_cut(stage, GRACE)
    assert ids(stage, "Acme")
