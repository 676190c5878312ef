"""The questions that are usually missing from the room, by what is about to be decided.

Five or six for each kind of decision and five for any, each with the answers that fit it; keys such
as "pricing-1" never change meaning, because decisions remember them. Where the ideas come from: the
empty chair, doors that open one way or both, pre-mortems and impact cards (customer-experience
reference, section 4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What kind of decision a question belongs to."""

    UNIVERSAL = "universal"
    PRICING = "pricing"
    POLICY = "policy"
    COST = "cost"
    LAUNCH = "launch"
    OUTAGE = "outage"
    STAFFING = "staffing"
    REMOVAL = "removal"
    PROCESS = "process"
    VENDOR = "vendor"
    CONTRACT = "contract"


class Tag(StrEnum):
    """When a question helps."""

    CORE = "core"
    """Before anybody knows."""
    LEVERAGE = "leverage"
    """When customers gain: make the most of it."""
    MITIGATE = "mitigate"
    """When customers lose: soften it."""
    CHEAP = "cheap"
    """When customers lose: the small gesture that saves most of the goodwill."""
    PREMORTEM = "pre-mortem"
    """It has gone wrong already: why?"""


class Answers(StrEnum):
    """Which answers fit a question."""

    CHANGE = "change"
    """What does it change for customers?"""
    TOLD = "told"
    """Do they know it from us?"""
    WHO = "who"
    """Who does it, by when?"""
    SENTENCE = "sentence"
    """Anything that one can say in a sentence."""
    NAME = "name"
    """Which one is it, if there is any?"""
    HELPS = "helps"
    """Would this help?"""


class OnlyWhile(StrEnum):
    """What must be true lately for a question to be worth asking."""

    SEVERE = "severe"
    """An issue of severity 1 or 2."""
    HANDED = "handed"
    """A hand-off that came back."""
    RENEWAL = "renewal"
    """A watched account that renews soon."""


@dataclass(frozen=True)
class Question:
    """One question of the bank."""

    key: str
    topic: Topic
    tag: Tag
    answers: Answers
    words: str
    needs: OnlyWhile | None = None
    """Without it, the question fits any week."""


ABOUT = {
    Topic.UNIVERSAL: "what we decide next",
    Topic.PRICING: "our prices",
    Topic.POLICY: "our rules",
    Topic.COST: "where we save",
    Topic.LAUNCH: "what we launch",
    Topic.OUTAGE: "what fails",
    Topic.STAFFING: "who does what",
    Topic.REMOVAL: "what we take away",
    Topic.PROCESS: "how departments hand over",
    Topic.VENDOR: "our suppliers and partners",
    Topic.CONTRACT: "our contracts",
}

# Patterns of whole words that give a topic away.
WORDS = {
    Topic.PRICING: r"pric\w+|fees?|tariffs?|discounts?|surcharges?|rais(?:e|es|ing)",
    Topic.POLICY: r"polic\w+|rules?|refunds?|returns?|allow\w*|ban|bans|forbid\w*|eligib\w+",
    Topic.COST: r"cuts?|cutting|costs?|sav(?:e|es|ing|ings)|budgets?|cheaper|reduc\w+",
    Topic.LAUNCH: r"launch\w*|releas\w+|introduc\w+|roll ?out|rolling out|new product|new feature",
    Topic.OUTAGE: r"outages?|downtime|incidents?|fail\w*|breach\w*|recall\w*|defects?",
    Topic.STAFFING: r"staff\w*|hir(?:e|es|ing)|layoffs?|lay off|headcount|reorgani[sz]\w+"
    r"|restructur\w+|relocat\w+|teams?",
    Topic.REMOVAL: r"remov\w+|retir(?:e|es|ing)|sunset\w*|discontinu\w+|deprecat\w+|end of life"
    r"|clos(?:e|es|ing|ure)|shut(?:ting)? down|drop(?:s|ping)?|withdraw\w*",
    Topic.PROCESS: r"process\w*|hand-?offs?|hand-?overs?|workflows?|approvals?|automat\w+",
    Topic.VENDOR: r"vendors?|suppliers?|partner\w*|outsourc\w+|carriers?|subcontract\w+",
    Topic.CONTRACT: r"contracts?|contractual\w*|terms|clauses?|renewals?|slas?|warrant\w+",
}

