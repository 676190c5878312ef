"""One message in words is answered here: as a command, an answer about a thing, or a question.

What it is about is what it names, what it stands under, or the one thing that its writer owes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.executives.decisions import answering
from handlers.executives.decisions import form_cards as decision_cards
from handlers.executives.decisions import requests as decision_requests
from handlers.executives.decisions.forecasts import cards as forecast_cards
from handlers.executives.decisions.forecasts.cards import FormField
from handlers.executives.decisions.rules import Input
from handlers.executives.decisions.spoken import SpokenAnswer
from handlers.front import help as help_desk
from handlers.front import replies, story, verbs
from handlers.front.corrections import cards as correction_cards
from handlers.front.corrections import missing
from handlers.front.corrections import requests as corrected
from handlers.front.corrections import rules as correction_rules
from handlers.front.corrections.missing import Lack
from handlers.front.corrections.rules import Course
from handlers.front.replies import Candidate, cards, rules, sayings, spoken_steps
from handlers.front.replies.rules import Meant
from handlers.front.replies.sayings import Sense
from handlers.front.replies.surroundings import DECLINES, Surroundings
from handlers.front.story import cards as story_cards
from handlers.people import access
from handlers.promises import asked, items
from handlers.speech import blocks, cleaning, values
from handlers.speech.errors import TextTooLong, UserError
from handlers.speech.request import (
    TYPED,
    Handler,
    Json,
    Nothing,
    OpenForm,
    Reply,
    Request,
    Response,
)
from storage.decisions import Decision
from storage.items import State
from storage.people import Person

_LACKS = {
    "handoff": Lack.WHOSE,
    "return": Lack.WHY,
    "no": Lack.WHY,
    "snooze": Lack.UNTIL,
    "date": Lack.WHY,
    "help": Lack.WHAT,
    "reopen": Lack.WHY,
    "away": Lack.UNTIL,
}
"""What each command lacks where it is asked about."""
_OF_STEP = (spoken_steps.NO, spoken_steps.DONE)
"""Answers that mean another thing under a question about a step."""
_IN_PARTS = frozenset({"task", "issue", "away"})
"""Commands to which the parts may be added that they leave out."""


@dataclass(frozen=True)
class Hearing:
    """One message while it is heard: who wrote it, what it means, and what it stands under."""

    request: Request
    person: Person
    meant: Meant
    above: list[Candidate] | None
    written: bool = False
    """Whether it was written as a message; typed as a command or clicked, it can open a form."""


class Replier:
    """Answers one message; `handlers` are the commands by their words."""

    def __init__(
        self,
        registers: Registers,
        handlers: Mapping[str, Handler],
        session: Session,
        now: datetime,
        hearing: Hearing,
    ) -> None:
        self._registers = registers
        self._handlers = handlers
        self._session = session
        self._now = now
        self._request = hearing.request
        self._person = hearing.person
        self._meant = hearing.meant
        self._above = hearing.above
        self._is_written = hearing.written
        self._around = Surroundings(
            registers, session, hearing.person, hearing.request.text, hearing.above
        )

    def answer(self) -> Response:
        """What becomes of it. Raises what the commands raise, and TextTooLong."""
        meant = self._meant = self._around.said_of_step(self._meant)
        if cleaning.says_nothing(self._request.text) and meant.sense is not Sense.COMMAND:
            return Nothing() if self._is_in_public else Reply(cards.NO_WORDS)
        is_talk = self._is_in_public and self._above is not None
        answered_by = None if is_talk or meant.refs else verbs.wondered(meant.text)
        if meant.sense is Sense.WORDS and answered_by:
            return self._runs(*answered_by)
        if self._is_wondered_about():
            return self._answers([(self._above or self._around.owed())[0].ref])
        if self._is_kept_as_note():
            return self._noted()
        if len(self._request.text) > TYPED:
            raise TextTooLong(length=f"{len(self._request.text):,}", most=f"{TYPED:,}")
        match meant.sense:
            case Sense.COMMAND if meant.verb == sayings.SHOW:
                return self._tells(rules.names(meant.text))
            case Sense.COMMAND:
                return self._runs(meant.verb, meant.text)
            case Sense.COURTESY:
                return Nothing() if self._is_in_public else Reply(cards.WELCOME)
            case _:
                return self._about_a_thing()

    @property
    def _is_in_public(self) -> bool:
        is_direct = values.is_direct_channel(self._request.channel_id)
        return self._is_written and not is_direct

    def _is_kept_as_note(self) -> bool:
        """Whether words that are no answer stand under a thing, and say nothing to be asked about.

        A day in them may be meant as an answer of whoever owes one.
        """
        several = self._above or []
        about_another = self._meant.refs and (
            self._meant.sense is not Sense.WORDS or rules.begins_with_name(self._request.text)
        )
        if "note" not in self._handlers or about_another or not several:
            return False
        if self._meant.sense is Sense.ANSWER and self._is_talk(several[0]):
            return True
        if self._meant.sense is not Sense.WORDS or not all(each.is_item for each in several):
            return False
        return not (rules.names_a_day(self._request.text) and self._around.rows(several[0]))

    def _is_wondered_about(self) -> bool:
        """Whether somebody asks Duly about the one thing that they can mean."""
        meant = self._meant
        if meant.sense is not Sense.WORDS or meant.refs or self._is_in_public:
            return False
        if not rules.is_question(meant.text):
            return False
        return len(self._around.several()) == 1

    def _is_talk(self, one: Candidate) -> bool:
        """Whether somebody talks about a thing with others: it is not theirs to answer."""
        is_sentence = len(self._meant.text.split()) > 1
        return self._is_in_public and is_sentence and not self._around.rows(one)

    def _about_a_thing(self) -> Response:
        meant = self._meant
        if meant.refs:
            return self._answers(list(meant.refs))
        if meant.sense is Sense.WORDS and not self._above and not self._is_about_what_is_owed():
            return self._not_understood()
        several = self._above or []
        if not several and meant.verb in sayings.OF_ONESELF:
            return self._runs(meant.verb, meant.text)
        several = several or self._around.owed()
        if not several:
            return Reply(cards.NOTHING_WAITS)
        # Of one thing somebody may owe more than one answer.
        several = list({each.ref: each for each in several}.values())
        fitting = [each for each in several if self._around.fits(meant, each)] or several
        if len(fitting) > 1:
            return self._asks_which(fitting)
        return self._answers([fitting[0].ref])

    def _is_about_what_is_owed(self) -> bool:
        """Whether words that are no answer can only be about what their writer owes."""
        text = self._meant.text
        if rules.is_question(text) or self._is_in_public:
            return False
        said = rules.is_denied(text) or rules.is_doubtful_day(text) or rules.impact(text)
        return bool((said or rules.says_what_came_true(text)) and self._around.owed())

    def _answers(self, refs: list[str]) -> Response:
        """The answer about things that are known by their numbers."""
        asked = self._meant.sense is Sense.WORDS and rules.is_question(self._meant.text)
        if self._meant.sense is Sense.NAMED or asked:
            return self._tells(refs)
        found = replies.named(self._registers, self._session, self._person, refs)
        first = found[0] if found else None
        if first and not first.is_item:
            return self._answers_no_item(found)
        if not found and any(rules.is_no_item(ref) for ref in refs):
            # Whoever may not know of it is told so there.
            return self._tells(refs[:1])
        for ref in refs:
            # Whoever may not know of it is told nothing of it below.
            items.get(self._session, self._person, ref)
        of_step = self._answers_step(first) if first and len(refs) == 1 else None
        if of_step is not None:
            return of_step
        match self._meant.sense:
            case Sense.ANSWER:
                return self._says(self._meant.verb, self._meant.text, refs, first)
            case Sense.DATE:
                return self._dates(refs, first)
            case Sense.YES if first:
                return self._agrees(first)
        return self._not_an_answer(first) if first else Reply(cards.NOTHING_WAITS)

    def _answers_no_item(self, found: Sequence[Candidate]) -> Response:
        """What is said of what is no item: of these, decisions alone are answered in words."""
        if len(found) > 1:
            # What a decision changes is said of one at a time: nothing is kept of the first alone.
            return self._asks_which(found, rules.unnamed(self._request.text))
        if found[0].noun == Decision.noun:
            return self._asks_executives(found[0])
        return self._not_read(found[0], is_read=False)

    def _answers_step(self, first: Candidate) -> Response | None:
        """What is said to a question about a step; None where it is said of the thing itself."""
        meant, said = self._meant, self._meant.text.strip(" ,:")
        kinds = self._around.steps_owed(first)
        if meant.sense is Sense.ANSWER and meant.verb == "told" and not said:
            return self._told(first)
        if not kinds or (meant.sense is not Sense.YES and meant.verb not in _OF_STEP):
            return None
        word = spoken_steps.YES if meant.sense is Sense.YES else meant.verb
        verb = spoken_steps.meant(kinds, word)
        if verb == "told" and not said:
            return self._told(first)
        if verb == "reopen":
            why = said.removeprefix("because").strip()
            said = f"because {why}" if why else ""
        if verb:
            return self._says(verb, f" {said}", [first.ref], first)
        shown = cards.asked_back(first, sorted(kinds), self._around.rows(first))
        return Reply(shown.text, shown.blocks)

    def _not_yet(self, first: Candidate) -> Response:
        shown = cards.not_yet(first, self._around.rows(first))
        return Reply(shown.text, shown.blocks)

    def _says(self, verb: str, text: str, refs: list[str], first: Candidate | None) -> Response:
        verb = "reopen" if verb == sayings.FAILED else verb
        if verb in DECLINES and not text.startswith("to ") and self._around.is_offered(refs[0]):
            verb = "return"
        leaves_out = not text.strip(" ,:") and verb in cards.ASK_FOR
        if leaves_out and first and len(refs) == 1 and self._around.rows(first):
            return self._asks_for(verb, first, {})
        joined = text if text.startswith((",", ":")) or not text else f" {text}"
        return self._runs(verb, f"{' '.join(refs)}{joined}")

    def _dates(self, refs: list[str], first: Candidate | None) -> Response:
        """A day takes what nobody has taken, and moves what somebody has."""
        day, _, why = self._meant.text.partition(" because ")
        item = items.get(self._session, self._person, refs[0])
        takes = (
            item.state == State.OPEN
            and not why
            and access.may(self._session, self._person, access.TAKE, item)
        )
        if takes or (not why and self._around.is_offered(refs[0])):
            return self._runs("ack", f"{' '.join(refs)} by {day}")
        if (
            not why
            and first
            and len(refs) == 1
            and access.may(self._session, self._person, access.CHANGE_DATE, item)
            and item.live
        ):
            return self._asks_for("date", first, {"by": day})
        return self._runs("date", f"{' '.join(refs)} {self._meant.text}")

    def _agrees(self, first: Candidate) -> Response:
        """Yes to what this person is asked about it; without a question it is a kindness."""
        waiting = replies.asked_about(self._registers, self._session, self._person, first)
        kinds = {each.kind.name for each, mine in waiting if mine}
        if asked.ACCEPT in kinds:
            self._presses("offer.accept", first.ref)
            return Reply(cards.YOURS_NOW.format(named=cards.named(first)))
        item = items.get(self._session, self._person, first.ref)
        if item.live and item.state == State.OPEN and kinds:
            return self._runs("ack", first.ref)
        if kinds and item.live:
            return self._runs("confirm", first.ref)
        return Nothing() if self._is_in_public else self._not_an_answer(first)

    def _tells(self, refs: Sequence[str]) -> Response:
        """The story of a thing in short; of several it is said that they are too many."""
        if len(refs) != 1:
            return self._runs(sayings.SHOW, " ".join(refs))
        [ref] = refs
        told = story.tell(self._registers, self._session, self._now, self._person, ref, 0)
        shown = story_cards.message(told, self._person)
        return Reply(shown.text, shown.blocks)

    def _noted(self) -> Response:
        """Words that are no answer are kept with the thing under which they stand."""
        several = self._above or []
        if len(several) > 1:
            return self._asks_which(several)
        answer = self._runs("note", f"{several[0].ref} {self._request.text}")
        # In a channel its card says so, and nobody's phone rings.
        return Nothing() if self._is_in_public else answer

    # --- questions back ---

    def _asks_which(self, several: Sequence[Candidate], said: str = "") -> Response:
        said = said or self._request.text
        courses = [
            Course(cards.label(each), verbs.SAID, f"{each.ref} {said}")
            for each in several[: replies.MOST]
        ]
        return self._asks(cards.which(several, replies.MOST), courses)

    def _asks_for(self, verb: str, first: Candidate, fields: Mapping[str, str]) -> Response:
        """Ask for what an answer leaves out; a form takes it, and so do the next words."""
        sentence, label = cards.ASK_FOR[verb]
        lack, day = _LACKS[verb], fields.get("by", "")
        if verb == "date" and not day:
            sentence, lack = cards.WHICH_DAY, Lack.DAY
        way = Course(label, correction_rules.FORMS[verb], value=first.ref, fields=fields)
        waits = missing.asking(verb, f"{first.ref} {day}".strip(), lack)
        return self._asks(sentence.format(named=cards.named(first)), [way, waits])

    def _asks(self, markup: str, courses: Sequence[Course]) -> Response:
        kept_id = corrected.keep(self._request, self._session, self._now, courses)
        shown = correction_cards.asked(markup, kept_id, courses)
        return Reply(shown.text, shown.blocks, asks=kept_id.hex)

    def _not_understood(self) -> Response:
        said = self._request.text
        courses = correction_rules.what_there_is(said)
        words = blocks.safe(blocks.clip(said, 200), 200)
        return self._asks(correction_cards.NOT_UNDERSTOOD.format(words=words), courses)

    def _not_an_answer(self, first: Candidate) -> Response:
        rows = self._around.rows(first)
        said = self._request.text
        if rows and self._around.steps_owed(first) and rules.is_denied(said):
            return self._not_yet(first)
        is_late = rules.is_denied(said) and not rules.names_a_day_anywhere(said)
        if rows and first.is_item and is_late:
            waits = missing.asking("date", first.ref, Lack.NEXT)
            kept_id = corrected.keep(self._request, self._session, self._now, [waits])
            shown = cards.not_done_yet(first, rows)
            return Reply(shown.text, shown.blocks, asks=kept_id.hex)
        shown = cards.not_an_answer(first, rows)
        return Reply(shown.text, shown.blocks)

    def _asks_executives(self, first: Candidate) -> Response:
        access.check(self._session, self._person, access.ANSWER_IMPACT)
        offered = answering.offered(self._session, self._person, first.number)
        is_asked = self._around.is_asked_what_came_true(first)
        if rules.says_what_came_true(self._request.text) or (
            is_asked and rules.review(self._request.text)
        ):
            return self._says_what_came_true(first)
        day = rules.decide_by(self._request.text)
        if day:
            return self._runs("date", f"{first.ref} {day}")
        ruling = None if self._is_in_public else rules.ruling(self._request.text)
        if ruling is not None:
            return self._runs("decided", f"{first.ref} {ruling}".strip())
        said = rules.impact(self._request.text, offered)
        if said and (said.why or said.whom or not self._is_written):
            return self._says_impact(first, said)
        return self._not_read(first, is_read=bool(said))

    def _not_read(self, first: Candidate, *, is_read: bool) -> Response:
        """What is asked; words that were typed as a command stand nowhere and are given back."""
        said_so = rules.unnamed(self._request.text)
        typed = "" if self._is_written else f"{first.ref} {said_so}"
        shown = cards.of_executives(
            first, self._around.rows(first), self._around.asked_first(first), typed, is_read
        )
        return Reply(shown.text, shown.blocks)

    def _says_impact(self, first: Candidate, said: SpokenAnswer) -> Response:
        """An answer to a decision is kept where it is whole, else its form has what was said."""
        verb, fields = f"{decision_requests.VERB}{said.impact}", {str(Input.WHY): said.why}
        if said.whom:
            fields[decision_cards.WHOM] = said.whom
        if said.is_unread:
            fields[decision_cards.UNREAD] = "yes"
        answer = self._presses(verb, first.ref, fields)
        if not isinstance(answer, OpenForm) or not self._is_written:
            return answer
        way = Course(cards.OPEN_FORM, verb, value=first.ref, fields=fields)
        return self._asks(cards.to_be_finished(first, said), [way])

    def _says_what_came_true(self, first: Candidate) -> Response:
        """What came true is kept where it is clear, else its form has what was said."""
        verb = forecast_cards.SAID_IN_WORDS
        fields = {str(FormField.SAID): rules.unnamed(self._request.text)}
        answer = self._presses(verb, first.ref, fields)
        if not isinstance(answer, OpenForm) or not self._is_written:
            return answer
        way = Course(cards.OPEN_FORM, verb, value=first.ref, fields=fields)
        return self._asks(cards.TO_BE_FINISHED.format(named=cards.named(first)), [way])

    # --- commands ---

    def carry_out(self, way: Course) -> Response:
        """Carry out a command that words have completed. Raises what the command raises."""
        if way.verb == missing.STAYS:
            return Reply(cards.STAYS.format(ref=way.text))
        self._request = replace(self._request, fields=dict(way.fields))
        return self._runs(way.verb, way.text)

    def _told(self, first: Candidate) -> Response:
        self._presses("item.told", first.ref)
        return Reply(cards.TOLD.format(named=cards.named(first)))

    def _presses(self, verb: str, ref: str, fields: Mapping[str, str] | None = None) -> Response:
        pressed = replace(self._request, verb=verb, value=ref, text="", fields=fields or {})
        return self._handlers[verb](pressed, self._session, self._now)

    def _runs(self, verb: str, text: str) -> Response:
        """Carry out a command; a form cannot be opened here, so a button opens it."""
        handler = self._handlers.get(verb)
        if handler is None:
            handler, text = help_desk.unknown, f"{verb} {text}"
        command = replace(self._request, verb=verb, text=text, value="", thread="")
        try:
            answer = handler(command, self._session, self._now)
        except UserError as error:
            # Whoever says why it was refused also offers how the command may go on.
            error.command = (verb, text)
            raise
        if isinstance(answer, OpenForm) and self._is_written:
            return self._asks_for_form(verb, text, answer.view)
        return answer

    def _asks_for_form(self, verb: str, text: str, view: Json) -> Response:
        """Ask for what a form would; a form takes it, and so do the next words."""
        said = " ".join(_above(view)) or cards.NEEDED.get(verb, cards.MORE_NEEDED)
        if verb not in cards.NEEDED:
            said = " ".join([said, *_left_out(view)])
        ways = [Course(cards.OPEN_FORM, verb, text)]
        if not text.strip():
            ways.append(missing.asking(verb, "", _LACKS.get(verb, Lack.WORDS)))
        elif verb in _IN_PARTS:
            ways.append(missing.asking(verb, text, _LACKS.get(verb, Lack.PARTS)))
        return self._asks(said, ways)


def _above(view: Json) -> list[str]:
    """What a form says above its fields."""
    texts = [block["text"]["text"] for block in view["blocks"] if block.get("type") == "section"]
    return [text for text in texts if text]


def _left_out(view: Json) -> list[str]:
    """The questions of a form that nothing answers so far, and that need an answer."""
    asked = [
        block["label"]["text"]
        for block in view["blocks"]
        if block.get("type") == "input"
        and not block.get("optional")
        and not any(name.startswith("initial_") for name in block["element"])
    ]
    return [blocks.safe(each) for each in asked if each.endswith("?")]
