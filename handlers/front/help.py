"""What people can do, in their own words, and the nearest command for a slip."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from handlers.front import verbs
from handlers.people import access
from handlers.speech import blocks, naming, phrases, typed
from handlers.speech.errors import SlipOfCommand, UnknownCommand
from handlers.speech.request import Handler, Reply, Request, Response
from storage.people import Role

USAGE: dict[str, tuple[str, str]] = {
    "task": ("task Rewrite the refund mail to @sara by friday for Acme", "give somebody a task"),
    "issue": (
        "issue Refund promised twice, not paid for Acme sev 2",
        "say what happened to a customer",
    ),
    "list": ("list", "what you owe; also `late`, `all`, `given by me`, `in Billing`, `for Acme`"),
    "search": ("search refund mail", "find things by what was said of them"),
    "show": ("T-12", "all that happened to it, and all you can do"),
    "follow": ("follow T-12", "hear what becomes of it; `unfollow` ends that"),
    "ack": ("ack T-12", "take it; `by friday` gives it another date"),
    "done": ("done T-12", "the promise is kept; `evidence` and a link shows it"),
    "told": ("told I-7 …", "the customer has heard from us, and what"),
    "draft": ("draft I-7", "what to say to the customer, made of what is known"),
    "prevented": ("prevented I-7 … because …", "what keeps it from coming back, and why it came"),
    "cause": ("cause C-3", "why things happen, and what prevents it; `causes` lists them all"),
    "verified": ("verified I-7", "it helped the customer; `reopen` where it did not"),
    "held": ("held I-7", "what was to prevent it held; `reopen` where it came back"),
    "date": ("date T-12 friday because …", "a new date, and what changed"),
    "confirm": ("confirm T-12", "its date stands"),
    "join": ("join T-12", "help with it; `talk T-12` says that you talk with its owner"),
    "snooze": ("snooze T-12 friday because …", "a little quiet, and why"),
    "wait": (
        "wait T-12 for customer until friday because …",
        "they, or `for Logistics`, have to do something first; `resume` when it goes on",
    ),
    "no": ("no T-12 because …", "an honourable no, with its reason"),
    "stands": ("stands T-12", "a no that you were asked about stands; `reopen` where it does not"),
    "withdraw": ("withdraw T-12", "take back what you asked for"),
    "handoff": ("handoff T-12 to Logistics because …", "offer it to whoever can do it"),
    "return": ("return T-12 because …", "give back what is offered to you"),
    "note": ("note T-12 …", "add words or a link to its story"),
    "edit": ("edit T-12", "change its title, customer, department, severity, date or owner"),
    "owner": ("owner T-12 to @lee because …", "give it to somebody else at once; for leads"),
    "reopen": ("reopen T-12 because …", "open again what has ended"),
    "merge": ("merge I-9 with I-3", "join two issues that are one"),
    "involve": ("involve I-7 Billing and Sales", "several departments must each take it"),
    "concerns": (
        "concerns I-7 key accounts, Acme",
        "who will meet it as well, and hears it from us first; `concerns I-7` lists them",
    ),
    "feeling": (
        "feeling I-7 let down",
        "how they felt; once it is corrected, how they feel now: satisfied",
    ),
    "undo": ("undo T-12", "take back what you did in the last ten minutes"),
    "away": ("away until monday, lee stands in because …", "who is asked while you are away"),
    "back": ("back", "you are back sooner"),
    "private": ("private T-12", "only those whom it concerns see it"),
    "share": ("share T-12 with @tom", "let somebody see it; `share T-12` lets everybody"),
    "impact": ("impact Raise the standard plan by 6 %", "ask what it means for customers"),
    "decided": (
        "decided D-3 as proposed, because …",
        "what was decided, for whoever decides; `owner D-3 @victor` names them",
    ),
    "forecasts": ("forecasts", "how often what was expected of decisions came true"),
    "prompt": ("prompt weekly monday 9:30", "a question for the executives"),
    "prompts": ("prompts", "the questions they can be asked"),
    "heard": (
        "heard Acme Jana says the invoices are unreadable",
        "what you learned from a customer, in one line; for executives",
    ),
    "assess": ("assess Billing", "how a department deals with customers: nine areas; alone, yours"),
    "renewals": ("renewals", "what renews in 90 days, how it stands, and what came"),
    "sale": ("sale Acme", "what was sold and what they need it for; alone, the sales of this year"),
    "lost": ("lost Acme", "a customer left: when, with which words; alone, who left in a year"),
    "initiatives": (
        "initiatives",
        "what departments pay for that customers get, from when, and for whom",
    ),
    "plan": ("plan Acme", "what a year is to bring a customer; `plan 2027`, the whole company"),
    "silence": ("silence", "who decides at a customer and was not heard for long"),
    "growth": ("growth october", "who came and who left in a month, and what they pay"),
    "voices": ("voices", "what customers answered, and adding what you heard"),
    "survey": ("survey Autumn survey", "whom it asks and who has answered; alone, all surveys"),
    "segments": ("segments key", "which customers are looked after how, and why"),
    "roadmap": ("roadmap", "what customers are to notice this quarter, and how it stands"),
    "digest": ("digest weekly monday 9:00", "a summary in this channel; `digest` posts one now"),
    "room": (
        "room november",
        "a month on pages to print, for the executives; `room monthly` brings each",
    ),
    "score": ("score Billing november", "how a department kept what it promised, and the proof"),
    "department": ("department", "who answers for what"),
    "customer": ("customer Acme", "what a customer waits for, lived through and was told"),
    "setup": ("setup", "people, channels and departments, for the CCO"),
    "policy": ("policy", "the house rules: clocks, reminders and quiet"),
    "stuck": ("stuck", "what could not be said to whom, and sending it again; for the CCO"),
    "help": ("help", "this list"),
}
UNKNOWN = "unknown"
"""What a command is called of which no word is known; all that was typed is its text."""
CCO_ONLY = {"setup", "stuck"}
NOT_FOR_ALL = {
    "task": access.CREATE_TASK, "impact": access.ASK_IMPACT, "decided": access.DECIDE,
    "prompt": access.SCHEDULE_PROMPT, "prompts": access.READ_BANK,
    "digest": access.READ_DIGEST, "score": access.READ,
    "heard": access.HEAR_CUSTOMERS, "lost": access.RECORD_LOSS, "renewals": access.READ_RENEWALS,
    "growth": access.READ_GROWTH, "sale": access.RECORD_SALE,
    "voices": access.KEEP_ANSWER,
    "survey": access.KEEP_ANSWER,
    "initiatives": access.READ,
    "plan": access.READ,
    "segments": access.READ,
    "silence": access.READ_CONTACTS,
    "room": access.ORDER_ROOM, "assess": access.READ_ASSESSMENTS,
    "roadmap": access.READ,
    "department": access.READ, "customer": access.READ,
    "cause": access.READ, "involve": access.INVOLVE, "concerns": access.READ,
    "edit": access.EDIT, "owner": access.GIVE_TO,
    "away": access.BE_AWAY, "back": access.BE_AWAY, "policy": access.READ, "search": access.READ,
    "follow": access.FOLLOW,
}  # fmt: skip
"""Commands that guests, and people who are not known yet, need not read about."""
THEIR_OWN = {"list": ("list", "what you owe")}
"""What a command does for those who read nothing of others."""
_LEADING = re.compile(r"^(?:me )?(?:(?:with|for|on|about|at) )?(?=(?:\w+ )?\S*\d)", re.IGNORECASE)
"""What may stand before the number for which help is needed."""
INTRO = (
    "Duly keeps promises to customers. Everything here can also be clicked, or said in words: "
    "in its messages, under a card, or to @Duly in a channel."
)


def show(ask_for_help: Handler, request: Request, session: Session, now: datetime) -> Response:
    """`/cx help`; `help T-12 …` asks for a pair of hands, which is `ask_for_help`."""
    text = naming.numbered_first(_LEADING.sub("", request.text))
    first = phrases.reference(phrases.first_word(text)[0])
    if first is not None and first.letter:
        return ask_for_help(replace(request, text=text), session, now)
    person = access.actor(session, request)
    hidden = set() if person.works_here and person.role == Role.CCO else set(CCO_ONLY)
    hidden |= {verb for verb, right in NOT_FOR_ALL.items() if not right.is_open_to(person)}
    said = USAGE if access.READ.is_open_to(person) else USAGE | THEIR_OWN
    lines = [
        f"`/cx {usage}` — {what}" for verb, (usage, what) in said.items() if verb not in hidden
    ]
    half = (len(lines) + 1) // 2
    return Reply(
        INTRO,
        blocks.message(
            blocks.section(INTRO),
            blocks.section("\n".join(lines[:half])),
            blocks.section("\n".join(lines[half:])),
        ),
    )


def _as_typed(word: str, said: str) -> str:
    """A word with its capitals, where it is the first one of what was said."""
    first = typed.seen(phrases.first_word(said)[0])
    return first if first.lower() == typed.seen(word).lower() else typed.seen(word)


def unknown(request: Request, session: Session, now: datetime) -> Response:
    """A word that is no command, with the command of which it is a slip.

    Raises SlipOfCommand, UnknownCommand, or NotOfHere.
    """
    del now
    access.actor(session, request)
    word = phrases.first_word(request.text)[0]
    shown = blocks.clip(_as_typed(word, request.said), 40)
    near = verbs.nearest(word, USAGE)
    if near:
        raise SlipOfCommand(words=shown, nearest=near)
    raise UnknownCommand(words=shown)
