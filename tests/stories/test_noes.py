"""A customer is told no, and well: why, what was weighed, what instead, who tells them by when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from storage import customers
from storage.asks import Ask
from storage.noes import No
from tests import rows
from tests.cast import BEN, GRACE, LEE, MARIA, OMAR, SARA, TEAM, TOM, WEI
from tests.stage import Stage
from tests.stories.test_story import happened, story

ISSUE = "/cx issue Twelve locations want their own invoice for Acme in Billing sev 3"
SMALL = "/cx task Rewrite the refund mail to @sara by friday for Corner Café"
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def noes(stage: Stage) -> list[No]:
    """All that is known of noes."""
    with stage.duly.database.read() as session:
        return sorted(session.exec(select(No)), key=lambda no: no.no_id)


def asked(stage: Stage, kind: str) -> Ask:
    """What is asked about I-1 at the moment, of a kind."""
    return next(ask for ask in rows.asks(stage, "I-1") if ask.kind == kind and not ask.answered_at)


def test_a_no_says_what_was_weighed_and_offered_and_who_tells_the_customer(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    story(stage, MARIA, "I-1")
    form = stage.clicks_in_form(MARIA, "No, because…")
    assert "Who tells Acme?" in form
    assert "Grace Miller, who asked" in form
    assert "Omar Haddad reads it, too, and says whether it stands" in form
    stage.fills_in(
        MARIA, reason="Twelve invoices a month cannot be checked", tells="asker", by="2026-11-26",
        weighed="Twelve runs a month against one", instead="One invoice with twelve parts",
        cost="12 k", cost_is="avoids",
    )  # fmt: skip
    assert rows.state(stage, "I-1") == ("declined", MARIA)
    assert rows.owed(stage, "I-1") == {"tell": GRACE, "review": OMAR}
    [no] = noes(stage)
    assert (no.weighed, no.instead) == (
        "Twelve runs a month against one", "One invoice with twelve parts",
    )  # fmt: skip
    assert (no.cost_avoided, no.cost_caused, no.teller_id) == (12_000, None, GRACE)
    assert no.tell_by == datetime(2026, 11, 26, 23, tzinfo=UTC), "the end of Grace's day"
    stage.passes(hours=8)
    said = stage.reads_all(GRACE)
    assert "Instead: “One invoice with twelve parts”" in said
    waits = (
        "Acme should hear it from us, once @omar has said that the no stands. You are asked then."
    )
    assert waits in said
    told = "\n".join(happened(story(stage, GRACE, "I-1")))
    assert "@maria said no, avoids 12 k, @grace tells the customer by Thu 26 Nov" in told
    assert "Weighed: Twelve runs a month against one" in told
    stage.clicks(GRACE, "They know", "I-1")
    assert noes(stage)[0].told_at is not None
    stage.types(TOM, "/cx customer Acme")
    assert "Offered instead: “One invoice with twelve parts”" in stage.sees_form(TOM)


@on_sqlite
def test_nobody_hears_a_no_from_us_before_it_stands(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    answer = stage.types(LEE, "/cx no I-1 because Twelve invoices a month cannot be checked")
    assert "@grace will tell Acme once @maria has said that it stands." in answer
    first = asked(stage, "tell")
    assert first.snoozed_until == asked(stage, "review").due_at
    stage.passes(hours=5)
    assert "heard the no" not in stage.reads_all(GRACE)
    stage.clicks(MARIA, "It stands", "I-1")
    tell = asked(stage, "tell")
    assert (tell.snoozed_until, tell.opened_at) == (None, stage.now)
    assert noes(stage)[0].tell_by == tell.due_at
    stage.passes(days=1)
    assert "should hear it from us: have you told them?" in stage.reads(GRACE)[-1]
    assert "You are asked then" not in stage.reads_all(GRACE)
    stage.types(GRACE, "/cx told I-1")
    assert noes(stage)[0].told_at is not None


@on_sqlite
def test_where_nobody_says_whether_it_stands_it_is_told_when_the_time_for_that_is_up(
    stage: Stage,
) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(LEE, "/cx no I-1 because Twelve invoices a month cannot be checked")
    until = asked(stage, "tell").snoozed_until
    assert until
    assert noes(stage)[0].tell_by == asked(stage, "tell").due_at > until
    stage.passes(days=4)
    assert rows.owed(stage, "I-1") == {"tell": GRACE, "review": MARIA}
    assert "has not heard the no from us. Who could call them?" in stage.reads_all(GRACE)


@on_sqlite
def test_the_no_to_a_key_account_stands_once_somebody_else_says_so(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(LEE, "/cx no I-1 because Twelve invoices a month cannot be checked")
    assert rows.owed(stage, "I-1") == {"tell": GRACE, "review": MARIA}, "a lead hears of a no"
    assert "Does the no stand? It is a key account." in stage.reads(MARIA)[-1]
    assert "somebody else says whether it stands" in stage.types(LEE, "/cx stands I-1")
    assert "Nobody waits for your answer" in stage.types(TOM, "/cx stands I-1")
    stage.clicks(MARIA, "It stands", "I-1")
    assert rows.owed(stage, "I-1") == {"tell": GRACE}
    assert rows.happened(stage, "I-1")[-1] == (MARIA, "stood by")
    assert "@maria said that the no stands" in happened(story(stage, GRACE, "I-1"))


@on_sqlite
def test_a_no_that_does_not_stand_is_open_again_with_the_reason(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(LEE, "/cx no I-1 because Twelve invoices a month cannot be checked")
    assert (
        "why" in stage.fills_in(MARIA, reason="…")
        if stage.clicks(MARIA, "Take it back, because…", "I-1")
        else True
    )
    stage.fills_in(MARIA, reason="They renew in March")
    assert rows.state(stage, "I-1")[0] == "open"
    assert set(rows.owed(stage, "I-1")) == {"acknowledge"}, "nobody tells them of a no any more"
    assert noes(stage)[0].taken_back_at is not None
    stage.types(MARIA, "/cx undo I-1")
    assert rows.state(stage, "I-1")[0] == "declined"
    assert noes(stage)[0].taken_back_at is None


@on_sqlite
@pytest.mark.parametrize(
    ("pressed", "state", "kinds"),
    [("It stands", "declined", set()), ("Take it back, because…", "open", {"acknowledge"})],
)
def test_the_cco_decides_where_nobody_has_said_whether_a_no_stands(
    stage: Stage, pressed: str, state: str, kinds: set[str]
) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(LEE, "/cx no I-1 because Twelve invoices a month cannot be checked")
    stage.types(GRACE, "/cx told I-1")
    stage.passes(days=4)
    assert "Nobody has said since" in stage.reads_all(OMAR)
    assert "You stand in for @maria" not in stage.reads_all(LEE), "it is Lee who said no"
    stage.clicks(OMAR, "Decide here…", MARIA)
    assert "[It stands] [Take it back, because…] [Open…]" in stage.sees_form(OMAR)
    stage.clicks_in_form(OMAR, pressed, "I-1")
    if state == "open":
        stage.fills_in(OMAR, reason="They renew in March")
    assert rows.state(stage, "I-1")[0] == state
    assert set(rows.owed(stage, "I-1")) == kinds


@on_sqlite
def test_nobody_is_asked_whether_their_own_no_stands(stage: Stage) -> None:
    stage.types(GRACE, ISSUE)
    stage.types(MARIA, "/cx no I-1 because Twelve invoices a month cannot be checked")
    stage.types(GRACE, "/cx told I-1")
    assert rows.owed(stage, "I-1") == {"review": OMAR}
    stage.passes(days=4)
    assert "stand? The answer is" in stage.reads_all(OMAR)
    assert "stand? The answer is" not in stage.reads_all(MARIA)


@on_sqlite
def test_a_no_by_mistake_was_never_said(stage: Stage) -> None:
    stage.types(OMAR, SMALL)
    stage.types(SARA, "/cx no T-1 because legal forbids it")
    assert rows.owed(stage, "T-1") == {"tell": OMAR}, "no key account: nobody else looks at it"
    stage.types(SARA, "/cx undo T-1")
    assert (rows.state(stage, "T-1")[0], noes(stage)) == ("open", [])


@on_sqlite
@pytest.mark.parametrize(
    ("words", "teller", "instead"),
    [
        ("because legal forbids it", OMAR, ""),
        ("I tell them because legal forbids it", SARA, ""),
        ("Tom Becker tells them by thursday because legal forbids it", TOM, ""),
        ("@tom will tell Corner Café by thursday because legal forbids it", TOM, ""),
        ("instead a phone call because legal forbids it", OMAR, "a phone call"),
        ("I tell the customer by thursday, instead a phone call because legal forbids it", SARA,
         "a phone call"),
        ("because I tell them by thursday", OMAR, ""),
    ],
)  # fmt: skip
def test_it_may_be_typed_who_tells_the_customer_and_what_instead(
    stage: Stage, words: str, teller: str, instead: str
) -> None:
    stage.types(OMAR, SMALL)
    assert "Recorded as a no" in stage.types(SARA, f"/cx no T-1 {words}")
    assert rows.owed(stage, "T-1") == {"tell": teller}
    [no] = noes(stage)
    assert (no.teller_id, no.instead, no.tell_by is not None) == (teller, instead, True)
    if "by thursday because" in words or "by thursday," in words:
        assert no.tell_by
        assert no.tell_by.date().isoformat() == "2026-11-26"


@on_sqlite
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("we cannot because legal forbids it", "we cannot"),
        ("instead of a mail because legal forbids it", "instead of a mail"),
        ("instead we call and Tom tells them because legal forbids it", "instead we call"),
        ("Nemo tells them because legal forbids it", "Nemo"),
        ("Tom Becker tells Globex because legal forbids it", "Tom Becker tells Globex"),
        ("I tell them by blursday because legal forbids it", "blursday"),
        ("I tell them by 1 nov 2025 because legal forbids it", "2025"),
        ("@duly tells them because legal forbids it", "Duly"),
    ],
)
def test_words_that_may_be_anything_close_nothing(stage: Stage, words: str, said: str) -> None:
    stage.types(OMAR, SMALL)
    assert said in stage.types(SARA, f"/cx no T-1 {words}")
    assert (rows.state(stage, "T-1"), noes(stage)) == (("open", SARA), [])


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"by": "2025-11-01"}, "is in the past"),
        ({"by": "never"}, "never"),
        ({"cost": "a lot"}, "a lot"),
        ({"weighed": "w" * 10_000}, "at most 1000"),
        ({"instead": "i" * 10_000}, "at most 1000"),
        ({"reason": "…"}, "Please say why"),
    ],
)
def test_what_does_not_fit_the_form_is_said_and_loses_nothing(
    stage: Stage, fields: dict[str, str], said: str
) -> None:
    stage.types(OMAR, SMALL)
    story(stage, SARA)
    stage.clicks_in_form(SARA, "No, because…")
    shown = stage.fills_in(SARA, **{"reason": "legal forbids it", "tells": "me", **fields})
    assert said in shown
    assert (rows.state(stage, "T-1"), noes(stage)) == (("open", SARA), [])


@on_sqlite
def test_whoever_leads_the_account_can_be_the_one_who_tells(stage: Stage) -> None:
    with stage.duly.database.write() as session:
        corner = customers.named(session, TEAM, "Corner Café")
        assert corner
        corner.owner_id = WEI
        session.add(corner)
    stage.types(OMAR, SMALL)
    story(stage, SARA)
    stage.clicks_in_form(SARA, "No, because…")
    stage.fills_in(SARA, reason="legal forbids it", tells="account lead")
    assert rows.owed(stage, "T-1") == {"tell": WEI}
    assert "Corner Café should hear it from us. Can you tell them?" in stage.reads(WEI)[-1]


@on_sqlite
def test_nobody_needs_to_tell_where_it_is_said_so(stage: Stage) -> None:
    stage.types(OMAR, SMALL)
    story(stage, SARA)
    stage.clicks_in_form(SARA, "No, because…")
    stage.fills_in(SARA, reason="legal forbids it", tells="nobody")
    assert rows.owed(stage, "T-1") == {}
    assert [no.tell_by for no in noes(stage)] == [None]


@on_sqlite
@pytest.mark.parametrize("ending", ["done T-1", "withdraw T-1"])
def test_there_is_no_no_to_what_has_ended(stage: Stage, ending: str) -> None:
    stage.types(OMAR, SMALL)
    stage.types(OMAR, f"/cx {ending}")
    before = rows.state(stage, "T-1")
    assert "closed already" in stage.types(SARA, "/cx no T-1 because legal forbids it")
    assert "Nobody waits for your answer" in stage.types(MARIA, "/cx stands T-1")
    assert (rows.state(stage, "T-1"), noes(stage)) == (before, [])


@on_sqlite
def test_a_private_no_is_told_by_somebody_who_may_see_it(stage: Stage) -> None:
    stage.types(BEN, SMALL)
    stage.types(BEN, "/cx private T-1")
    assert "Tom Becker may not see it" in stage.types(
        SARA, "/cx no T-1 Tom Becker tells them because legal forbids it"
    )
    assert (rows.state(stage, "T-1"), noes(stage)) == (("open", SARA), [])


def test_executives_read_what_noes_avoid_and_whether_customers_heard_in_time(stage: Stage) -> None:
    for number, (cost_is, cost) in enumerate((("avoids", "12 k"), ("causes", "3 k")), 1):
        stage.types(OMAR, SMALL)
        story(stage, SARA, f"T-{number}")
        stage.clicks_in_form(SARA, "No, because…")
        stage.fills_in(
            SARA, reason="legal forbids it", tells="me", by="2026-11-24", cost=cost,
            cost_is=cost_is,
        )  # fmt: skip
    stage.clicks(SARA, "They know", "T-1")
    stage.passes(days=2)
    stage.types(OMAR, "/cx reopen T-2 because they insist")
    stage.types(OMAR, "/cx digest", channel="#executives")
    [digest] = stage.channel("#executives")
    assert "Two promises were answered with a no and its reason; none the week before." in digest
    assert "By what was said with them, they avoid 12 k and cause 3 k." in digest
    assert "Of two customers who were to hear a no, one did in time." in digest, (
        "what is opened again later changes nothing"
    )
