"""A value means the same in a form, a file and a command, and both databases keep it alike."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import date
from enum import StrEnum
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlmodel import select

from handlers.front import imports
from handlers.front.imports import Order, Subject
from handlers.people import directory
from handlers.people.directory import Profile
from handlers.speech import cleaning, typed, values
from handlers.speech.errors import TextTooLong, UnreadableId, UnreadableRequest, UserError
from handlers.speech.request import FIELD, TYPED, Request
from handlers.speech.setup_errors import OtherCurrency, TooMuch, UnclearAmount
from storage import counters, customers, departments, history, people
from storage.audits import Audit
from storage.customers import Customer
from storage.database import Database
from storage.tables import metadata
from tests import cast
from tests.cast import MARIA, OMAR, SARA, TEAM
from tests.stage import Stage

# --- words ---


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Call Globex", "Call Globex"),
        ("Call \u202eGlobex", "Call Globex"), ("\u2066a\u2069b\u061c", "ab"),
        ("a\0b", "ab"), ("a\ud800b", "ab"), ("a\x1bb\x9b", "ab"), ("\ufeffName", "Name"),
        ("a\u200bb", "ab"), ("a\u00adb", "ab"), ("a\U000e0041b", "ab"), ("a\u3164", "a"),
        ("Cafe\u0301", "Café"), ("1\r\n2\r3\u20284\x855\v6", "1\n2\n3\n4\n5\n6"), ("a\tb", "a\tb"),
        ("👩\u200d👩\u200d👧 ✈\ufe0f", "👩\u200d👩\u200d👧 ✈\ufe0f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("no\u00a0break", "no\u00a0break"), ("𝕱 \ufdfa 漢", "𝕱 \ufdfa 漢"),
    ],
)  # fmt: skip
def test_hidden_signs_go_and_everything_that_can_be_seen_stays(typed: str, kept: str) -> None:
    assert cleaning.clean(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", " \n", "\u200b", "\u202e\u202c", "\0", "\u3164", "\u200d\ufe0f", "\u0301"]
)
def test_what_nobody_sees_is_nothing(typed: str) -> None:
    assert cleaning.line(typed) == ""


@given(st.text() | st.text("a\u0300\u0323\u200b\ud800\0\n\r\u2028é🙂", max_size=80))
@example("a" + "\u0300\u0323" * 20)
def test_cleaned_text_is_what_both_databases_keep(typed: str) -> None:
    kept = cleaning.clean(typed)

    assert cleaning.clean(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode().decode() == kept
    assert not any(
        unicodedata.category(sign) in {"Cc", "Cs"} for sign in kept if sign not in "\n\t"
    )
    assert "\n" not in cleaning.line(typed)


@given(
    st.lists(
        st.sampled_from(["<@U1|c>", "<#C1|exec>", "<@U1|>", "e", "\u0301", "\u200d", "&amp;", " "])
    ).map("".join)
)
def test_what_stood_beside_a_mention_is_composed_with_what_it_stands_by_now(
    written: str,
) -> None:
    kept = typed.seen(cleaning.clean(written))
    assert cleaning.clean(kept) == kept


# --- amounts ---


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("480,000", 480_000), ("480.000", 480_000), ("480 000", 480_000), ("480'000", 480_000),
        ("48,000.00", 48_000), ("48.000,00", 48_000), ("48000", 48_000), ("480\u202f000", 480_000),
        ("480 k", 480_000), ("$480K", 480_000), ("480000.50", 480_001), ("1.2 M", 1_200_000),
        ("1,5 mio", 1_500_000), ("1,5 Mio.", 1_500_000), ("€ 1.234.567,89", 1_234_568),
        ("12,345.6", 12_346), ("USD 950", 950), ("480k€", 480_000), ("0", 0), ("1.5", 2),
        ("12 Tsd", 12_000), ("250 tsd", 250_000), ("250 Tsd. EUR", 250_000), ("1.5 mln", 1_500_000),
        ("40 lac", 4_000_000), ("₹ 40 lakh", 4_000_000), ("2 crore", 20_000_000),
        ("2 bn", 2_000_000_000), ("3,000,000,000", 3_000_000_000), ("3 bn", 3_000_000_000),
        ("1,000,000,000,000,000", 10**15),
        ("", None), (" ", None), ("n/a", None), ("N/A", None), ("-", None), ("–", None),
        ("TBD", None), ("\u200b", None), ("unknown", None),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(words: str, value: int | None) -> None:
    assert values.amount(words) == value


@pytest.mark.parametrize(
    "words",
    [
        "-5", "about 5", "1.2.3", "1,23,456", "k", "5 billionen", "5 mil", "3 mrd", "12 XYZ", "٣",
        "²", "５００", "NaN", "Infinity", "1e400", "0x10", "1_000", "9" * 5000, "2 quadrillion",
        "1,000,000,000,000,001", "9" * 39,
    ],
)  # fmt: skip
def test_amounts_that_could_mean_anything_are_refused_in_words(words: str) -> None:
    with pytest.raises(UserError, match=r"480 k|The most is 1,000,000,000,000,000\."):
        values.amount(words)


@given(st.text(max_size=30) | st.from_regex(r"[€$]?[\d.,' ]{1,12}[kKmM]?", fullmatch=True))
def test_any_amount_is_a_whole_number_or_refused(words: str) -> None:
    with suppress(UnclearAmount, TooMuch):
        assert (values.amount(words) or 0) in range(values.MOST_VALUE + 1)


@pytest.mark.parametrize(
    ("words", "own", "value"),
    [
        ("480 k", "EUR", 480_000), ("€480 k", "EUR", 480_000), ("480.000 EUR", "EUR", 480_000),
        ("$5 k", "USD", 5_000), ("$5 k", "AUD", 5_000), ("A$5 k", "AUD", 5_000),
        ("CHF 5", None, 5), ("5 kr", "SEK", 5), ("£3 bn", "GBP", 3_000_000_000),
        ("n/a", "EUR", None),
    ],
)  # fmt: skip
def test_an_amount_in_our_own_currency_is_taken(words: str, own: str | None, value: int) -> None:
    assert values.amount(words, own=own) == value


@pytest.mark.parametrize(
    ("words", "own", "theirs"),
    [("$5 k", "EUR", "USD"), ("US$5 k", "AUD", "USD"), ("€5", "USD", "EUR"),
     ("5 CHF", "EUR", "CHF"), ("5 kr", "EUR", "kr"), ("$5 CAD", "AUD", "CAD"),
     ("£5", "EUR", "GBP")],
)  # fmt: skip
def test_an_amount_in_another_currency_names_both(words: str, own: str, theirs: str) -> None:
    with pytest.raises(OtherCurrency) as refused:
        values.amount(words, own=own)
    assert refused.value.message == (
        f"“{words}” is in {theirs}, and amounts here are in {own}. Write it in {own}."
    )


def by_form(stage: Stage, amount: str) -> str:
    stage.types(OMAR, "/cx setup customer")
    said = stage.fills_in(OMAR, name="Umbrella", tier="key", value=amount, renewal="2027-03-01")
    stage.closes(OMAR)
    return said


def by_file(database: Database, amount: str) -> list[str]:
    content = f'name;tier;annual_value;renewal\nUmbrella;key;"{amount}";2027-03-01\n'
    order = Order(Subject.CUSTOMERS)
    plan = imports.make(lambda: BytesIO(content.encode()), "list.csv", order)
    rows = list(plan.sheet.rows())
    with database.write() as session:
        job = imports.prepare(session, cast.MONDAY, TEAM, plan)
        tally = imports.read_batch(session, cast.MONDAY, job, rows).bring(session, 1)
    return [each.reason for each in tally.rejected]


@pytest.mark.parametrize(
    "amount",
    ["48,000.00", "250 tsd", "3,000,000,000", "n/a", "5 mil", "9" * 30, "€5 k", "$5 k", "5 XYZ"],
)
def test_a_form_and_a_file_read_an_amount_alike(stage: Stage, amount: str) -> None:
    stage.types(OMAR, "/cx setup currency EUR")
    said = by_form(stage, amount)
    with stage.duly.database.write() as session:
        first = customers.named(session, TEAM, "Umbrella")
        in_form = first and first.annual_value
        if first:
            session.delete(first)
    refused = by_file(stage.duly.database, amount)
    with stage.duly.database.read() as session:
        second = customers.named(session, TEAM, "Umbrella")

    assert (first is None) == (second is None) == bool(refused)
    assert in_form == (second and second.annual_value)
    assert all(reason in said for reason in refused)


# --- days, choices, names ---


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-11-27", date(2026, 11, 27)), ("27.11.2026", date(2026, 11, 27)), ("", None),
        ("2026-11-27 10:00", date(2026, 11, 27)), ("\u200b", None), ("n/a", None),
        ("27/11/2026", date(2026, 11, 27)), ("11/27/2026", date(2026, 11, 27)),
    ],
)  # fmt: skip
def test_days_are_read(words: str, day: date | None) -> None:
    assert values.day(words) == day


@pytest.mark.parametrize(
    "words",
    [
        "2026-13-45", "0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "5/6/2026",
        "soon", "46353",
        "٢٠٢٦-١١-٢٧", "2026-11-27" * 1000, "10000-01-01",
    ],
)  # fmt: skip
def test_days_that_are_none_are_refused_in_words(words: str) -> None:
    with pytest.raises(UserError, match=r"as a date\. Write it 2026-11-27"):
        values.day(words)


class Kind(StrEnum):
    ONE = "one"
    TWO = "two"


@pytest.mark.parametrize("words", ["gold", "", "KEY\0x", "٣", "x" * 10_000, "<!channel>"])
def test_a_choice_that_is_none_is_refused_with_what_there_is(words: str) -> None:
    with pytest.raises(UserError, match="It can be one or two"):
        values.choice(words, Kind)
    with pytest.raises(UserError, match="It can be key, strategic, beachhead or standard"):
        values.tier(words)
    with pytest.raises(UserError, match="from 1"):
        values.severity(words)


@pytest.mark.parametrize(
    ("words", "found"),
    [("invoice, refund", ["invoice", "refund"]), ("invoice; Refund ;", ["invoice", "refund"]),
     ("terms of use\nterms of use", ["terms of use"]), ("\u200b,;", []), ("refund, …", ["refund"])],
)  # fmt: skip
def test_words_of_a_department_are_read_with_commas_and_semicolons(
    words: str, found: list[str]
) -> None:
    assert values.routing_words(words) == found


@pytest.mark.parametrize(
    "words", ["", "…", "...", "-", "\u200b\u202e", "\0", "x" * 201, "x" * 1_000_000]
)
def test_a_name_that_nobody_can_read_is_refused(words: str) -> None:
    with pytest.raises(UserError, match="name"):
        values.name(words)


def test_a_name_is_one_line_that_can_be_seen() -> None:
    assert values.name(" Corner\n Cafe\u0301\u202e ") == "Corner Café"


# --- what both databases keep ---


def test_whatever_is_written_down_reads_the_same_from_either_database(database: Database) -> None:
    name = values.name("A\0c\ud800me\u202e & Söhne 🙂")
    with database.write() as session:
        session.add(
            Customer(
                team_id=TEAM, name=name, key=departments.key_of(name),
                annual_value=values.amount("3,000,000,000"),
            )
        )  # fmt: skip
    with database.read() as session:
        found = customers.named(session, TEAM, "acme & SÖHNE 🙂")

    assert found is not None
    assert (found.name, found.annual_value) == ("Acme & Söhne 🙂", 3_000_000_000)


def test_numbers_that_time_and_people_fill_hold_more_than_32_bits(database: Database) -> None:
    """So do seconds after 2038, and counters that have run for years."""
    large = 3_000_000_000
    with database.write() as session:
        session.execute(metadata.tables["audits"].update().values(repaired=large))
        assert counters.next_number(session, TEAM, "task", large) == 1
        number = counters.next_number(session, TEAM, "task")
        history.add(
            session, team_id=TEAM, now=cast.MONDAY, actor=OMAR, verb="v", noun="n", number=number
        )
    with database.read() as session:
        assert number == large + 1
        assert history.latest(session, TEAM, "n", number) is not None
        assert [audit.repaired for audit in session.exec(select(Audit))] == [large]


@pytest.mark.parametrize("zone", ["a" * 300, "Mars/Olympus", "America", "../zone", "UTC\0", ""])
def test_a_directory_may_hold_anything(database: Database, zone: str) -> None:
    profile = Profile(
        user_id=SARA, handle="sa\0ra", name="Sara\ud800\u202e Novak" + "a" * 3000, title="\u200b",
        zone=values.zone(zone) or "UTC", email="sara\n@x.example",
    )  # fmt: skip
    with database.write() as session:
        directory.remember(session, cast.MONDAY, TEAM, [profile])
    with database.read() as session:
        sara = people.find(session, TEAM, SARA)

    assert sara is not None
    assert (sara.handle, sara.title, sara.zone) == ("sara", "", "UTC")
    assert sara.name.startswith("Sara Novakaaa")
    assert len(sara.name) == values.NAME


# --- requests ---


def request(**changed: object) -> Request:
    plain: dict[str, object] = {"team_id": TEAM, "user_id": MARIA, "verb": "v", "key": "k"}
    return Request(**(plain | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"user_id": "<!channel>"}, {"user_id": ""}, {"user_id": "U" + "A" * 300}, {"user_id": None},
        {"user_id": "U0SARA|<!here>"}, {"user_id": "u0sara"}, {"user_id": {}},
        {"team_id": "<!here>"},
        {"channel_id": "<!channel>"}, {"channel_id": "U0SARA"}, {"channel_id": 7}, {"value": None},
        {"value": ["T-1"]}, {"text": {"a": 1}}, {"fields": {"a": {"b": []}}}, {"fields": {"a": 7}},
        {"fields": {"a": [None]}}, {"fields": {"a": ["x"] * 1001}}, {"verb": None},
    ],
)  # fmt: skip
def test_what_slack_cannot_have_sent_is_refused(changed: dict[str, object]) -> None:
    request().check()
    with pytest.raises(UnreadableRequest):
        request(**changed).check()


@pytest.mark.parametrize(
    ("changed", "most"),
    [({"text": "x" * (TYPED + 1)}, "4,000"), ({"value": "x" * (FIELD + 1)}, "3,000"),
     ({"fields": {"a": "x" * (FIELD + 1)}}, "3,000"), ({"fields": {"a": ["y" * 10_000]}}, "3,000")],
)  # fmt: skip
def test_typed_text_has_a_limit_that_is_said(changed: dict[str, object], most: str) -> None:
    with pytest.raises(TextTooLong, match=f"I read {most} at most"):
        request(**changed).check()


def test_a_request_holds_only_clean_words_and_a_plain_key() -> None:
    dirty = request(
        text="Call \u202eGlobex\0", value="T-1\ud800", key="action:<!here>\n\0", verb="ta\u200bsk",
        fields={"name": "Cafe\u0301", "many": ["a\0"], "none": None},
    )  # fmt: skip

    assert (dirty.text, dirty.value, dirty.verb) == ("Call Globex", "T-1", "task")
    assert dirty.fields == {"name": "Café", "many": ["a"], "none": None}
    assert dirty.key.isalnum()
    assert dirty.key == request(key="action:<!here>\n\0").key != request(key="x\n").key
    assert request(key="command:1.2.ab").key == "command:1.2.ab"


@pytest.mark.parametrize(
    "chosen", ["<!channel>", "U0SARA|<!here>", "x" * 3000, "٣", "C0BILLING\n<"]
)
def test_chosen_ids_are_checked_by_their_shape(chosen: str) -> None:
    with pytest.raises(UnreadableId):
        request(fields={"one": chosen}).person_id("one")
    for read in (values.person_id, values.channel_id):
        assert read("") == ""
        with pytest.raises(UnreadableId):
            read(chosen)


@pytest.mark.parametrize("carried", ["not-a-uuid", "0199c1e2", "{}", "٣" * 32, "x" * 3000])
def test_the_row_that_a_form_carries_is_an_id(carried: str) -> None:
    with pytest.raises(UnreadableRequest):
        request(value=carried).row_id()
    assert request().row_id() is None


@pytest.mark.parametrize(
    ("words", "number"),
    [("0", 0), ("007", 7), ("999", 999), ("1000", None), ("", None), ("-1", None), ("1.0", None),
     (" 1", None), ("²", None), ("٣", None), ("9" * 5_000, None)],
)  # fmt: skip
def test_a_whole_number_has_so_many_plain_digits(words: str, number: int | None) -> None:
    assert values.whole(words, 3) == number
