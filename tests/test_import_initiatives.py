"""Initiatives come in from a file, each once; a corrected line changes one, and nothing is cut."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from bot import importing
from handlers.customers import initiatives as room
from handlers.customers.initiatives import cuts, moves
from handlers.front.imports import Subject
from storage import hanging, initiatives, people, workspaces
from storage.history import Event
from storage.imported_records import ImportedRecord
from storage.initiatives import Initiative
from storage.twins import Twin
from tests import cast
from tests.cast import GRACE, HANA, OMAR, TEAM
from tests.exported import written
from tests.importer import NOW, Importer, rows_of

HOSTILE = "<!channel> *free* `x` & _y_ 😀 عربي"
HEAD = "id,title,department,owner,from,until,money,currency,tiers,customers"
CALL = (
    'F-1,"First ninety days: a welcome call, a guide",Support,grace,2027-01-01,2027-03-31,60 k,'
    "EUR,,Acme; Globex"
)
DESK = (
    "F-2,Onboarding desk: a welcome call,Product,hana,2027-01-15,2027-04-30,45000,EUR,,Acme;Globex"
)
PORTAL = f"F-3,{HOSTILE},Billing,maria,2027-06-01,2027-07-31,,,key,"


def brought(bring: Importer, *lines: str, head: str = HEAD, **order: object) -> importing.Report:
    text = "\n".join([head, *lines])
    return bring(Subject.INITIATIVES, text, file="finance.csv", by="omar", **order)


def kept(bring: Importer) -> dict[int, Initiative]:
    return {each.number: each for each in rows_of(bring.database, Initiative)}


def names(bring: Importer, number: int) -> list[str]:
    with bring.database.read() as session:
        return initiatives.names(session, TEAM, [number]).get(number, [])


def in_currency(bring: Importer, code: str) -> None:
    """The company says in which currency its money is."""
    with bring.database.write() as session:
        workspace = workspaces.find(session, TEAM)
        assert workspace
        workspace.currency = code
        session.add(workspace)


def test_initiatives_come_in_once_and_those_alike_are_asked_about(bring: Importer) -> None:
    trial = brought(bring, CALL, DESK, PORTAL, is_trial=True).tally
    assert (trial.added, trial.refused, kept(bring)) == (3, 0, {})
    said = brought(bring, CALL, DESK, PORTAL).tally
    assert (said.added, said.refused) == (3, 0), said.rejected
    found = kept(bring)
    first = found[1]
    assert (first.title, first.owner_id, first.begins_on, first.ends_on) == (
        "First ninety days: a welcome call, a guide", GRACE, date(2027, 1, 1), date(2027, 3, 31),
    )  # fmt: skip
    assert (first.amount, first.currency, names(bring, 1)) == (60_000, "EUR", ["Acme", "Globex"])
    assert (found[3].title, found[3].tiers, found[3].amount) == (HOSTILE, ["key"], None)
    assert {each.recorded_by for each in found.values()} == {OMAR}
    # As with the form: both who answer for them are asked.
    [pair] = rows_of(bring.database, Twin)
    assert (pair.one, pair.other, pair.state) == (1, 2, "asked")
    again = brought(bring, CALL, DESK, PORTAL).tally
    assert (again.added, again.updated, again.already_there) == (0, 0, 3)
    assert kept(bring) == found
    assert len(rows_of(bring.database, Twin)) == 1


def test_a_line_that_was_put_right_changes_just_that_and_says_so(bring: Importer) -> None:
    brought(bring, CALL)
    with bring.database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        here = room.named(session, omar, "N-1", moves.CHANGE)
        room.make(session, NOW, moves.CHANGE, here, omar, {"title": "A better name"})
    # What somebody has changed here, and the file has not, stays.
    assert brought(bring, CALL).tally.already_there == 1
    right = CALL.replace("60 k", "55 k").replace("grace", "diego").replace("Acme; Globex", "Acme")
    said = brought(bring, right).tally
    assert (said.added, said.updated, said.refused) == (0, 1, 0), said.rejected
    assert "row 2: N-1: " in bring.printed
    [change] = said.changes
    assert all(each in change.said for each in ("owner", "money", "customers")), change.said
    one = kept(bring)[1]
    assert (one.title, one.amount, one.owner_id) == ("A better name", 55_000, cast.DIEGO)
    assert names(bring, 1) == ["Acme"]
    # An empty cell leaves what is there, and our number is enough.
    short = brought(bring, "N-1,,2027-04-30", head="ref,money,until").tally
    assert (short.updated, short.refused) == (1, 0), short.rejected
    assert (kept(bring)[1].amount, kept(bring)[1].ends_on) == (55_000, date(2027, 4, 30))
    # In a column of the file's own ids N-1 is such an id, and not our number.
    theirs = brought(bring, PORTAL.replace("F-3", "N-1")).tally
    assert (theirs.added, theirs.updated, kept(bring)[1].amount) == (1, 0, 55_000)
    with bring.database.read() as session:
        verbs = [each.verb for each in session.exec(select(Event)) if each.noun == "initiative"]
    assert verbs.count("changed") == 3


def test_lines_that_name_no_department_are_asked_about_together(bring: Importer) -> None:
    lines = [
        CALL,
        *(CALL.replace("F-1", f"G-{n}").replace("Support", "") for n in range(3)),
    ]
    said = brought(bring, *lines).tally
    assert (said.added, said.refused, said.unpaid) == (1, 3, [3, 4, 5])
    assert {each.reason for each in said.rejected} == {"It names no department. Whose is it?"}
    printed = " ".join(bring.printed.split())
    assert "Lines 3 to 5 name no department. Whose are they?" in printed
    assert '`--value "department=:DEPARTMENT"`' in printed
    told = brought(bring, *lines, values=["department=:Sales"]).tally
    assert (told.added, told.already_there, told.refused) == (3, 1, 0), told.rejected
    # Also where no column names one.
    head = "title,owner,from,until"
    alone = brought(bring, "A guide,hana,2027-01-01,2027-02-01", head=head).tally
    assert alone.unpaid == [2]
    line = "A guide,hana,2027-01-01,2027-02-01"
    known = brought(bring, line, head=head, values=["department=:Product"]).tally
    assert (known.added, known.refused) == (1, 0), known.rejected
    assert kept(bring)[5].owner_id == HANA


def test_what_cannot_be_said_waits_with_the_sentence_of_the_form(bring: Importer) -> None:
    in_currency(bring, "EUR")
    lines = {
        CALL.replace("2027-03-31", "2026-12-01"): "Which of the two is wrong?",
        CALL.replace("60 k", "a lot"): "I can't read “a lot” as an amount.",
        CALL.replace("EUR", "CHF"): "CHF",
        CALL.replace("60 k,EUR", "-5,"): "I can't read “-5” as an amount.",
        CALL.replace("grace", ""): "Please choose who answers for it.",
        CALL.replace("grace", "omar"): "Omar",
        CALL.replace("grace", "nobody"): "Slack's directory has nobody called “nobody”.",
        CALL.replace("Support", "Suport"): "Did you mean Support?",
        CALL.replace("2027-01-01", ""): "Please choose the day on which it begins",
        CALL.replace("2027-01-01", "soon"): "I can't read “soon” in “from” as a date.",
        CALL.replace("2027-03-31", "2087-03-31"): "more than 10 years away",
        CALL.replace("Acme; Globex", "Acme; Wonka"): "I don't know a customer called “Wonka”.",
        CALL.replace(",EUR,,", ",EUR,gold,"): "“tier” says “gold”.",
        CALL.replace("First ninety days", "x" * 10_000): "characters",
        CALL.replace("First ninety days: a welcome call, a guide", ""): "what customers will",
        CALL.replace("F-1", "1.5E+15"): "a spreadsheet has cut it",
        CALL.replace("F-1", "i" * 201): "“id” has 201 characters, and the most is 200.",
    }  # fmt: skip
    numbered = [line.replace("F-1", f"A-{n}") for n, line in enumerate(lines)]
    said = brought(bring, *numbered, CALL).tally
    assert (said.added, said.refused) == (1, len(lines)), said.rejected
    for left, why in zip(said.rejected, lines.values(), strict=True):
        assert why in left.reason, (why, left.reason)
    twice = brought(bring, DESK, DESK.replace("45000", "44000")).tally
    assert (twice.added, twice.refused) == (1, 1)
    assert "the same id" in twice.rejected[0].reason
    # Whichever came first stays, however often the file comes.
    again = brought(bring, DESK, DESK.replace("45000", "44000")).tally
    assert (again.updated, again.already_there, again.refused) == (0, 1, 1)
    assert kept(bring)[2].amount == 45_000


def test_each_amount_keeps_its_currency_where_the_company_has_none(bring: Importer) -> None:
    said = brought(bring, CALL, DESK.replace("EUR", "CHF"), PORTAL.replace(",,,key", ",70 k,,key"))
    assert (said.tally.added, said.tally.refused) == (3, 0), said.tally.rejected
    found = kept(bring)
    assert [found[n].currency for n in (1, 2, 3)] == ["EUR", "CHF", None]
    with bring.database.read() as session:
        assert initiatives.costs(session, TEAM).sums == {"EUR": 60_000, "CHF": 45_000, None: 70_000}
    # Money of one that is here stays in its own.
    other = brought(bring, CALL.replace("EUR", "USD")).tally
    assert (other.updated, other.refused) == (0, 1)
    assert kept(bring)[1].currency == "EUR"


def test_a_line_that_is_marked_as_cut_cuts_nothing(bring: Importer) -> None:
    head = f"{HEAD},status"
    brought(bring, f"{CALL},open", head=head, maps=["state=status"])
    order = {"head": head, "maps": ["state=status"]}
    said = brought(bring, f"{CALL},Cut", f"{DESK},cut", f"{PORTAL},joined", **order).tally
    assert (said.added, said.updated, said.refused) == (0, 0, 3)
    reasons = [each.reason for each in said.rejected]
    assert "Cut it with `/cx N-1`, which says first which customers that touches." in reasons[0]
    assert "a file cuts nothing. Write it down as open" in reasons[1]
    assert reasons[2] == "It is marked as joined, so it is not written down."
    assert [each.state for each in kept(bring).values()] == ["open"]
    wrong = brought(bring, f"{CALL},perhaps", **order).tally
    assert "“status” says “perhaps”." in wrong.rejected[0].reason
    with bring.database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        cuts.cut(session, NOW, omar, "N-1", "Too dear", cast.NORA)
    # Once it is cut here, that is what the line says.
    assert brought(bring, f"{CALL},cut", **order).tally.already_there == 1
    late = brought(bring, f"{CALL.replace('60 k', '50 k')},open", **order).tally
    assert "N-1 is cut, and nothing was changed." in late.rejected[0].reason


def test_what_a_file_brought_is_taken_back_and_what_it_changed_is_as_before(
    bring: Importer,
) -> None:
    brought(bring, CALL)
    before = kept(bring)[1]
    brought(bring, CALL.replace("60 k", "90 k").replace("2027-03-31", "2027-05-31"), DESK)
    assert (kept(bring)[1].amount, len(rows_of(bring.database, Twin))) == (90_000, 1)
    done = bring.undo(2)
    assert (done.taken_back, done.reasons) == (2, ())
    assert kept(bring)[1] == before
    assert kept(bring)[2].state == "taken back"
    assert [each.state for each in rows_of(bring.database, Twin)] != ["asked"]
    # It can come in again.
    again = brought(bring, CALL.replace("60 k", "90 k"), DESK).tally
    assert (again.added, again.updated, kept(bring)[3].state) == (1, 1, "open")
    bring.undo(3)
    assert bring.undo(1).taken_back == 1
    assert {each.state for each in kept(bring).values()} == {"taken back"}


def test_what_somebody_acted_on_since_stays(bring: Importer) -> None:
    brought(bring, CALL, DESK, PORTAL)
    with bring.database.write() as session:
        omar = people.find(session, TEAM, OMAR)
        assert omar
        here = room.named(session, omar, "N-1", moves.CHANGE)
        room.make(session, NOW, moves.CHANGE, here, omar, {"amount": 1})
    bring(
        Subject.TASKS, "id,title,owner,department,due\n1,Call,sara,Billing,2026-12-01\n",
        by="omar",
    )  # fmt: skip
    with bring.database.write() as session:
        hanging.add(session, TEAM, 2, 1)
    done = bring.undo(1)
    assert done.taken_back == 1
    assert sorted(done.reasons) == [
        "N-1: money was changed since, and so stays as it is.",
        "N-2: It stays, as T-1 hangs on it.",
    ]
    assert [each.state for each in kept(bring).values()] == ["open", "open", "taken back"]
    assert len(rows_of(bring.database, ImportedRecord)) == 3


def test_an_export_of_ours_changes_nothing_here_and_gives_the_same_elsewhere(
    bring: Importer, elsewhere: Importer
) -> None:
    brought(bring, CALL, DESK, PORTAL)
    text = written(bring.database, "initiatives")
    back = bring(Subject.INITIATIVES, text, file="initiatives.csv", by="omar").tally
    assert (back.added, back.updated, back.already_there, back.refused) == (0, 0, 3, 0), (
        back.rejected, back.changes,
    )  # fmt: skip
    there = elsewhere(Subject.INITIATIVES, text, file="initiatives.csv", by="omar").tally
    assert (there.added, there.refused) == (3, 0), there.rejected
    assert written(elsewhere.database, "initiatives") == text
    again = elsewhere(Subject.INITIATIVES, text, file="initiatives.csv", by="omar").tally
    assert (again.added, again.already_there) == (0, 3)
    # Put right in a spreadsheet, it changes what is here.
    right = bring(
        Subject.INITIATIVES, text.replace("60000", "61000"), file="initiatives.csv", by="omar"
    ).tally
    assert (right.updated, right.already_there, kept(bring)[1].amount) == (1, 2, 61_000)


def test_a_file_names_whole_segments(bring: Importer) -> None:
    head = "id,title,department,owner,from,until,segments"
    line = "F-9,A desk,Billing,maria,2027-06-01,2027-07-31,"
    said = "product: Flow; region:Europe; Flag:Cannot lose"
    assert brought(bring, f'{line}"{said}"', head=head).tally.added == 1
    stands = ["flag:cannot lose", "geography:Europe", "product:Flow"]
    assert kept(bring)[1].segments == stands
    for wrong in ("colour:red", "Flow", "flag:gold", "product:"):
        tally = brought(bring, f"{line.replace('9', '10')}{wrong}", head=head).tally
        assert tally.refused == 1
        assert "I know no segment" in str(tally.rejected)
    assert len(kept(bring)) == 1
