"""What people see of whom a survey asks: who has answered and who has not, and the form of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from slackblocks import Block

from handlers.customers.surveys import inviting, rules, words
from handlers.customers.surveys.inviting import BETWEEN, AskedOf, ListChange
from handlers.people import choices, tiers
from handlers.promises.items.words import open_story
from handlers.speech import blocks, inputs, paging
from handlers.speech import words as plain
from handlers.speech.blocks import Choices
from handlers.speech.request import Json
from storage.customers import Tier
from storage.invitations import InvitedCount, InvitedLine
from storage.segments import Facet
from storage.surveys import Survey

TITLE, CHANGE_TITLE = "Whom it asks", "Change a survey"
TIERS, ONLY, CLOSES, ASKED = "tiers", "only", "closes", "asked"
TIER_NAMES = {str(tier): plain.capital(tiers.GROUPS[tier]) for tier in Tier}
FACETS = {
    Facet.PRODUCT: "Product",
    Facet.GEOGRAPHY: "Geography",
    Facet.VERTICAL: "Vertical",
}
WHO_HINT = "Whoever is written down there as the one who decides, as of today."
ASKED_HINT = "Such as 31. Empty: so many as stand on the list."
NOBODY = (
    "Nobody is asked by name, so it is not known who has not answered. “Change…” puts those on its "
    "list who decide at the customers that you choose."
)
NO_NAMES = "It keeps no names, so it has no list of whom it asks."


@dataclass(frozen=True)
class AskedOffered:
    """What the form of whom a survey asks offers, and what stands in it so far.

    `facets` are the words that customers have. `by_name` is False where so many customers stand on
    the list by name that a form does not hold them: then they stay.
    """

    customers: Choices
    facets: Mapping[Facet, Sequence[str]] = field(default_factory=dict)
    wanted: AskedOf = inviting.NOBODY
    by_name: bool = True


@dataclass(frozen=True)
class InvitedPage:
    """Whom a survey asks: those of whom the reader may read, how many more, and all counts."""

    survey: Survey
    count: InvitedCount
    lines: Sequence[InvitedLine]
    may_change: bool

    @property
    def hidden(self) -> int:
        """How many there are of whom the reader may not read."""
        return self.count.asked - len(self.lines)


def who(offered: AskedOffered) -> list[Block]:
    """The fields of whom a survey asks: whole tiers, narrowed or not, and customers by name."""
    wanted = offered.wanted
    chosen = tuple(str(each) for each in wanted.tiers)
    parts = [
        inputs.choices(
            TIERS, "Who is asked? Those who decide at…", TIER_NAMES, values=chosen,
            hint=WHO_HINT, optional=True,
        )
    ]  # fmt: skip
    narrowing = {
        f"{facet}{BETWEEN}{each}": f"{FACETS[facet]}: {each}"
        for facet, known in offered.facets.items()
        for each in known
    }
    so_far = f"{wanted.facet}{BETWEEN}{wanted.words}" if wanted.facet else None
    if wanted.facet and so_far:
        narrowing.setdefault(so_far, f"{FACETS[wanted.facet]}: {wanted.words}")
    if narrowing:
        parts.append(inputs.choice(ONLY, "Of these only", narrowing, value=so_far, optional=True))
    if offered.customers and offered.by_name:
        parts.append(
            inputs.several(
                choices.CUSTOMERS, "And those who decide at", offered.customers, optional=True
            )
        )
    return parts


def change(survey: Survey, offered: AskedOffered, more: int | None) -> Json:
    """The form of a survey that is open: its last day, and whom it asks.

    `more` is how many are asked altogether, where that was said.
    """
    closes = survey.closes_on.isoformat() if survey.closes_on else None
    parts: list[Block] = [blocks.section(f"*{blocks.safe(survey.name, 120)}*")]
    parts += who(offered) if survey.is_named else [blocks.context(NO_NAMES)]
    parts += [
        inputs.text(
            ASKED, "How many are asked altogether?", value=str(more or ""), most=20,
            hint=ASKED_HINT if survey.is_named else "", optional=True,
        ),
        inputs.date(CLOSES, "Until when can they answer?", value=closes, optional=True),
    ]  # fmt: skip
    value = survey.survey_id.hex
    return blocks.form(CHANGE_TITLE, words.CHANGE_SEND, *parts, submit="Save", value=value)


def changed(survey: Survey, done: ListChange) -> str:
    """“*Autumn survey* asks 31 people by name: three came to its list, one went from it.”."""
    name = f"*{blocks.safe(survey.name, 120)}*"
    if not (done.listed or done.removed):
        return f"Saved. {name} asks nobody by name."
    said = f"Saved. {name} asks {_people(done.listed) if done.listed else 'nobody'} by name"
    went = [
        f"{plain.number(done.added)} came to its list" if done.added else "",
        f"{plain.number(done.removed)} went from it" if done.removed else "",
    ]
    told = " and ".join(each for each in went if each)
    return f"{said}: {told}." if told else f"{said}, as before."


def opened(listed: int) -> str:
    """“31 people who decide are asked by name.”; empty for nobody."""
    if not listed:
        return ""
    return (
        "One who decides is asked by name."
        if listed == 1
        else f"{plain.capital(plain.number(listed))} who decide are asked by name."
    )


def page(found: InvitedPage, after: int, today: date) -> Json:
    """The list of a survey, those who have not answered first, a page at a time."""
    survey, which = found.survey, found.survey.survey_id.hex
    way = blocks.button("Change…", words.CHANGE, which) if found.may_change else None
    facts = f"*{blocks.safe(survey.name, 120)}*\n{rules.said_scale(survey)}"
    parts: list[Block] = [blocks.section(facts, way), blocks.section(headline(found))]
    if found.hidden > 0:
        parts.append(blocks.context(_hidden(found.hidden)))
    shown = found.lines[after : after + paging.PAGE]
    parts += [blocks.section(_line(each, today), open_story(each.contact.ref)) for each in shown]
    parts += paging.turns(words.INVITED_PAGE, which, after, paging.PAGE, len(found.lines))
    return blocks.form(TITLE, words.INVITED_PAGE, *parts, submit=None)


def headline(found: InvitedPage) -> str:
    """“31 people are asked by name. 19 of them have answered, 12 have not.”."""
    count = found.count
    if not count.asked:
        return NOBODY if found.survey.is_named else NO_NAMES
    if count.asked == 1:
        has = "has answered" if count.answered else "has not answered yet"
        return f"One person is asked by name, and {has}."
    asked = f"{_people(count.asked, capital=True)} are asked by name."
    if count.answered == count.asked:
        return f"{asked} All of them have answered."
    if not count.answered:
        return f"{asked} Nobody of them has answered yet."
    have = "has" if count.answered == 1 else "have"
    missing = count.asked - count.answered
    lack = "has" if missing == 1 else "have"
    return (
        f"{asked} {plain.capital(plain.number(count.answered))} of them {have} answered, "
        f"{plain.number(missing)} {lack} not."
    )


def _line(line: InvitedLine, today: date) -> str:
    where = f"*{blocks.safe(line.customer.name, 80)}*"
    day = plain.plain_day(line.asked_on, today)
    did = "has answered" if line.has_answered else "has not answered"
    gone = "" if line.contact.is_there else ", not there any more"
    return f"{where} {blocks.safe(line.contact.title, 80)}{gone} · asked {day} · {did}"


def _hidden(number: int) -> str:
    if number == 1:
        return "One of them is at a customer of whose people you may not read."
    many = plain.capital(plain.number(number))
    return f"{many} of them are at customers of whose people you may not read."


def _people(number: int, *, capital: bool = False) -> str:
    said = plain.count(number, "person", "people")
    return plain.capital(said) if capital else said
