"""Everyone hears what concerns them: who asked, who owns it, who had it, who leads, who helps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import routes
from handlers.promises import moves
from handlers.promises.hearers import Hearer, Hears
from handlers.promises.progress.cards import SHOWN
from storage import counters
from storage.issues import Issue
from tests import rows
from tests.cast import BEN, DIEGO, GRACE, LEE, MARIA, NORA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage
from tests.stories.test_story import offered

TASK = "/cx task Rewrite the refund mail to @sara by friday for Acme"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


# --- whoever asked ---


def test_whoever_asked_reads_what_became_of_it_in_one_message_a_day(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx task Check the display to @tom by friday")
    assert stage.reads(OMAR) == []
    stage.clicks(SARA, "Take it", "T-1")
    [told] = stage.reads(OMAR)
    assert told == "→ *T-1 Rewrite the refund mail*, Acme: @sara took it, by Fri 27 Nov"
    stage.types(TOM, "/cx done T-2 evidence It works again")
    [told] = stage.reads(OMAR)
    assert told.splitlines() == [
        "*What became of what you asked* · Mon 23 Nov",
        "✓ *T-2 Check the display*: done by @tom, four days early: “It works again”",
        "→ *T-1 Rewrite the refund mail*, Acme: @sara took it, by Fri 27 Nov",
        "[Open the list…]",
    ]
    stage.clicks(OMAR, "Open the list…")
    assert "T-1 Acme: Rewrite the refund mail" in stage.sees_form(OMAR).replace("*", "")
    stage.closes(OMAR)
    stage.types(SARA, "/cx date T-1 thursday because I wait for legal")
    [told] = stage.reads(OMAR)
    assert "@sara moved it to Thu 26 Nov, “I wait for legal”" in told
    assert "took it" not in told, "a later change replaces the line"
    stage.passes(days=1)
    stage.types(SARA, "/cx done T-1")
    assert len([each for each in stage.reads(OMAR) if "done by @sara" in each]) == 1
    assert "Thu 26 Nov" in stage.reads(OMAR)[0], "yesterday's stays as it was"
    assert rows.state(stage, "T-1") == ("done", SARA)


def test_nobody_hears_of_what_they_did_themselves(stage: Stage) -> None:
    stage.types(SARA, "/cx task Call Globex to me by friday")
    stage.types(SARA, "/cx date T-1 thursday because it is quiet then")
    stage.types(SARA, "/cx done T-1")
    assert [each for each in stage.reads(SARA) if "became" in each or "→" in each] == []


def test_the_message_of_the_day_waits_for_its_reader(stage: Stage) -> None:
    """Grace works in New York, where it is four in the morning."""
    stage.types(GRACE, "/cx issue Refund missing for Acme in Billing")
    stage.clicks(MARIA, "Take it", "I-1")
    assert stage.reads(GRACE) == []
    stage.passes(until=datetime(2026, 11, 23, 14, 5, tzinfo=UTC))
    [told] = stage.reads(GRACE)
    assert "*I-1 Refund missing*, Acme: @maria took it" in told


def test_moved_hours_are_measured_against_the_first_date(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx date T-1 2026-12-11 because legal reads it")
    told = stage.types(SARA, "/cx done T-1")
    assert "Done, four days early" in told


@on_sqlite
def test_of_very_many_things_twelve_are_shown_and_the_rest_is_behind_a_button(
    stage: Stage,
) -> None:
    for number in range(1, SHOWN + 6):
        stage.types(OMAR, f"/cx task Call number {number} to @sara by friday")
        stage.types(SARA, f"/cx take T-{number}")
    [told] = stage.reads(OMAR)
    assert told.count("→ ") == SHOWN
    assert "and 5 more" in told
    stage.clicks(OMAR, f"Show all {SHOWN + 5}…")
    form = stage.sees_form(OMAR)
    assert form.count("→ ") == SHOWN + 5
    assert "What became of it" in form


def test_a_no_comes_at_once_with_who_why_and_a_button_that_works(stage: Stage) -> None:
    stage.types(BEN, TASK)
    stage.types(LEE, "/cx no T-1 because legal forbids it")
    [told] = stage.reads(BEN)
    assert "@lee said no to *T-1 Rewrite the refund mail* for Acme, a key account" in told
    assert "“legal forbids it”" in told
    assert "@lee said no to this for you: “legal forbids it”." in stage.reads(SARA)[-1]
    stage.clicks(BEN, "They know", "T-1")
    assert "@ben told Acme." in stage.reads(BEN)[-1]
    assert "[They know]" not in stage.reads_all(BEN)
    assert rows.owed(stage, "T-1") == {"review": MARIA}


def test_a_lead_may_tell_the_customer_and_then_nobody_is_asked(stage: Stage) -> None:
    stage.types(BEN, TASK)
    stage.types(SARA, "/cx no T-1 because legal forbids it")
    stage.clicks(MARIA, "It stands", "T-1")
    stage.passes(days=14)
    stage.clicks(OMAR, "They know", "T-1")
    assert stage.sees_form(OMAR) == ""
    assert rows.owed(stage, "T-1") == {}
    assert rows.happened(stage, "T-1")[-1] == (OMAR, "told")


# --- its owner, and whoever had it ---


def test_what_is_done_for_an_owner_is_said_with_whose_it_is(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(MARIA, "/cx take T-1")
    assert "@maria took this for you, by Fri 27 Nov. Is that right?" in stage.reads(SARA)[-1]
    stage.clicks(SARA, "That is right", "T-1")
    assert "It is yours, by Fri 27 Nov." in stage.reads(SARA)[-1]
    assert rows.item(stage, "T-1").promised_by == SARA
    assert rows.owed(stage, "T-1") == {"finish": SARA}
    stage.types(MARIA, "/cx done T-1 evidence mail is live")
    said = stage.reads(SARA)[-1]
    assert "@maria marked this done for you: “mail is live”. Nothing more is asked of you." in said
    assert "Thank you" not in said
    assert said.count("mail is live") == 1, "nothing beneath says so again"


def test_still_good_has_its_yes_and_is_not_asked_again(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Take it", "T-1")
    stage.passes(until=datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert "You gave Fri 27 Nov. Still good?" in stage.reads(SARA)[-1]
    stage.clicks(SARA, "Still good", "T-1")
    assert "✓ T-1: you said that Fri 27 Nov stands." in stage.reads(SARA)[-1]
    assert rows.owed(stage, "T-1") == {"finish": SARA}
    before = len(stage.reads(SARA))
    stage.passes(days=1)
    assert len(stage.reads(SARA)) == before, "nobody is asked the same twice"
    stage.passes(days=1)
    assert "Today is the day you gave Acme." in stage.reads(SARA)[-1]


def test_a_date_that_a_lead_gave_is_not_called_the_owner_s(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(MARIA, "/cx take T-1")
    stage.passes(until=datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert "@maria gave Fri 27 Nov. Still good?" in stage.reads(SARA)[-1]
    assert "You gave" not in stage.reads_all(SARA)


def test_the_owner_hears_when_somebody_else_offers_and_gives_it_away(stage: Stage) -> None:
    stage.types(NORA, "/cx task Rewrite the offer to @ben by friday for Acme")
    stage.types(OMAR, "/cx handoff T-1 to @tom because Ben has Globex this week")
    said = stage.reads(BEN)[-1]
    assert "@omar offered this to @tom: “Ben has Globex this week”" in said
    assert "It stays with you until they say yes." in said
    stage.clicks(TOM, "Take it over", "T-1")
    said = stage.reads(BEN)[-1]
    assert "@omar gave this to @tom: “Ben has Globex this week”. Nothing is asked of you." in said
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)


def test_what_is_offered_again_is_a_new_message(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx handoff T-1 to @tom because he knows them")
    first = len(stage.reads(TOM))
    stage.clicks(TOM, "Give it back…", "T-1")
    stage.fills_in(TOM, reason="not ours")
    stage.types(SARA, "/cx handoff T-1 to @tom because the parcel is his")
    assert len(stage.reads(TOM)) == first + 1
    assert "the parcel is his" in stage.reads(TOM)[-1]
    assert "what is new stands further down" in stage.reads(TOM)[first - 1]
    stage.clicks(TOM, "Take it over", "T-1")
    assert rows.state(stage, "T-1") == ("acknowledged", TOM)


def test_an_offer_can_be_taken_back(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx handoff T-1 to @tom because he knows them")
    stage.passes(days=9)
    stage.clicks(OMAR, "Take the offer back", "T-1")
    assert rows.offers(stage, "T-1") == [(TOM, False)]
    assert "accept" not in rows.owed(stage, "T-1")


def test_at_the_third_return_those_who_lead_on_either_side_hear_of_it(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    for number in range(3):
        stage.types(SARA, f"/cx handoff T-1 to Logistics because of parcel {number}")
        stage.clicks(TOM, "Give it back…", "T-1")
        stage.fills_in(TOM, reason=f"not ours {number}")
    for lead in (MARIA, TOM):
        said = stage.reads(lead)[-1]
        assert "has come back three times, last from @tom: “not ours 2”" in said, lead
        assert "@maria and @tom: this goes to you" in said
        assert "Who is its one owner?" in said
    assert rows.owed(stage, "T-1")["acknowledge"] == SARA, "until accepted the giver's clock runs"
    stage.clicks(MARIA, "Open…", "T-1")
    story = stage.sees_form(MARIA)
    assert "Offered three times, at the border between Billing and Logistics." in story
    assert "Hand over…" in stage.clicks_in_form(MARIA, "More…")


# --- hands ---


def test_help_is_asked_for_shown_and_given(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    assert "I have asked @maria and @lee." in stage.types(SARA, "/cx help T-1 a second reader")
    assert rows.state(stage, "T-1") == ("open", SARA)
    assert "help wanted" in stage.channel("#billing")[0]
    said = stage.reads(MARIA)[-1]
    assert "@sara asks for help with *T-1 Rewrite the refund mail*: “a second reader”" in said
    assert "Help wanted" in stage.opens_home(MARIA)
    stage.clicks(MARIA, "I'll help", "T-1")
    assert "@maria helps with it." in stage.reads(SARA)[-1]
    assert "@maria helps." in stage.reads(MARIA)[-1]
    assert "help wanted" not in stage.channel("#billing")[0]
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}
    assert rows.happened(stage, "T-1")[-1] == (MARIA, "joined")


def test_whoever_is_asked_to_help_may_find_somebody_else(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(SARA, "/cx help T-1 because I need a lawyer")
    stage.clicks(MARIA, "Find somebody…", "T-1")
    assert "I have asked @diego to help" in stage.fills_in(MARIA, person=DIEGO)
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA, "help": DIEGO}
    stage.passes(hours=8)
    stage.clicks(DIEGO, "I'll help", "T-1")
    assert rows.owed(stage, "T-1") == {"acknowledge": SARA}
    stage.passes(until=datetime(2026, 11, 24, 8, 5, tzinfo=UTC))
    assert "@diego helps with it." in stage.reads(SARA)[-1]


def test_a_lead_who_talks_with_an_owner_is_left_in_peace_meanwhile(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(days=9)
    assert "I'll talk to Sara" in stage.reads(MARIA)[-1]
    stage.clicks(MARIA, "I'll talk to Sara", "T-1")
    assert "I am quiet about it until Thu 3 Dec." in stage.sees_form(MARIA)
    stage.closes(MARIA)
    said = "@maria would like to talk with you about T-1. Bring what would help."
    assert stage.reads(SARA)[-1] == said
    assert rows.happened(stage, "T-1")[-1] == (MARIA, "talked")


@on_sqlite
def test_nobody_gets_quiet_by_talking_with_themselves(stage: Stage) -> None:
    stage.types(OMAR, TASK.replace("@sara", "@maria"))
    said = stage.types(MARIA, "/cx talk T-1")
    assert "T-1 is with you, so there is nobody to talk with about it." in said
    assert (MARIA, "talked") not in rows.happened(stage, "T-1")
    assert "I'll talk to" not in offered(stage, MARIA)
    assert "I'll talk to Maria" in offered(stage, OMAR)


# --- what is said is so ---


@on_sqlite
def test_the_cco_is_not_told_that_nothing_waits_above_what_waits_for_a_department(
    stage: Stage,
) -> None:
    """Of what came with a file nobody is asked one by one, and the CCO owes it a department."""
    with stage.duly.database.write() as session:
        number = counters.next_number(session, TEAM, Issue.noun)
        session.add(
            Issue(
                team_id=TEAM, number=number, title="Label torn", created_by=OMAR,
                created_at=stage.now, source="old.csv:1",
            )
        )  # fmt: skip
    home = stage.opens_home(OMAR)
    assert "Nothing waits for you." not in home
    assert home.index("Whose is it?") < home.index("You owe no answer yourself.")
    assert "Label torn" in home


def test_taking_what_was_due_before_today_asks_for_a_day(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.passes(until=datetime(2026, 11, 30, 9, tzinfo=UTC))
    told = stage.types(SARA, "/cx take T-1")
    assert "T-1 was due Fri 27 Nov. By when will it be done?" in told
    assert rows.state(stage, "T-1") == ("open", SARA)
    stage.clicks(SARA, "Take it", "T-1")
    assert "It was asked for by Fri 27 Nov. By when can you do it?" in stage.sees_form(SARA)
    said = stage.fills_in(SARA, date="2026-12-05")
    assert "a Saturday; nobody in Billing works then" in said, "a day off is remarked upon"
    assert rows.state(stage, "T-1") == ("acknowledged", SARA)


def test_a_new_date_on_a_day_off_is_remarked_upon_in_the_form(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Another date…", "T-1")
    said = stage.fills_in(SARA, date="2026-11-28", reason="Legal reads it")
    assert "That is a Saturday; nobody in Billing works then." in said
    stage.closes(SARA)
    stage.clicks(SARA, "Another date…", "T-1")
    assert stage.fills_in(SARA, date="2026-11-30", reason="Legal reads it") == ""


def test_how_long_quiet_may_last_is_said_with_why(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.clicks(SARA, "Later…", "T-1")
    form = stage.sees_form(SARA)
    assert "I can be quiet until Mon 30 Nov: this rests five working days at most." in form
    assert "You can do this one more time after this." in form
    told = stage.types(SARA, "/cx snooze T-1 2027-01-20 because of the holidays")
    assert "T-1 can rest until Mon 30 Nov: this rests five working days at most." in told


def test_who_answers_for_an_owner_reads_whose_it_is(stage: Stage) -> None:
    stage.types(OMAR, TASK)
    stage.types(OMAR, "/cx task Call Globex to @sara by friday")
    told = stage.types(MARIA, "/cx done T-1")
    assert "@omar, who asked, knows. @sara, whose it is, knows." in told
    assert "Recorded as a no for @sara" in stage.types(MARIA, "/cx no T-2 because legal forbids it")


# --- the table ---


def test_every_move_that_ends_or_dates_something_is_told_to_whoever_asked() -> None:
    told = {move.verb for move in routes.MOVES if Hearer.ASKER in _all(move.told)}
    assert {"acknowledged", "dated", "done", "declined", "told", "offered", "accepted"} <= told
    for move in routes.MOVES:
        if move is moves.UNDO_IMPORT:
            # Nobody read that it came, and nobody has touched it since.
            continue
        if move.start and move.end and set(move.nouns) & {"task", "issue"}:
            assert Hearer.ASKER in _all(move.told), move.verb


def _all(hears: Hears) -> tuple[Hearer, ...]:
    return (*hears.at_once, *hears.daily)
