"""What one person reads of a task or an issue: its owner, whoever it is offered to, who asked."""

from __future__ import annotations

from itertools import chain

from slackblocks import Block
from sqlmodel import Session

from handlers.chasing import pauses
from handlers.chasing.cover import cards as cover
from handlers.promises import hearers, items, undoable
from handlers.promises.asked import HELP as HAND
from handlers.promises.asked import REVIEW, SUPPLY, TELL
from handlers.promises.items import blocked, concerned, waited
from handlers.promises.items import parts as taking
from handlers.promises.items import view as shared
from handlers.promises.items.happened import HANDED, newest_line
from handlers.promises.items.loop_line import loop_line
from handlers.promises.items.view import (
    ENDED_BY,
    ItemView,
    customer_words,
    fallback,
    state_line,
    title_line,
)
from handlers.promises.items.words import (
    HELP,
    another_date,
    another_owner,
    confirm_buttons,
    due,
    early,
    help_buttons,
    offer_buttons,
    open_story,
    quoted,
    review_buttons,
    supply_buttons,
    tell_buttons,
    they_know,
)
from handlers.speech import blocks, reasons
from handlers.speech.words import quote
from storage import history, people
from storage.cards import Card
from storage.history import Event
from storage.issues import Issue
from storage.items import Item, State

RETURNED = "returned"
DOES_IT_STAND = "\nDoes the no stand? It is a key account."
LAST_STEPS = {"told", "prevented", "verified"}
"""What closes an issue that was corrected before."""
TOLD_ALREADY = {
    RETURNED,
    "acknowledged",
    "dated",
    "accepted",
    "confirmed",
    "offered",
    *chain.from_iterable(ENDED_BY.values()),
}
"""What the sentence of the card says already: no line beneath it says so again."""


# --- its owner ---


def owner_face(session: Session, view: ItemView, card: Card) -> blocks.Shown:
    """What its owner reads, or whoever had it before."""
    item = view.item
    instead = any(ask.for_id and ask.person_id == card.lane for ask in view.open_asks)
    if item.owner_id != card.lane and not instead:
        line = f"*{items.named(item)}*: {_given_away(session, item, card.lane)}"
        return blocks.Shown(line, blocks.message(blocks.section(line)))
    if blocked.waits(view) and not _is_back(view):
        is_new = view.newest is not None and view.newest.verb not in ("reported", "created")
        reader = people.find(session, item.team_id, card.lane)
        news = _news(view) if is_new else []
        return blocked.card(session, view, reader, *news, instead=instead)
    sentence = _sentence(view)
    parts = [
        blocks.header(view.heading),
        blocks.context(state_line(view)),
        *(
            [blocks.context(cover.in_place_of(view.owner, view.now))]
            if instead and view.owner
            else []
        ),
        blocks.section(sentence),
        *loop_of(view),
        *_whole(view),
        *_news(view),
        *_owner_buttons(view, card),
    ]
    said = fallback(view) if item.state == State.OPEN else f"{title_line(item)}: {sentence}"
    return blocks.Shown(said, blocks.message(*parts))


def loop_of(view: ItemView) -> list[Block]:
    """How far the loop of an issue has come, what it waits for, and who heard of it first."""
    lines = (loop_line(view), waited.wait_line(view), concerned.line(view.concerned))
    return [blocks.section(line) for line in lines if line]


def _whole(view: ItemView) -> list[Block]:
    """Where each department stands that must take an issue; of a part, what it is a part of."""
    if not view.takings:
        return []
    first = view.takings[0]
    if isinstance(view.item, Issue) or not isinstance(first.item, Issue):
        return [takings_of(view)]
    issue = first.item
    said = [f"Part of {items.named(issue)}, which {blocks.safe(first.name, 80)} answers for."]
    # It may have become private since this was asked.
    story = "" if issue.is_private and not view.item.is_private else quoted(issue.story)
    return [blocks.context(" ".join([*said, *([story] if story else [])]))]


def takings_of(view: ItemView) -> Block:
    """Where each department stands that must take it."""
    return blocks.section("\n".join(taking.lines(view.takings, view.now)))


def _is_back(view: ItemView) -> bool:
    """Whether it was returned by whoever it was offered to, and nothing has happened since."""
    return view.newest is not None and view.newest.verb == RETURNED


