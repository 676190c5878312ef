"""What most of those alike have is counted by trade and product, as one would by hand."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.customers.segments.matters import likeness, words
from handlers.customers.segments.matters.likeness import Likeness
from storage.columns import new_id
from storage.segments import AccountFacts

NINE = [
    ("A", "hotels", "Flow, Night Desk"), ("B", "hotels", "Flow; Night Desk"),
    ("C", "Hotels", "flow, night desk"), ("D", "hotels", "Night Desk, Flow"),
    ("E", "hotels", "Flow, Night Desk, Dock"), ("F", "hotels", "Flow, Night Desk"),
    ("G", "hotels", "Flow, Dock"), ("Harbor Hotels", "hotels", "Flow"),
    ("I", "hotels", "Flow, Gate"), ("J", "clinics", "Flow"), ("K", "", "Flow"), ("L", "hotels", ""),
]  # fmt: skip
"""Of nine hotels with Flow six have Night Desk; G, Harbor Hotels and I have not."""


def facts(rows: Sequence[tuple[str, str, str]]) -> list[AccountFacts]:
    return [
        AccountFacts(new_id(), name, "standard", None, had, "", trade, None, None)
        for name, trade, had in rows
    ]


def found(rows: Sequence[tuple[str, str, str]]) -> list[Likeness]:
    of_all = facts(rows)
    return likeness.found(lambda: iter(of_all))


def test_six_of_nine_hotels() -> None:
    these = found(NINE)
    assert [(each.name, each.product.lower(), each.other.lower()) for each in these] == [
        ("G", "flow", "night desk"), ("Harbor Hotels", "flow", "night desk"),
        ("I", "flow", "night desk"),
    ]  # fmt: skip
    assert {(each.many, each.of) for each in these} == {(6, 9)}
    harbor = these[1]
    assert words.alike(harbor) == (
        "Six of nine hotels with Flow also use Night Desk. Harbor Hotels has Flow only."
    )
    assert words.alike(these[0]).endswith("also use Night Desk. G does not.")


@pytest.mark.parametrize(
    ("have", "lack", "asked"),
    [
        (5, 1, True),  # five others alike, all of whom have it
        (4, 1, False),  # four others
        (4, 2, True),  # five others, four of six have it
        (3, 3, False),  # half is not most
        (6, 3, True),
        (4, 5, False),
        (0, 9, False),
    ],
)
def test_only_with_five_alike_and_where_most_have_it(have: int, lack: int, asked: bool) -> None:
    rows = [(f"A{n}", "hotels", "Flow, Night Desk") for n in range(have)]
    rows += [(f"B{n}", "hotels", "Flow") for n in range(lack)]
    assert [each.name for each in found(rows)] == ([f"B{n}" for n in range(lack)] if asked else [])


def test_what_nearly_all_have_is_asked_of_first_and_key_accounts_come_first() -> None:
    rows = [(f"A{n}", "shipping", "Flow, Dock, Gate") for n in range(6)]
    rows += [("B", "shipping", "Flow, Dock"), ("C", "shipping", "Flow"), ("D", "shipping", "Flow")]
    of_all = facts(rows)
    of_all[-1] = of_all[-1]._replace(tier="key")
    these = likeness.found(lambda: iter(of_all))
    assert [(each.name, each.other) for each in these] == [
        ("D", "Dock"), ("B", "Gate"), ("C", "Dock"),
    ]  # fmt: skip
    assert words.alike(these[0]).startswith("Seven of nine customers in shipping with Flow also")


def test_hostile_words_are_cut_and_none_is_no_trade() -> None:
    rows = [(f"A{n}", "h" * 5_000, f"Flow, {'x' * 10_000}") for n in range(6)]
    rows.append(("B", "h" * 5_000, "Flow, " + ", ".join(f"p{n}" for n in range(5_000))))
    (one,) = found(rows)
    assert (len(one.other), len(one.has)) == (60, 8)
    assert found([("A", "  ", "Flow, Dock")] * 9) == []


@given(st.lists(st.tuples(
    st.sampled_from(["hotels", "clinics", ""]),
    st.lists(st.sampled_from(["Flow", "Dock", "Gate", "Night Desk"]), max_size=4),
), max_size=30), st.randoms())  # fmt: skip
def test_the_order_of_accounts_makes_no_difference_and_counts_are_true(
    drawn: list[tuple[str, list[str]]], random: Random
) -> None:
    of_all = facts([(f"A{n}", trade, ", ".join(had)) for n, (trade, had) in enumerate(drawn)])
    these = likeness.found(lambda: iter(of_all))
    mixed = list(of_all)
    random.shuffle(mixed)
    assert likeness.found(lambda: iter(mixed)) == these
    for each in these:
        alike = [
            row for row in of_all if row.vertical == each.trade and each.product in row.product
        ]
        assert each.of == len(alike) > likeness.FEWEST_ALIKE
        assert each.many == sum(each.other in row.product for row in alike)
        own = next(row for row in of_all if row.customer_id == each.customer_id)
        assert each.product in own.product
        assert each.other not in own.product
