"""What a signed payload carries may still be forged: it gets a sentence, and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import Session, func, select

from bot import routes
from bot.incoming import Incoming, Refused
from handlers.speech.request import FieldValue, FormErrors, OpenForm, Request
from storage import counters, customers, departments
from storage.customers import Customer
from storage.database import Database
from storage.issues import Issue
from storage.tables import metadata
from storage.tasks import Task
from tests.cast import MONDAY, OMAR, SARA, TEAM
from tests.filled import FILLED, REST
from tests.stage import StoryClock

FORGED = (
    "T-999999999", "T-2147483648", "T-99999999999999999999", "T--1", "T-\u0663", "T-\u00b2", "X-1",
    "D-1", "D-99", "I-77", "<!channel>", "<@U0OMAR>", "null", "{}", "x" * 2_000, "x" * 10_000,
    ":::", "00000000-0000-0000-0000-000000000000", "not-a-uuid", "\u0663" * 32, "T-1 T-2", "1|2",
    "0" * 32,    "0" * 32 + "::", "0" * 32 + ":abc:<!here>", "D-1|gold", "D-1|", "|worse",
    "T-1|+", "T-1|created+created", "D-1|asked", "D-1|+", "E-1|mine", "E-9", "E-1|",
    "Y-1", "Y-9|told", "Y-1|corrected", "|told", "L-1", "L-9", "L-1|why", "L-9|call", "L-1|else",
    "S-1", "S-9", "S-1|need", "S-9|use",
    "B-1", "B-9", "B-1|x", "R-1", "R-9", "N-1", "N-9", "N-1|x", "W-1", "W-9", "M-1", "M-9", "M-1|x",
    "tier:gold|5", "product:|0", "region:x|0",
    '{"drop": "0"}', '{"drop": 5}', '{"when": "value"}', '{"order": "-1", "then": "<!channel>"}',
    "H-1", "H-9", "H-1|x", "H-1|9",
    "O-1", "O-9", "O-1|number", "O-9|take", "O-1|else", "O-1|may miss", "O-1|on course",
)  # fmt: skip
ABOUT_NOTHING = {
    "setup.open",
    "setup.department",
    "outcome.form",
    "outcome.post",
    "stuck.open",
    "initiative.form",
    "initiative.show",
    "away.open",
    "away.calendar",
    "survey.new",
    "assess.all",
    "assess.nine",
    "survey.key",
}
"""Buttons that carry no value, so that they do not look at it."""
NO_LINKS = (
    "acme.example", "javascript:alert(1)", "https://", "https://a b", "https://a|b>",
    "https://<!channel>", "https://user@acme.example", "https://" + "x" * 2_000,
    "<javascript:alert(1)|here>", "<https://a|b", "<!channel>", "<@U0SARA|x>",
)  # fmt: skip
WRONG: dict[str, dict[str, tuple[FieldValue, ...]]] = {
    "bank.add.send": {
        "words": ("", "\u200b", "\u0301", "x" * 151),
        "topic": ("", "astrology", "<!channel>", "x" * 2_000),
        "answers": ("", "maybe", "<!channel>", "x" * 2_000),
    },
    "outcome.send": {
        "notice": ("", "\u200b", "x" * 151),
        "counted_as": ("", "\u200b", "x" * 2_000),
        "baseline": ("", "much", "1.2.3", "\u0663", "9" * 90, "3 " + "x" * 50, "nan", "inf"),
        "target": ("31", "12 days of 3", "-", "1e9", "<!channel>"),
        "owner": ("<!channel>", "U0NOBODY", "C0BILLING", "x" * 2_000),
        "quarter": ("", "2026-Q3", "2026-Q9", "2026-10", "<!channel>", "x" * 2_000),
        "baseline_on": ("2026-13-45", "0001-01-01", "9999-12-31", "x" * 2_000),
    },
    "task.send": {
        "owner": ("<!channel>", "U0NOBODY", "C0BILLING", "\u0663", "x" * 2_000),
        "date": ("2026-13-45", "0001-01-01", "9999-12-31", "0000-00-00", "\u0663", "x" * 2_000),
        "title": ("", "\u200b", "\u0301", "x" * 301),
        "audience": ("everybody", "<!channel>", "\u0663", "x" * 2_000),
    },
    "issue.send": {
        "departments": (["<!channel>"], ["x" * 2_000], ["U0SARA"]),
        "severity": ("0", "5", "-1", "\u00b2", "\u0663", "gold", "1e9", "9" * 2_000),
        "title": ("", "\u202e", "x" * 301),
        "audience": ("everybody", "<!channel>", "\u0663", "x" * 2_000),
    },
    "item.note.send": {
        "which": ("", "T-99", "D-1", "X-1", "<!channel>", "\u0663", "T-1 T-2", "x" * 2_000),
        "words": ("x" * 2_999 + "\U0001f600" * 9_000,),
        "link": NO_LINKS,
    },
    "survey.new.send": {
        "name": ("", "\u200b", "x" * 201, "In conversation"),
        "question": ("", "recommend-7", "easy-", "gold", "<!channel>", "\u0663", "x" * 2_000),
        "asked": ("-1", "some", "1e9", "\u0663", "9" * 2_000),
        "closes": ("2026-13-45", "0001-01-01", "2026-11-22", "soon", "x" * 2_000),
        "tiers": (["gold"], ["<!channel>"], ["\u0663"], ["x" * 2_000]),
        "only": ("product", "product:", "gold:x", "<!channel>", "x" * 2_000),
        "customers": (["<!channel>"], ["x" * 2_000], ["U0SARA"]),
    },
    "setup.department.send": {
        "lead": ("<!channel>", "U0NOBODY", "C0BILLING", "U0DULY"),
        "deputy": ("<!channel>", "U0NOBODY", "U0SARA|x"),
        "channel": ("<!channel>", "U0SARA", "../x"),
        "people": (["<!here>"], [SARA, "x"]),
        "country": ("XX", "GERMANY", "\u0663\u0663"),
        "name": ("", "\u200b\u202e", "x" * 201),
        "words": ("y" * 201,),
    },
    "setup.customer.send": {
        "tier": ("gold", "1", "KEY|x", "\u0663"),
        "value": ("-5", "5 mil", "9" * 40, "\u0663", "1e400", "NaN"),
        "renewal": ("2026-13-45", "0001-01-01", "9999-12-31", "soon", "x" * 2_000),
        "account_lead": ("<!channel>", "U0NOBODY", "C0BILLING", "U0DULY", OMAR, "\u0663"),
        "name": ("", "\u200b", "x" * 201),
    },
    "assess.begin.send": {
        "departments": ([], ["<!channel>"], ["0" * 32], [SARA, "x"]),
        "until": ("2026-13-45", "0001-01-01", "9999-12-31", "soon", "\u0663"),
    },
    "away.calendar.send": {
        "calendar": (
            "",
            "\u0663",
            "http://a.example",
            "https://localhost",
            "https://u:p@a.example",
            "off",
            "x" * 2_000,
        ),
    },
    "away.send": {
        "from": ("2026-13-45", "0001-01-01", "9999-12-31", "soon", "\u0663", ""),
        "until": ("2026-13-45", "0001-01-01", "9999-12-31", "2026-11-23", "x" * 2_000, ""),
        "deputy": ("<!channel>", "U0NOBODY", "C0BILLING", "U0DULY", OMAR),
        "who": ("<!channel>", "U0NOBODY", "C0BILLING", "U0DULY"),
    },
    "setup.company.send": {
        "ccos": ([], ["<!channel>"], ["U0NOBODY"], ["U0DULY"]),
        "executives": (["<!here>"], [OMAR, "\u0663"]),
        "channel": ("<!channel>", "U0OMAR"),
    },
}
"""Each input of a form with values that are none; the rest is filled in as it should be."""
Ask = Callable[[str, str, dict[str, FieldValue]], object]


@pytest.fixture
def incoming(database: Database) -> Incoming:
    with database.write() as session:
        billing = departments.named(session, TEAM, "Billing")
        assert billing is not None
        common = {"team_id": TEAM, "created_by": OMAR, "created_at": MONDAY, "number": 1}
        session.add(Task(title="A", owner_id=SARA, department_id=billing.department_id, **common))
        session.add(Issue(title="B", **common))
        assert [counters.next_number(session, TEAM, noun) for noun in ("task", "issue")] == [1, 1]
    return Incoming(database, StoryClock(MONDAY), lambda: None)


def rows(session: Session) -> dict[str, int]:
    return {
        name: session.exec(select(func.count()).select_from(table)).one()
        for name, table in metadata.tables.items()
    }


@pytest.fixture
def ask(incoming: Incoming, database: Database) -> Iterator[Ask]:
    """Send a click or a form as the CCO; nothing may have been changed by it."""
    with database.read() as session:
        before = rows(session)

    def send(verb: str, value: str, fields: dict[str, FieldValue]) -> object:
        handler = routes.BUTTONS.get(verb) or routes.FORMS[verb]
        key = f"{verb}:{hash((value, str(fields)))}"
        return incoming.carry_out(handler, Request(
            team_id=TEAM, user_id=OMAR, verb=verb, key=key, value=value, fields=fields,
            channel_id="C0BILLING",
        ))  # fmt: skip

    yield send
    with database.read() as session:
        assert rows(session) | {"receipts": 0} == before | {"receipts": 0}


@pytest.mark.parametrize("verb", sorted(set(routes.BUTTONS) - ABOUT_NOTHING))
def test_a_button_with_a_forged_value_gets_a_sentence(verb: str, ask: Ask) -> None:
    for value in FORGED:
        answer = ask(verb, value, {})
        assert isinstance(answer, Refused), value[:60]
        assert not answer.ours, value[:60]


@pytest.mark.parametrize("verb", sorted(ABOUT_NOTHING))
def test_a_button_that_is_about_nothing_opens_its_form_whatever_it_carries(
    verb: str, ask: Ask
) -> None:
    for value in FORGED:
        answer = ask(verb, value, {})
        assert isinstance(answer, Refused if len(value) > 3_000 else OpenForm), value[:60]


@pytest.mark.parametrize("verb", FILLED)
def test_a_form_about_what_is_forged_gets_a_sentence(verb: str, ask: Ask) -> None:
    for value in FORGED:
        answer = ask(verb, value, FILLED[verb])
        assert isinstance(answer, (Refused, FormErrors)), value[:60]
        assert not (isinstance(answer, Refused) and answer.ours), value[:60]


@pytest.mark.parametrize(
    ("verb", "name"), [(verb, name) for verb, names in WRONG.items() for name in names]
)
def test_an_input_with_a_forged_value_gets_a_sentence(verb: str, name: str, ask: Ask) -> None:
    for value in WRONG[verb][name]:
        answer = ask(verb, "", {**REST[verb], name: value})
        assert isinstance(answer, (Refused, FormErrors)), value
        assert not (isinstance(answer, Refused) and answer.ours), value
        if isinstance(answer, FormErrors):
            assert name in answer.errors, value


@pytest.mark.parametrize("verb", ["rules.page", "rules.try", "rules.send"])
def test_rules_that_nobody_was_shown_are_not_tried(verb: str, ask: Ask) -> None:
    for value in (
        "", "answer", "answer x", "answers -1", "gold 1", "[1]", "[0, []]", '["0", {}]',
        "[" * 2_000, '[0, {"x": 1}]', '[0, {"snoozes": {"1": 1}}]', '[0, {"fractions": 1e999}]',
        '[0, {"bundle_at": NaN}]', '[true, {"snoozes": 3}]', '[0, {"snoozes": 3}, 1]',
    ):  # fmt: skip
        if verb == "rules.page" and value == "answer":
            continue
        answer = ask(verb, value, REST.get(verb, {}))
        assert isinstance(answer, (Refused, FormErrors)), value[:60]
        assert not (isinstance(answer, Refused) and answer.ours), value[:60]


def test_every_form_is_here() -> None:
    """A new form wants its line above."""
    assert {*FILLED, *WRONG, "decision.ask.send"} == set(routes.FORMS)


def test_what_is_as_it_should_be_goes_through(incoming: Incoming, database: Database) -> None:
    """Else the refusals above would prove nothing."""
    with database.read() as session:
        billing = departments.named(session, TEAM, "Billing")
    assert billing
    # The id of a row differs each time, so that no table can name it.
    real: dict[str, dict[str, FieldValue]] = {
        "assess.begin.send": {"departments": [billing.department_id.hex]},
    }
    for verb, filled in REST.items():
        if verb in WRONG:
            handler = routes.FORMS[verb]
            fields = {**filled, **real.get(verb, {})}
            request = Request(team_id=TEAM, user_id=OMAR, verb=verb, key=verb, fields=fields)
            answer = incoming.carry_out(handler, request)
            assert not isinstance(answer, (Refused, FormErrors)), verb
    with database.read() as session:
        umbrella = customers.named(session, TEAM, "umbrella")
    assert isinstance(umbrella, Customer)
    assert umbrella.tier == "key"