def _given_away(session: Session, item: Item, reader: str) -> str:
    """With whom it is now, for whoever had it before."""
    now = blocks.person(item.owner_id)
    place = (item.team_id, item.noun, item.number)
    given = history.latest(session, *place, "given")
    if given and given.details.get("from_id") == reader and given.owner_id == item.owner_id:
        why = quoted(given.details.get(reasons.FIELD), ": “{words}”")
        return f"{blocks.person(given.actor)} gave this to {now}{why}. Nothing is asked of you."
    taken = history.latest(session, *place, "accepted")
    if taken is None or taken.details.get("from_id") != reader or taken.actor != item.owner_id:
        return f"{now} has it now. Nothing is asked of you."
    giver = taken.details.get("giver") or reader
    if giver == reader:
        return f"{now} took it over. You are free of it. Thank you for finding the right person."
    why = quoted(taken.details.get(reasons.FIELD), ": “{words}”")
    return f"{blocks.person(giver)} gave this to {now}{why}. Nothing is asked of you."


def _sentence(view: ItemView) -> str:
    """What is asked of its owner, or what became of it."""
    item = view.item
    if not item.live:
        return _ended(view)
    if view.offer:
        by = view.offer.offered_by or view.offer.from_id
        to = view.offered_to
        why = quote(blocks.safe(view.offer.reason, 500))
        offered = "You offered it" if by == item.owner_id else f"{blocks.person(by)} offered this"
        return f"{offered} to {to}: {why} It stays with you until they say yes."
    if view.newest and _is_back(view):
        return _returned(view.newest, "it", "you")
    if item.state == State.CORRECTED:
        return _corrected(view)
    return _taken(view) if item.state == State.ACKNOWLEDGED else _asked(view)


def _returned(event: Event, what: str, holder: str) -> str:
    """It came back, with whom it is still, and what may be next."""
    why = blocks.safe(str(event.details.get(reasons.FIELD, "")), 500)
    return (
        f"{blocks.person(event.actor)} returned {what}: {quote(why)} It is still with {holder}. "
        "Another person or department, or a new date?"
    )


def _asked(view: ItemView) -> str:
    item = view.item
    whom = customer_words(view.customer)
    waits = f"*{whom}*{',' if ',' in whom else ''} is waiting. " if whom else ""
    question = "By when can you do it?"
    if item.due_at and item.due_at >= view.now:
        question = f"Can you take it, by {due(item, view.now)}?"
    if item.created_by == item.owner_id:
        return f"{waits}{question}"
    return f"{waits}{blocks.person(item.created_by)} asks you for this. {question}"


def _taken(view: ItemView) -> str:
    item = view.item
    by, giver = due(item, view.now, "a day you choose"), item.promised_by or item.owner_id
    is_own = giver == item.owner_id
    gave = "You" if is_own else blocks.person(giver)
    if item.due_at and item.due_at < view.now:
        return f"{gave} gave {by}. {HELP}"
    if not is_own:
        return f"{gave} took this for you, by {by}. Is that right?"
    asker = item.created_by
    knows = f" {blocks.person(asker)} knows." if asker and asker != item.owner_id else ""
    return f"It is yours, by {by}.{knows}"


def _corrected(view: ItemView) -> str:
    """What was promised is done; the line of its loop says what is left."""
    ahead = early(view.early)
    return f"Corrected{', ' + ahead if ahead else ''}. It closes when the rest is done."


def _ended(view: ItemView) -> str:
    """Who ended it, in whose name, and what follows."""
    item = view.item
    ended = view.ended
    actor = ended.actor if ended else ""
    is_own, who = actor == item.owner_id, blocks.person(actor or None)
    words = quoted(item.close_reason, ": “{words}”")
    match item.state:
        case State.DONE if is_own:
            ahead = early(view.early)
            hears = item.created_by not in ("", item.owner_id)
            asker = f" {blocks.person(item.created_by)} knows." if hears else ""
            return f"Done{', ' + ahead if ahead else ''}. Thank you.{asker}"
        case State.DONE if ended and ended.verb in LAST_STEPS:
            step = newest_line(ended, view.zone, view.now, view.hour)
            return f"{step}\nThat was the last step: it is closed. Nothing more is asked of you."
        case State.DONE:
            shown = quoted(ended.details.get("evidence") if ended else "", ": “{words}”")
            return f"{who} marked this done for you{shown}. Nothing more is asked of you."
        case State.DECLINED if is_own:
            return f"Recorded as your no{words}.{_tells_themselves(view)}"
        case State.DECLINED if item.owner_id in view.asked_for(REVIEW):
            return f"{who} said no to this for you{words}.{DOES_IT_STAND}"
        case State.DECLINED:
            return f"{who} said no to this for you{words}. Nothing more is asked of you."
        case _ if is_own:
            return f"You took this back{words}."
        case _:
            return f"{who} does not need this any more{words}. Nothing is asked of you."


