"""What customers say is told with how sure it is, and to whom it may be: figures, words, deeds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import pytest
from sqlmodel import select

from handlers.customers.figures import room_page
from storage import customers
from storage.columns import new_id
from storage.departments import key_of
from storage.renewals import Renewal
from storage.surveys import Respondent, Survey, SurveyResponse
from tests.cast import DIEGO, MARIA, NORA, OMAR, SARA, TEAM
from tests.stage import Stage
from tests.stories.test_losses import lead

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
AUTUMN = [9, 9, 10, 9, 10, 7, 8, 7, 3, 6, 0, 5, 4, 6]
"""Five of 9 and 10, six up to 6, of 14."""
SUMMER = [9] * 10 + [8] * 2 + [2] * 5


def survey(stage: Stage, name: str, scores: Iterable[int | None], **fields: object) -> UUID:
    """A survey that was answered so, one answer a day before today; of nobody's by name."""
    told = {
        "question": "recommend", "highest": 10, "opened_on": date(2026, 11, 2), **fields,
    }  # fmt: skip
    with stage.duly.database.write() as session:
        new = Survey(
            team_id=TEAM, name=name, key=key_of(name), created_at=stage.now, created_by=OMAR, **told
        )
        session.add(new)
        for place, score in enumerate(scores):
            session.add(SurveyResponse(
                team_id=TEAM, survey_id=new.survey_id, external_id=f"a-{place}", score=score,
                words="" if score is not None else "Late", answered_on=date(2026, 11, 20),
                received_at=stage.now,
            ))  # fmt: skip
        return new.survey_id


def answers(
    stage: Stage,
    survey_id: UUID,
    customer: str,
    score: int | None,
    words: str = "",
    *,
    who: str = "",
    issue: int | None = None,
    on: date = date(2026, 11, 20),
) -> None:
    """Somebody at a customer answered, and perhaps an issue was opened for it."""
    with stage.duly.database.write() as session:
        found = customers.named(session, TEAM, customer)
        assert found
        known = None
        if who:
            known = Respondent(
                team_id=TEAM, customer_id=found.customer_id, name=who, key=key_of(who)
            )
            session.add(known)
        session.add(SurveyResponse(
            team_id=TEAM, survey_id=survey_id, external_id=new_id().hex,
            customer_id=found.customer_id, respondent_id=known.respondent_id if known else None,
            score=score, words=words, answered_on=on, received_at=stage.now,
            issue_number=issue, follow="issue" if issue else None,
        ))  # fmt: skip


def test_a_figure_is_told_with_its_range_and_a_change_only_where_it_is_one(stage: Stage) -> None:
    assert stage.types(NORA, "/cx voices").startswith("Nobody has answered anything yet.")
    survey(stage, "Summer survey", SUMMER, opened_on=date(2026, 6, 1))
    survey(stage, "Autumn survey", AUTUMN, asked=31, closes_on=date(2026, 12, 10))
    said = stage.types(NORA, "/cx voices")
    assert (
        "*Would recommend us* −7, from 14 answers. With so few, anything from −47 to 35 fits. "
        "Summer survey: 29, from 17. The difference may be chance."
    ) in said
    assert (
        "Autumn survey · 31 asked, 14 answered · asked by name · closes Thu 10 Dec · 17 did not "
        "answer. Silence is not a yes."
    ) in said
    assert "Nobody who gave a low score waits to hear from us" in said


@on_sqlite
def test_few_answers_are_told_one_by_one_and_without_names_not_at_all(stage: Stage) -> None:
    survey(stage, "Autumn survey", [3, 9, 6, 9])
    assert "*Would recommend us* Four answers: 9, 9, 6, 3." in stage.types(NORA, "/cx voices")
    survey(stage, "Quiet survey", [3, 9, 6, 9], is_named=False, opened_on=date(2026, 11, 3))
    said = stage.types(NORA, "/cx voices")
    assert "Fewer than five answers without names: nothing of them is shown." in said
    assert "Quiet survey · fewer than five answered · asked without names" in said
    survey(stage, "Words of autumn", [None] * 3, question="words", highest=None)
    assert "*In their words* Three answers in words, without a score." in (
        stage.types(NORA, "/cx voices")
    )


def test_few_answers_with_names_are_for_who_may_read_each(stage: Stage) -> None:
    survey(stage, "Autumn survey", [3], asked=31)
    assert "*Would recommend us* One answer: 3." in stage.types(OMAR, "/cx voices")
    said = stage.types(DIEGO, "/cx voices")
    assert (
        "*Would recommend us* Fewer than five answers: executives and the CCO read which." in said
    )
    assert "Autumn survey · 31 asked, fewer than five answered · asked by name" in said
    assert not any(each in said for each in ("One answer", "did not answer", ": 3"))
    assert "31 asked · fewer than five answered" in stage.clicks_answer(DIEGO, "Surveys…")
    # Of few scores among many words nobody else reads which, and from five on everybody does.
    survey(stage, "Autumn words", [3, 9, None, None, None], opened_on=date(2026, 11, 3))
    assert "9, 3" not in stage.types(DIEGO, "/cx voices")
    survey(stage, "Winter survey", [3, 9, 9, 9, 9], opened_on=date(2026, 11, 4))
    assert "from five answers." in stage.types(DIEGO, "/cx voices")


