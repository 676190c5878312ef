"""Nothing that somebody can type or import keeps everybody waiting: every pattern is linear."""

from __future__ import annotations

import csv
import io
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from bot import routes
from bot.incoming import Incoming, Refused
from handlers.calendar.hours import Calendar
from handlers.executives.decisions import rules as decision_rules
from handlers.executives.digests import timing as digest_timing
from handlers.front import imports
from handlers.front.imports import Order, Subject
from handlers.front.imports import rules as cells
from handlers.front.imports.columns import ELSEWHERE
from handlers.front.imports.fields import FIELDS
from handlers.front.stuck import rules as stuck_rules
from handlers.people import lookup, routing
from handlers.promises.issues import rules as issue_rules
from handlers.promises.tasks import rules as task_rules
from handlers.speech import (
    answered,
    blocks,
    cleaning,
    dates,
    grammar,
    phrases,
    timetable,
    typed,
    values,
)
from handlers.speech.clauses import KnownNames
from handlers.speech.errors import UserError
from handlers.speech.request import TYPED, Request
from storage import names
from storage.customers import Customer
from storage.database import Database
from storage.departments import Department, Route
from tests.cast import MONDAY, OMAR, SARA, TEAM
from tests.stage import StoryClock

LONG = 40_000
"""Characters, ten times as many as are read of a command."""
MOST_SECONDS = 0.1
LINEAR = 10
"""Four times as many words take four times as long, and sixteen times where that is quadratic."""
SIGNS = (
    " ", ",", '"', "'", "<", ">", "@", "#", "&", "*", "_", "`", "|", "^", "because ", "because",
    "by ", "to ", "in ", "for ", "sev ", "to @", "7", "٣", "-", ".", ":", ";", "🙂", "\n", "\t",
    "\u00a0", "\u200b", "\u202e", "\0", "\ud800", "\u0301", "\u0300\u0323", "A", "é", "ß",
    "<@U", "<@U0SARA|", "<#C0|", "<@U0SARA> ", "T-1 ", "-1", "(", "[", "\\", "1.", "1,000,", "=",
    "mon-", "“", "<!subteam^S0|@a>", "<https://a.example|b c> ", "to sara and ", "‘a ", "’ ",
    "to by for in ",
    "9:00 ", "by friday ", "in Billing ", "for Acme ", "&amp;", "because by to in for ",
)  # fmt: skip
SHAPES = (
    "{many}",
    "x{many}y to @sara by friday",
    "T-1 {many}because {many}",
    "Call <@U0SARA> {many}x",
)
KNOWN = KnownNames(
    people={"sara": SARA},
    customers={"acme": Customer(team_id=TEAM, name="Acme", key="acme")},
    departments={"billing": Department(team_id=TEAM, name="Billing", key="billing")},
)
RULES = [
    Route(team_id=TEAM, field="words", pattern=pattern, department_id=uuid4())
    for pattern in ("invoice", "terms of use", "a a a", "aaaa")
]


def _all_of(said: answered.TypedAnswer) -> tuple[object, ...]:
    return said.refs, said.said, said.left, said.evidence, said.date


BERLIN = Calendar(zone="Europe/Berlin")
READERS: dict[str, Callable[[str], object]] = {
    "words": typed.words,
    "what was seen, links with it": lambda words: typed.seen(words, addresses=True),
    "what may be a name": lambda words: grammar.wanted(typed.words(words)),
    "a task": lambda words: task_rules.read(typed.words(words), KNOWN, OMAR),
    "an issue": lambda words: issue_rules.read(
        typed.words(words), replace(KNOWN, severities=True, reasons=False)
    ),
    "an answer": lambda words: _all_of(answered.read(typed.words(words))),
    "a first word": phrases.first_word,
    "a mention": lambda words: (phrases.mentioned(words), phrases.mentioned_channel(words)),
    "what was seen": typed.seen,
    "a number": phrases.reference,
    "a date": lambda words: dates.read_due(words, MONDAY, BERLIN),
    "a schedule": timetable.read,
    "a schedule with its zone": digest_timing.split_zone,
    "a decision": decision_rules.topic_of,
    "a stuck message": stuck_rules.read,
    "a hint": lambda words: lookup.hint(words, ["Acme", "Globex"] * 50),
    "a quotation": lookup.quoted,
    "words shown": blocks.safe,
    "words cleaned": lambda words: (cleaning.clean(words), cleaning.line(words)),
    "words of a rule": lambda words: routing.by_words(words, RULES),
    "a search": lambda words: names.search_key(words[: names.LONGEST + 1]),
    "a name": values.name,
    "an amount": values.amount,
    "a day": values.day,
    "a tier": values.tier,
    "a role": values.role,
    "a severity": values.severity,
    "a country": values.country,
    "a zone": values.zone,
    "an id": values.row_id,
    "routing words": values.routing_words,
    "a week": cells.week,
    "a time": lambda words: cells.clock(words, "opens"),
    "a headline": lambda words: cells.title_and_story(words, "", words),
    "a file": lambda words: imports.read(
        lambda: io.BytesIO(words.encode(errors="replace")), "list.csv"
    ),
}  # fmt: skip


