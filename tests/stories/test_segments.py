"""Customers are looked after by rules that are tried first, and by what people say of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from handlers.customers.segments import room_page
from handlers.executives.chapters import PackChapter
from handlers.people import records
from storage.customers import Customer
from storage.history import Event
from storage.matters import Matter
from storage.segments import Flag, FlagKind, Placing, SegmentRule
from tests.cast import BEN, MARIA, OMAR, SARA, TEAM, TOM, WEI
from tests.stage import Stage
from tests.stories.test_losses import customer, lead

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEXT_MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def sees(stage: Stage, user: str) -> str:
    return stage.sees_form(user).replace("*", "")


def rows(stage: Stage, kind: Any) -> list[Any]:
    with stage.duly.database.read() as session:
        return list(session.exec(select(kind).where(kind.team_id == TEAM)))


def change(stage: Stage, name: str, **values: object) -> None:
    """What is known of a customer is another from now on, as a file may say."""
    with stage.duly.database.write() as session:
        found = session.exec(select(Customer).where(Customer.name == name)).one()
        before = records.facts_of(found)
        for column, value in values.items():
            setattr(found, column, value)
        session.add(found)
        records.changed(session, stage.now, "", found, before)


def write_rule(stage: Stage, when: str, said: str, then: str, why: str = "They carry us") -> str:
    """Omar writes a rule and looks what it would mean."""
    stage.types(OMAR, "/cx segments")
    stage.clicks_in_form(OMAR, "Rules…")
    stage.clicks_in_form(OMAR, "Add a rule…")
    stage.fills_in(OMAR, when=when, then=then, why=why, **{"is": said})
    return sees(stage, OMAR)


def switch_on(stage: Stage, when: str, said: str, then: str, why: str = "They carry us") -> None:
    write_rule(stage, when, said, then, why)
    stage.fills_in(OMAR)
    stage.closes(OMAR)


def told(stage: Stage, noun: str) -> list[Event]:
    with stage.duly.database.read() as session:
        query = select(Event).where(Event.noun == noun).order_by(col(Event.event_id))
        return list(session.exec(query))


def test_a_rule_is_tried_before_it_counts_and_moves_from_monday(stage: Stage) -> None:
    lead(stage, "Globex", WEI)
    shown = write_rule(stage, "value", "100 k", "key")
    assert "One account would move; one strategic one becomes key: Globex." in shown
    assert "From Mon 30 Nov. What people placed by hand stays." in shown
    assert rows(stage, SegmentRule) == []
    stage.fills_in(OMAR)
    assert "1 Who is worth 100 k a year or more → key" in sees(stage, OMAR)
    stage.closes(OMAR)
    (rule,) = rows(stage, SegmentRule)
    assert (rule.facet, rule.amount, rule.gives, rule.starts_on) == (
        "value", 100_000, "key", date(2026, 11, 30),
    )  # fmt: skip
    stage.passes(days=3)
    assert customer(stage, "Globex").tier == "strategic"
    stage.passes(until=NEXT_MONDAY)
    assert customer(stage, "Globex").tier == "key"
    said = stage.reads_all(WEI).replace("*", "")
    assert "Globex is a key account from Mon 30 Nov: it is worth 100 k a year or more (150 k)." in (
        said
    )
    assert "New questions about it climb sooner; what is open keeps its times." in said
    (placing,) = rows(stage, Placing)
    assert (placing.tier, placing.by_id, placing.rule_id) == ("key", None, rule.rule_id)
    assert [each.details["after"]["tier"] for each in told(stage, "placing")] == ["key"]
    assert [each.verb for each in told(stage, "segment rule")] == ["added"]

    stage.types(OMAR, "/cx customer Globex")
    page = sees(stage, OMAR)
    assert "Why key? Key: worth 100 k a year or more (150 k)." in page


def test_a_persons_word_beats_a_rule_and_says_so(stage: Stage) -> None:
    stage.types(OMAR, "/cx customer Corner Café")
    stage.clicks_in_form(OMAR, "Say why…")
    stage.fills_in(OMAR, tier="strategic", why="everybody in shipping knows them")
    stage.closes(OMAR)
    assert customer(stage, "Corner Café").tier == "strategic"
    switch_on(stage, "value", "100 k", "key")
    stage.passes(until=NEXT_MONDAY)
    assert customer(stage, "Corner Café").tier == "strategic"
    assert customer(stage, "Globex").tier == "key"
    stage.types(OMAR, "/cx segments")
    shown = sees(stage, OMAR)
    assert "One account stands elsewhere than the rules say." in shown
    stage.clicks_in_form(OMAR, "Open…")
    shown = sees(stage, OMAR)
    assert "Strategic by @omar, Mon 23 Nov: “everybody in shipping knows them”." in shown
    assert "By the rules: standard." in shown
    stage.clicks_in_form(OMAR, "Keep it")
    stage.closes(OMAR)
    kept = next(each for each in rows(stage, Placing) if each.by_id == OMAR)
    assert (kept.tier, kept.kept) == ("strategic", "standard")
    stage.types(OMAR, "/cx segments")
    assert "elsewhere than the rules" not in sees(stage, OMAR)
    stage.closes(OMAR)


def test_who_was_changed_in_the_form_stays_until_somebody_follows_the_rule(stage: Stage) -> None:
    switch_on(stage, "value", "100 k", "key")
    stage.passes(until=NEXT_MONDAY)
    change(stage, "Globex", tier="beachhead")
    stage.passes(days=2)
    assert customer(stage, "Globex").tier == "beachhead"
    stage.types(OMAR, "/cx customer Globex")
    assert "Beachhead by hand; nobody wrote down why. By the rules: key." in sees(stage, OMAR)
    stage.clicks_in_form(OMAR, "Follow the rule")
    stage.closes(OMAR)
    assert customer(stage, "Globex").tier == "key"


def test_who_fits_no_rule_any_more_is_told_of_and_moves_back(stage: Stage) -> None:
    lead(stage, "Globex", WEI)
    switch_on(stage, "value", "100 k", "key")
    stage.passes(until=NEXT_MONDAY)
    change(stage, "Globex", annual_value=50_000)
    stage.passes(days=2)
    assert customer(stage, "Globex").tier == "standard"
    assert "Globex is a standard customer from Tue 1 Dec: no rule places it elsewhere any more" in (
        stage.reads_all(WEI).replace("*", "")
    )


def test_what_cannot_be_a_rule_is_said_under_its_field(stage: Stage) -> None:
    shown = write_rule(stage, "value", "big", "key")
    assert "A value is a number, for instance 200000. Whose rule is it meant to be?" in shown
    for when, said, then, sentence in (
        ("started", "soon", "key", "Please write a number of months"),
        ("started", "400", "key", "Please write a number of months"),
        ("vertical", "–", "key", "Please write what it is about"),
        ("value", "5 k", "first", "First customers are those of a product or of a trade."),
    ):
        stage.fills_in(OMAR, when=when, then=then, why="W", **{"is": said})
        assert sentence in sees(stage, OMAR)
    stage.closes(OMAR)
    assert rows(stage, SegmentRule) == []


def test_when_everybody_is_special_nobody_is(stage: Stage) -> None:
    change(stage, "Acme", vertical="Hotels")
    change(stage, "Globex", vertical="hotels ")
    shown = write_rule(stage, "vertical", "hotels", "cannot lose")
    assert "Two of 4 would be flagged. When everybody is special, nobody is. Flag them anyway?" in (
        shown
    )
    stage.clicks_in_form(OMAR, "Choose fewer…")
    assert "hotels" in sees(stage, OMAR)
    stage.fills_in(OMAR, when="value", then="key", why="W", **{"is": "1"})
    assert "Four of 4 would be key. When everybody is special" in sees(stage, OMAR)
    stage.closes(OMAR)


def test_two_rules_that_fight_are_named_and_the_upper_one_wins(stage: Stage) -> None:
    switch_on(stage, "value", "100 k", "key")
    change(stage, "Acme", region="Hamburg")
    shown = write_rule(stage, "geography", "HAMBURG", "strategic")
    assert "Another rule places Acme, too. The upper one wins: key. Change the order?" in shown
    stage.clicks_in_form(OMAR, "Change the order…")
    stage.fills_in(
        OMAR, when="geography", then="strategic", order="0", why="W", **{"is": "Hamburg"}
    )
    assert "becomes strategic: Acme" in sees(stage, OMAR)
    stage.fills_in(OMAR)
    assert [each.gives for each in sorted(rows(stage, SegmentRule), key=lambda r: r.place)] == [
        "strategic", "key",
    ]  # fmt: skip
    stage.closes(OMAR)
    assert "There is such a rule already, number 2" in write_rule(stage, "value", "100000", "key")
    stage.closes(OMAR)


def test_a_rule_is_taken_out_as_it_was_tried(stage: Stage) -> None:
    switch_on(stage, "value", "100 k", "key")
    stage.passes(until=NEXT_MONDAY)
    stage.types(OMAR, "/cx segments")
    stage.clicks_in_form(OMAR, "Rules…")
    shown = stage.clicks_in_form(OMAR, "Take it out…")
    assert "Without this rule" in shown
    assert "one key one becomes standard: Globex" in shown
    (rule,) = rows(stage, SegmentRule)
    stage.fills_in(OMAR)
    assert rows(stage, SegmentRule) == []
    stage.clicks_in_form(OMAR, "Undo")
    (back,) = rows(stage, SegmentRule)
    assert (back.rule_id, back.place, back.amount, back.gives, back.reason, back.made_by) == (
        rule.rule_id, 0, 100_000, "key", rule.reason, OMAR,
    )  # fmt: skip
    assert back.starts_on == rule.starts_on
    assert "Undo" not in sees(stage, OMAR), "once"
    assert told(stage, "segment rule")[-1].verb == "undone"
    stage.clicks_in_form(OMAR, "Take it out…")
    stage.fills_in(OMAR)
    stage.closes(OMAR)
    assert rows(stage, SegmentRule) == []
    stage.passes(days=1)
    assert customer(stage, "Globex").tier == "key"


def pack_page(stage: Stage) -> PackChapter | None:
    """What the room pack has of segments."""
    with stage.duly.database.read() as session:
        return room_page.read(session, stage.now, TEAM, date(2026, 11, 1))


def test_a_flag_stands_beside_the_tier_with_its_words(stage: Stage) -> None:
    lead(stage, "Acme", WEI)
    assert pack_page(stage) is None, "nobody has said anything of it"
    stage.types(OMAR, "/cx segments")
    assert "No account is flagged as one you cannot afford to lose." in sees(stage, OMAR)
    stage.clicks_in_form(OMAR, "Add a flag…")
    stage.fills_in(
        OMAR, customer="Acme", flag="cannot lose", review="2027-03-01",
        why="half of Logistics runs on them <!channel>",
    )  # fmt: skip
    stage.closes(OMAR)
    (flag,) = rows(stage, Flag)
    assert (flag.kind, flag.by_id, flag.review_on) == ("cannot lose", OMAR, date(2027, 3, 1))
    assert "cannot afford to lose, says @omar: “half of Logistics runs on them" in (
        stage.reads_all(WEI).replace("*", "")
    )
    page = pack_page(stage)
    assert page
    assert page.section.sentences == [
        "One account is flagged as one that the company cannot afford to lose."
    ]
    assert page.section.figures[1].table.rows == [
        ("Acme", "Key", "480 k", "Mon 23 Nov 2026", "Mon 1 Mar 2027")
    ]
    assert [row[:4] for row in page.section.figures[0].table.rows] == [
        ("Key", "1", "480 k", "1"), ("Strategic", "1", "150 k", "1"),
        ("Beachhead", "1", "40 k", "1"), ("Standard", "1", "6 k", "1"),
    ]  # fmt: skip
    assert [n for *_, n in page.made] == [4, 1]
    stage.types(BEN, "/cx segments")
    shown = sees(stage, BEN)
    assert "One account you cannot afford to lose; it waits for nothing late" in shown
    assert "cannot afford to lose: @omar, “half of Logistics runs on them <!channel>”" in shown
    stage.closes(BEN)
    stage.types(SARA, "/cx segments")
    shown = sees(stage, SARA)
    assert "Acme · key" in shown
    assert "half of" not in shown
    assert "480" not in shown
    stage.closes(SARA)
    stage.types(OMAR, "/cx customer Acme")
    stage.clicks_in_form(OMAR, "Take it off")
    assert rows(stage, Flag) == []
    stage.clicks_in_form(OMAR, "Undo")
    assert "Undone. The flags of Acme stand as they stood before." in sees(stage, OMAR)
    (back,) = rows(stage, Flag)
    assert (back.kind, back.by_id, back.reason, back.review_on) == (
        "cannot lose", OMAR, flag.reason, date(2027, 3, 1),
    )  # fmt: skip
    assert [each.verb for each in told(stage, "flag")] == ["added", "removed", "undone"]
    stage.closes(OMAR)
    stage.closes(OMAR)


def proposes(stage: Stage, user: str, name: str, **said: str) -> str:
    """Somebody proposes something of an account on its page."""
    stage.types(user, f"/cx customer {name}")
    stage.clicks_in_form(user, "Propose…")
    return stage.fills_in(user, **said)


def test_a_lead_proposes_and_the_cco_accepts_or_says_no(stage: Stage) -> None:
    for each in ("Acme", "Globex"):
        change(stage, each, renewal_on=None)
    said = proposes(stage, BEN, "Globex", proposed="strategic", why="they grow")
    assert "Globex is looked after like that already. Nothing was proposed." in said
    assert "Please say why." in stage.fills_in(BEN, proposed="key", why=" ")
    said = stage.fills_in(BEN, proposed="key", why="They <!channel> opened three sites")
    assert "Noted: @omar is asked about it, and nothing changes before they accept." in said
    stage.closes(BEN)
    assert customer(stage, "Globex").tier == "strategic"
    said = proposes(stage, BEN, "Globex", proposed="cannot lose", why="they grow")
    assert "B-1 proposes something of Globex already." in said
    stage.closes(BEN)
    stage.closes(BEN)
    proposes(stage, BEN, "Acme", proposed="cannot lose", why="half of us")
    stage.closes(BEN)
    stage.types(SARA, "/cx customer Acme")
    assert "Propose…" not in sees(stage, SARA)
    stage.passes(days=1)
    read = stage.reads_all(OMAR)
    assert "@ben proposes: Globex is to be a key account. “They <!channel> opened three" in read
    assert "@ben proposes: Acme is one that we cannot afford to lose. “half of us”" in read
    stage.types(BEN, "/cx B-1")
    assert "Accept it" not in sees(stage, BEN), "nobody accepts what they propose"
    stage.closes(BEN)

    stage.clicks(OMAR, "Accept it", "B-1")
    assert "Noted: Globex is to be a key account. @ben reads that you accepted it." in (
        sees(stage, OMAR)
    )
    stage.closes(OMAR)
    assert customer(stage, "Globex").tier == "key"
    (placing,) = rows(stage, Placing)
    assert (placing.by_id, placing.reason) == (BEN, "They <!channel> opened three sites")
    stage.clicks(OMAR, "No, because…", "B-2")
    stage.fills_in(OMAR, reason="Everybody is")
    assert rows(stage, Flag) == []
    stage.passes(days=1)
    read = stage.reads_all(BEN)
    assert "@omar accepted B-1. Globex is to be a key account." in read
    assert "@omar says no to B-2." in read
    assert "“Everybody is”" in read

    # What the CCO does meanwhile ends it, too.
    proposes(stage, BEN, "Acme", proposed="cannot lose", why="all of us")
    stage.types(OMAR, "/cx segments")
    stage.clicks_in_form(OMAR, "Add a flag…")
    stage.fills_in(OMAR, customer="Acme", review="2027-03-01", why="they are right")
    stage.passes(hours=2)
    assert [(each.ref, each.state, each.answer) for each in rows(stage, Matter)] == [
        ("B-1", "answered", "accepted"), ("B-2", "answered", "no"), ("B-3", "answered", "accepted"),
    ]  # fmt: skip


def test_a_flag_is_asked_about_again_on_its_day_and_each_monday(stage: Stage) -> None:
    stage.types(OMAR, "/cx segments")
    stage.clicks_in_form(OMAR, "Add a flag…")
    stage.fills_in(OMAR, customer="Acme", review="2026-11-25", why="half of us")
    stage.closes(OMAR)
    stage.passes(until=datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    asked = "It was to be looked at again on Wed 25 Nov. Is it still so?"
    assert stage.reads_all(OMAR).count(asked) == 1
    stage.passes(until=datetime(2026, 12, 1, 12, 0, tzinfo=UTC))
    assert stage.reads_all(OMAR).count(asked) == 2
    stage.clicks(OMAR, "Still so")
    (flag,) = rows(stage, Flag)
    assert flag.review_on == date(2027, 6, 1)
    assert [each.verb for each in told(stage, "flag")] == ["added", "changed"]
    stage.passes(days=8)
    assert stage.reads_all(OMAR).count(asked) == 1


def test_what_the_form_says_of_a_customer_is_no_rules_to_change(stage: Stage) -> None:
    switch_on(stage, "value", "100 k", "key")
    stage.types(OMAR, "/cx customer Globex")
    stage.clicks_in_form(OMAR, "Edit…")
    stage.fills_in(OMAR, tier="beachhead")
    stage.closes(OMAR)
    stage.passes(until=NEXT_MONDAY)
    assert customer(stage, "Globex").tier == "beachhead"
    assert [each.by_id for each in rows(stage, Placing)] == [""]


def test_what_cannot_be_a_flag_is_said_under_its_field(stage: Stage) -> None:
    stage.types(OMAR, "/cx segments")
    stage.clicks_in_form(OMAR, "Add a flag…")
    for fields, sentence in (
        ({"review": "2026-11-23"}, "Please choose a day that is still to come"),
        ({"review": "2036-11-23"}, "within two years"),
        ({"flag": "first", "review": "2027-03-01"}, "whose first customers they are one"),
        ({"flag": "cannot lose", "review": "2027-03-01", "why": "-"}, "Please say why."),
    ):
        said = stage.fills_in(OMAR, **{"customer": "Acme", "why": "W", **fields})
        assert sentence in said
    stage.closes(OMAR)
    assert rows(stage, Flag) == []


def test_the_first_customers_of_a_product_are_beachheads_for_a_year(stage: Stage) -> None:
    change(stage, "Corner Café", product="Flow; Night Desk", came_on=date(2026, 6, 1))
    change(stage, "Globex", product="night desk", came_on=date(2026, 7, 1))
    switch_on(stage, "product", "Night Desk", "first")
    stage.passes(until=NEXT_MONDAY)
    assert {each.kind for each in rows(stage, Flag)} == {str(FlagKind.FIRST)}
    assert len(rows(stage, Flag)) == 2
    assert customer(stage, "Corner Café").tier == "beachhead"
    assert customer(stage, "Globex").tier == "strategic"
    change(stage, "Corner Café", came_on=date(2025, 6, 1))
    stage.passes(days=2)
    assert customer(stage, "Corner Café").tier == "standard"
    assert len(rows(stage, Flag)) == 1


def test_who_left_is_placed_no_more_and_who_may_not_changes_nothing(stage: Stage) -> None:
    stage.types(OMAR, "/cx customer Globex")
    stage.clicks_in_form(OMAR, "Say why…")
    change(stage, "Globex", left_on=date(2026, 11, 20))
    said = stage.fills_in(OMAR, tier="key", why="W")
    assert "Globex left on Fri 20 Nov" in (said or stage.reads_all(OMAR))
    assert rows(stage, Placing) == []
    stage.closes(OMAR)
    stage.types(TOM, "/cx segments strategic")
    assert "Rules…" in sees(stage, TOM)
    shown = stage.clicks_in_form(TOM, "Rules…")
    assert "Add a rule…" not in shown
    stage.closes(TOM)
    stage.types(MARIA, "/cx customer Acme")
    assert "Say why…" not in sees(stage, MARIA)
    stage.closes(MARIA)


def test_accounts_are_listed_by_what_they_are(stage: Stage) -> None:
    change(stage, "Acme", vertical="Hotels")
    assert "gold" in stage.types(OMAR, "/cx segments gold")
    stage.types(OMAR, "/cx segments strategic")
    assert "Globex" in sees(stage, OMAR)
    shown = stage.clicks_in_form(OMAR, "Vertical: Hotels")
    assert "Acme" in shown
    assert "Globex" not in shown
    shown = stage.clicks_in_form(OMAR, "Tier: standard")
    assert "Corner Café" in shown
    stage.closes(OMAR)