CHANGE, TOLD, WHO, SENTENCE, NAME, HELPS = Answers
_USUAL_ORDER = (Tag.CORE, Tag.LEVERAGE, Tag.MITIGATE, Tag.CHEAP, Tag.PREMORTEM, Tag.CORE)
_ORDER = {Topic.UNIVERSAL: (Tag.CORE, Tag.CORE, Tag.CORE, Tag.PREMORTEM, Tag.LEVERAGE)}

_BANK: dict[Topic, tuple[tuple[Answers, str], ...]] = {
    Topic.UNIVERSAL: (
        (
            SENTENCE,
            "If a customer of our most valued segment sat in this room, what would they ask first?",
        ),
        (NAME, "Which door do we close that customers cannot open again, and who has asked them?"),
        (
            CHANGE,
            "Which segment gains, which pays, and do we lose anyone we cannot afford to lose?",
        ),
        (
            SENTENCE,
            "It is a year on and customers left because of this. What reason did they give?",
        ),
        (WHO, "What is good news here that they will only notice if we tell them? Who tells them?"),
    ),
    Topic.PRICING: (
        (CHANGE, "Who pays more next month, and what do they get that they did not have?"),
        (TOLD, "Do those who gain hear it from a person, or will they read it on an invoice?"),
        (
            SENTENCE,
            "What notice, lock or credit lets long-standing customers adjust and feel respected?",
        ),
        (HELPS, "Would a plain early note from the account lead take away most of the sting?"),
        (
            SENTENCE,
            "A key account's finance head protests. What in our wording gave them the argument?",
        ),
    ),
    Topic.POLICY: (
        (CHANGE, "What will a customer be told “no” to on Monday that was “yes” on Friday?"),
        (NAME, "Which rule just became kinder, and where will customers see it when it matters?"),
        (
            NAME,
            "Which loyal customers keep the old rule, and who may grant an exception on the spot?",
        ),
        (
            SENTENCE,
            "What one sentence explains the reason where it hurts, and removes half the anger?",
        ),
        (
            SENTENCE,
            "The new rule is quoted in a public complaint. Which case did we fail to picture?",
        ),
    ),
    Topic.COST: (
        (CHANGE, "Which thing that customers touch gets slower, thinner or further away?"),
        (NAME, "What gets simpler for customers as a side effect, and can we honestly say so?"),
        (SENTENCE, "What is the least we must keep so that key accounts feel no difference?"),
        (
            SENTENCE,
            "What human gesture would cost a tenth of the saving and keep most of the goodwill?",
        ),
        (SENTENCE, "We saved the money and revenue fell by more. Which department saw it coming?"),
    ),
    Topic.LAUNCH: (
        (CHANGE, "What job does this take off the customer's day, in their own words?"),
        (TOLD, "Do those who asked for this know, each by name, that they were heard?"),
        (NAME, "What breaks, moves or must be learned anew by people happy with today's version?"),
        (HELPS, "Would a short walk-through with someone they know make up for the rough edges?"),
        (SENTENCE, "The first customers regret it. What did we sell them that they did not need?"),
    ),
    Topic.OUTAGE: (
        (TOLD, "Do customers know it from us already, or will they find out by being refused?"),
        (TOLD, "We learned something that makes customers safer. Do they know it from us?"),
        (WHO, "Who is owed a call, a credit or a deadline, and who makes that call today?"),
        (WHO, "Which respected person can step forward and explain it in plain words, now?"),
        (NAME, "The same failure, ninety days later. Which promised fix had no owner?"),
        (CHANGE, "What can customers not do meanwhile, and for whom does that matter most?"),
    ),
    Topic.STAFFING: (
        (TOLD, "Do customers who lose a familiar name know from us who comes next?"),
        (TOLD, "Where this brings more skill closer to the customer, do they know it?"),
        (SENTENCE, "How is each account handed over so that nobody has to tell their story twice?"),
        (
            HELPS,
            "Could the person leaving and the person arriving make one ten-minute call together?",
        ),
        (
            SENTENCE,
            "A strategic account left two months after the move. What was never handed over?",
        ),
        (
            CHANGE,
            "Whose work for customers changes hands, and do they get more skill by it or less?",
        ),
    ),
    Topic.REMOVAL: (
        (
            NAME,
            "Who still relies on it every week, and what is it worth to them rather than to us?",
        ),
        (NAME, "Which better road opens, and can we move them there instead of pointing at it?"),
        (SENTENCE, "Which end date, export and substitute would leave no one stranded?"),
        (HELPS, "Would a small export, or the old version kept for some, save most of the pain?"),
        (SENTENCE, "The loudest voice was a user we did not know we had. How could we have known?"),
        (CHANGE, "What will customers do instead, and is their day easier with it or harder?"),
    ),
    Topic.PROCESS: (
        (NAME, "Between which two teams does the customer wait, or repeat themselves?"),
        (NAME, "Which step just vanished, and can customers feel the time they gained?"),
        (WHO, "Who owns the gap when neither team does, and by when do they answer?"),
        (HELPS, "Would one message, “here is where your case stands”, mend most of the feeling?"),
        (SENTENCE, "Each team met its target and the customer still left. Which number hid it?"),
        (
            CHANGE,
            "Do customers wait less after this or longer, and who must tell their story again?",
        ),
    ),
    Topic.VENDOR: (
        (SENTENCE, "If this supplier has its worst day, what does our customer live through?"),
        (NAME, "What does this partner bring that customers would value hearing about?"),
        (NAME, "Which service level, exit and duty to apologise is missing from what was signed?"),
        (
            HELPS,
            "Would it help to talk to customers ourselves, even if the work is done elsewhere?",
        ),
        (
            SENTENCE,
            "Their name is in the complaint and ours is on the bill. What did we not check?",
        ),
        (
            CHANGE,
            "What do customers get from this partner that is new to them, and what do they lose?",
        ),
    ),
    Topic.CONTRACT: (
        (NAME, "Which segment does this term not fit, because it is the same paper for everyone?"),
        (NAME, "Which promise can we make stronger because we keep it already?"),
        (NAME, "Which clause will feel like a trap at renewal, and can we soften it now?"),
        (HELPS, "Would one page of plain summary prevent most of the disputes?"),
        (SENTENCE, "A renewal is lost over a clause nobody here remembered. Which one?"),
        (CHANGE, "Who is bound more tightly than before, and who is freer?"),
    ),
}