def floods(length: int) -> Iterator[str]:
    for sign in SIGNS:
        many = sign * (length // len(sign))
        for shape in SHAPES:
            yield shape.format(many=many)


def seconds(work: Callable[[], object]) -> float:
    """The processor's time of this thread for something, whatever else the machine does.

    The least of some times: what is quadratic takes seconds each time.
    """
    spent = []
    for _ in range(3):
        begun = time.thread_time()
        with suppress(UserError):
            work()
        spent.append(time.thread_time() - begun)
        if spent[-1] <= MOST_SECONDS / 10:
            break
    return min(spent)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_every_pattern_is_linear(reader: Callable[[str], object]) -> None:
    """On a slow machine all takes long: of a quarter of the words, a quarter of that."""
    for words in floods(LONG):
        spent = seconds(partial(reader, words))
        if spent > MOST_SECONDS:
            quarter = seconds(partial(reader, words[: LONG // 4]))
            assert spent <= LINEAR * quarter, f"{words[:40]!r}… takes {spent:.2f} s"


@pytest.mark.parametrize("verb", routes.VERBS)
def test_every_verb_answers_at_once_whatever_is_typed(verb: str, incoming: Incoming) -> None:
    """As much as is read of a command."""
    for number, words in enumerate(floods(TYPED)):
        if number % len(SHAPES) != number // len(SHAPES) % len(SHAPES):
            # Each sign in one shape, and each shape with every fourth sign.
            continue
        answers: list[object] = []

        def answer(words: str = words[:TYPED], answers: list[object] = answers) -> None:
            request = Request(TEAM, OMAR, verb, uuid4().hex, "C0BILLING", words)
            answers.append(incoming.carry_out(routes.VERBS[verb], request))

        spent = seconds(answer)
        if spent > MOST_SECONDS:
            quarter = seconds(partial(answer, words[: TYPED // 4]))
            assert spent <= LINEAR * quarter, f"{words[:40]!r}… takes {spent:.2f} s"
        assert not [each for each in answers if isinstance(each, Refused) and each.ours], words[:40]


@pytest.mark.parametrize("verb", routes.VERBS)
def test_every_verb_refuses_a_file_full_of_words_in_a_sentence(
    verb: str, incoming: Incoming
) -> None:
    request = Request(TEAM, OMAR, verb, "command:1", "C0BILLING", "x" + " " * LONG + "y to @sara")
    begun = time.thread_time()
    answer = incoming.carry_out(routes.VERBS[verb], request)

    assert time.thread_time() - begun <= MOST_SECONDS
    assert isinstance(answer, Refused)
    assert "40,011 characters, and I read 4,000 at most" in answer.words


UNUSED = {"source", "department"} | ELSEWHERE
"""Of these the first two may be long, and the others are not used where they hold no such thing."""


@pytest.mark.parametrize(
    "sign", ["x", " x", ",", ";", "é", "\u0301", "\u0300\u0323", "<@A|", "\n=", "٣"]
)
def test_a_cell_of_a_million_characters_is_refused_at_once(sign: str, incoming: Incoming) -> None:
    fields = [each for each in FIELDS[Subject.ISSUES] if each not in UNUSED]
    spent, rejected = _brought(incoming, fields, sign, 10**6)
    assert rejected == len(fields)
    # Each cell is read twice: when it is asked what the columns are, and when it is brought in.
    if spent > 2 * len(fields) * MOST_SECONDS:
        quarter, _ = _brought(incoming, fields, sign, 10**6 // 4)
        assert spent <= LINEAR * quarter


def _brought(
    incoming: Incoming, fields: Sequence[str], sign: str, length: int
) -> tuple[float, int]:
    """A line for each field with so long a cell: the processor's time, and how many are refused."""
    paper = io.StringIO()
    writer = csv.writer(paper)
    writer.writerow(fields)
    for field in fields:
        row = dict.fromkeys(fields, "") | {"title": "A", field: sign * (length // len(sign))}
        writer.writerow([row[each] for each in fields])
    begun = time.thread_time()
    content = paper.getvalue().encode()
    plan = imports.make(lambda: io.BytesIO(content), "list.csv", Order(Subject.ISSUES))
    with incoming._database.write() as session:
        job = imports.prepare(session, MONDAY, TEAM, plan)
        rows = list(plan.sheet.rows())
        tally = imports.read_batch(session, MONDAY, job, rows).bring(session, 1)
    return time.thread_time() - begun, len(tally.rejected)


@pytest.fixture
def incoming(sqlite_settled: Path, tmp_path: Path) -> Iterator[Incoming]:
    """What carries requests out, over a database in which Brightwater has moved in."""
    path = tmp_path / "duly.sqlite3"
    shutil.copy(sqlite_settled, path)
    database = Database(f"sqlite:///{path}")
    yield Incoming(database, StoryClock(MONDAY), lambda: None)
    database.close()
