"""Notes, following and undo: what is named is looked up, and done there where it is a decision.

All else is left to the room of promises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import wraps

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.executives.decisions import adding, undoing
from handlers.executives.decisions import cards as decision_cards
from handlers.executives.decisions.ends import again as opened_again
from handlers.executives.decisions.ends import day as moved_day
from handlers.executives.decisions.ends import requests as ends
from handlers.executives.prompts import inquiry_cards
from handlers.executives.prompts import undoing as answered_inquiries
from handlers.executives.scores import disputes
from handlers.executives.scores.disputes import words as dispute_words
from handlers.executives.voices import cards as voice_cards
from handlers.executives.voices import undoing as told_voices
from handlers.people import access, vocabulary
from handlers.people.access import Right
from handlers.promises import follows, items, preamble
from handlers.promises import undoing as promises
from handlers.promises.answers import requests as answer_requests
from handlers.promises.follows import Followed
from handlers.promises.follows import cards as follow_cards
from handlers.promises.follows import requests as follow_requests
from handlers.promises.handoffs import requests as handoff_requests
from handlers.promises.notes import cards as note_cards
from handlers.promises.notes import requests as note_requests
from handlers.promises.reopening import requests as reopening_requests
from handlers.promises.tasks import requests as task_requests
from handlers.promises.undoing import cards as undoing_cards
from handlers.promises.undoing import requests as undoing_requests
from handlers.speech import answered, blocks, evidence, forms, long_texts, naming, phrases
from handlers.speech.request import Handler, Nothing, OpenForm, Reply, Request, Response
from handlers.speech.typing_errors import NotRead
from storage.decisions import Decision
from storage.disputes import Dispute
from storage.inquiries import Inquiry
from storage.people import Person
from storage.voices import Voice

OfDecision = Callable[[Request, Session, datetime, Person, Decision], Response]


def either(promise: Handler, right: Right | None = None) -> Callable[[OfDecision], Handler]:
    """A handler that does something with a decision where one is named, else what `promise` does.

    With a `right` whoever has it of no decision is told so before any is looked for. Raises what
    `access.actor`, `access.check` and `adding.get` raise.
    """

    def decorated(handle: OfDecision) -> Handler:
        @wraps(handle)
        def handler(request: Request, session: Session, now: datetime) -> Response:
            ref = named(request)
            if ref is None:
                return promise(request, session, now)
            person = access.actor(session, request)
            if right is not None:
                access.check(session, person, right)
            return handle(request, session, now, person, adding.get(session, person, ref))

        return handler

    return decorated


def named(request: Request, *letters: str) -> str | None:
    """The decision that a command, a button or a form is about; None for anything else.

    With `letters` it can be what those name, too.
    """
    value = request.value.partition(blocks.SEPARATOR)[0]
    typed = phrases.first_word(naming.numbered_first(request.text))[0]
    said = value or request.line(note_cards.WHICH) or typed
    found = phrases.reference(said)
    return said if found is not None and found.letter in (Decision.letter, *letters) else None


def _undoable(registers: Registers, request: Request) -> str | None:
    """What somebody wants to undo something of, where it is no promise: its name."""
    others = (each.letter for each in registers.undoing if each.letter)
    return named(request, Inquiry.letter, Voice.letter, Dispute.letter, *others)


# --- notes ---


@either(note_requests.typed)
def type_note(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx note D-1 words or https://…`: everything behind the number is kept as it stands."""
    _, said = answered.named_first(request.text)
    with preamble.told_how(note_cards.USAGE, decision.ref):
        words = vocabulary.seen(session, request.team_id, said)
        adding.note(session, now, person, decision, words)
    return Reply(note_cards.added(decision))