@on_sqlite
def test_without_names_few_scores_among_many_words_are_nobody_s(stage: Stage) -> None:
    survey(stage, "Quiet survey", [3, 9, None, None, None, None], is_named=False)
    said = stage.types(NORA, "/cx voices")
    assert "nothing of them is shown" in said
    assert "9, 3" not in said


@on_sqlite
def test_two_scales_are_never_compared_and_shares_have_their_own_range(stage: Stage) -> None:
    survey(stage, "Old", [7] * 10, question="easy", highest=7, opened_on=date(2026, 1, 5))
    survey(stage, "New", [5] * 17 + [2] * 3, question="easy", highest=5)
    said = stage.types(NORA, "/cx voices")
    assert "*Found it easy, on a scale from 1 to 5* 17 of 20 found it easy (64 to 95 %).\n" in (
        f"{said}\n"
    )
    survey(stage, "Content", [5] * 17 + [2] * 3, question="satisfied", highest=5)
    assert "*Satisfied* 17 of 20 satisfied (64 to 95 %)." in stage.types(NORA, "/cx voices")


def test_a_low_score_that_waits_stands_first_with_its_issue(stage: Stage) -> None:
    autumn = survey(stage, "Autumn survey", AUTUMN)
    stage.types(SARA, "/cx issue Explains the same invoice for Globex in Billing sev 2")
    stage.types(SARA, "/cx issue Left alone for Acme in Billing sev 2")
    hostile = "I explain *the* same <!channel> invoice every month."
    answers(stage, autumn, "Globex", 3, hostile, who="Karim Haddad", issue=1)
    answers(stage, autumn, "Acme", 2, who="Jana Weiss", issue=2)
    said = stage.types(NORA, "/cx voices")
    assert said.splitlines()[0].strip("*") == (
        "Two customers gave a low score and have not heard from us; Acme first"
    )
    assert "*Globex*, Karim Haddad: 3 of 10 · “I explain ∗the∗ same" in said
    assert "&lt;!channel&gt;" in str([note.blocks for note in stage.workspace.notes(NORA)])
    assert "· I-1, " in said
    # Others read how many they are, and neither who nor with which words.
    told = stage.types(DIEGO, "/cx voices")
    assert "Two customers gave a low score and have not heard from us" in told
    assert not any(each in told for each in ("Karim", "Jana", "I explain", "Acme", "I-1"))
    # Whoever is asked about one of them reads it.
    assert "*Globex*, Karim Haddad: 3 of 10" in stage.types(MARIA, "/cx voices")
    # Whoever leads an account reads of it, and of no other.
    lead(stage, "Globex", SARA)
    told = stage.types(SARA, "/cx voices")
    assert "Karim Haddad: 3 of 10" in told
    assert "Jana" not in told
    # That theirs is the first is not said where another is, whom they may not know of.
    assert told.splitlines()[0].strip("*") == (
        "Two customers gave a low score and have not heard from us"
    )
    # Once they have heard from us, nobody waits.
    for number in (1, 2):
        stage.types(OMAR, f"/cx told I-{number} the credit comes on Friday")
    assert "Nobody who gave a low score waits to hear from us" in stage.types(NORA, "/cx voices")


def test_the_page_of_a_customer_says_what_they_say_to_whom_it_may(stage: Stage) -> None:
    autumn = survey(stage, "Autumn survey", AUTUMN)
    answers(stage, autumn, "Globex", 3, "Every <!here> month", who="Karim Haddad")
    answers(stage, autumn, "Globex", None, "Thank you", on=date(2026, 11, 21))
    answers(stage, autumn, "Globex", 8, "Long ago", on=date(2025, 6, 1))
    stage.types(NORA, "/cx customer Globex")
    page = stage.sees_form(NORA)
    assert (
        "*They say* in words, Sat 21 Nov, “Thank you” · Karim Haddad: 3 of 10, Fri 20 Nov" in page
    )
    assert "Long ago" not in page
    stage.types(DIEGO, "/cx customer Globex")
    assert "They say" not in stage.sees_form(DIEGO)
    stage.closes(DIEGO)
    for score in (9, 9, 9):
        answers(stage, autumn, "Globex", score)
    stage.types(DIEGO, "/cx customer Globex")
    page = stage.sees_form(DIEGO)
    assert "*They say* Five answers in the last year." in page
    assert "Karim" not in page


