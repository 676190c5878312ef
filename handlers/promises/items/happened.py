"""What happened to a task or an issue, as one sentence for each verb of its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from handlers.chasing.pauses import CUSTOMER
from handlers.promises.asked import CHECK, INFORM, PREVENT, VERIFY
from handlers.speech import blocks, feelings, reasons, words
from storage.history import Event

HAPPENED = {
    "created": "{actor} asked {owner} for this.",
    "reported": "{actor} reported this.",
    "involved": "{actor} asked {departments} to take their part.",
    "scored low": "They gave a low score: {survey}.",
    "call promised": "{actor} promised to call the customer on {on}.",
    "routed": "{actor} sent this to {department}.",
    "acknowledged": "{actor} took it, by {due}.",
    "dated": "{actor} moved it to {due}: “{reason}”",
    "done": "{actor} finished it.",
    "corrected": "{actor} corrected it.",
    "prevented": "{actor} found why it happened: “{cause}”",
    "verified": "{actor} saw that it helped.",
    "due to be checked": "It was time to ask whether it held.",
    "held": "{actor} saw that it held.",
    "not held": "What was to prevent it did not hold: {reason}.",
    "declined": "{actor} said no: “{reason}”",
    "offered": "{actor} offered it to {to}: “{reason}”",
    "accepted": "{actor} took it over from {from_id}.",
    "returned": "{actor} returned it to {from_id}: “{reason}”",
    "snoozed": "Quiet until {until}: “{reason}”",
    "paused": "{actor} lets it wait for {whom} until {until}: “{reason}”",
    "resumed": "{actor} says that it goes on.",
    "supplied": "{actor} gave what it waited for: “{words}”",
    "not supplied": "{actor} cannot give what it waited for: {reason_ends} What now?",
    "waited": "The wait for {whom} is over.",
    "helped": "{actor} asked for another pair of hands: “{reason}”",
    "noted": "{actor}: “{words}”",
    "undone": "{actor} undid the last step.",
    "reopened": "{actor} reopened it: “{reason}”",
    "given": "{actor} gave it to {to}: “{reason}”",
    "edited": "{actor} changed {after}.",
    "escalated": "{to} was told on {day}.",
    "inherited": "It is with {to} now, as {from_id} has left.",
    "concerned": "{actor} put {customers} on the list of those who will meet it, too.",
    "told first": "{actor} told {customers} before they noticed.",
    "need not hear": "{actor}: {customers} need not hear it: “{reason}”",
    "tasked": "{actor} added {task} to it.",
    "withdrawn": "{actor} took this back.",
    "merged": "{actor} joined it to {into}.",
    "import undone": "{actor} took the import of {file} back.",
    "joined": "{actor} helps with it.",
    "referred": "{actor} asked {to} to help with it.",
    "passed on": "{actor} asked {to} to {step}.",
    "set to prevent": "{actor} said that it is to keep {issue} from coming back.",
    "confirmed": "{actor} says that {due} stands.",
    "retracted": "{actor} took the offer back.",
    "felt": "{actor} wrote down how the customer feels: {felt}.",
    "talked": "{actor} would like to talk about it: what would help?",
    "told": "{actor} told the customer.",
    "stood by": "{actor} says that the no stands.",
    "made private": "{actor} made this private.",
    "shown to all": "{actor} showed this to everybody here.",
    "let in": "{actor} let {to} see this.",
}
WITH_ITS_REASON = {
    "created": "{actor} asked {owner} for this: “{reason}”",
    "done": "{actor} finished it: “{evidence}”",
    "corrected": "{actor} corrected it: “{evidence}”",
    "told": "{actor} told the customer: “{words}”",
    "told first": "{actor} told {customers} before they noticed: “{words}”",
    "verified": "{actor} saw that it helped: “{words}”",
    "held": "{actor} saw that it held: “{words}”",
    "edited": "{actor} changed {after}: “{reason}”",
    "involved": "{actor} asked {departments} to take their part: “{reason}”",
    "withdrawn": "{actor} took this back: “{reason}”",
    "passed on": "{actor} asked {to} to {step}: “{reason}”",
}
"""The same where somebody said more than they had to."""
WITH_MORE = {
    "declined": "{actor} said no: {reason_ends} Instead: “{instead}”",
    "reopened": "{actor} reopened it: {reason_ends} The customer: “{heard}”",
}
"""The same where something else is offered, or it is by the customer's word."""
ASKED_TO = {
    INFORM: "tell the customer",
    PREVENT: "say what keeps it from coming back",
    VERIFY: "say whether it helped",
    CHECK: "say whether it held",
}
"""What somebody is asked to do for a step, by the kind of the question."""
ANSWERED = " They answered: “{answered}”"
"""What stands behind it where the customer answered something."""
HANDED: Mapping[str, str] = {
    "tried": "Tried: ",
    "told": "The customer was told: ",
    "needs": "Needed: ",
}
"""What somebody may say with an offer beside its reason, by its fact, behind these words."""
IMPORTED = "Imported from a file."
CHANGED = "{actor} changed this."
"""What is said of an event that another version of Duly has written, and this one cannot read."""
EVIDENCE = "evidence"
"""The fact that shows that a promise was kept."""
_PEOPLE = {"owner", "to", "from_id"}
_DAYS, _LOCAL_DAYS = {"due", "until"}, {"on"}
"""Facts that are instants (UTC), and days on the clock of whoever named them."""


