"""Dates, amounts and severities are read in every way that files and people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.speech import currencies, levels, values, written_amounts, written_days
from handlers.speech.setup_errors import UnclearAmount, UnclearDay, UnclearScale
from handlers.speech.written_amounts import DecimalSign
from handlers.speech.written_days import DayOrder

DMY, MDY, YMD = DayOrder


def on_clock(*numbers: int, ahead: float | None = None) -> datetime:
    """A moment so many hours ahead of UTC; without them, one of which no zone is said."""
    zone = None if ahead is None else timezone(timedelta(hours=ahead))
    return datetime(*numbers, tzinfo=UTC).replace(tzinfo=zone)  # type: ignore[misc, arg-type]


WEST = timezone(timedelta(hours=-8))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("02/17/2020 12:19:00 PM", on_clock(2020, 2, 17, 12, 19)),
        ("02/17/2020 12:19:00 AM", on_clock(2020, 2, 17, 0, 19)),
        ("09/Jan/24 3:54 PM", on_clock(2024, 1, 9, 15, 54)),
        ("27 Nov 2026", date(2026, 11, 27)), ("27-Nov-26", date(2026, 11, 27)),
        ("27. November 2026", date(2026, 11, 27)), ("Nov 27, 2026", date(2026, 11, 27)),
        ("November 27th, 2026 at 9:05 am", on_clock(2026, 11, 27, 9, 5)),
        ("09/Mai/24", date(2024, 5, 9)), ("27 déc. 2026", date(2026, 12, 27)),
        ("2026/11/27", date(2026, 11, 27)), ("2026.11.27", date(2026, 11, 27)),
        ("20261127", date(2026, 11, 27)),
        ("20261127T100000Z", datetime(2026, 11, 27, 10, tzinfo=UTC)),
        ("2026-11-27 10:00:00 UTC", datetime(2026, 11, 27, 10, tzinfo=UTC)),
        ("2026-11-27T10:00:00.250+0000", datetime(2026, 11, 27, 10, 0, 0, 250_000, tzinfo=UTC)),
        ("2026-11-27 10:00:00 -0800", datetime(2026, 11, 27, 10, tzinfo=WEST)),
        ("Fri, 27 Nov 2026 10:00:00 +0000", datetime(2026, 11, 27, 10, tzinfo=UTC)),
        ("Fri Nov 27 2026 10:00:00 GMT-0800 (PST)", datetime(2026, 11, 27, 10, tzinfo=WEST)),
        ("27.11.2026 14:30", on_clock(2026, 11, 27, 14, 30)), ("25.8.23", date(2023, 8, 25)),
        ("5/5/2026", date(2026, 5, 5)), ("46353", date(2026, 11, 27)),
        ("46353.5", on_clock(2026, 11, 27, 12)), ("46353,25", on_clock(2026, 11, 27, 6)),
        # As programs write them.
        ("2026/11/27 3:05:06 PM GMT+1", on_clock(2026, 11, 27, 15, 5, 6, ahead=1)),
        ("2026/11/27 3:05:06 PM GMT+5:30", on_clock(2026, 11, 27, 15, 5, 6, ahead=5.5)),
        ("2026-11-27 10:00:00 -0700 PDT", on_clock(2026, 11, 27, 10, ahead=-7)),
        ("2026-11-27 10:00 CET", on_clock(2026, 11, 27, 10, ahead=1)),
        ("2026-11-27 10:00:00 EST", on_clock(2026, 11, 27, 10, ahead=-5)),
        ("2026-11-27T10:00:00+01:00[Europe/Berlin]", on_clock(2026, 11, 27, 10, ahead=1)),
        ("2026-11-27 10:00:00 Europe/Berlin", on_clock(2026, 11, 27, 10, ahead=1)),
        ("Fri Nov 27 10:00:00 UTC 2026", on_clock(2026, 11, 27, 10, ahead=0)),
        ("Fri Nov 27 10:00:00 2026", on_clock(2026, 11, 27, 10)),
        ("27-NOV-26 03.05.06.000000 PM", on_clock(2026, 11, 27, 15, 5, 6)),
        ("27NOV2026", date(2026, 11, 27)), ("11/27/2026 3 PM", on_clock(2026, 11, 27, 15)),
        ("1795779906", on_clock(2026, 11, 27, 11, 45, 6, ahead=0)),
        ("1795779906000", on_clock(2026, 11, 27, 11, 45, 6, ahead=0)),
        # As people of other countries write them.
        ("27 de noviembre de 2026", date(2026, 11, 27)),
        ("1 de setiembre de 2026", date(2026, 9, 1)), ("1er décembre 2026", date(2026, 12, 1)),
        ("27 de novembro de 2026 às 15:05", on_clock(2026, 11, 27, 15, 5)),
        ("27/11/2026 à 15h05", on_clock(2026, 11, 27, 15, 5)),
        ("27/11/2026 3:05 p. m.", on_clock(2026, 11, 27, 15, 5)),
        ("27.11.26 09:00 Uhr", on_clock(2026, 11, 27, 9)), ("15. März 2026", date(2026, 3, 15)),
        ("3 fevr. 2026", date(2026, 2, 3)), ("Mo., 23.11.2026", date(2026, 11, 23)),
        ("vendredi 27 novembre 2026", date(2026, 11, 27)), ("1 maja 2026", date(2026, 5, 1)),
        ("3 ноября 2026", date(2026, 11, 3)), ("3. listopadu 2026", date(2026, 11, 3)),
        ("3 Kasım 2026", date(2026, 11, 3)), ("27. 11. 2026", date(2026, 11, 27)),
        ("2026. 11. 27.", date(2026, 11, 27)), ("2026年11月27日", date(2026, 11, 27)),
        ("2026年11月27日(金) 15時05分", on_clock(2026, 11, 27, 15, 5)),
        ("2026/11/27 下午3:05", on_clock(2026, 11, 27, 15, 5)),
        ("2026년 11월 27일 오후 3:05", on_clock(2026, 11, 27, 15, 5)),
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_form(words: str, said: date) -> None:
    assert values.day_or_moment(words, serials=True) == said


@pytest.mark.parametrize(
    ("words", "orders"),
    [
        ("01/02/2026", {DMY, MDY}), ("13/02/2026", {DMY}), ("02/13/2026", {MDY}),
        ("24/01/09", {DMY, YMD}), ("24-13-09", set()), ("10/11/12", {DMY, MDY, YMD}),
        ("1.2.2026", {DMY}), ("11.27.2026", {MDY}), ("2026-01-02", {DMY, MDY, YMD}),
    ],
)  # fmt: skip
def test_the_orders_in_which_three_numbers_are_a_day(words: str, orders: set[DayOrder]) -> None:
    said = written_days.read(words)
    assert set(said.readings if said else ()) == orders


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("01/02/2026", None), ("31/02/2026", None), ("12/25:00", None), ("27 Marble 2026", None),
        ("2026-11-27 25:00", None), ("2026-11-27 13:00 PM", None), ("2026-11-27 10:00 XYZ", None),
        ("02/13/2026", DMY), ("46353", None), ("٢٠٢٦-١١-٢٧", None),
        ("2026-11-27 10:00 +99:00", None),
        ("0000-00-00", None), ("27 Nov", None), ("x" * 500, None), ("before 27.11.2026", None),
        ("2026-11-27 10:00 IST", None), ("2026-11-27 10:00 Nowhere/Else", None),
        ("1795779906", None), ("1900-01-01", None), ("9999-12-31", None),
    ],
)  # fmt: skip
def test_what_is_no_date_or_could_be_two_is_refused(words: str, order: DayOrder | None) -> None:
    with pytest.raises(UnclearDay):
        values.day_or_moment(words, order)


def test_the_order_that_is_said_holds() -> None:
    said = {order: values.day_or_moment("10/11/12", order) for order in DayOrder}
    assert said == {DMY: date(2012, 11, 10), MDY: date(2012, 10, 11), YMD: date(2010, 11, 12)}


@pytest.mark.parametrize(
    ("words", "order", "meant"),
    [
        ("24.01.09", None, date(2009, 1, 24)), ("24.01.09", DMY, date(2009, 1, 24)),
        ("24.01.09", YMD, date(2024, 1, 9)), ("01.09.24", MDY, date(2024, 1, 9)),
        ("1.9.2024", MDY, date(2024, 1, 9)), ("13.9.2024", MDY, None),
        ("24-Jan-09", None, date(2009, 1, 24)), ("24-Jan-09", MDY, date(2009, 1, 24)),
        ("24-Jan-09", YMD, date(2024, 1, 9)), ("9-Jan-50", YMD, date(2050, 1, 9)),
        ("24. Mai 09", YMD, date(2024, 5, 9)), ("24 Jan 2009", YMD, date(2009, 1, 24)),
        ("24.01.09 15:05", YMD, on_clock(2024, 1, 9, 15, 5)),
    ],
)  # fmt: skip
def test_what_is_said_to_come_first_holds_for_dots_and_short_years_as_well(
    words: str, order: DayOrder | None, meant: date | None
) -> None:
    if meant is None:
        with pytest.raises(UnclearDay):
            values.day_or_moment(words, order)
        return
    assert values.day_or_moment(words, order) == meant


@pytest.mark.parametrize(
    ("words", "from_1900", "from_1904"),
    [
        ("46353", date(2026, 11, 27), date(2030, 11, 28)),
        ("44891", date(2022, 11, 26), date(2026, 11, 27)),
        ("44891.5", on_clock(2022, 11, 26, 12), on_clock(2026, 11, 27, 12)),
    ],
)
def test_days_are_counted_from_1900_unless_somebody_says_from_1904(
    words: str, from_1900: date, from_1904: date
) -> None:
    assert values.day_or_moment(words, serials=True) == from_1900
    assert values.day_or_moment(words, serials=True, from_1904=True) == from_1904


WAYS = {
    "%Y-%m-%d": YMD, "%Y/%m/%d": None, "%Y%m%d": None, "%d %b %Y": None, "%d/%b/%y": None,
    "%b %d, %Y": None, "%A, %d %B %Y": None, "%d/%m/%Y": DMY, "%m/%d/%Y": MDY, "%d-%m-%Y": DMY,
    "%d.%m.%Y": None, "%m/%d/%y": MDY,
}  # fmt: skip
CLOCKS = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", "T%H:%M:%SZ", " %I:%M:%S %p UTC"]


@given(
    st.datetimes(min_value=on_clock(1990, 1, 1), max_value=on_clock(2089, 12, 31)),
    st.sampled_from(sorted(WAYS)),
    st.sampled_from(CLOCKS),
)
def test_whatever_a_date_is_written_in_reads_back(at: datetime, way: str, clock: str) -> None:
    words = at.strftime(way + clock)
    said = values.day_or_moment(words, WAYS[way])
    assert (said.date() if isinstance(said, datetime) else said) == at.date()
    if isinstance(said, datetime):
        assert (said.hour, said.minute) == (at.hour, at.minute)


@given(st.text(max_size=90), st.booleans())
def test_no_words_break_the_reader_of_dates(words: str, serials: bool) -> None:
    said = written_days.read(words, serials=serials)
    assert said is None or all(day.year in written_days.YEARS for day in said.meanings)


# --- amounts ---


@pytest.mark.parametrize(
    ("words", "point", "comma"),
    [
        ("1.500", 2, 1500), ("1,500", 1500, 2), ("48,000.00", 48_000, None), ("12.50", 13, None),
        ("1.234.567", None, 1_234_567), ("1500", 1500, 1500), ("€ 12,5", None, 13),
        ("1.5 mln", 1_500_000, None), ("1.500 k", 1500, None),
    ],
)  # fmt: skip
def test_an_amount_by_each_decimal_sign(words: str, point: int | None, comma: int | None) -> None:
    said = written_amounts.read(words)
    assert said is not None
    assert (said.readings.get(DecimalSign.POINT), said.readings.get(DecimalSign.COMMA)) == (
        point, comma,
    )  # fmt: skip
    if comma is None:
        with pytest.raises(UnclearAmount):
            values.amount(words, DecimalSign.COMMA)


@pytest.mark.parametrize("words", ["5 mil", "3 mrd", "3 Mrd. EUR", "€5 mill"])
def test_a_scale_that_means_two_things_is_refused_as_such(words: str) -> None:
    with pytest.raises(UnclearScale, match="means different numbers to different people"):
        values.amount(words)


@pytest.mark.parametrize(
    ("words", "currency"),
    [("€ 5", "EUR"), ("5 USD", "USD"), ("US$5", "USD"), ("R$ 1.500,00", "BRL"), ("5 zł", "PLN"),
     ("$5", "USD"), ("5", ""), ("5 kr", "kr"), ("$5 CAD", "CAD"), ("CHF 5", "CHF"), ("¥5", "JPY"),
     ("EUR 5 €", "EUR"), ("5 mkd", "MKD"), ("5k mxn", "MXN")],
)  # fmt: skip
def test_a_currency_is_recognised(words: str, currency: str) -> None:
    said = written_amounts.read(words)
    assert said is not None
    assert currencies.meant(said.currency) == currency


@pytest.mark.parametrize("words", ["€5 USD", "kr 5 EUR", "5 XYZ", "BTC 5", "5 XAU"])
def test_two_currencies_at_once_and_unknown_ones_are_no_amount(words: str) -> None:
    assert written_amounts.read(words) is None


@pytest.mark.parametrize(
    ("written", "own", "code"),
    [("$", "CAD", "CAD"), ("$", "EUR", "USD"), ("$", None, "USD"), ("kr", "NOK", "NOK"),
     ("kr", "EUR", "kr"), ("£", "EGP", "EGP"), ("£", "EUR", "GBP"), ("¥", "CNY", "CNY"),
     ("US$", "CAD", "USD"), ("eur", None, "EUR"), (" Eur ", "USD", "EUR"), ("euros", None, ""),
     ("", "EUR", ""), ("XXX", None, "")],
)  # fmt: skip
def test_a_sign_of_several_currencies_means_our_own_first(
    written: str, own: str | None, code: str
) -> None:
    assert currencies.meant(written, own) == code


@pytest.mark.parametrize(
    ("name", "currency"),
    [("ARR (EUR)", "EUR"), ("annual_value_usd", "USD"), ("Value in CHF", "CHF"), ("ACV [€]", "€"),
     ("€ a year", "€"), ("Value", ""), ("Value all", ""), ("ARR (TRY)", "TRY"), ("", ""),
     ("annual_value", ""), ("Umsatz kr", "KR"), ("Europe", ""),
     ("ARR (k€)", "€"), ("Umsatz TEUR", "EUR"), ("ACV in $m", "$"), ("ARR (000)", "")],
)  # fmt: skip
def test_the_name_of_a_column_may_carry_the_currency(name: str, currency: str) -> None:
    assert currencies.of_column(name) == currency


@pytest.mark.parametrize(
    ("name", "scale"),
    [("ARR (k€)", "K€"), ("Umsatz TEUR", "TEUR"), ("ACV in $m", "$M"),
     ("ARR (thousands)", "THOUSANDS"),
     ("ARR [000s]", "000S"), ("ARR (EUR)", ""), ("annual_value", ""), ("", ""), ("Items", "")],
)  # fmt: skip
def test_the_name_of_a_column_may_say_thousands(name: str, scale: str) -> None:
    assert currencies.scale_of_column(name) == scale


@given(st.integers(0, 10**12), st.sampled_from([",", ".", " ", "'", ""]), st.integers(0, 99))
def test_whatever_an_amount_is_written_in_reads_back(whole: int, group: str, cents: int) -> None:
    decimal = "," if group == "." else "."
    words = f"{whole:,}".replace(",", group) + f"{decimal}{cents:02}"
    assert values.amount(words) == whole + (cents >= 50)
    assert values.amount(words, DecimalSign(decimal)) == whole + (cents >= 50)


# --- severities ---


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Critical", 1), ("P1", 1), ("2 - High", 2), ("2.0", 2), ("Urgent", 1), ("SEV-2", 2),
        ("High (P2)", 2), ("Normal", 3), ("low priority", 4), ("Priority: 3", 3), ("1 - Low", 4),
        ("Severity 4", 4), ("Blocker", 1), ("5", None), ("0", None), ("gold", None), ("Alta", None),
        ("high low", None), ("2.5", None), ("٣", None), ("critical machine broke", None),
    ],
)  # fmt: skip
def test_a_severity_is_read_in_usual_words(words: str, level: int | None) -> None:
    assert levels.severity(words) == level


def test_severities_that_count_from_zero() -> None:
    said = [levels.severity(words, from_zero=True) for words in ("P0", "P1", "P3", "P4", "High")]
    assert said == [1, 2, 4, 4, 2]


@pytest.mark.parametrize(
    ("words", "tier"),
    [("Key account", "key"), ("VIP", "key"), ("Strategic customer", "strategic"),
     ("Beach-head", "beachhead"), ("Regular", "standard"), ("Standard tier", "standard")],
)  # fmt: skip
def test_a_tier_is_read_in_usual_words(words: str, tier: str) -> None:
    assert values.tier(words) == tier
