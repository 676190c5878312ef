"""What people do with something that has a number goes to whoever knows it: decisions have theirs.

Each handler here looks what is named, does it where that is a decision, and leaves all else to the
room of promises.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from sqlmodel import Session

from handlers.chasing.registers import Registers
from handlers.executives import decisions
from handlers.executives.decisions import adding, undoing
from handlers.executives.decisions import cards as decision_cards
from handlers.executives.decisions import requests as decision_requests
from handlers.people import access, lookup, vocabulary
from handlers.people.access import Right
from handlers.promises import follows, items, preamble, undoable
from handlers.promises import undoing as promises
from handlers.promises.follows import cards as follow_cards
from handlers.promises.follows import requests as follow_requests
from handlers.promises.notes import cards as note_cards
from handlers.promises.notes import requests as note_requests
from handlers.promises.sharing import cards as sharing_cards
from handlers.promises.sharing import requests as sharing_requests
from handlers.promises.undoing import requests as undoing_requests
from handlers.promises.undoing.cards import DONE as UNDONE
from handlers.speech import answered, blocks, forms, long_texts, phrases, values
from handlers.speech.request import Handler, Nothing, OpenForm, Reply, Request, Response
from handlers.speech.typing_errors import NotRead
from storage import history
from storage.audiences import Audience
from storage.decisions import Decision
from storage.people import Person

SHARE_USAGE = "share D-1, or share D-1 with @tom"
OfDecision = Callable[[Request, Session, datetime, Person, Decision], Response]


def either(promise: Handler, right: Right | None = None) -> Callable[[OfDecision], Handler]:
    """A handler that does something with a decision where one is named, else what `promise` does.

    With a `right` whoever has it of no decision is told so before any is looked for. Raises what
    `access.actor`, `access.check` and `adding.get` raise.
    """

    def decorated(handle: OfDecision) -> Handler:
        @wraps(handle)
        def handler(request: Request, session: Session, now: datetime) -> Response:
            ref = _named(request)
            if ref is None:
                return promise(request, session, now)
            person = access.actor(session, request)
            if right is not None:
                access.check(session, person, right)
            return handle(request, session, now, person, adding.get(session, person, ref))

        return handler

    return decorated


def _named(request: Request) -> str | None:
    """The decision that a command, a button or a form is about; None for anything else."""
    value = request.value.partition(blocks.SEPARATOR)[0]
    said = value or request.line(note_cards.WHICH) or phrases.first_word(request.text)[0]
    named = phrases.reference(said)
    return said if named is not None and named.letter == Decision.letter else None


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
        link = values.link(request.words(note_cards.LINK))
        words = "\n".join(filter(None, (long_texts.read(request, note_cards.WORDS), link)))
        adding.note(session, now, person, decision, words)
    return Nothing() if request.value else Reply(note_cards.added(decision))


# --- following ---


@either(follow_requests.type_follow)
def type_follow(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx follow D-1`."""
    _check_nothing_left(request, decision)
    return Reply(follow_cards.followed([follows.follow(session, now, person, decision)]))


