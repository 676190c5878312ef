"""What Duly says when something is undone, or cannot be any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.promises import items
from handlers.promises.undoable import UNDO, button
from handlers.promises.undoing.letting_in import ShutOut
from handlers.speech import blocks, words
from handlers.speech.request import Json
from storage.decisions import Decision
from storage.history import Event
from storage.items import Item
from storage.people import Person

USAGE = "undo T-12"
MOST_NAMED = 10
"""So many tasks that stay open are named."""
NOTED, DONE = "Noted", "Undone"
"""What stands over an answer where a form shows it: of something done, and of it undone."""

WAS_ASKED = "{name}'s message says so"
UNDONE = {
    "created": "{ref} is off the list{asked}.",
    "reported": "{ref} is off the list{asked}.",
    "done": "{named} is not done.",
    "corrected": "{named} is not corrected.",
    "told": "{named}: the customer has not heard it.",
    "prevented": "{named}: it is not known what keeps it from coming back.",
    "verified": "{named}: nobody has seen yet that it helped.",
    "held": "{named}: nobody has seen yet that it held.",
    "felt": "{named}: how they feel is as it was.",
    "declined": "{named} is no longer answered with a no.",
    "paused": "{named} waits for nobody, and its time goes on.",
    "resumed": "{named} waits again.",
    "supplied": "{named} waits again.",
    "not supplied": "{named} waits again.",
    "acknowledged": "{named} waits for an answer again.",
    "dated": "{named} has its former date again.",
    "withdrawn": "{named} is on the list again.",
    "offered": "{named} is not on offer any more.",
    "reopened": "{named} is closed again.",
    "given": "{named} is with {owner} again.",
    "set to prevent": "{named} does not have to prevent anything.",
    "call promised": "{named}: the call is not promised for that day any more.",
    "passed on": "{named}: whoever was asked before is asked again.",
    "merged": "{named} stands by itself again.",
    "accepted": "{named} is on offer again, and with {owner}.",
}
"""By the verb of what was undone."""
SEEN = {
    "made private": "Undone. {named}: everybody here may see it again.",
    "shown to all": "Undone. {named} is private again.",
    "let in": "Undone. {named} is not shown to {who} any more, {told}.",
    "": "Undone. {named} stands as it stood before.",
}
"""The same of who may see it, whatever it is; without a verb, of several moves of one form."""
WAS_TOLD, NOT_TOLD = "who reads so", "who was not told of it"
AS_BEFORE = "{named} stands as it stood before."


def answer(told: Sequence[tuple[Item, str]], undoable: Mapping[str, Sequence[Event]]) -> list[Json]:
    """What somebody reads of what they did, each with the way back where there is one.

    `undoable` are the events that can be undone together, by the name of the promise. Nothing where
    nothing can.
    """
    if not undoable:
        return []
    ways = {
        item.ref: button(UNDO, item, *undoable[item.ref])
        for item, _ in told
        if item.ref in undoable
    }
    if len(told) == 1:
        [(item, sentence)] = told
        row = blocks.actions(ways[item.ref])
        return blocks.unnamed(blocks.message(blocks.section(sentence), row))
    lines = [blocks.section(said, accessory=ways.get(item.ref)) for item, said in told]
    return blocks.unnamed(blocks.message(*lines))


def seen_again(thing: Item | Decision, verb: str, shut_out: ShutOut | None) -> str:
    """Who may see something again, by the verb of what was undone, and who no more."""
    return SEEN[verb].format(
        named=items.named(thing),
        who=blocks.person(shut_out.user_id) if shut_out else "",
        told=WAS_TOLD if shut_out and shut_out.was_told else NOT_TOLD,
    )


def undone(item: Item, verb: str, owner: Person | None, *, was_asked: bool) -> str:
    """How it stands again."""
    sentence = UNDONE.get(verb, AS_BEFORE).format(
        ref=item.ref, named=items.named(item), owner=blocks.person(item.owner_id),
        asked=_asked(item, owner, was_asked=was_asked),
    )  # fmt: skip
    return f"Undone. {sentence}"


def stays(shown: Sequence[Item], hidden: int) -> str:
    """Which tasks do not go back with it, and that others do not; empty for none."""
    said = ""
    if shown:
        names = [each.ref for each in shown[:MOST_NAMED]]
        rest = len(shown) - len(names)
        named = words.join_names([*names, *([words.count(rest, "more", "more")] if rest else [])])
        is_one = len(shown) == 1
        said = f" {named} {'stays' if is_one else 'stay'} open: somebody has answered since."
    if hidden:
        verb = "stays" if hidden == 1 else "stay"
        said += f" {words.count(hidden, 'task')} that only some may see {verb} open."
    return said


def _asked(item: Item, owner: Person | None, *, was_asked: bool) -> str:
    """Whether its owner has read of it, where that is somebody else."""
    if owner is None or owner.user_id == item.created_by:
        return ""
    name = blocks.safe(words.first_name(owner.name), 80)
    return f", and {WAS_ASKED.format(name=name) if was_asked else f'{name} was not asked'}"
