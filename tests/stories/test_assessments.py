"""A department looks at itself: nine areas, what shows it, who sees it otherwise, what changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from handlers.customers import assessments as room
from handlers.customers.assessments import AreaSaid, room_page, sentences
from handlers.customers.assessments.areas import AREAS, LONGEST, STAGES
from handlers.speech.assessment_errors import (
    AreasInUse,
    AssessmentEnded,
    NotARater,
    SentenceTooLong,
)
from handlers.speech.people_errors import NotYours
from storage import departments, departures, people
from storage.asks import Ask
from storage.assessments import (
    AreaAnswer,
    AreaTask,
    Assessment,
    KeptResult,
    Rater,
)
from storage.history import Event
from storage.nudges import Nudge
from storage.tasks import Task
from tests.cast import AISHA, BEN, DIEGO, GRACE, LEE, MARIA, MONDAY, NORA, OMAR, SARA, TEAM, TOM
from tests.exported import rows
from tests.stage import Stage

FIRST = "We hire and praise for what customers got from it, and say so."


def begin(stage: Stage, *names: str, neighbour: str | None = None, **fields: object) -> str:
    """The CCO has departments look at themselves."""
    stage.types(OMAR, f"/cx assess {names[0]}")
    stage.clicks_in_form(OMAR, "Begin…")
    beside = {"department": neighbour} if neighbour else {}
    with stage.duly.database.read() as session:
        known = [departments.named(session, TEAM, each) for each in names]
        chosen = [str(each.department_id) for each in known if each]
    return stage.fills_in(OMAR, departments=chosen, **beside, **fields)


def one(stage: Stage, number: int = 1) -> Assessment:
    with stage.duly.database.read() as session:
        found = session.get(Assessment, (TEAM, number))
        assert found
        session.expunge(found)
        return found


def asked(stage: Stage) -> list[tuple[str, str, str | None]]:
    """Kind, person and outcome of all that was asked about assessments."""
    with stage.duly.database.read() as session:
        found = session.exec(select(Ask).where(Ask.noun == "assessment"))
        return sorted(((each.kind, each.person_id, each.outcome) for each in found), key=str)


def results(stage: Stage, number: int = 1) -> dict[str, KeptResult]:
    with stage.duly.database.read() as session:
        query = select(KeptResult).where(KeptResult.number == number)
        return {each.area: each for each in session.exec(query)}


def answers(stage: Stage, user: str) -> dict[str, AreaAnswer]:
    with stage.duly.database.read() as session:
        query = select(AreaAnswer).where(AreaAnswer.person_id == user)
        return {each.area: each for each in session.exec(query)}


def rate(
    stage: Stage,
    user: str,
    stages: dict[str, int | None],
    evidence: str = "",
    ref: str = "A-1",
) -> None:
    """Somebody answers all nine, as any program may: 2 where nothing else is said."""
    with stage.duly.database.write() as session:
        actor = people.find(session, TEAM, user)
        assert actor
        for area in AREAS:
            said = AreaSaid(stages.get(area, 2), evidence)
            room.answer(session, stage.now, actor, ref, area, said)
        room.give_part(session, stage.now, actor, ref)


def test_a_department_looks_at_itself_and_its_lead_gives_the_first_thing(stage: Stage) -> None:
    said = begin(stage, "Billing", neighbour="Logistics")
    assert "Billing looks at itself until Mon 7 Dec 2026." in said
    everybody = {MARIA, LEE, SARA, TOM, AISHA}
    assert asked(stage) == sorted(("assess", each, None) for each in everybody)

    stage.passes(days=1)
    mail = stage.reads_all(SARA)
    assert "How Billing deals with customers" in mail
    assert "Nine questions, about ten minutes." in mail
    stage.clicks(SARA, "Go on…")
    assert "Our people, 1 of 9" in stage.sees_form(SARA)
    assert "Only the middle is shown." in stage.sees_form(SARA)
    stage.fills_in(SARA, sentence=FIRST)
    shown = stage.sees_form(SARA)
    assert "Whom we serve, 2 of 9" in shown
    assert "kept as said 3, shown 2. What shows it?" in shown
    stage.clicks_in_form(SARA, "Add what shows it…")
    stage.fills_in(SARA, sentence=FIRST, evidence="The praise of May")
    assert answers(stage, SARA)["people"].evidence == "The praise of May"
    stage.closes(SARA)
    assert [each.area for each in answers(stage, SARA).values()] == ["people"]

    stage.types(SARA, "/cx assess")
    assert "Whom we serve, 2 of 9" in stage.sees_form(SARA)
    stage.closes(SARA)
    rate(stage, SARA, {"people": 3, "crossing": 4, "tools": 1}, "The praise of May")
    rate(stage, LEE, {"people": 3, "crossing": 4, "tools": 1})
    stage.types(MARIA, "/cx assess Billing")
    assert "Two of five parts are in." in stage.sees_form(MARIA)
    stage.closes(MARIA)
    rate(stage, MARIA, {"people": 3, "crossing": 4, "tools": 1})
    rate(stage, TOM, {"crossing": 1})
    assert one(stage).state == "open"
    rate(stage, AISHA, {"crossing": 2})

    assert (one(stage).state, one(stage).closed_on) == ("closed", date(2026, 11, 24))
    found = results(stage)
    assert (found["people"].said, found["people"].shown, found["people"].count) == (3, 3, 3)
    assert (found["crossing"].said, found["crossing"].neighbours) == (4, "lower")
    assert asked(stage)[-1] == ("next", MARIA, None)

    stage.passes(days=1)
    mail = stage.reads_all(MARIA)
    assert "Billing reaches “on purpose” in two of nine areas." in mail
    stage.clicks(MARIA, "Give a task…")
    assert "Tools that know the customer" in stage.sees_form(MARIA)
    told = stage.fills_in(
        MARIA, area="tools", what="One inbox with Logistics", owner=LEE, by="2026-12-18"
    )
    assert "Noted: T-1 for “Tools that know the customer”." in told
    assert one(stage).state == "settled"
    assert asked(stage)[-1] == ("next", MARIA, "answered")
    with stage.duly.database.read() as session:
        link = session.exec(select(AreaTask)).one()
        assert (link.task_number, link.number, link.area) == (1, 1, "tools")
        assert session.exec(select(Task)).one().owner_id == LEE

    stage.types(NORA, "/cx assess Billing")
    page = stage.sees_form(NORA)
    assert "Autumn 2026, closed Tue 24 Nov · three from Billing, two from Logistics" in page
    assert "Billing says 4, Logistics sees it lower." in page
    assert "Lowest is *Tools that know the customer*: 1, by chance." in page
    assert "T-1 One inbox with Logistics · Lee, by Fri 18 Dec" in page
    assert "It is in no scorecard and no pay." in page


def test_without_anything_that_shows_it_it_stands_at_two(stage: Stage) -> None:
    begin(stage, "Billing")
    for user in (MARIA, SARA, LEE):
        rate(stage, user, {"counting": 4, "leading": 3})
    found = results(stage)
    assert (found["counting"].said, found["counting"].shown) == (4, 2)
    stage.types(MARIA, "/cx assess")
    page = stage.sees_form(MARIA)
    assert "Billing reaches “on purpose” in none of nine areas; two are said, not shown" in page
    assert "2, said 4" in page
    assert "Billing says 3; nothing of the last twelve months shows it." in page


def test_a_fourth_task_asks_which_one_ends(stage: Stage) -> None:
    begin(stage, "Billing")
    for user in (MARIA, SARA, LEE):
        rate(stage, user, {"tools": 1})
    for what in ("One inbox", "Call before the invoice", "Read the contract"):
        stage.types(MARIA, "/cx assess")
        stage.clicks_in_form(MARIA, "Give a task…")
        stage.fills_in(MARIA, area="tools", what=what, owner=SARA, by="2026-12-18")
        stage.closes(MARIA)
    stage.types(MARIA, "/cx assess")
    stage.clicks_in_form(MARIA, "Give a task…")
    shown = stage.sees_form(MARIA)
    assert "Billing has three open already: T-1, T-2 and T-3. Which one ends?" in shown
    stage.closes(MARIA)
    stage.types(SARA, "/cx done T-1")
    stage.types(MARIA, "/cx assess")
    assert "*What changes* One of three done" in stage.sees_form(MARIA)
    stage.clicks_in_form(MARIA, "Give a task…")
    assert "What is the first thing?" in stage.sees_form(MARIA)


def test_nothing_this_half_has_a_reason_and_ends_the_question(stage: Stage) -> None:
    begin(stage, "Billing")
    for user in (MARIA, SARA, LEE):
        rate(stage, user, {})
    stage.passes(days=1)
    stage.clicks(MARIA, "Not this half, because…")
    assert "Noted in A-1, with your reason." in stage.fills_in(MARIA, reason="The <!channel> move")
    assert (one(stage).state, one(stage).reason) == ("settled", "The <!channel> move")
    assert asked(stage)[-1] == ("next", MARIA, "declined")
    stage.types(NORA, "/cx assess Billing")
    page = stage.sees_form(NORA)
    assert "Nothing this half: “The <!channel> move”" in page, "as words, which ring nobody"
    assert "All stand at 2, when asked." in page


def test_nobody_answers_for_a_department_that_did_not_ask_them(stage: Stage) -> None:
    begin(stage, "Billing", neighbour="Logistics")
    stage.types(DIEGO, "/cx assess Billing")
    shown = stage.sees_form(DIEGO)
    assert "Its people, its neighbour, executives and the CCO read what came of it." in shown
    assert "parts" not in shown
    stage.closes(DIEGO)
    with stage.duly.database.write() as session:
        diego = people.find(session, TEAM, DIEGO)
        assert diego
        with pytest.raises(NotARater, match="You are not asked about Billing this time"):
            room.answer(session, stage.now, diego, "A-1", "people", AreaSaid(4))
    assert answers(stage, DIEGO) == {}
    stage.types(BEN, "/cx assess")
    assert "Nobody has looked at Sales yet. Nine questions, ten minutes." in stage.sees_form(BEN)
    assert "Begin" not in stage.sees_form(BEN)


def test_too_few_answers_say_nothing_and_ask_for_nothing(stage: Stage) -> None:
    begin(stage, "Billing", until="2026-12-01")
    rate(stage, SARA, {"tools": 4}, "T-1")
    stage.types(SARA, "/cx assess Billing")
    assert "One answer is in; three are needed." in stage.sees_form(SARA)
    stage.closes(SARA)
    stage.passes(days=10)
    assert one(stage).state == "closed"
    assert asked(stage) == [
        ("assess", LEE, "withdrawn"), ("assess", MARIA, "withdrawn"), ("assess", SARA, "answered"),
    ]  # fmt: skip
    assert all(each.shown is None for each in results(stage).values())
    stage.types(MARIA, "/cx assess")
    page = stage.sees_form(MARIA)
    assert "Too few answered to say how Billing deals with customers" in page
    assert "Give a task" not in page


def test_where_nobody_answered_that_is_said(stage: Stage) -> None:
    begin(stage, "Billing")
    stage.passes(days=15)
    stage.types(MARIA, "/cx assess")
    assert "· nobody from Billing" in stage.sees_form(MARIA)


def test_whoever_does_not_answer_is_reminded_once(stage: Stage) -> None:
    begin(stage, "Billing")
    stage.passes(until=MONDAY + timedelta(days=20))
    with stage.duly.database.read() as session:
        sent = session.exec(select(Nudge).where(Nudge.person_id == SARA))
        assert sorted(each.rung for each in sent if each.sent_at) == [0, 1]


def test_it_is_passed_on_within_the_department_alone(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        team = departments.named(session, TEAM, "Billing")
        assert team
        ben = people.find(session, TEAM, BEN)
        assert ben
        ben.department_id = team.department_id
        session.add(ben)
    begin(stage, "Billing")
    with stage.duly.database.write() as session:
        raters = session.exec(select(Rater)).all()
        assert {each.person_id for each in raters} == {MARIA, LEE, SARA, BEN}
        session.delete(next(each for each in raters if each.person_id == BEN))
    stage.passes(days=1)
    stage.clicks(SARA, "Not for me…")
    assert "Please" in stage.fills_in(SARA, reason=" ", person=BEN)
    shown = stage.fills_in(SARA, reason="I start next week", person=TOM)
    assert "Tom Becker cannot answer instead. Choose somebody of Billing" in shown
    assert "@ben is asked instead." in stage.fills_in(SARA, reason="I start next week", person=BEN)
    stage.closes(SARA)
    assert ("assess", SARA, "declined") in asked(stage)
    assert ("assess", BEN, None) in asked(stage)
    stage.types(SARA, "/cx assess")
    assert "1 of 9" not in stage.sees_form(SARA)


def test_bad_beginnings_get_a_sentence_and_change_nothing(stage: Stage) -> None:
    assert "Please choose a day after today" in begin(stage, "Billing", until="2026-11-23")
    assert "more than three months" in stage.fills_in(OMAR, until="2027-12-01")
    stage.closes(OMAR)
    assert "Support has two people, and three are needed." in begin(stage, "Support")
    stage.closes(OMAR)
    said = begin(stage, "Billing", neighbour="Billing")
    assert "Billing cannot be its own neighbour." in said
    stage.closes(OMAR)
    with stage.duly.database.read() as session:
        assert not session.exec(select(Assessment)).all()
        assert not session.exec(select(Rater)).all()
    begin(stage, "Billing")
    stage.closes(OMAR)
    stage.types(OMAR, "/cx assess")
    stage.clicks_in_form(OMAR, "Begin…")
    with stage.duly.database.read() as session:
        team = departments.named(session, TEAM, "Billing")
        assert team
    shown = stage.fills_in(OMAR, departments=[str(team.department_id)])
    assert "Billing looks at itself already, until Mon 7 Dec 2026." in shown
    stage.closes(OMAR)
    assert "Did you mean Billing?" in stage.types(MARIA, "/cx assess Biling")


def test_the_office_of_the_cco_needs_two_from_outside(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        team = departments.named(session, TEAM, "Billing")
        omar = people.find(session, TEAM, OMAR)
        assert team
        assert omar
        omar.department_id = team.department_id
        session.add(omar)
    shown = begin(stage, "Billing")
    assert "Billing is the CCO's office. Two outside it are needed too" in shown
    assert "looks at itself" in stage.fills_in(OMAR, department="Logistics")
    assert not [each for each in asked(stage) if each[1] == OMAR]


def test_what_shows_it_may_be_too_old_and_no_word_is_lost(stage: Stage) -> None:
    begin(stage, "Billing")
    stage.types(SARA, "/cx assess")
    last = "Nobody is hired or promoted here without a customer's word for it."
    shown = stage.fills_in(
        SARA, sentence=last, evidence="A prize", evidence_on="2025-05-12", says="<!here> they run"
    )
    assert "that is from Mon 12 May 2025. Is there something newer?" in shown
    kept = answers(stage, SARA)["people"]
    assert (kept.stage, kept.evidence, kept.evidence_on) == (4, "A prize", date(2025, 5, 12))
    assert kept.customer_says == "<!here> they run"
    shown = stage.fills_in(SARA, sentence="I don't know", evidence_on="2027-05-12")
    assert "That day has not come yet." in shown
    assert list(answers(stage, SARA)) == ["people"]


def test_what_somebody_said_is_in_no_history_and_nobody_elses_page(stage: Stage) -> None:
    begin(stage, "Billing")
    for user in (MARIA, SARA, LEE):
        rate(stage, user, {"tools": 3}, f"only {user} knows")
    with stage.duly.database.read() as session:
        events = session.exec(select(Event).where(Event.noun == "assessment")).all()
        assert len(events) == 1 + 3 * 10 + 1
        assert not any("knows" in str(each.details) for each in events)
    for user in (OMAR, MARIA, NORA):
        said = stage.types(user, "/cx A-1") or stage.sees_form(user)
        assert "Tools that know the customer" in said
        assert "knows" not in said
        assert "@sara" not in said
        stage.closes(user)
    exported = rows(stage.duly.database, "assessments", department="Billing")
    by_area = {each["area"]: each for each in exported}
    assert set(by_area) == set(AREAS)
    tools = by_area["tools"]
    assert (tools["said"], tools["shown"], tools["answers"]) == (3, 3, 3)
    assert "knows" not in str(exported)


def test_a_rater_who_leaves_is_not_answered_for(stage: Stage) -> None:
    begin(stage, "Billing")
    with stage.duly.database.write() as session:
        sara = people.find(session, TEAM, SARA)
        assert sara
        sara.gone = True
        session.add(sara)
        departures.begin(session, TEAM, SARA, stage.now)
    stage.passes(days=1)
    assert asked(stage) == [
        ("assess", LEE, None), ("assess", MARIA, None), ("assess", SARA, "withdrawn"),
    ]  # fmt: skip


def test_the_cco_takes_it_back(stage: Stage) -> None:
    begin(stage, "Billing")
    stage.closes(OMAR)
    stage.types(OMAR, "/cx A-1")
    stage.clicks_in_form(OMAR, "Take it back")
    assert one(stage).state == "taken back"
    assert {each[2] for each in asked(stage)} == {"withdrawn"}
    stage.types(MARIA, "/cx assess")
    assert "Nobody has looked at Billing yet." in stage.sees_form(MARIA)
    with stage.duly.database.write() as session:
        maria = people.find(session, TEAM, MARIA)
        assert maria
        with pytest.raises(AssessmentEnded, match="A-1 is taken back"):
            room.answer(session, stage.now, maria, "A-1", "people", AreaSaid(2))


def test_half_a_year_later_it_begins_again_by_itself(stage: Stage) -> None:
    begin(stage, "Billing", neighbour="Logistics")
    stage.closes(OMAR)
    for user in (MARIA, SARA, LEE, TOM, AISHA):
        rate(stage, user, {"tools": 3} if user == SARA else {"tools": 2})
    assert one(stage).state == "closed"
    stage.types(MARIA, "/cx assess")
    stage.clicks_in_form(MARIA, "Give a task…")
    stage.fills_in(MARIA, area="tools", what="One inbox", owner=MARIA, by="2026-12-18")
    stage.types(MARIA, "/cx done T-1")
    with stage.duly.database.write() as session:
        found = session.get(Assessment, (TEAM, 1))
        assert found
        found.repeats_at = stage.now
        found.closed_on = date(2026, 5, 22)
        session.add(found)
    stage.passes(hours=2)
    again = one(stage, 2)
    assert (again.state, again.begun_by) == ("open", "")
    assert again.neighbour_id == one(stage).neighbour_id
    assert one(stage).repeats_at is None
    with stage.duly.database.read() as session:
        assert [each.verb for each in session.exec(select(Event).where(Event.number == 2))] == [
            "repeated"
        ]
    for user in (MARIA, SARA, LEE, TOM, AISHA):
        rate(stage, user, {"tools": 3, "people": 3}, "T-1" if user == SARA else "", ref="A-2")
    stage.types(NORA, "/cx assess Billing")
    page = stage.sees_form(NORA)
    assert "*Tools that know the customer* 2 → 3, since T-1 (spring 2026)." in page
    stage.clicks_in_form(NORA, "Compare…")
    bars = stage.sees_form(NORA)
    assert "spring 2026 ██░░ 2 · autumn 2026 ███░ 3, something shows it" in bars
    chapter = room_page.read
    with stage.duly.database.read() as session:
        found = chapter(session, stage.now, TEAM, date(2026, 11, 1))
        assert found
        [figure] = found.section.figures
        assert figure.table.head == ("Area", "spring 2026", "autumn 2026", "What was counted")
        assert figure.table.rows[2][:3] == (
            "Tools that know the customer", "2 when asked", "3 on purpose",
        )  # fmt: skip
        assert chapter(session, stage.now, TEAM, date(2026, 10, 1)) is None


def test_taken_back_it_does_not_come_again(stage: Stage) -> None:
    begin(stage, "Billing")
    for user in (MARIA, SARA, LEE):
        rate(stage, user, {})
    with stage.duly.database.write() as session:
        found = session.get(Assessment, (TEAM, 1))
        assert found
        found.repeats_at = stage.now
        session.add(found)
    stage.passes(hours=2)
    stage.closes(OMAR)
    stage.types(OMAR, "/cx A-2")
    stage.clicks_in_form(OMAR, "Take it back")
    stage.passes(days=1)
    with stage.duly.database.read() as session:
        assert len(session.exec(select(Assessment)).all()) == 2


def test_what_was_counted_stands_beside_what_is_said(stage: Stage) -> None:
    for number in range(1, 4):
        stage.types(OMAR, f"/cx task Pack it {number} to @sara by friday")
        stage.types(SARA, f"/cx handoff T-{number} to Logistics because they have the boxes")
    stage.types(TOM, "/cx accept T-1")
    stage.passes(days=2)
    stage.types(TOM, "/cx accept T-2")
    stage.types(TOM, "/cx accept T-3")
    with stage.duly.database.write() as session:
        team = departments.named(session, TEAM, "Logistics")
        grace = people.find(session, TEAM, GRACE)
        assert team
        assert grace
        grace.department_id = team.department_id
        session.add(grace)
    begin(stage, "Logistics")
    for user in (TOM, AISHA, GRACE):
        rate(stage, user, {"crossing": 4}, "A prize")
    kept = results(stage)["crossing"]
    assert (kept.met, kept.of_all) == (1, 3)
    stage.types(TOM, "/cx assess")
    page = stage.sees_form(TOM)
    assert "Offers of others answered on the day: one of three." in page


def test_the_cco_reads_who_looks_at_themselves_in_their_week(stage: Stage) -> None:
    assert "Nine areas" not in stage.opens_home(OMAR)
    begin(stage, "Billing")
    stage.closes(OMAR)
    assert "*Nine areas* Billing looks at itself: none of three parts is in." in stage.opens_home(
        OMAR
    )
    assert "Nine areas" not in stage.opens_home(NORA)


def test_the_digest_of_the_department_tells_it_once(stage: Stage) -> None:
    begin(stage, "Billing")
    for user in (MARIA, SARA, LEE):
        rate(stage, user, {"tools": 3, "people": 4}, "A prize")
    stage.types(MARIA, "/cx assess")
    stage.clicks_in_form(MARIA, "Give a task…")
    stage.fills_in(MARIA, area="tools", what="One inbox", owner=SARA, by="2026-12-18")
    stage.passes(days=1)
    stage.types(MARIA, "/cx digest", "#billing")
    told = "Billing looked at itself: two of nine areas on purpose; one task is open."
    assert told in stage.channel("#billing")[-1]
    stage.passes(days=9)
    stage.types(MARIA, "/cx digest", "#billing")
    assert "looked at itself" not in stage.channel("#billing")[-1]


def test_the_cco_says_an_area_in_the_words_of_the_house(stage: Stage) -> None:
    stage.types(OMAR, "/cx assess")
    stage.clicks_in_form(OMAR, "Show the nine…")
    page = stage.sees_form(OMAR)
    assert "1 by chance: Nobody asks about customers when we hire or praise." in page
    stage.clicks_in_form(OMAR, "Change…", about="people")
    said = {"stage1": "Luck", "stage2": "Asked", "stage3": "Luck", "stage4": "<!channel> always"}
    assert "no two may be the same" in stage.fills_in(OMAR, **said)
    assert "Changed: whoever answers" in stage.fills_in(OMAR, **{**said, "stage3": "A plan"})
    stage.closes(OMAR)
    [kept] = rows(stage.duly.database, "areas")
    assert (kept["area"], kept["habit"], kept["changed_by"]) == (
        "people", "<!channel> always", OMAR,
    )  # fmt: skip
    begin(stage, "Billing")
    stage.closes(OMAR)
    stage.types(SARA, "/cx assess")
    assert set(stage.finds(SARA, "sentence")) == {
        "Luck", "Asked", "A plan", "<!channel> always", "I don't know",
    }  # fmt: skip
    with stage.duly.database.write() as session:
        omar, maria = (people.find(session, TEAM, each) for each in (OMAR, MARIA))
        assert omar
        assert maria
        new = ("a", "b", "c", "d")
        with pytest.raises(AreasInUse, match="People answer until Mon 7 Dec 2026"):
            sentences.reword(session, stage.now, omar, "tools", new)
        with pytest.raises(NotYours):
            sentences.reword(session, stage.now, maria, "tools", new)
        with pytest.raises(SentenceTooLong, match="That has 76 characters"):
            sentences.reword(session, stage.now, omar, "tools", ("x" * 76, "b", "c", "d"))


def test_every_sentence_of_ours_fits_a_choice_and_differs() -> None:
    for area in AREAS.values():
        assert len(set(area.seen)) == len(area.seen) == len(STAGES)
        assert all(len(each) <= LONGEST for each in area.seen)
        assert len(f"{area.short}, 9 of 9") <= 24
