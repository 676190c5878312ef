"""In which currency the amounts of a file are, and what becomes of those in another one.

A cell says it beside its number, else the column of currencies, else the name of the column.
Numbers are never converted: Duly knows no rates.
"""

from __future__ import annotations

from handlers.front.imports import words as findings
from handlers.front.imports.fields import Subject
from handlers.front.imports.order import Job
from handlers.front.imports.reading import Row
from handlers.front.imports.survey import FileSurvey
from handlers.speech import currencies, values
from handlers.speech.file_errors import CurrenciesMixed
from handlers.speech.words import join_names

KEEP_EACH = frozenset({Subject.INITIATIVES})
"""Each row of these has a currency of its own, and two are never added up."""


def taken(
    subject: Subject, survey: FileSurvey, file: str, asked: str | None, own: str | None
) -> str | None:
    """The currency of the amounts that are taken: what was asked for, else the workspace's.

    None where numbers are taken as they are, since the workspace has no currency and the file
    names one at most. Raises CurrenciesMixed where it names several.
    """
    expected = asked or own
    named = named_in(survey, expected)
    if expected is None and len(named) > 1 and subject not in KEEP_EACH:
        raise CurrenciesMixed(
            file=file, currencies=join_names(named), one=currencies.likeliest(named[0])
        )
    return expected


def of_amount(job: Job, row: Row, field: str) -> str:
    """In which currency a row says an amount is: its code, empty where nothing says it."""
    words = job.text(row, field)
    beside = job.text(row, "currency") or currencies.of_column(job.called(field))
    return currencies.meant(beside, job.currency) or values.currency_written(words)


def named_in(survey: FileSurvey, own: str | None) -> list[str]:
    """The currencies that a file names where amounts are in `own`, in the order of their rows."""
    return list(dict.fromkeys(currencies.meant(each, own) for each in survey.currencies))


def amount(job: Job, row: Row, field: str) -> int | None:
    """What a row says in a field of amounts; None where it says nothing.

    Raises what `values.amount` and `values.check_currency` raise, UnknownCurrency, RowRejected.
    """
    words = job.text(row, field)
    value = values.amount(words, job.survey.decimals.get(field), own=job.currency)
    beside = job.text(row, "currency") or currencies.of_column(job.called(field))
    if value is not None and beside:
        values.check_currency(words, beside, job.currency)
    return value


def told(job: Job) -> list[str]:
    """What somebody should know of the currency of a file, a sentence each."""
    named = named_in(job.survey, job.currency)
    if not named:
        return []
    if job.subject in KEEP_EACH:
        named = [each for each in named if job.currency and each != job.currency]
        return [findings.other_currencies(named, job.currency)] if named and job.currency else []
    if job.currency is None:
        return [findings.no_currency_here(named[0])]
    others = [each for each in named if each != job.currency]
    return [
        *([findings.taken_as_numbers(job.currency, job.own_currency)] if _is_asked(job) else []),
        *([findings.other_currencies(others, job.currency)] if others else []),
    ]


def _is_asked(job: Job) -> bool:
    """Whether somebody said to take another currency than the workspace's."""
    return job.currency != job.own_currency