def newest_line(event: Event, zone: str, now: datetime, hour: datetime | None = None) -> str:
    """The newest thing that happened, as one sentence of markup.

    `hour` is the instant (UTC) by which the thing is promised, where an hour was given.
    """
    sentence = HAPPENED.get(event.verb, CHANGED)
    if event.details.get("instead") or event.details.get("heard"):
        sentence = WITH_MORE.get(event.verb, sentence)
    if any(event.details.get(name) for name in (reasons.FIELD, EVIDENCE, "words")):
        sentence = WITH_ITS_REASON.get(event.verb, sentence)
    if event.details.get("answered"):
        sentence = f"{sentence}{ANSWERED}"
    if event.details.get("imported"):
        sentence = IMPORTED
    told = {key: value for key, value in event.details.items() if key not in _DAYS or value}
    if event.due_at:
        told.setdefault("due", event.due_at.isoformat())
    facts = {key: _said(key, value, zone, hour, now) for key, value in told.items()}
    facts.setdefault("whom", CUSTOMER)
    facts["step"] = ASKED_TO.get(facts.get("step", ""), "do a step of it")
    facts["actor"] = blocks.person(event.actor) if event.actor else "Duly"
    facts["day"] = words.day(event.happened_at, zone, now)
    facts["after"] = changes(event.details)
    if reasons.FIELD in facts:
        facts["reason_ends"] = words.quote(facts[reasons.FIELD])
    facts["felt"] = feelings.arrow(event.details.get("felt"), event.details.get("feels"))
    try:
        return sentence.format_map(facts)
    except KeyError:
        return CHANGED.format_map(facts)


def changes(told: Mapping[str, Any]) -> str:
    """What an edit changed: “the title (it was “Call them”)”, “the severity from 3 to 1”."""
    before, after = told.get("before", {}), told.get("after", {})
    if not isinstance(before, dict) or not isinstance(after, dict) or not after:
        return "what it is"
    found = []
    for name in after:
        was, now = (blocks.safe(str(each.get(name, "")), 100) for each in (before, after))
        if name == "title":
            found.append(f"the title (it was “{was}”)")
        else:
            found.append(f"the {name} from {was or 'none'} to {now or 'none'}")
    return words.join_names(found)


def _said(key: str, value: object, zone: str, hour: datetime | None, now: datetime) -> str:
    if key in _PEOPLE:
        return blocks.person(str(value) if value else None)
    if key in _DAYS:
        at = datetime.fromisoformat(str(value))
        return words.promised(at, zone, now, timed=at == hour)
    if key in _LOCAL_DAYS:
        return words.plain_day(date.fromisoformat(str(value)), now.date())
    return blocks.safe(str(value), 500)
