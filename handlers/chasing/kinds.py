"""What a kind of ask is: by when it is owed, whom it climbs to, what is said on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter

from slackblocks import Block
from sqlmodel import Session

from handlers.calendar.hours import Calendar
from handlers.chasing import policy as policies
from handlers.chasing.nouns import About
from handlers.chasing.policy import Policy
from handlers.speech import words
from storage.asks import Owed
from storage.nudges import Part
from storage.people import Person, Role

OWNER_RUNGS = (1, 2, 3)
"""Those that remind whoever owes the answer; on the last, who stands in for them hears of it."""
LEAD_RUNG, CCO_RUNG = 4, 5
"""Those that tell the next person up."""
RUNGS = (*OWNER_RUNGS, LEAD_RUNG, CCO_RUNG)
AGAIN = CCO_RUNG + 1
"""From here on everybody around an ask hears of it again and again: there is no silent end."""
PLACEHOLDERS = frozenset({
    "whom", "due", "today", "late", "late_by", "owner", "gave", "asks", "since", "can_you",
    "account", "waited", "named", "who_waits", "by", "left", "reported", "nth", "day", "home",
})  # fmt: skip
"""What a sentence about an ask can name, as markup; its title and customer stand above it."""


@dataclass(frozen=True)
class Asking:
    """What the ways out of an ask depend on.

    `ref` is the name of what it is about, `part` what the reader is to it (None: they may only
    read of it), `rung` how far it has climbed, and `owner` what people call whoever owes it.
    `decides` says that the ways are wanted by which it is decided, as a list offers them, and
    `question` is the key of what is asked of it, where that is one of many; `severity` is how bad
    it is, and `state` how it stands, where its ways out hang on that.
    """

    ref: str
    part: Part | None
    rung: int = 0
    owner: str = ""
    decides: bool = False
    question: str = ""
    severity: int = 3
    state: str = ""
    by: str = ""
    """The day by which the answer is asked for, such as “Fri 27 Nov”, while it is to come."""

    @property
    def is_theirs(self) -> bool:
        """Whether the reader owes the answer themselves."""
        return self.part == Part.OWES


@dataclass(frozen=True)
class Alone:
    """What is said of severity 1, at once and by itself, in a message of two blocks.

    `owes` and `late` are for whoever owes the answer before and after its time, `above` for whoever
    leads and the CCO; they may name PLACEHOLDERS.
    """

    owes: str
    late: str
    above: str


@dataclass(frozen=True)
class Says:
    """What people read about an ask: its owner on rungs 0 to 3, and everybody around them.

    `ends` says what ends the line of each Monday. `instead` is for who stands in for its owner. It,
    `deputy`, `lead` and `cco` are empty where the sentences that suit most asks do; PLACEHOLDERS
    are what they may name.
    """

    owes: tuple[str, str, str, str]
    deputy: str = ""
    lead: str = ""
    cco: str = ""
    instead: str = ""
    ends: str = ""
    alone: Alone | None = None
    """The same of severity 1; where there is nothing, what suits all the rest."""

    def __post_init__(self) -> None:
        """Raises ValueError for a sentence that names what nobody can fill in."""
        urgent = (self.alone.owes, self.alone.late, self.alone.above) if self.alone else ()
        for sentence in (*self.owes, self.deputy, self.lead, self.cco, self.instead, *urgent):
            named = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
            if not named <= PLACEHOLDERS:
                raise ValueError(f"nobody can fill in {sorted(named - PLACEHOLDERS)}: {sentence}")


DueBy = Callable[[Policy, Calendar, datetime, About], datetime]
"""By when (UTC) an answer is owed, by the rules, somebody's calendar, now, and what it is about."""


def within(span: Callable[[Policy], str]) -> DueBy:
    """Within a span of the rules, on the clock of whoever owes the answer."""

    def due(policy: Policy, calendar: Calendar, now: datetime, about: About) -> datetime:
        del about
        return policies.after(calendar, now, span(policy))

    return due


def _nothing(session: Session, ask: Owed) -> str:
    del session, ask
    return ""


def _nobody(session: Session, ask: Owed) -> set[str]:
    del session, ask
    return set()


def _of_nobody(session: Session, number: int, person: Person) -> bool:
    del session, number, person
    return False


def _never(session: Session, person: Person, ask: Owed, now: datetime) -> bool:
    del session, person, ask, now
    return False


def _nobody_else(session: Session, ask: Owed) -> Person | None:
    del session, ask
    return None


def _says_no_more(session: Session, ask: Owed, today: date) -> str:
    del session, ask, today
    return ""