_NEEDS = {
    "outage-1": OnlyWhile.SEVERE,
    "outage-2": OnlyWhile.SEVERE,
    "outage-3": OnlyWhile.SEVERE,
    "outage-4": OnlyWhile.SEVERE,
    "outage-6": OnlyWhile.SEVERE,
    "process-1": OnlyWhile.HANDED,
    "process-3": OnlyWhile.HANDED,
    "contract-3": OnlyWhile.RENEWAL,
}
QUESTIONS = tuple(
    Question(f"{topic}-{number}", topic, tag, answers, words, _NEEDS.get(f"{topic}-{number}"))
    for topic, bank in _BANK.items()
    for number, (tag, (answers, words)) in enumerate(
        zip(_ORDER.get(topic, _USUAL_ORDER), bank, strict=False), start=1
    )
)
BY_KEY = {question.key: question for question in QUESTIONS}
_OWN = re.compile(rf"({'|'.join(Topic)})-own-({'|'.join(Answers)})-[1-9]\d{{0,17}}", re.ASCII)


def known(key: str | None, words: str = "") -> Question | None:
    """The question with this key, with these words where it is one of the house's own.

    None where there is none. The key of the house's own says its topic and which answers fit it:
    a decision that was put with it needs no more to be read.
    """
    of_bank = BY_KEY.get(key or "")
    own = _OWN.fullmatch(key or "")
    if of_bank or own is None:
        return of_bank
    return Question(own[0], Topic(own[1]), Tag.CORE, Answers(own[2]), words)


def own_key(topic: Topic, answers: Answers, number: int) -> str:
    """The key of a question of the house's own, by its number."""
    return f"{topic}-own-{answers}-{number}"
