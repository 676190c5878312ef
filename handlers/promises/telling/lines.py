"""What happened to a task or an issue, as one line of its story: who did it, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handlers.chasing.pauses import CUSTOMER
from handlers.chasing.telling import StoryLine
from handlers.promises.items.happened import ASKED_TO, EVIDENCE, HANDED, changes, newest_line
from handlers.promises.speaking import recovery
from handlers.speech import blocks, feelings, money, reasons, words
from storage.history import Event
from storage.people import Person

LINES: Mapping[str, str] = {
    "created": "{actor} asked {owner}, for {due}",
    "reported": "{actor} reported it{felt_then}{also_asked}{more_meet}",
    "involved": "{actor} asked {departments} to take their part, {tasks}",
    "scored low": "They gave a low score: {survey}",
    "routed": "{actor} sent it to {department}",
    "acknowledged": "{actor} took it{for_whom}, by {due}",
    "dated": "{actor} moved it{for_whom} from {was} to {due}",
    "snoozed": "{actor} asked for quiet{for_whom} until {until}",
    "paused": "{actor} let it wait for {whom} until {until}",
    "resumed": "{actor} said that it goes on, after {took} for {whom}",
    "supplied": "{actor} gave what it waited for, after {took}",
    "not supplied": "{actor} said that {whom} cannot give what it waited for, after {took}",
    "waited": "The wait for {whom} was over, after {took}",
    "done": "{actor} finished it{for_whom}",
    "corrected": "{actor} corrected it{for_whom}",
    "prevented": "{actor} found why it happened, “{cause}”, and what keeps it from coming back",
    "held": "{actor} saw that it held",
    "not held": "What was to prevent it did not hold",
    "verified": "{actor} saw that it helped{feels_now}",
    "declined": "{actor} said no{for_whom}{weighs}",
    "withdrawn": "{actor} took it back",
    "import undone": "{actor} took the import of {file} back",
    "told": "{actor} {told}{feels_now}",
    "felt": "{actor} wrote down how the customer feels: {feeling}",
    "stood by": "{actor} said that the no stands",
    "helped": "{actor} asked for another pair of hands{for_whom}",
    "noted": "{actor} wrote",
    "undone": "{actor} undid that{undoing}",
    "reopened": "{actor} reopened it, for {due}",
    "given": "{actor} gave it to {to}",
    "edited": "{actor} changed {changes}{for_whom}",
    "offered": "{actor} offered it to {to}{for_whom}",
    "accepted": "{actor} took it over from {from_id}",
    "returned": "{actor} returned it to {from_id}",
    "concerned": "{actor} put {customers} on the list of those who will meet it, too",
    "told first": "{actor} told {customers} before they noticed",
    "need not hear": "{actor} said that {customers} need not hear it",
    "tasked": "{actor} added {task}",
    "confirmed": "{actor} said that {due} stands",
    "joined": "{actor} lent a hand",
    "referred": "{actor} asked {to} to help",
    "passed on": "{actor} asked {to} to {step}",
    "set to prevent": "{actor} said that it is to keep {issue} from coming back",
    "retracted": "{actor} took the offer back",
    "talked": "{actor} would like to talk with {owner_now}",
}
"""By the verb of the event; `for_whom` is its owner, where somebody else did it."""
UNDOING = {
    "done": ": it is not done",
    "corrected": ": it is not corrected",
    "told": ": the customer has not heard it",
    "prevented": ": it is not known what keeps it from coming back",
    "verified": ": nobody has seen yet that it helped",
    "held": ": nobody has seen yet that it held",
    "not held": ": nobody has seen yet whether it held",
    "felt": ": how they feel is as it was",
    "declined": ": it is not answered with a no",
    "paused": ": it waits for nobody",
    "resumed": ": it waits still",
    "supplied": ": it is not given",
    "not supplied": ": it is asked for still",
    "acknowledged": ": it is not taken",
    "dated": ": the former date holds",
    "withdrawn": ": it is needed",
    "offered": ": it is not on offer",
    "accepted": ": it is on offer again",
    "reopened": ": it is closed",
    "given": ": it is with its former owner",
    "passed on": ": whoever was asked before is asked again",
    "set to prevent": ": it does not have to prevent anything",
    "edited": ": it is what it was",
    "concerned": ": they are not on the list",
    "told first": ": they have not heard it from us",
    "need not hear": ": they are to hear it",
    "made private": ": everybody here may see it",
    "shown to all": ": it is private",
    "let in": ": they do not see it",
    "created": ": it was not meant",
    "reported": ": it was not meant",
}
"""By the verb of what was undone."""
MORE_MEET = {"yes": "; more customers will meet it", "no": "; no others will meet it"}
"""By what whoever reported it said of other customers."""
TO_ONESELF = "{actor} took this on, by {due}"
FIRST_DATE = "{actor} gave it a date{for_whom}: {due}"
IMPORTED = " (from a file)"
_SAID = (reasons.FIELD, "words", EVIDENCE)
"""The facts that are somebody's own words."""
PARTS = {
    "declined": ((reasons.FIELD, ""), ("weighed", "Weighed: "), ("instead", "Instead: ")),
    "offered": ((reasons.FIELD, ""), *HANDED.items()),
    "reopened": ((reasons.FIELD, ""), ("heard", "The customer: ")),
    "told": (("words", ""), ("answered", "They answered: "), ("left_out", "Left out: ")),
}
"""What somebody said with a move in several parts, each with what stands before it."""
_PEOPLE = ("owner", "to", "from_id")