@dataclass(frozen=True)
class Kind:
    """One thing that people can owe an answer to.

    `buttons` are its ways out: for each reader only what they may do. None where they may nothing.
    """

    name: str
    """What its rows are filed under."""
    rungs: tuple[int, ...]
    """How far it climbs: one to three remind whoever owes it, four the lead, five the CCO."""
    due: DueBy
    says: Says
    buttons: Callable[[Asking], Block | None]
    urgent_buttons: Callable[[Asking], Block | None] | None = None
    """The same of severity 1, where they are others."""
    wants: str = "for an answer"
    """What whoever owes it is asked, as in “I ask Sara whether it is done”."""
    is_around_due: bool = False
    """Whether its rungs are days around its date, and not shares of the time that was given."""
    keeps_date: bool = False
    """Whether what it asks is to keep the date that was given."""
    beside: Kind | None = None
    """What the same person is asked with it, where that is owed later: one thing, asked once."""
    is_beside: bool = False
    """Whether it goes with another: one question to people, and at severity 1 left to that one."""
    circle: tuple[Role, ...] = ()
    """Whose it is, where nobody else may read of it: the holders of these roles."""
    passes_to_deputies: bool = False
    """Whether who stands in for one of the circle may be asked in their place."""
    is_own: Callable[[Session, int, Person], bool] = _of_nobody
    """Whether the thing of a number is somebody's own matter: they answer it for nobody else."""
    asked_already: Callable[[Session, Owed], set[str]] = _nobody
    """Who in that circle needs not be asked the same, beside those who are: Slack ids."""
    left_out: Callable[[Session, Owed], set[str]] = _nobody
    """Who around it cannot answer it, as it is about what they did, and so hears nothing of it."""
    is_over: Callable[[Session, Person, Owed, datetime], bool] = _never
    """Whether its time has passed for whoever is to hear of it: then nobody is reminded any more,
    and what ends it comes."""
    second: Callable[[Session, Owed], Person | None] = _nobody_else
    """Who hears of it where the lead of the department else does; None leaves it with the lead."""
    may_end: bool = False
    """Whether nobody is reminded any more after the last rung, as no customer waits on it alone."""
    takes_turns: bool = False
    """Whether it waits for another day where a bundle has two such questions already: what
    nobody waits for today is not asked all at once. Its time begins when it is asked."""
    has_card: bool = True
    """Whether a card of its own brings the question; else the message of the day does."""
    is_afterwards: bool = False
    """Whether it is about something else than the date of its thing, or comes after that."""
    stands: tuple[str, str] | None = None
    """How one of these stands that nobody has answered since a {day}, and how several of them do.

    {Count} begins a sentence and {count} stands within one. None where it is said of what they are
    about.
    """

    begins: Callable[[Session, Owed], str] = _nothing
    """What its reminders begin with, where its thing does not say all that it is about."""
    says_what_is_needed: bool = False
    """Whether its reminders begin with what a wait needs, from whom and by when."""
    question: Callable[[Session, Owed], str] = _nothing
    """The key of what it asks, where its ways out hang on that: a low score is called back."""
    begins_with: Callable[[Session, Owed, date], str] = _says_no_more
    """What its reminders begin with beside that on a local day of their reader, as markup.

    Whoever owes it reads it, and so does everybody above: “you” is nobody in it.
    """

    @property
    def takes_a_day(self) -> bool:
        """Whether a day or “done” answers it: what is asked is to take a thing or to keep it."""
        return self.keeps_date or self.is_beside or self.beside is not None

    def late_from(self, owed: Owed, about: About) -> datetime:
        """From when on (UTC) it is said how late it is.

        Where a date is to be kept, that of the thing: what is asked of a date that had passed
        before, as in what an import brings, is owed later than the date that people gave.
        """
        return (about.due_at if self.keeps_date else None) or owed.due_at

    def late_by(self, owed: Owed, about: About, now: datetime, calendar: Calendar) -> str:
        """How late it is, counted from the day that is named beside it: “three days late”."""
        names_a_day = self.keeps_date and about.due_at is not None and not about.timed
        zone = about.zone if names_a_day else ""
        return words.late_by(self.late_from(owed, about), now, calendar, zone=zone)

    def __post_init__(self) -> None:
        """Raises ValueError for a ladder that goes down, or that leads out of a circle."""
        if list(self.rungs) != sorted(set(self.rungs)) or not set(self.rungs) <= set(RUNGS):
            raise ValueError(f"{self.name}: no such ladder: {self.rungs}")
        if self.circle and self.rungs[-1] >= LEAD_RUNG:
            raise ValueError(f"{self.name}: what a circle keeps to itself does not climb out of it")
