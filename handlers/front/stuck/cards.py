"""What is stuck, in words: which message, for whom, why, since when, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slackblocks import Block

from handlers.front.stuck.rules import Chosen
from handlers.speech import blocks, words
from handlers.speech.request import Json
from storage.outbox import MessageState
from storage.schedules import Posting
from storage.stuck import Pile

TITLE = "What is stuck"
NOTHING = "Nothing is stuck. Every message has found its reader, and every reminder has its time."
REASON = 300
NAMED = 3

BUNDLE = "reminders"
DIGEST = "a digest"
MESSAGE = "a message"
MAY_BE_THERE = "It may have arrived already, and would then be there twice."
LOST = "It is never sent then. What people owe stays due."
GOES_ON = {
    MessageState.IN_DOUBT: "Duly is checking whether Slack has it, and sends it if not.",
    MessageState.PENDING: "Duly tries again by itself.",
}
NO_SENDER = "Nobody has sent it yet. Ask whoever runs Duly whether its worker is running."
BROKEN = "could not be written. Duly tries again {when}. Whoever runs Duly finds why in its log."
MORE = "There are more. They come up here when these are dealt with."
SCHEDULED = {
    Posting.DIGEST: "The digest",
    Posting.PROMPT: "The question for executives",
    Posting.ROOM: "The customer room pack",
}

# How it ended for somebody who pressed a button too late: by the verb of the winner's history.
ENDINGS = {"sent again": "{name} sent it again", "let go": "{name} chose not to send it"}
STATES = {
    MessageState.SENT: "it has arrived",
    MessageState.STALE: "it is not to be sent any more",
    MessageState.FAILED: "it is held up for another reason by now",
}
ON_ITS_WAY = "it is on its way again"

STAYS_DUE = "Nothing is lost: what is owed stays due."
SEND_AGAIN = "When that is mended, `/cx stuck` sends it again."
A_WORD = "You may reach them sooner yourself. {who} can send it again with `/cx stuck`."


@dataclass(frozen=True)
class Failed:
    """A pile that can be sent again; `about` names its newest messages."""

    pile: Pile
    about: Sequence[str]
    chosen: Chosen


@dataclass(frozen=True)
class Broken:
    """Reminders of a person, or a digest or question, that are tried again at `at` (UTC)."""

    what: str
    at: datetime


@dataclass(frozen=True)
class StuckView:
    """Everything that is stuck; `more` reasons have no room."""

    failed: Sequence[Failed] = ()
    waiting: Sequence[Pile] = ()
    broken: Sequence[Broken] = ()
    more: int = 0


def listing(stuck: StuckView) -> list[Block]:
    """Everything that is stuck; nothing when nothing is."""
    parts: list[Block] = []
    for each in stuck.failed:
        parts += _failed(each)
    parts += [blocks.section(_waiting(pile)) for pile in stuck.waiting]
    parts += [blocks.section(_broken(each)) for each in stuck.broken]
    if stuck.more:
        parts.append(blocks.context(f"and {words.count(stuck.more, 'more reason')} behind these."))
    return parts


def form(parts: Sequence[Block]) -> Json:
    """The same on top of Home."""
    return blocks.form(TITLE, "notice", *(parts or [blocks.section(NOTHING)]), submit=None)


def one_by_one(messages: Sequence[Failed], *, more: bool) -> Json:
    """Each message of a pile with its own buttons; `more` says that some have no room."""
    parts: list[Block] = []
    for each in messages:
        place = blocks.place(each.pile.lanes[0])
        since = words.slack_moment(each.pile.since)
        said = f"{_first_big(each.about[0])} for {place}, since {since}"
        parts += [blocks.section(said), _buttons(each)]
    if more:
        parts.append(blocks.context(MORE))
    return form(parts)


def pile_line(pile: Pile) -> str:
    """How many for whom, and why: “37 messages for #billing: Duly is not in this channel.”."""
    return f"*{_first_big(what(pile))}*: {blocks.ours(pile.error, REASON)}"


def what(pile: Pile) -> str:
    """How many for whom: “37 messages for #billing”."""
    return several(pile.count, pile.lanes)


def several(count: int, lanes: Sequence[str]) -> str:
    """So many messages for a place, or for many."""
    where = blocks.place(lanes[0]) if len(lanes) == 1 else words.count(len(lanes), "place")
    return f"{words.count(count, 'message')} for {where}"