@either(note_requests.open_form)
def open_note(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """The form for a note about one decision."""
    del request, now
    access.check(session, person, access.NOTE, decision)
    return OpenForm(note_cards.form(decision))


@either(note_requests.send)
def send_note(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """The form comes back filled in."""
    with forms.placing(note_requests.ABOUT):
        words = evidence.beside(long_texts.read(request, note_cards.WORDS), evidence.read(request))
        adding.note(session, now, person, decision, words)
    return Nothing() if request.value else Reply(note_cards.added(decision))


# --- following ---


def _follow(
    promise: Handler,
    act: Callable[[Session, datetime, Person, Decision], Followed],
    says: Callable[[Iterable[Followed]], str],
) -> Handler:
    """Typed or clicked: what becomes of a thing is heard from now on, or is no more."""

    @either(promise)
    def handler(
        request: Request, session: Session, now: datetime, person: Person, decision: Decision
    ) -> Response:
        _check_nothing_left(request, decision.ref)
        return Reply(says([act(session, now, person, decision)]))

    return handler


type_follow = _follow(follow_requests.type_follow, follows.follow, follow_cards.followed)
type_unfollow = _follow(follow_requests.type_unfollow, follows.unfollow, follow_cards.ended)
follow = _follow(follow_requests.follow, follows.follow, follow_cards.followed)
unfollow = _follow(follow_requests.unfollow, follows.unfollow, follow_cards.ended)


def _check_nothing_left(request: Request, ref: str) -> None:
    """Raises NotRead for words behind the number."""
    rest = phrases.first_word(request.text)[1].strip()
    if rest:
        raise NotRead(words=blocks.clip(rest, 120), ref=ref)


# --- how it ends, and who decides ---


@either(task_requests.type_withdraw, access.DECIDE)
def type_withdraw(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx withdraw D-3 because …`: the question is taken back."""
    return ends.type_withdraw(request, session, now, person, decision)


@either(handoff_requests.type_owner, access.ASK_IMPACT)
def type_owner(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx owner D-3 @victor`: they decide it from now on."""
    return ends.type_owner(request, session, now, person, decision)


@either(answer_requests.type_date, access.DECIDE)
def type_date(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx date D-3 10 dec`: it is decided by another day."""
    return moved_day.typed(request, session, now, person, decision)


@either(answer_requests.open_date, access.DECIDE)
def open_date(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """The form for the same, where words came to nothing."""
    del person
    return moved_day.open_form(replace(request, value=decision.ref), session, now)


@either(reopening_requests.typed, access.DECIDE)
def type_reopen(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx reopen D-3 because …`: it is decided again."""
    return opened_again.typed(request, session, now, person, decision)


@either(reopening_requests.open_form, access.DECIDE)
def open_reopen(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """The form for the same, where words came to nothing."""
    del person
    return opened_again.open_form(replace(request, value=decision.ref), session, now)


# --- undo ---

_LAST = frozenset({
    "that", "it", "this", "again", "please", "pls", "sorry", "my", "the", "last", "one", "step",
    "thing", "wrong", "mistake", "a", "was", "more",
})  # fmt: skip
"""Words that say no more than that the last thing is meant."""
_SHORT = 80


def type_undo(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx undo D-1`; without a number, what the person did last: “undo that, please”."""
    if set(re.findall(r"\w+", request.text[:_SHORT].lower())) <= _LAST:
        request = replace(request, text="")
    ref = (
        _undoable(registers, request)
        if request.text.strip()
        else _last(registers, request, session, now)
    )
    if ref is None:
        return undoing_requests.typed(registers, request, session, now)
    person = access.actor(session, request)
    if request.text.strip():
        _check_nothing_left(request, ref)
    return Reply(_undone(registers, session, now, person, ref, ""))


def press_undo(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """One click under an answer: as if it had not happened, and the answer says so."""
    ref = _undoable(registers, request)
    if ref is None:
        return undoing_requests.press(registers, request, session, now)
    return Reply(
        _pressed(registers, request, session, now, ref), instead=True, title=undoing_cards.DONE
    )


def press_undo_in_story(
    registers: Registers, request: Request, session: Session, now: datetime
) -> Response:
    """The same where the story shows what became of it."""
    ref = _undoable(registers, request)
    if ref is None:
        return undoing_requests.press_in_story(registers, request, session, now)
    _pressed(registers, request, session, now, ref)
    return Nothing()


def _pressed(
    registers: Registers, request: Request, session: Session, now: datetime, ref: str
) -> str:
    person = access.actor(session, request)
    what = request.value.partition(blocks.SEPARATOR)[2]
    return _undone(registers, session, now, person, ref, what)


def _undone(
    registers: Registers,
    session: Session,
    now: datetime,
    person: Person,
    ref: str,
    what: str,
) -> str:
    found = phrases.reference(ref)
    if found is not None and found.letter == Inquiry.letter:
        inquiry = answered_inquiries.get(session, person, ref)
        back = answered_inquiries.undo(registers, session, now, person, inquiry, what)
        return inquiry_cards.undone(inquiry, back.gone, back.other_id)
    if found is not None and found.letter == Voice.letter:
        return voice_cards.undone(told_voices.undo(session, now, person, ref))
    for each in registers.undoing:
        is_its = ref.startswith(f"{each.noun}:") if each.named else False
        if is_its or (found is not None and found.letter == each.letter):
            return each.undo(session, now, person, ref)
    if found is not None and found.letter == Dispute.letter:
        return dispute_words.withdrawn(disputes.undo(session, now, person, ref))
    decision = adding.get(session, person, ref)
    undone = undoing.undo(registers, session, now, person, decision, what)
    if undone.verb in ("", *promises.AUDIENCE):
        return undoing_cards.seen_again(decision, undone.verb, undone.shut_out)
    return decision_cards.undone(decision, undone.verb, waits=undone.waits)


def _last(registers: Registers, request: Request, session: Session, now: datetime) -> str | None:
    """What somebody did last that can be undone, where it was no promise: the name of its thing.

    None without, and where it was something else.
    """
    person = access.actor(session, request)
    letters = {each.noun: each.letter for each in (Decision, Inquiry, Voice, Dispute)}
    letters |= {each.noun: each.letter for each in registers.undoing}
    nouns = (*items.NOUNS.values(), *letters)
    passing = (
        *promises.PASSING, *undoing.PASSING, *answered_inquiries.PASSING,
        *(verb for each in registers.undoing for verb in each.passing),
    )  # fmt: skip
    event = promises.last_by(session, now, person, nouns, passing)
    for each in registers.undoing:
        if event and each.named and (ref := each.named(session, event)):
            return ref
    letter = letters.get(event.noun) if event else None
    return f"{letter}-{event.number}" if event and letter else None