def _tells_themselves(view: ItemView) -> str:
    """That whoever said no tells the customer, too."""
    if view.customer is None or view.item.owner_id not in view.asked_for(TELL):
        return ""
    waits = f" {_once_it_stands(view)}" if view.rests(TELL) and view.asked_for(REVIEW) else ""
    return f" You tell {blocks.safe(view.customer.name, 80)}{waits}."


def _once_it_stands(view: ItemView) -> str:
    """“once @maria has said that the no stands”: nobody hears a no that is then taken back."""
    return f"once {blocks.person(view.asked_for(REVIEW)[0])} has said that the no stands"


def _news(view: ItemView) -> list[Block]:
    """What somebody else did since; what the owner did they know themselves."""
    newest = view.newest
    if newest is None or newest.actor == view.item.owner_id or newest.verb in TOLD_ALREADY:
        return []
    if newest.verb == "created" and not newest.details.get(reasons.FIELD):
        return []
    return [blocks.context(newest_line(newest, view.zone, view.now, view.hour) or " ")]


def _owner_buttons(view: ItemView, card: Card) -> list[Block]:
    item = view.item
    if item.owner_id in view.asked_for(REVIEW):
        return [review_buttons(item.ref)]
    ended, tells = view.newest, item.owner_id in view.asked_for(TELL)
    is_undoable = ended and undoable.FACT in ended.details and not item.is_promised
    if ended and is_undoable and undoable.is_theirs(ended, card.lane, view.now):
        way_back = undoable.button(undoable.IN_PLACE, item, ended)
        row = [way_back, open_story(item.ref)]
        return [blocks.actions(*([they_know(item.ref)] if tells else []), *row)]
    if tells:
        return [blocks.actions(they_know(item.ref), open_story(item.ref))]
    is_late = item.owed_by is not None and item.owed_by < view.now
    by_other = item.promised_by not in (None, item.owner_id)
    if item.state == State.ACKNOWLEDGED and by_other and not (is_late or view.offer):
        return [confirm_buttons(item.ref)]
    return shared.buttons(view)


# --- whoever it is offered to ---


def offer_face(session: Session, view: ItemView) -> blocks.Shown:
    """What the one person reads to whom it is offered."""
    item, offer = view.item, view.offer
    if offer is None:
        line = f"{title_line(item)} is with {blocks.person(item.owner_id)}. Nothing to answer here."
        return blocks.Shown(line, blocks.message(blocks.section(line)))
    holder = item.owner_id or offer.from_id
    ask = f"{blocks.person(offer.offered_by or offer.from_id)} offers you {title_line(item)}"
    if view.customer:
        ask += f", for {customer_words(view.customer)}"
    parts = [
        blocks.header(view.heading),
        blocks.context(state_line(view)),
        blocks.section(f"{ask}.\n“{blocks.safe(offer.reason, 500)}”"),
        *_handed(session, item),
        blocks.section(f"It stays with {blocks.person(holder)} until you take it. Can you?"),
        offer_buttons(item.ref),
    ]
    return blocks.Shown(f"{ask}. Can you take it over?", blocks.message(*parts))


def _handed(session: Session, item: Item) -> list[Block]:
    """What was tried, what the customer was told and what is needed, as far as it was said."""
    place = (item.team_id, item.noun, item.number)
    said = history.latest(session, *place, "offered")
    lines = [quoted(said.details.get(name), f"{head}“{{words}}”") for name, head in HANDED.items()
             ] if said else []  # fmt: skip
    return blocks.paragraphs([line for line in lines if line])


# --- whoever was asked for a pair of hands ---