def line(event: Event, before: Event | None, reader: Person) -> StoryLine:
    """What happened, for whoever reads; `before` is what happened before that."""
    sentence = _sentence(event, before)
    facts = _facts(event, before, reader)
    try:
        said = sentence.format_map(facts)
    except KeyError:
        return StoryLine(newest_line(event, reader.zone, event.happened_at).removesuffix("."))
    imported = IMPORTED if event.details.get("imported") else ""
    return StoryLine(f"{said}{imported}", _own_words(event))


def _sentence(event: Event, before: Event | None) -> str:
    if event.verb == "created" and event.details.get("owner") == event.actor:
        return TO_ONESELF
    if event.verb == "dated" and (before is None or before.due_at is None):
        return FIRST_DATE
    # What another version wrote has no sentence here: it is said as far as it can be read.
    return LINES.get(event.verb, "{unknown}")


def _own_words(event: Event) -> str:
    if event.verb in PARTS:
        parts = PARTS[event.verb]
        said = [event.details.get(name) and f"{head}{event.details[name]}" for name, head in parts]
        return "\n".join(filter(None, said))
    found = (event.details.get(name) for name in _SAID)
    return next((each for each in found if isinstance(each, str) and each), "")


def _facts(event: Event, before: Event | None, reader: Person) -> dict[str, str]:
    told = event.details
    facts = {name: blocks.person(str(told[name])) for name in _PEOPLE if told.get(name)}
    facts |= {
        name: blocks.safe(str(value), 100) for name, value in told.items() if name not in facts
    }
    facts["actor"] = blocks.person(event.actor) if event.actor else "Duly"
    facts["for_whom"], facts["owner_now"] = "", blocks.person(event.owner_id)
    if event.owner_id and event.owner_id != event.actor:
        facts["for_whom"] = f" for {blocks.person(event.owner_id)}"
    zone, timed = str(told.get("zone") or reader.zone), bool(told.get("timed"))
    facts["due"] = _day(event.due_at, zone, event.happened_at, timed=timed)
    if before and before.due_at:
        was_on = str(before.details.get("zone") or zone)
        had_hour = bool(before.details.get("timed"))
        facts["was"] = _day(before.due_at, was_on, event.happened_at, timed=had_hour)
    facts["changes"], facts["weighs"] = changes(told), _weighs(event, reader)
    felt, feels = told.get("felt"), told.get("feels")
    facts["feeling"] = feelings.arrow(felt, feels)
    facts["felt_then"] = f"; they felt {felt}" if felt else ""
    facts["feels_now"] = f"; they feel {feels} now" if feels else ""
    also = blocks.safe(str(told.get("departments", "")), 300)
    facts["also_asked"] = f", and asked {also} to take their part" if also else ""
    facts["more_meet"] = MORE_MEET.get(str(told.get("more")), "")
    facts["step"] = ASKED_TO.get(str(told.get("step")), "do a step of it")
    facts["told"] = recovery.told(told.get("said"))
    facts["undoing"] = UNDOING.get(str(told.get("undid")), "")
    if event.verb in ("paused", "resumed", "waited", "supplied", "not supplied"):
        facts["whom"] = blocks.safe(str(told.get("whom") or CUSTOMER), 80)
        facts["took"] = words.count(int(told.get("days") or 0), "working day")
    if told.get("until"):
        until = datetime.fromisoformat(str(told["until"]))
        facts["until"] = words.moment(until, reader.zone, event.happened_at)
    return facts


def _weighs(event: Event, reader: Person) -> str:
    """What a no avoids or causes, and who is to tell the customer by when, where it was said."""
    told, found = event.details, ""
    for name in ("avoids", "causes"):
        if told.get(name):
            found += f", {name} {money.amount(told[name], told.get('currency'))}"
    if told.get("teller"):
        found += f", {blocks.person(str(told['teller']))} tells the customer"
        if told.get("by"):
            by = datetime.fromisoformat(str(told["by"]))
            found += f" by {words.day(by, reader.zone, event.happened_at)}"
    return found


def _day(at: datetime | None, zone: str, since: datetime, *, timed: bool = False) -> str:
    """A promised day is the same for every reader; an hour is on each reader's own clock."""
    return words.promised(at, zone, since, timed=timed) if at else "a day to be named"
