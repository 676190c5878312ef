"""Survey answers come in from a file, each once, and a later file puts them right."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, delete, select

from bot import bringing, importing
from handlers.customers import surveys as room
from handlers.customers.surveys import delivering
from handlers.front.imports import Subject
from handlers.speech.errors import UserError
from storage import people, survey_keys, surveys
from storage.database import Database
from storage.history import Event
from storage.imported_records import ImportedRecord
from storage.issues import Issue
from storage.look_backs import LookBack
from storage.outbox import Message
from storage.surveys import Respondent, Survey, SurveyQuestion, SurveyResponse
from tests import cast
from tests.cast import BEN, OMAR, TEAM
from tests.importer import NOW, Importer, rows_of

HOSTILE = "<!channel> *free* `x` & _y_ 😀 عربي"
HEAD = "survey,id,customer,person,score,words,answered_on"
ANSWERS = (
    f"{HEAD}\n"
    "Autumn survey,r-1,Globex,Karim Haddad,3,I explain the same invoice every month.,2026-11-20\n"
    "Autumn survey,r-2,Acme,Jana Weiss,9,,2026-11-19\n"
    f"Autumn survey,r-3,Initech,,7,{HOSTILE},2026-11-18\n"
)


def opened(
    database: Database,
    name: str = "Autumn survey",
    question: SurveyQuestion = SurveyQuestion.RECOMMEND,
    highest: int | None = None,
    *,
    is_named: bool = True,
) -> None:
    """The CCO opens a survey."""
    with database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        new = room.NewSurvey(name, question, highest, is_named=is_named)
        room.open_survey(session, NOW, omar, new)


@pytest.fixture
def ready(bring: Importer) -> Importer:
    opened(bring.database)
    return bring


def kept(bring: Importer) -> dict[str, SurveyResponse]:
    return {each.external_id: each for each in rows_of(bring.database, SurveyResponse)}


def answers(bring: Importer, *lines: str, **order: object) -> importing.Report:
    text = "\n".join([HEAD, *lines])
    return bring(Subject.RESPONSES, text, file="answers.csv", by="omar", **order)


def sent(bring: Importer, part: str) -> list[str]:
    """To whom a message was written that holds these words."""
    found = rows_of(bring.database, Message)
    return sorted(each.lane for each in found if part in str(each.payload))


def reason(report: importing.Report) -> str:
    [left] = report.tally.rejected
    return left.reason


def test_answers_come_in_once_and_the_same_file_changes_nothing(ready: Importer) -> None:
    said = answers(ready, *ANSWERS.splitlines()[1:]).tally
    assert (said.added, said.refused) == (3, 0), said.rejected
    found = kept(ready)
    assert [found[each].score for each in ("r-1", "r-2", "r-3")] == [3, 9, 7]
    assert found["r-3"].words == HOSTILE
    assert {each.received_by for each in found.values()} == {OMAR}
    assert {each.came for each in found.values()} == {"survey"}
    assert sorted(each.name for each in rows_of(ready.database, Respondent)) == [
        "Jana Weiss", "Karim Haddad",
    ]  # fmt: skip
    [issue] = rows_of(ready.database, Issue)
    assert found["r-1"].issue_number == issue.number
    assert "One low score has an issue by now, new or open before." in ready.printed
    again = answers(ready, *ANSWERS.splitlines()[1:]).tally
    assert (again.added, again.updated, again.already_there) == (0, 0, 3)
    assert kept(ready) == found
    assert len(rows_of(ready.database, Issue)) == 1


def test_a_line_that_was_put_right_changes_the_answer_and_says_so(ready: Importer) -> None:
    answers(ready, "Autumn survey,r-1,Globex,Karim,9,Fine,2026-11-20")
    said = answers(ready, "Autumn survey,r-1,Globex,Karim Haddad,3,Not fine,2026-11-20").tally
    assert (said.added, said.updated) == (0, 1)
    assert "row 2: “r-1”: score, words and person" in ready.printed
    [one] = rows_of(ready.database, SurveyResponse)
    assert (one.score, one.words, one.issue_number) == (3, "Not fine", 1)
    assert len(rows_of(ready.database, Issue)) == 1, "it is a low score by now"
    with ready.database.read() as session:
        told = session.exec(select(Event).where(Event.verb == "corrected")).one()
    assert told.details["fields"] == ["score", "words", "person"]
    assert "fine" not in str(told.details).lower()
    # What a line leaves empty stays.
    again = answers(ready, "Autumn survey,r-1,Globex,,3,,").tally
    assert (again.updated, again.already_there) == (0, 1)
    assert kept(ready)["r-1"].words == "Not fine"


def test_all_lines_count_and_the_rest_waits_with_its_reason(ready: Importer) -> None:
    opened(ready.database, "Free words", SurveyQuestion.WORDS)
    opened(ready.database, "Was it easy", SurveyQuestion.EASY, 5)
    lines = {
        "Autumn survey,a,Globex,,11,,": "11 is not on a scale from 0 to 10.",
        "Autumn survey,b,Globex,,3 of 5,,": "3 of 5 is not on a scale from 0 to 10.",
        "Autumn survey,c,Globex,,great,,": "“great” is no score.",
        "Autumn survey,d,Globexx,,3,,": "I don't know a customer called “Globexx”. Did you mean "
        "Globex? `/cx customer` lists them all. Say who it is: `--value \"customer=Globexx:…\"`, "
        "or that it is none: `--value \"customer=Globexx:Not a customer\"`.",
        "Autmn survey,e,Globex,,3,,": "I don't know a survey called “Autmn survey”. Did you mean "
        "Autumn survey?",
        "Autumn survey,f,Globex,,,,": "Please write down what they said",
        "Autumn survey,g,Globex,,9,,2027-01-01": "That day has not come yet.",
        "Autumn survey,h,Globex,,9,,soon": "I can't read “soon” in “answered_on” as a date.",
        "Autumn survey,,Globex,,9,,": "“id” is empty.",
        f"Autumn survey,{'i' * 301},Globex,,9,,": "“id” has 301 characters, and the most is 300.",
        "Autumn survey,1.5E+15,Globex,,9,,": "a spreadsheet has cut it",
        f"Autumn survey,j,Globex,,9,{'x' * 100_001},": "100,001 characters",
        f"Autumn survey,k,Globex,{'x' * 500},9,,": "name",
        "Free words,l,Globex,,9,Late,": "“Free words” asks for words and has no scale.",
        "Was it easy,m,Globex,,7,,": "7 is not on a scale from 1 to 5.",
        ",n,Globex,,7,,": "“survey” is empty.",
    }  # fmt: skip
    good = f"Autumn survey,z,Acme,,9,{'x' * 100_000},2026-11-20"
    report = answers(ready, *lines, good)
    said = report.tally
    assert (said.added, said.refused) == (1, len(lines)), said.rejected
    for left, why in zip(said.rejected, lines.values(), strict=True):
        assert why in left.reason
    assert len(kept(ready)["z"].words) == 100_000
    assert report.rejected_file is not None
    assert report.rejected_file.read_text(encoding="utf-8-sig").count("\n") >= len(lines)


def test_a_name_that_is_nobodys_is_mapped_or_said_to_be_none(ready: Importer) -> None:
    said = answers(
        ready, "Autumn survey,a,Globex Ltd,Kim,9,,", "Autumn survey,b,Wonka,Charlie,2,,",
        values=["customer=Globex Ltd:Globex", "customer=Wonka:Not a customer"],
    ).tally  # fmt: skip
    assert (said.added, said.refused) == (2, 0), said.rejected
    found = kept(ready)
    assert found["a"].customer_id is not None
    assert (found["b"].customer_id, found["b"].respondent_id, found["b"].score) == (None, None, 2)
    assert [each.name for each in rows_of(ready.database, Respondent)] == ["Kim"]
    assert rows_of(ready.database, Issue) == []


def test_without_names_nobody_is_kept_whatever_the_file_says(bring: Importer) -> None:
    opened(bring.database, is_named=False)
    said = answers(bring, "Autumn survey,a,Nobody at all,Kim,1,It is late,2026-11-20").tally
    assert (said.added, said.refused) == (1, 0), said.rejected
    [one] = rows_of(bring.database, SurveyResponse)
    assert (one.customer_id, one.respondent_id, one.score) == (None, None, 1)
    assert rows_of(bring.database, Respondent) == rows_of(bring.database, Issue) == []
    assert "Kim" not in bring.printed
    assert "Kim" not in str([each.after for each in rows_of(bring.database, ImportedRecord)])
    with bring.database.read() as session:
        assert "Kim" not in str([each.details for each in session.exec(select(Event))])


def test_a_survey_is_named_once_for_the_file_or_opened_with_it(bring: Importer) -> None:
    text = "id,company,nps\na,Globex,9\n"
    with pytest.raises(UserError, match="To which survey do the answers in “spring"):
        bring(Subject.RESPONSES, text, file="spring.csv", by="omar")
    with pytest.raises(UserError, match="don't know a survey called “Spring”"):
        bring(Subject.RESPONSES, text, file="spring.csv", by="omar", answers="Spring")
    with pytest.raises(UserError, match="“often” is nothing that a survey asks"):
        bring(Subject.RESPONSES, text, by="omar", answers="Spring", asks="often")
    order = {"by": "omar", "answers": "Spring", "asks": "recommend", "maps": ["customer=company"]}
    trial = bring(Subject.RESPONSES, text, file="spring.csv", is_trial=True, **order).tally
    assert (trial.added, trial.refused) == (1, 0), trial.rejected
    assert rows_of(bring.database, Survey) == rows_of(bring.database, SurveyResponse) == []
    said = bring(Subject.RESPONSES, text, file="spring.csv", **order).tally
    assert (said.added, said.refused) == (1, 0), said.rejected
    [survey] = rows_of(bring.database, Survey)
    assert (survey.name, survey.question, survey.highest, survey.created_by) == (
        "Spring", "recommend", 10, OMAR,
    )  # fmt: skip
    # What a new one asks holds for no other survey of the file.
    other = answers(bring, "Winter,b,Globex,,9,,", answers="Spring", asks="recommend")
    assert '`--survey "Winter" --asks recommend`' in reason(other)
    assert [each.name for each in rows_of(bring.database, Survey)] == ["Spring"]
    with pytest.raises(UserError, match="Two scales are never one survey"):
        bring(Subject.RESPONSES, text, by="omar", answers="spring", asks="easy-5")


@pytest.mark.parametrize(
    ("question", "highest", "words", "score"),
    [
        (SurveyQuestion.RECOMMEND, 10, "9 - Extremely likely", 9),
        (SurveyQuestion.RECOMMEND, 10, "0 (gar nicht)", 0),
        (SurveyQuestion.RECOMMEND, 10, "10/10", 10),
        (SurveyQuestion.RECOMMEND, 10, "8,0", 8),
        (SurveyQuestion.RECOMMEND, 10, "٧", 7),
        (SurveyQuestion.SATISFIED, 5, "Very satisfied", 5),
        (SurveyQuestion.SATISFIED, 5, "sehr  Unzufrieden", 1),
        (SurveyQuestion.EASY, 7, "Strongly agree", 7),
        (SurveyQuestion.EASY, 7, "Somewhat disagree", 3),
        (SurveyQuestion.EASY, 5, "Very difficult", 1),
        (SurveyQuestion.EASY, 5, "5 von 5", 5),
    ],
)
def test_a_score_is_read_as_survey_tools_write_it(
    bring: Importer, question: SurveyQuestion, highest: int, words: str, score: int
) -> None:
    opened(bring.database, "S", question, highest)
    said = answers(bring, f'S,a,Acme,,"{words}",,').tally
    assert (said.added, said.refused) == (1, 0), said.rejected
    assert kept(bring)["a"].score == score


@pytest.mark.parametrize("words", ["Very satisfied", "9-10", "3 4", "-", "ten"])
def test_what_is_no_score_of_its_scale_is_never_guessed(bring: Importer, words: str) -> None:
    opened(bring.database, "S", SurveyQuestion.RECOMMEND)
    said = answers(bring, f"S,a,Acme,,{words},,").tally
    assert (said.added, said.refused) == (0, 1)


def test_the_same_answer_by_webhook_and_by_file_is_one(ready: Importer) -> None:
    with ready.database.write() as session:
        omar, survey = (
            people.find(session, TEAM, OMAR),
            surveys.named(session, TEAM, "Autumn survey"),
        )
        assert omar
        assert survey
        key = delivering.make_key(session, NOW, omar, "Tool", survey)
        payload = {
            "id": "r-1",
            "customer": "Globex",
            "person": "Karim Haddad",
            "score": 3,
            "words": "I explain the same invoice every month.",
            "answered_on": "2026-11-20",
        }
        delivering.deliver(
            session, NOW, survey_keys.find(session, TEAM, key.key_id) or key, payload
        )
    before = kept(ready)
    said = answers(ready, *ANSWERS.splitlines()[1:]).tally
    assert (said.added, said.already_there, said.updated) == (2, 1, 0)
    assert kept(ready)["r-1"] == before["r-1"]
    assert len(rows_of(ready.database, Issue)) == 1
    with ready.database.write() as session:
        key = session.exec(select(survey_keys.SurveyKey)).one()
        delivering.deliver(session, NOW, key, {"id": "r-2", "customer": "Acme", "score": 1})
    assert kept(ready)["r-2"].score == 9
    assert len(kept(ready)) == 3


def test_more_than_twenty_low_scores_are_one_message_a_person(ready: Importer) -> None:
    houses = "\n".join(f"House {n},ben" for n in range(21))
    ready(Subject.CUSTOMERS, f"name,account_lead\n{houses}")
    lines = [f"Autumn survey,r-{n},House {n},,2,,2026-11-20" for n in range(21)]
    said = answers(ready, *lines[:20]).tally
    assert len(said.calls) == 20
    assert "20 low scores have issues by now, new or open before." in ready.printed
    assert len(sent(ready, "gave 2 of 10")) == 20
    assert sent(ready, "accounts gave low scores") == []
    again = answers(ready, *[line.replace(",r-", ",s-") for line in lines]).tally
    assert len(again.calls) == 21
    assert sent(ready, "21 accounts gave low scores in answers.csv, and you are asked to call") == [
        BEN
    ]
    assert len(sent(ready, "gave 2 of 10")) == 20, "no message for each"


def test_old_low_scores_wait_for_one_answer(ready: Importer) -> None:
    day = NOW.date() - timedelta(days=15)
    said = answers(
        ready, f"Autumn survey,a,Globex,,2,,{day}", f"Autumn survey,b,Acme,,3,,{day}",
        f"Autumn survey,c,Acme,,9,,{day}", f"Autumn survey,d,Acme,,2,,{day + timedelta(days=2)}",
    ).tally  # fmt: skip
    assert (said.old, said.low) == (2, 1)
    assert (
        "Two low scores in this file are older than 14 days. One person is asked which accounts "
        "should still hear from us." in ready.printed
    )
    assert {name: each.follow for name, each in kept(ready).items()} == {
        "a": "waiting", "b": "waiting", "c": None, "d": "issue",
    }  # fmt: skip
    right = answers(ready, f"Autumn survey,a,Globex,,8,,{day}").tally
    assert (right.updated, kept(ready)["a"].follow) == (1, None)
    assert rows_of(ready.database, LookBack) == []


def test_a_low_score_that_nobody_followed_up_before_a_break_is_followed_later(
    ready: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "Autumn survey,a,Globex,,2,,2026-11-20"

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(bringing, "_follow_up", cut)
        assert answers(ready, line).interrupted
    assert (kept(ready)["a"].score, kept(ready)["a"].follow) == (2, None)
    again = answers(ready, line).tally
    assert (again.already_there, again.low) == (1, 1)
    assert (kept(ready)["a"].follow, len(rows_of(ready.database, Issue))) == ("issue", 1)
    assert answers(ready, line).tally.low == 0


def test_an_import_is_taken_back_with_the_issues_that_it_opened(ready: Importer) -> None:
    answers(ready, "Autumn survey,r-0,Acme,Jana Weiss,9,Good,2026-11-19")
    answers(ready, *ANSWERS.splitlines()[1:])
    [before] = [each for each in rows_of(ready.database, Issue) if each.state == "open"]
    assert before.number == 1
    done = importing.undo(ready.database, TEAM, 2, "omar", clock=lambda: NOW + timedelta(hours=1))
    assert (done.taken_back, done.reasons) == (3, ())
    assert list(kept(ready)) == ["r-0"]
    assert [each.state for each in rows_of(ready.database, Issue)] == ["withdrawn"]
    assert [each.name for each in rows_of(ready.database, Respondent)] == ["Jana Weiss"]
    # It can come in again.
    assert answers(ready, *ANSWERS.splitlines()[1:]).tally.added == 3


def test_what_somebody_acted_on_or_put_right_since_stays(ready: Importer) -> None:
    answers(ready, *ANSWERS.splitlines()[1:])
    answers(ready, "Autumn survey,r-2,Acme,Jana Weiss,8,Fine,2026-11-19")
    with ready.database.write() as session:
        session.add(Event(
            team_id=TEAM, happened_at=NOW + timedelta(minutes=5), actor=cast.SARA, verb="noted",
            noun="issue", number=1,
        ))  # fmt: skip
    later = NOW + timedelta(hours=1)
    done = importing.undo(ready.database, TEAM, 1, "omar", clock=lambda: later)
    assert done.taken_back == 1
    assert sorted(done.reasons) == [
        "The answer “r-1”: It stays, as I-1 has it.",
        "The answer “r-2”: score and words were changed since, and so stays as it is.",
    ]
    back = importing.undo(ready.database, TEAM, 2, "omar", clock=lambda: later)
    assert back.reasons == (
        (
            "The answer “r-2”: Its words stay as the file put them right. What they were before is "
            "not kept."
        ),
    )
    assert (kept(ready)["r-2"].score, kept(ready)["r-2"].words) == (9, "Fine")


LINE = st.tuples(
    st.integers(1, 6), st.sampled_from(("Acme", "Globex", "Nobody")), st.integers(-1, 11),
    st.sampled_from(("", "Late", HOSTILE)),
)  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(LINE, min_size=2, max_size=8), cut=st.integers(1, 7))
def test_a_file_in_two_halves_comes_to_the_same(
    ready: Importer, lines: list[tuple[int, str, int, str]], cut: int
) -> None:
    text = [
        f'Autumn survey,r-{number},{who},Kim,{score},"{words}",2026-11-20'
        for number, who, score, words in lines
    ]

    named = Counter(f"r-{number}" for number, *_ in lines)

    def state() -> list[tuple[object, ...]]:
        found = sorted(kept(ready).values(), key=lambda each: each.external_id)
        said = [
            # What is put right by a second file was followed up after the first.
            (each.external_id, each.customer_id, each.score, each.words, each.answered_on,
             each.follow if named[each.external_id] == 1 else None)
            for each in found
        ]  # fmt: skip
        with ready.database.write() as session:
            for table in (SurveyResponse, Respondent, ImportedRecord):
                session.exec(delete(table).where(col(table.team_id) == TEAM))
        return said

    answers(ready, *text)
    whole = state()
    answers(ready, *text[:cut])
    answers(ready, *text[cut:])
    assert state() == whole


PLAIN = "survey,customer,person,score,words,answered_on"


def without_ids(bring: Importer, *lines: str, **order: object) -> importing.Report:
    text = "\n".join([PLAIN, *lines])
    return bring(Subject.RESPONSES, text, file="plain.csv", by="omar", **order)


def test_answers_without_ids_are_known_again_by_who_gave_them_when(ready: Importer) -> None:
    lines = (
        "Autumn survey,Globex,Karim Haddad,3,Late again,2026-11-20 10:15",
        "Autumn survey,Globex,Karim Haddad,8,Better,2026-11-20 16:40",
        "Autumn survey,Acme,,9,,2026-11-19",
        "Autumn survey,Acme,,9,,2026-11-19",
        "Autumn survey,Acme,,9,,2026-11-18",
        f"Autumn survey,Initech,,7,{HOSTILE},",
    )
    told = "an answer is known again by its survey, customer, person and moment"
    trial = without_ids(ready, *lines, is_trial=True).tally
    assert (trial.added, trial.already_there, trial.alike) == (5, 1, [5]), trial.rejected
    assert told in ready.printed
    assert "Row 5 says the same as an earlier row, so it counts once with that." in ready.printed
    said = without_ids(ready, *lines).tally
    assert (said.added, said.alike, said.refused) == (5, [5], 0), said.rejected
    before = kept(ready)
    assert sorted(each.score for each in before.values()) == [3, 7, 8, 9, 9]
    assert not any("Karim" in each or "Late" in each for each in before)
    # The same once more, saved by a spreadsheet that writes days otherwise.
    again = without_ids(
        ready, *[each.replace("2026-11-20 ", "20.11.2026 ") for each in lines]
    ).tally
    assert (again.added, again.updated, again.differing, again.already_there) == (0, 0, 0, 6)
    assert kept(ready) == before
    assert len(rows_of(ready.database, Issue)) == 1
    # Another score of one person and moment is no second answer.
    right = lines[1].replace(",8,Better,", ",6,,")
    other = without_ids(ready, right).tally
    assert (other.added, other.updated, other.differing) == (0, 0, 1)
    assert "something else: score. To put it right: `--update`." in other.changed[0].reason
    assert without_ids(ready, right, is_update=True).tally.updated == 1
    assert sorted(each.score for each in kept(ready).values()) == [3, 6, 7, 9, 9]
    done = ready.undo(1)
    assert done.taken_back == 4, done.reasons


def test_without_names_and_ids_no_fingerprint_of_a_person_is_kept(bring: Importer) -> None:
    opened(bring.database, is_named=False)
    said = without_ids(
        bring, "Autumn survey,Acme,Kim,9,,2026-11-20", "Autumn survey,Globex,Lou,9,,2026-11-20",
        "Autumn survey,Globex,Lou,9,Fine,2026-11-20",
    ).tally  # fmt: skip
    assert (said.added, said.already_there, said.alike) == (2, 1, [3])
    first = set(kept(bring))
    assert without_ids(bring, "Autumn survey,,,9,,2026-11-20").tally.already_there == 1
    assert set(kept(bring)) == first


PLAIN_LINE = st.tuples(
    st.sampled_from(("Acme", "Globex", "Nobody")), st.sampled_from(("Kim", "", "kim ")),
    st.integers(-1, 11), st.sampled_from(("", "Late", HOSTILE)),
    st.sampled_from(("2026-11-20", "2026-11-20 09:30", "", "soon")),
)  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(PLAIN_LINE, min_size=2, max_size=8), cut=st.integers(1, 7))
def test_a_file_without_ids_in_two_halves_comes_to_the_same(
    ready: Importer, lines: list[tuple[str, str, int, str, str]], cut: int
) -> None:
    text = [
        f'Autumn survey,{who},{person},{score},"{words}",{on}'
        for who, person, score, words, on in lines
    ]

    def state() -> list[tuple[object, ...]]:
        return sorted(
            (each.external_id, str(each.customer_id), each.score, each.words, each.answered_on,
             str(each.follow))
            for each in kept(ready).values()
        )  # fmt: skip

    without_ids(ready, *text)
    whole = state()
    again = without_ids(ready, *text).tally
    assert (again.added, again.updated, state()) == (0, 0, whole)
    with ready.database.write() as session:
        for table in (SurveyResponse, Respondent, ImportedRecord):
            session.exec(delete(table).where(col(table.team_id) == TEAM))
    without_ids(ready, *text[:cut])
    without_ids(ready, *text[cut:])
    assert state() == whole
    with ready.database.write() as session:
        for table in (SurveyResponse, Respondent, ImportedRecord):
            session.exec(delete(table).where(col(table.team_id) == TEAM))