@either(follow_requests.type_unfollow)
def type_unfollow(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx unfollow D-1`."""
    _check_nothing_left(request, decision)
    return Reply(follow_cards.ended([follows.unfollow(session, now, person, decision)]))


@either(follow_requests.follow)
def follow(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """One click: what becomes of it is heard."""
    del request
    return Reply(follow_cards.followed([follows.follow(session, now, person, decision)]))


@either(follow_requests.unfollow)
def unfollow(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """One click: it is heard no more."""
    del request
    return Reply(follow_cards.ended([follows.unfollow(session, now, person, decision)]))


def _check_nothing_left(request: Request, decision: Decision) -> None:
    """Raises NotRead for words behind the number."""
    rest = phrases.first_word(request.text)[1].strip()
    if rest:
        raise NotRead(words=blocks.clip(rest, 120), ref=decision.ref)


# --- who may see it ---


@either(sharing_requests.type_private, access.OPEN_DECISION)
def type_private(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx private D-1`: only those whom it concerns see it."""
    del person, decision
    return decision_requests.type_private(request, session, now)


@either(sharing_requests.type_share, access.OPEN_DECISION)
def type_share(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """`/cx share D-1`, with everybody; `/cx share D-1 with @tom`."""
    said = vocabulary.words(session, request.team_id, phrases.first_word(request.text)[1])
    people = sharing_requests.named(session, request.team_id, said, SHARE_USAGE)
    if not people:
        return decision_requests.type_share(request, session, now)
    readers = adding.let_in(session, now, person, decision, people)
    return Reply(decision_cards.seen_by(decision, readers, person.user_id))


@either(sharing_requests.open_form, access.OPEN_DECISION)
def open_audience(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """The form that asks who may see it."""
    del request, now, person, session
    question = decision_cards.audience_question(Audience(decision.audience))
    return OpenForm(sharing_cards.form(decision, question))


@either(sharing_requests.send, access.OPEN_DECISION)
def send_audience(
    request: Request, session: Session, now: datetime, person: Person, decision: Decision
) -> Response:
    """The form comes back."""
    chosen = preamble.chosen_audience(request) or Audience(decision.audience)
    with forms.placing(sharing_requests.ABOUT):
        user_id = request.person_id(sharing_cards.PERSON)
        decisions.set_audience(session, now, person, decision.ref, chosen)
        if not user_id or chosen is not Audience.PRIVATE:
            return Reply(decision_cards.seen_now(decision), title=sharing_cards.TITLE)
        other = lookup.chosen_person(session, request.team_id, user_id)
        readers = adding.let_in(session, now, person, decision, [other])
    said = decision_cards.seen_by(decision, readers, person.user_id)
    return Reply(said, title=sharing_cards.TITLE)


# --- undo ---


def type_undo(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """`/cx undo D-1`; without a number, what the person did last."""
    ref = _named(request) if request.text.strip() else _last(request, session, now)
    if ref is None:
        return undoing_requests.typed(registers, request, session, now)
    person = access.actor(session, request)
    decision = adding.get(session, person, ref)
    if request.text.strip():
        _check_nothing_left(request, decision)
    return Reply(_undone(registers, session, now, person, decision, ""))


def press_undo(registers: Registers, request: Request, session: Session, now: datetime) -> Response:
    """One click under an answer: as if it had not happened, and the answer says so."""
    ref = _named(request)
    if ref is None:
        return undoing_requests.press(registers, request, session, now)
    return Reply(_pressed(registers, request, session, now, ref), instead=True, title=UNDONE)


def press_undo_in_story(
    registers: Registers, request: Request, session: Session, now: datetime
) -> Response:
    """The same where the story shows what became of it."""
    ref = _named(request)
    if ref is None:
        return undoing_requests.press_in_story(registers, request, session, now)
    _pressed(registers, request, session, now, ref)
    return Nothing()


def _pressed(
    registers: Registers, request: Request, session: Session, now: datetime, ref: str
) -> str:
    person = access.actor(session, request)
    what = request.value.partition(blocks.SEPARATOR)[2]
    return _undone(registers, session, now, person, adding.get(session, person, ref), what)


def _undone(
    registers: Registers,
    session: Session,
    now: datetime,
    person: Person,
    decision: Decision,
    what: str,
) -> str:
    undone = undoing.undo(registers, session, now, person, decision, what)
    return decision_cards.undone(decision, undone.verb, waits=undone.waits)


def _last(request: Request, session: Session, now: datetime) -> str | None:
    """The decision with which somebody did something last that can be undone; None without."""
    person = access.actor(session, request)
    nouns = (*items.NOUNS.values(), Decision.noun)
    passing = (*promises.PASSING, *undoing.PASSING)
    event = history.newest_by(session, person.team_id, person.user_id, nouns, passing)
    if event is None or event.noun != Decision.noun:
        return None
    is_theirs = undoable.is_theirs(event, person.user_id, now)
    return f"{Decision.letter}-{event.number}" if is_theirs else None