def helper_face(session: Session, view: ItemView, card: Card) -> blocks.Shown:
    """What somebody reads who was asked to help, or to find somebody."""
    item, place = view.item, (view.item.team_id, view.item.noun, view.item.number)
    wanted, joined = (
        history.latest(session, *place, "helped"),
        history.latest(session, *place, "joined"),
    )
    asker = blocks.person(wanted.actor if wanted else item.owner_id)
    what = quoted(wanted.details.get(reasons.FIELD) if wanted else "", ": “{words}”")
    line = f"{asker} asks for help with *{items.named(item)}*{what}"
    parts = [blocks.section(line), blocks.context(state_line(view))]
    if card.lane in view.asked_for(HAND):
        line = f"{line} Can you help, or find somebody?"
        parts = [blocks.section(line), parts[1], help_buttons(item.ref)]
    elif joined and (wanted is None or joined.event_id > wanted.event_id):
        parts.append(blocks.context(f"{blocks.person(joined.actor)} helps."))
    return blocks.Shown(line, blocks.message(*parts))


# --- whoever is asked for what it waits for ---


def supplier_face(session: Session, view: ItemView, card: Card) -> blocks.Shown:
    """What somebody reads of whom something is needed, so that it can go on."""
    wanted = [ask for ask in view.open_asks if (ask.kind, ask.person_id) == (SUPPLY, card.lane)]
    needed = pauses.needed(session, wanted[0]) if wanted else None
    named, whom = f"*{items.named(view.item)}*", customer_words(view.customer)
    if needed is None:
        line = f"{named}: nothing is needed of you any more. Thank you."
        return blocks.Shown(line, blocks.message(blocks.section(line)))
    waits = f"{whom}{',' if ',' in whom else ''} waits: {named}" if whom else named
    line = f"{waits}\n{needed.needs(view.zone, view.now)}"
    parts = [
        blocks.section(line), blocks.context(state_line(view)), supply_buttons(view.item.ref)
    ]  # fmt: skip
    return blocks.Shown(line, blocks.message(*parts))


# --- whoever asked for it, or follows it ---


def hearer_face(session: Session, view: ItemView, card: Card) -> blocks.Shown:
    """What somebody hears at once of what they wait for: a no, or that it is open again."""
    item, ended = view.item, view.ended
    if view.newest and view.newest.verb == RETURNED:
        named, owner = f"*{items.named(item)}*", blocks.person(item.owner_id)
        line = _returned(view.newest, named, owner)
        row = blocks.actions(another_owner(item.ref), another_date(item.ref), open_story(item.ref))
        return blocks.Shown(line, blocks.message(blocks.section(line), row))
    if item.state != State.DECLINED or ended is None:
        hears = card.lane in (item.created_by, *hearers.followers(session, item))
        said = state_line(view)
        if view.newest and hears:
            said = newest_line(view.newest, view.zone, view.now, view.hour)
        line = f"*{items.named(item)}*: {said}"
        return blocks.Shown(line, blocks.message(blocks.section(line)))
    reviews = card.lane in view.asked_for(REVIEW)
    line = f"{_no(view, ended)}{_who_tells(session, view, card.lane)}{DOES_IT_STAND * reviews}"
    parts = [blocks.section(line), blocks.context(state_line(view))]
    if card.lane in view.asked_for(TELL):
        parts.append(tell_buttons(item.ref))
    if reviews:
        parts.append(review_buttons(item.ref))
    return blocks.Shown(line, blocks.message(*parts))


def _no(view: ItemView, ended: Event) -> str:
    item = view.item
    whom = f" for {customer_words(view.customer)}" if view.customer else ""
    why = quoted(item.close_reason)
    instead = quoted(ended.details.get("instead"), " Instead: “{words}”")
    return f"{blocks.person(ended.actor)} said no to *{items.named(item)}*{whom}: {why}{instead}"


def _who_tells(session: Session, view: ItemView, reader: str) -> str:
    """Whether the customer has heard it, and who is to tell them."""
    if view.customer is None:
        return ""
    name, tellers = blocks.safe(view.customer.name, 80), view.asked_for(TELL)
    if reader in tellers:
        if view.rests(TELL) and view.asked_for(REVIEW):
            return f"\n{name} should hear it from us, {_once_it_stands(view)}. You are asked then."
        return f"\n{name} should hear it from us. Can you tell them?"
    told = history.latest(session, view.item.team_id, view.item.noun, view.item.number, "told")
    if told:
        return f"\n{blocks.person(told.actor)} told {name}."
    return f"\n{blocks.person(tellers[0])} is asked to tell {name}." if tellers else ""