@on_sqlite
def test_what_they_said_stands_beside_what_they_did(stage: Stage) -> None:
    autumn = survey(stage, "Autumn survey", AUTUMN)
    answers(stage, autumn, "Acme", 10, on=date(2025, 5, 4))
    answers(stage, autumn, "Globex", 9, on=date(2025, 5, 4))
    # What somebody said last in the year counts.
    answers(stage, autumn, "Globex", 2, on=date(2025, 3, 4))
    answers(stage, autumn, "Initech", 3, on=date(2025, 5, 4))
    assert (
        "*They say, they do* Of two who gave 9 or 10 in 2025, none left. One customer gave 0 "
        in (stage.types(NORA, "/cx voices"))
    )
    # Of so few customers others read nothing: it could be seen who they are.
    assert "they do" not in stage.types(DIEGO, "/cx voices")
    stage.types(OMAR, "/cx lost Acme on 2026-11-20 they said “price”")
    stage.fills_in(OMAR, stated="price")
    stage.closes(OMAR)
    assert (
        "Of two who gave 9 or 10 in 2025, one left. One customer gave 0 to 6 in 2025 and is "
        in (stage.types(NORA, "/cx voices"))
    )


@on_sqlite
def test_who_renewed_stands_beside_who_left(stage: Stage) -> None:
    autumn = survey(stage, "Autumn survey", AUTUMN)
    for name, score in (("Acme", 10), ("Globex", 9), ("Initech", 3)):
        answers(stage, autumn, name, score, on=date(2025, 5, 4))
    with stage.duly.database.write() as session:
        # Globex had renewed before it said so; Acme and Initech did after.
        for number, (name, day) in enumerate((
            ("Acme", date(2026, 3, 1)), ("Globex", date(2025, 2, 1)), ("Initech", date(2026, 1, 1)),
        ), 1):  # fmt: skip
            found = customers.named(session, TEAM, name)
            assert found
            session.add(Renewal(
                team_id=TEAM, number=number, title="R", created_at=stage.now, state="renewed",
                customer_id=found.customer_id, renews_on=day, tier="key", ended_on=day,
            ))  # fmt: skip
    assert (
        "Of two who gave 9 or 10 in 2025, none left and one renewed. One customer gave 0 to 6 in "
        "2025 and renewed."
    ) in stage.types(NORA, "/cx voices")
    # Who renewed and left afterwards, left.
    stage.types(OMAR, "/cx lost Acme on 2026-11-20 they said “price”")
    stage.fills_in(OMAR, stated="price")
    stage.closes(OMAR)
    assert "Of two who gave 9 or 10 in 2025, one left. One" in stage.types(NORA, "/cx voices")


@on_sqlite
def test_the_room_pack_has_a_page_of_it(stage: Stage) -> None:
    with stage.duly.database.read() as session:
        assert room_page.read(session, stage.now, TEAM, date(2026, 11, 1)) is None
    autumn = survey(stage, "Autumn survey", AUTUMN)
    answers(stage, autumn, "Globex", 3, "Karim says so", who="Karim Haddad")
    survey(stage, "Quiet survey", [3, 9], is_named=False, opened_on=date(2026, 11, 1))
    with stage.duly.database.read() as session:
        chapter = room_page.read(session, stage.now, TEAM, date(2026, 11, 1))
        assert room_page.read(session, stage.now, TEAM, date(2026, 10, 1)) is None
        quiet = room_page.read(session, stage.now, TEAM, date(2026, 12, 1))
        assert session.exec(select(Respondent.name)).one() == "Karim Haddad"
    assert chapter
    # A month without answers says so, and since when.
    assert quiet
    assert list(quiet.section.sentences[:1]) == [
        "Nobody answered a survey in December 2026. The last answers are of November 2026."
    ]
    assert "nobody who gave one in 2025 or 2026 has heard from us since" in str(quiet.section)
    rows = chapter.section.figures[0].table.rows
    assert rows == [
        ("Autumn survey", "Would recommend us", "15", "−13", "−51", "29"),
        ("Quiet survey", "Would recommend us", "Fewer than five", "–", "–", "–"),
    ]
    assert "Karim" not in str(chapter)


@on_sqlite
def test_the_room_pack_says_how_many_more_surveys_were_answered(stage: Stage) -> None:
    for number in range(25):
        survey(stage, f"Survey {number}", [9] * 5, opened_on=date(2026, 10, 1 + number))
    # Of surveys that opened later and that nobody has answered none hides what was answered.
    for number in range(25):
        survey(stage, f"Later {number}", [], opened_on=date(2026, 11, 1))
    with stage.duly.database.read() as session:
        chapter = room_page.read(session, stage.now, TEAM, date(2026, 11, 1))
    assert chapter
    names = [row[0] for row in chapter.section.figures[0].table.rows]
    assert names == ["Survey 24", "Survey 23", "Survey 22"]
    assert (
        "22 surveys that opened earlier were answered in the month, too."
        in chapter.section.sentences
    )
    # The one before is found as well, however many lie in between.
    assert "*Would recommend us* 100, from five answers." in stage.types(NORA, "/cx voices")
    assert "Survey 23: 100, from 5." in stage.types(NORA, "/cx voices")
    listed = stage.clicks_answer(NORA, "Surveys…")
    assert "50 surveys, the newest first." in listed
    assert "and 30 older ones" in listed
