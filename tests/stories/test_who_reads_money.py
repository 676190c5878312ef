"""What a customer pays is read by leads, executives, the CCO and who leads the account alone."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from handlers.people import access, audiences
from handlers.promises.items import blocked, view
from storage import customers, exports, issues, people
from storage.exports import Excerpt
from storage.people import Standing
from tests.cast import AISHA, BEN, GRACE, LEE, MARIA, NORA, OMAR, SARA, TEAM, TOM
from tests.stage import Stage

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def lead(stage: Stage, name: str, user: str) -> None:
    with stage.duly.database.write() as session:
        found = customers.named(session, TEAM, name)
        assert found is not None
        found.owner_id = user
        session.add(found)


def become(stage: Stage, user: str, standing: Standing) -> None:
    with stage.duly.database.write() as session:
        person = people.find(session, TEAM, user)
        assert person is not None
        person.standing = standing
        session.add(person)


def sees(stage: Stage, user: str, name: str = "Acme") -> bool:
    """Whether somebody may read what a customer pays; lists and exports answer alike."""
    with stage.duly.database.read() as session:
        person = people.find(session, TEAM, user)
        found = customers.named(session, TEAM, name)
        assert person is not None
        assert found is not None
        may = access.may_see_money(session, person, found)
        assert access.money_seen(session, person, [found]) == (
            {found.customer_id} if may else set()
        )
        page = exports.customers(session, Excerpt(audiences.reader(session, person)), None, 100)
        told = {row.name: row.annual_value for row in page.rows}
        assert told.get(name) == (found.annual_value if may else None)
        return may


def reads(stage: Stage, user: str) -> dict[str, bool]:
    """Where somebody reads that Acme pays 480 k."""
    shown = {"list": stage.types(user, "/cx customers")}
    for where, typed in (
        ("page", "/cx customer Acme"), ("story", "/cx I-1"), ("causes", "/cx causes"),
    ):  # fmt: skip
        stage.closes(user)
        shown[where] = stage.types(user, typed) + stage.sees_form(user)
    assert all("Acme" in text for text in shown.values())
    return {where: "480 k" in text for where, text in shown.items()}


def everywhere(shown: Iterable[str], *, is_read: bool) -> dict[str, bool]:
    return dict.fromkeys(shown, is_read)


def test_who_may_read_what_a_customer_pays(stage: Stage) -> None:
    # The CCO, an executive, leads and a deputy; not who works in a department.
    assert {user: sees(stage, user) for user in (OMAR, NORA, MARIA, BEN, LEE, SARA)} == {
        OMAR: True, NORA: True, MARIA: True, BEN: True, LEE: True, SARA: False,
    }  # fmt: skip
    lead(stage, "Acme", SARA)
    assert sees(stage, SARA)
    assert not sees(stage, SARA, "Globex")
    # Who works here no more, or not yet, reads none, whatever they lead.
    become(stage, SARA, Standing.GUEST)
    assert not sees(stage, SARA)
    become(stage, SARA, Standing.STRANGER)
    assert not sees(stage, SARA)


def test_who_stands_in_for_a_lead_reads_it_meanwhile(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        maria = people.find(session, TEAM, MARIA)
        assert maria is not None
        maria.stand_in_id = SARA
        session.add(maria)
    assert sees(stage, SARA)


def test_the_others_read_tier_and_counts(stage: Stage) -> None:
    stage.types(GRACE, "/cx issue Late credit notes for Acme in Billing sev 2")
    stage.types(MARIA, "/cx take I-1")
    stage.types(MARIA, "/cx prevented I-1 by a nightly check because the rules are wrong")
    where = ("list", "page", "story", "causes")
    assert reads(stage, SARA) == everywhere(where, is_read=False)
    assert "*Acme* — key, renews Mon 1 Mar 2027" in stage.types(SARA, "/cx customers")
    assert reads(stage, TOM) == everywhere(where, is_read=True)
    lead(stage, "Acme", SARA)
    assert reads(stage, SARA) == everywhere(where, is_read=True)
    assert "*Globex* — strategic, renews" in stage.types(SARA, "/cx customers")


def test_whoever_is_told_first_that_a_customer_is_blocked_reads_it_only_as_a_lead(
    stage: Stage,
) -> None:
    stage.types(GRACE, "/cx issue Ten machines stand still for Acme in Billing sev 1")
    assert "severity 1 · key account, 480 k a year · reported by" in stage.reads_all(MARIA)
    with stage.duly.database.read() as session:
        issue = issues.find(session, TEAM, 1)
        sara = people.find(session, TEAM, SARA)
        assert issue is not None
        shown = blocked.card(session, view.of(session, issue, stage.now), sara, instead=False)
    assert "severity 1 · key account · reported by" in str(shown.blocks)


def test_a_lead_of_another_account_reads_no_value_of_who_left(stage: Stage) -> None:
    lead(stage, "Globex", SARA)
    stage.types(BEN, "/cx lost Acme on 2026-11-20 they said “price”")
    stage.fills_in(BEN, stated="price")
    for user, is_read in ((SARA, False), (AISHA, True)):
        line = next(
            line for line in stage.types(user, "/cx lost").splitlines() if "*L-1 Acme*" in line
        )
        assert ("480 k" in line) == is_read
        stage.closes(user)
        told = stage.types(user, "/cx L-1") or stage.sees_form(user)
        assert "Acme" in told
        assert ("480 k" in told) == is_read
