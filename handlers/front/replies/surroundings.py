"""What a message stands in: which things it can be about, and what its writer owes of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from slackblocks import Block
from sqlmodel import Session

from handlers.chasing import pauses
from handlers.chasing.registers import Registers
from handlers.executives.decisions.kind import FORECAST
from handlers.front import replies
from handlers.front.replies import Candidate, rules, sayings, spoken_steps
from handlers.front.replies.rules import Meant
from handlers.front.replies.sayings import Sense
from handlers.promises import asked, handoffs, items
from storage import asks
from storage.items import State
from storage.nudges import Part
from storage.people import Person, Role

TAKES = ("ack", "take")
"""What is said of what nobody has taken yet."""
DECLINES = ("no", "handoff")
"""What is said of an offer that is to go back."""
OF_OFFERS = (*TAKES, *DECLINES, "return")


class Surroundings:
    """Where somebody's `text` stands; `above` are the things that it stands under, if any."""

    def __init__(
        self,
        registers: Registers,
        session: Session,
        person: Person,
        text: str,
        above: list[Candidate] | None,
    ) -> None:
        self._registers = registers
        self._session = session
        self._person = person
        self._text = text
        self._above = above

    def said_of_step(self, meant: Meant) -> Meant:
        """What is meant by words that answer a step; without such a question they are words."""
        if meant.sense is Sense.ANSWER and meant.verb in spoken_steps.ANSWERED and not meant.refs:
            kinds = spoken_steps.ANSWERED[meant.verb]
            is_asked = any(self.is_asked(each, kinds) for each in self.several())
            return meant if is_asked else Meant(Sense.WORDS, text=self._text)
        if meant.verb == sayings.RESUME and meant.sense is Sense.ANSWER and not meant.refs:
            is_waiting = any(self.is_paused(each) for each in self.several())
            return meant if is_waiting else Meant(Sense.WORDS, text=self._text)
        several = self.several() if meant.sense is Sense.WORDS and not meant.refs else []
        if len(several) != 1:
            return meant
        owed, said = self.steps_owed(several[0]), spoken_steps.agreed(meant.text)
        verb = spoken_steps.meant(owed, spoken_steps.YES) if said else ""
        if not verb and spoken_steps.meant(owed, spoken_steps.YES) == "told":
            verb, said = "told", spoken_steps.told_to(meant.text, self._customer(several[0]))
            verb = verb if said is not None else ""
        return Meant(Sense.ANSWER, verb, f": {said}" if said else "") if verb else meant

    def fits(self, meant: Meant, one: Candidate) -> bool:
        """Whether what is said can be an answer to what is asked about a thing."""
        if meant.verb in spoken_steps.ANSWERED:
            return self.is_asked(one, spoken_steps.ANSWERED[meant.verb])
        if meant.verb == sayings.RESUME:
            return self.is_paused(one)
        if rules.says_what_came_true(self._text):
            return one.kind == FORECAST.name
        if one.kind == asked.ACCEPT:
            return meant.sense is not Sense.ANSWER or meant.verb in OF_OFFERS
        if meant.sense is Sense.ANSWER and meant.verb in TAKES:
            return self._is_untaken(one)
        if meant.sense in (Sense.DATE, Sense.ANSWER):
            return one.kind in ("", *asked.OF_OWNER)
        return True

    def several(self) -> Sequence[Candidate]:
        """What it can be about: what it stands under, else what its writer owes."""
        return self._above if self._above is not None else self.owed()

    def owed(self) -> list[Candidate]:
        """What its writer owes: of things with dates alone, where there are any.

        What changes for customers is said of decisions alone.
        """
        found = replies.owed_by(self._registers, self._session, self._person)
        is_of_decision = rules.says_a_change(self._text) or rules.says_what_came_true(self._text)
        return [each for each in found if each.is_item is not is_of_decision] or found

    def is_asked(self, one: Candidate, kinds: Collection[str]) -> bool:
        """Whether anybody owes an answer of one of these kinds of ask about a thing."""
        about = asks.open_about(self._session, self._person.team_id, one.noun, one.number)
        return any(ask.kind in kinds for ask in about)

    def steps_owed(self, one: Candidate) -> set[str]:
        """The kinds of ask about steps that its writer owes of a thing, where they owe no date."""
        waiting = replies.asked_about(self._registers, self._session, self._person, one)
        kinds = {each.kind.name for each, mine in waiting if mine}
        return set() if kinds - spoken_steps.STEPS else kinds

    def is_asked_what_came_true(self, one: Candidate) -> bool:
        """Whether its writer is asked what came true of a decision."""
        waiting = replies.asked_about(self._registers, self._session, self._person, one)
        return any(mine and each.kind.name == FORECAST.name for each, mine in waiting)

    def asked_first(self, one: Candidate) -> str:
        """The kind of what is asked first about a thing, of its writer or whom they lead."""
        waiting = replies.asked_about(self._registers, self._session, self._person, one)
        return waiting[0][0].kind.name if waiting else ""

    def is_paused(self, one: Candidate) -> bool:
        """Whether a thing waits for somebody."""
        team_id = self._person.team_id
        return pauses.of(self._session, team_id, one.noun, one.number) is not None

    def _is_untaken(self, one: Candidate) -> bool:
        team_id = self._person.team_id
        item = items.find(self._session, team_id, one.noun, one.number) if one.is_item else None
        return item is not None and item.state == State.OPEN

    def is_offered(self, ref: str) -> bool:
        """Whether a thing is on offer to its writer."""
        item = items.get(self._session, self._person, ref)
        return handoffs.waits_for(self._session, self._person, item)

    def _customer(self, one: Candidate) -> str:
        item = items.find(self._session, self._person.team_id, one.noun, one.number)
        customer = items.customer_of(self._session, item) if item else None
        return customer.name if customer else ""

    def rows(self, one: Candidate) -> list[Block]:
        """The buttons that answer what this person is asked about it, or what they lead."""
        waiting = replies.asked_about(self._registers, self._session, self._person, one)
        above = Part.CCO if self._person.role == Role.CCO else Part.LEAD
        return [
            button
            for each, mine in waiting[:1]
            for button in replace(each, part=Part.OWES if mine else above).buttons()
        ]
