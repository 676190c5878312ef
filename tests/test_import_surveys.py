"""Surveys come in from a file: each once by its name, with its days and who is asked by name."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from bot import importing
from handlers.front.imports import Subject
from storage.contacts import Contact
from storage.customers import Customer
from storage.database import Database
from storage.history import Event
from storage.invitations import SurveyInvitation
from storage.surveys import Survey
from tests.cast import OMAR, TEAM
from tests.exported import rows, written
from tests.importer import NOW, Importer, rows_of
from tests.test_import_answers import HOSTILE, answers

HEAD = "name,question,highest,named,asked,tiers,only,customers,opened_on,closes_on"
SPRING = "Spring,recommend,,,,key,,,2026-03-02,2026-03-31"
EASE = "Was it easy,easy,5,,40,,,Globex; Acme,2026-11-02,"
QUIET = f"{HOSTILE},words,,false,12,,,,,"


def brought(bring: Importer, *lines: str, head: str = HEAD, **order: object) -> importing.Report:
    text = "\n".join([head, *lines])
    return bring(Subject.SURVEYS, text, file="programme.csv", by="omar", **order)


def kept(database: Database) -> dict[str, Survey]:
    return {each.name: each for each in rows_of(database, Survey)}


def deciders(database: Database, *places: tuple[str, str]) -> None:
    """Who decides at which customer; Acme is the one that is a key account."""
    with database.write() as session:
        before = len(session.exec(select(Contact)).all())
        for number, (customer, name) in enumerate(places, start=before + 1):
            found = session.exec(select(Customer).where(Customer.name == customer)).one()
            session.add(Contact(
                team_id=TEAM, number=number, title=name, key=name.casefold(), created_at=NOW,
                quiet_from=NOW.date(), customer_id=found.customer_id,
            ))  # fmt: skip


def listed(database: Database) -> dict[str, int]:
    """How many stand on the list of each survey."""
    names = {each.survey_id: each.name for each in rows_of(database, Survey)}
    found: dict[str, int] = {}
    for each in rows_of(database, SurveyInvitation):
        found[names[each.survey_id]] = found.get(names[each.survey_id], 0) + 1
    return found


def test_surveys_come_in_once_with_who_is_asked(bring: Importer) -> None:
    deciders(bring.database, ("Acme", "Jana Weiss"), ("Globex", "Karim Haddad"))
    trial = brought(bring, SPRING, EASE, QUIET, is_trial=True).tally
    assert (trial.added, trial.refused, kept(bring.database)) == (3, 0, {}), trial.rejected
    said = brought(bring, SPRING, EASE, QUIET).tally
    assert (said.added, said.refused) == (3, 0), said.rejected
    found = kept(bring.database)
    spring, ease, quiet = found["Spring"], found["Was it easy"], found[HOSTILE]
    assert (spring.question, spring.highest, spring.is_named, spring.asked, spring.tiers) == (
        "recommend", 10, True, 1, ["key"],
    )  # fmt: skip
    assert (spring.opened_on, spring.closes_on) == (date(2026, 3, 2), date(2026, 3, 31))
    assert (ease.highest, ease.asked, quiet.is_named, quiet.asked) == (5, 40, False, 12)
    assert spring.created_by == OMAR
    assert listed(bring.database) == {"Spring": 1, "Was it easy": 2}
    invited = rows_of(bring.database, SurveyInvitation)
    assert {each.asked_on for each in invited} == {date(2026, 3, 2), date(2026, 11, 2)}
    again = brought(bring, SPRING, EASE, QUIET).tally
    assert (again.added, again.updated, again.already_there) == (0, 0, 3), again.changes
    # Who decides there by now is asked when a line says something anew, and not before.
    deciders(bring.database, ("Acme", "Paul Adler"))
    assert brought(bring, SPRING).tally.already_there == 1
    right = brought(bring, SPRING.replace("key,,,", "key,,Globex,").replace("03-31", "04-15"))
    assert (right.tally.updated, listed(bring.database)["Spring"]) == (1, 3)
    assert "row 2: Spring: “how many”, “closes” and “who is asked”" in bring.printed
    # How many are asked altogether stays where a line says nothing of it.
    assert brought(bring, EASE.replace(",40,,,Globex; Acme", ",,,,Acme")).tally.updated == 1
    assert kept(bring.database)["Was it easy"].asked == 40
    few = brought(bring, "Spring,recommend,,,1,,,,,").tally
    assert "3 people are on the list, so at least so many" in few.rejected[0].reason
    with bring.database.read() as session:
        told = str([each.details for each in session.exec(select(Event))])
    assert "Jana" not in told


def test_what_cannot_be_meant_says_why_and_the_rest_comes_in(bring: Importer) -> None:
    deciders(bring.database, ("Acme", "Jana Weiss"))
    lines = {
        ",recommend,,,,,,,,": "“name” is empty.",
        "A,,,,,,,,,": "“question” is empty.",
        "A,often,,,,,,,,": "“often” is nothing that a survey asks.",
        "A,easy,6,,,,,,,": "is nothing that a survey asks.",
        "A,words,,perhaps,,,,,,": "It can be true or false.",
        "A,words,,,some,,,,,": "a whole number",
        "A,words,,,,gold,,,,": "gold",
        "A,words,,,,key,colour: red,,,": "It can be a product, a geography or a vertical",
        "A,words,,,,,product: Flow,,,": "That narrows tiers down.",
        "A,words,,,,,,Nobody,,": "I don't know a customer called “Nobody”.",
        "A,words,,,,strategic,,,,": "Nobody is written down who decides there.",
        "A,words,,false,,key,,,,": "A survey without names keeps nobody's",
        "A,words,,,,,,,2026-11-20,2026-11-02": "That day is over.",
        "A,words,,,,,,,soon,": "I can't read “soon”",
        "In conversation,recommend,,,,,,,,": "There is a survey of that name already.",
    }
    said = brought(bring, *lines, SPRING).tally
    assert (said.added, said.refused) == (1, len(lines)), said.rejected
    assert list(kept(bring.database)) == ["Spring"], "nothing of a line that waits"
    for left, why in zip(said.rejected, lines.values(), strict=True):
        assert why in left.reason, left
    late = brought(bring, "Spring,recommend,,,,strategic,,,2026-02-01,2026-04-30").tally
    assert late.refused == 1
    assert kept(bring.database)["Spring"].closes_on == date(2026, 3, 31)
    other = brought(bring, "spring,satisfied,,,,,,,,", "SPRING,recommend,,false,,,,,,").tally
    assert [each.reason for each in other.rejected] == [
        (
            "“Spring” is here and asks something else. Two scales are never one survey: give this "
            "one another name."
        ),
        "“Spring” is here, and whether it keeps names stays as it is. Give this one another name.",
    ]


def test_whom_a_narrowed_tier_does_not_have_stands_there_by_name(bring: Importer) -> None:
    deciders(bring.database, ("Acme", "Jana Weiss"), ("Globex", "Karim Haddad"))
    with bring.database.write() as session:
        acme = session.exec(select(Customer).where(Customer.name == "Acme")).one()
        acme.product, tier = "Flow", acme.tier
        globex = session.exec(select(Customer).where(Customer.name == "Globex")).one()
        globex.tier, globex.product = tier, "Night Desk"
    line = "Spring,words,,,,key,product: Flow,Globex,,"
    assert brought(bring, line).tally.added == 1
    assert listed(bring.database) == {"Spring": 2}
    assert brought(bring, line).tally.already_there == 1
    [row] = rows(bring.database, "surveys")
    assert (row["tiers"], row["only"], row["customers"]) == ("key", "product:Flow", "Globex")


def test_an_import_of_surveys_is_taken_back(bring: Importer) -> None:
    deciders(bring.database, ("Acme", "Jana Weiss"), ("Globex", "Karim Haddad"))
    brought(bring, SPRING, EASE)
    before = kept(bring.database)["Was it easy"]
    brought(bring, EASE.replace("Globex; Acme", "Acme").replace("40", "30"), QUIET)
    assert listed(bring.database)["Was it easy"] == 1
    done = bring.undo(2)
    assert (done.taken_back, done.reasons) == (2, ())
    assert kept(bring.database)["Was it easy"] == before
    assert listed(bring.database) == {"Spring": 1, "Was it easy": 2}
    assert HOSTILE not in kept(bring.database)
    answers(bring, "Spring,r-1,Acme,Jana Weiss,9,,2026-03-05")
    done = bring.undo(1)
    assert done.reasons == (
        "Spring: It stays, as somebody has answered it, or a key belongs to it.",
    )
    assert list(kept(bring.database)) == ["Spring"]
    assert listed(bring.database) == {"Spring": 1}


def test_an_export_of_ours_changes_nothing_here_and_gives_the_same_elsewhere(
    bring: Importer, elsewhere: Importer
) -> None:
    for database in (bring.database, elsewhere.database):
        deciders(database, ("Acme", "Jana Weiss"), ("Globex", "Karim Haddad"))
    brought(bring, SPRING, EASE, QUIET)
    answers(bring, "Spring,r-1,Acme,Jana Weiss,9,Fine,2026-03-05")
    text = written(bring.database, "surveys")
    back = bring(Subject.SURVEYS, text, file="surveys.csv", by="omar").tally
    assert (back.added, back.updated, back.already_there, back.refused) == (0, 0, 3, 0), (
        back.rejected, back.changes,
    )  # fmt: skip
    there = elsewhere(Subject.SURVEYS, text, file="surveys.csv", by="omar").tally
    assert (there.added, there.refused) == (3, 0), there.rejected
    assert written(elsewhere.database, "surveys") == text
    assert listed(elsewhere.database) == listed(bring.database)
    # So do answers, with the file that brought them first.
    given = written(bring.database, "responses")
    assert "answers.csv" in given
    elsewhere(Subject.RESPONSES, given, file="responses.csv", by="omar")
    assert written(elsewhere.database, "responses") == given