def _failed(each: Failed) -> list[Block]:
    rest = each.pile.count - len(each.about)
    about = [*each.about, *([f"{rest:,} more"] if rest > 0 else [])]
    since = words.slack_moment(each.pile.since)
    return [
        blocks.section(pile_line(each.pile)),
        blocks.context(f"{_first_big(words.join_names(about))} · since {since}"),
        _buttons(each),
    ]


def _buttons(each: Failed) -> Block:
    value = each.chosen.value
    row = [blocks.button("Send again", "stuck.again", value, "primary")]
    if each.pile.looked:
        row.append(
            blocks.button("Send without looking", "stuck.anyway", value, confirm=MAY_BE_THERE)
        )
    if each.pile.count > 1:
        row.append(blocks.button("One by one…", "stuck.each", value))
    row.append(blocks.button("Don't send", "stuck.drop", value, "danger", confirm=LOST))
    return blocks.actions(*row)


def _waiting(pile: Pile) -> str:
    """A pile that needs nobody: it is said why it waits, and that Duly goes on."""
    state = MessageState(pile.state)
    if state == MessageState.PENDING and not pile.error:
        return f"*{_first_big(what(pile))}*: {NO_SENDER}"
    since = words.slack_moment(pile.since)
    return f"{pile_line(pile)} {GOES_ON[state]} Since {since}."


def _broken(each: Broken) -> str:
    return f"*{_first_big(each.what)}* {BROKEN.format(when=words.slack_moment(each.at))}"


def reminders(count: int, user_id: str, refs: Sequence[str]) -> str:
    """Reminders that broke: how many, for whom, about what."""
    return f"{words.count(count, 'reminder')} for {blocks.person(user_id)}{_named(refs)}"


def scheduled(kind: str, channel_id: str) -> str:
    """A digest, a question or a pack that broke."""
    return f"{SCHEDULED[Posting(kind)]} in {blocks.channel(channel_id)}"


def about_reminders(refs: Sequence[str], unread: int = 0) -> str:
    """A bundle in a few words; it names these and so many more."""
    return f"{BUNDLE}{_named(refs, unread)}"


def about_message(refs: Sequence[str]) -> str:
    """A note in a few words; what it says is between Duly and its reader."""
    return f"{MESSAGE}{_named(refs)}"


def _named(refs: Sequence[str], unread: int = 0) -> str:
    """“ (T-1, T-2 and 5 more)”, or nothing."""
    if not refs:
        return ""
    shown = list(refs[:NAMED])
    rest = len(refs) - len(shown) + unread
    if rest:
        shown.append(f"{words.counted(rest)} more")
    return f" ({words.join_names(shown)})"


# --- what became of it ---


def sent_again(count: int, lanes: Sequence[str], at: datetime | None) -> str:
    """The thanks for sending again; `at` (UTC) is when its reader is at work next."""
    said = _first_big(several(count, lanes))
    if at:
        return f"{said}: on the way again. The reader is at work {words.slack_moment(at)}."
    return f"{said}: on the way again."


def looked_for(count: int, lanes: Sequence[str]) -> str:
    """The same where a message may have arrived."""
    return f"{_first_big(several(count, lanes))}: Duly looks first, and sends what is not there."


def let_go(count: int, lanes: Sequence[str]) -> str:
    """What is not to be sent."""
    return f"{_first_big(several(count, lanes))}: not sent any more. What people owe stays due."


def not_delivered(about: str, place: str, error: str, *, looked: bool) -> str:
    """What could not be said to whom, and why."""
    verb = "may not have reached" if looked else "did not reach"
    return f"{_first_big(about)} {verb} {place}. {blocks.ours(error, REASON)}"


def help_for_cco() -> str:
    """What the CCO can do about it."""
    return f"{STAYS_DUE} {SEND_AGAIN}"


def help_for_lead(ccos: Sequence[str]) -> str:
    """What a lead can do about it."""
    who = words.join_names([blocks.person(user_id) for user_id in ccos], "or") or "The CCO"
    return f"{STAYS_DUE} {A_WORD.format(who=who)}"


def not_brought(about: str, error: str, ccos: Sequence[str]) -> str:
    """That a file does not come, for whoever asked for it; without `ccos` they send it again."""
    who = words.join_names([blocks.person(user_id) for user_id in ccos], "or")
    again = f"When that is mended, {who} can send it again." if who else SEND_AGAIN
    said = f"The file that you asked for did not come: {blocks.safe(about, REASON)}."
    return f"{said} {blocks.ours(error, REASON)} {again}"


def _first_big(said: str) -> str:
    return said[:1].upper() + said[1:]
