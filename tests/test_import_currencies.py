"""An amount in another currency is never taken for one in ours, wherever a file names it."""

from __future__ import annotations

import pytest

from handlers.front import setup
from handlers.front.imports import Subject
from handlers.speech.file_errors import CurrenciesMixed
from handlers.speech.setup_errors import UnknownCurrency
from storage.customers import Customer
from tests.cast import MONDAY, TEAM
from tests.importer import Importer, rows_of
from tests.test_imports import reasons

EUROS = "“5 k” is in {}, and amounts here are in EUR. Write it in EUR."


def values_of(bring: Importer) -> dict[str, int | None]:
    found = rows_of(bring.database, Customer)
    return {each.name: each.annual_value for each in found if each.name[:2] in {"C0", "C1", "C2"}}


def own(bring: Importer, currency: str) -> None:
    with bring.database.write() as session:
        setup.name_currency(session, MONDAY, TEAM, currency)


@pytest.mark.parametrize(
    "text",
    [
        "name,annual_value\nC0,€5 k\nC1,5 k EUR\nC2,5 k\n",
        "name,annual_value,currency\nC0,5 k,EUR\nC1,5 k,€\nC2,5 k,\n",
        "name,annual_value,currency\nC0,5 k,EUR\nC1,5 k,n/a\nC2,5 k,eur\n",
        "name,ARR (EUR)\nC0,5 k\nC1,5 k\nC2,€5 k\n",
    ],
)
def test_what_is_in_our_currency_comes_in(bring: Importer, text: str) -> None:
    own(bring, "EUR")
    maps = ["annual_value=ARR (EUR)"] if "ARR" in text else []
    report = bring(Subject.CUSTOMERS, text, maps=maps)
    assert reasons(report) == []
    assert values_of(bring) == {"C0": 5_000, "C1": 5_000, "C2": 5_000}
    assert "It names EUR." in bring.printed
    assert "refused" not in "\n".join(report.notes)


@pytest.mark.parametrize(
    ("text", "refused", "left"),
    [
        ("name,annual_value\nC0,5 k\nC1,€5 k\nC2,$5 k\n",
         ["“$5 k” is in USD, and amounts here are in EUR. Write it in EUR."], ["C0", "C1"]),
        ("name,annual_value,currency\nC0,5 k,\nC1,5 k,CHF\nC2,,USD\n",
         [EUROS.format("CHF")], ["C0", "C2"]),
        ("name,annual_value,currency\nC0,5 k,EUR\nC1,5 k,Taler\n",
         ["I know no currency “Taler”. Write its ISO 4217 code, such as EUR, USD or CHF."], ["C0"]),
        ("name,annual_value (USD)\nC0,5 k\nC1,n/a\n", [EUROS.format("USD")], ["C1"]),
        ("name,annual_value\nC0,5 kr\nC1,5\n",
         ["“5 kr” is in kr, and amounts here are in EUR. Write it in EUR."], ["C1"]),
    ],
)  # fmt: skip
def test_rows_in_another_currency_are_refused_with_both_named(
    bring: Importer, text: str, refused: list[str], left: list[str]
) -> None:
    own(bring, "EUR")
    maps = ["annual_value=annual_value (USD)"] if "(USD)" in text else []
    report = bring(Subject.CUSTOMERS, text, maps=maps)
    assert reasons(report) == refused
    assert sorted(values_of(bring)) == left


def test_the_rehearsal_says_which_currencies_and_how_to_take_them(bring: Importer) -> None:
    own(bring, "EUR")
    text = "name,annual_value\nC0,$5 k\nC1,£6 k\nC2,7 k\n"
    tried = bring(Subject.CUSTOMERS, text, is_trial=True)
    assert len(reasons(tried)) == 2
    assert (
        "Amounts are taken in EUR, and rows in USD and GBP are refused. "
        "`--currency USD` takes the numbers of those in USD as they are."
    ) in tried.notes
    assert values_of(bring) == {}

    taken = bring(Subject.CUSTOMERS, text, currency="usd")
    assert values_of(bring) == {"C0": 5_000, "C2": 7_000}
    assert reasons(taken) == ["“£6 k” is in GBP, and amounts here are in USD. Write it in USD."]
    assert "The numbers in USD are kept as amounts in EUR, as `--currency USD` says." in taken.notes


def test_a_dollar_is_the_workspaces_own(bring: Importer) -> None:
    own(bring, "AUD")
    report = bring(Subject.CUSTOMERS, "name,annual_value\nC0,$5\nC1,US$5\n")
    assert values_of(bring) == {"C0": 5}
    assert reasons(report) == ["“US$5” is in USD, and amounts here are in AUD. Write it in AUD."]


def test_without_a_currency_one_is_taken_as_numbers_and_said(bring: Importer) -> None:
    report = bring(Subject.CUSTOMERS, "name,annual_value\nC0,€5 k\nC1,6 k\n")
    assert values_of(bring) == {"C0": 5_000, "C1": 6_000}
    assert (
        "Amounts are in EUR, and this workspace has no currency, so only their numbers are kept. "
        "`duly setup --currency EUR` sets it for all amounts."
    ) in report.notes


@pytest.mark.parametrize("is_trial", [True, False])
def test_without_a_currency_several_are_asked_about(bring: Importer, *, is_trial: bool) -> None:
    text = "name,annual_value\nC0,€5 k\nC1,$6 k\nC2,7\n"
    with pytest.raises(CurrenciesMixed, match="in EUR and USD, and this workspace has no currency"):
        bring(Subject.CUSTOMERS, text, is_trial=is_trial)
    assert values_of(bring) == {}
    report = bring(Subject.CUSTOMERS, text, currency="EUR")
    assert values_of(bring) == {"C0": 5_000, "C2": 7}
    assert "The numbers in EUR are kept as bare numbers, as `--currency EUR` says." in report.notes


def test_a_file_without_amounts_says_nothing_of_money(bring: Importer) -> None:
    report = bring(Subject.CUSTOMERS, "name,annual_value,currency\nC0,,EUR\nC1,,USD\n")
    assert sorted(values_of(bring)) == ["C0", "C1"]
    assert report.notes == ()


def test_only_known_currencies_can_be_asked_for(bring: Importer) -> None:
    with pytest.raises(UnknownCurrency):
        bring(Subject.CUSTOMERS, "name,annual_value\nC0,5\n", currency="thalers")
    assert values_of(bring) == {}


def test_a_column_of_thousands_is_not_multiplied_in_silence(bring: Importer) -> None:
    report = bring(Subject.CUSTOMERS, "name,ARR (k€)\nC0,480\n", maps=["annual_value=ARR (k€)"])
    assert values_of(bring) == {"C0": 480}
    assert "480 is 480, and not 480 k" in bring.printed
    assert "“ARR (k€)” says “K€”" in "\n".join(report.understood.remarks)
