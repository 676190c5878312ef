"""The questions that are usually missing from the room, by what is about to be decided.

Five for each kind of decision and five for any; keys such as "pricing-1" never change meaning,
because decisions remember them. Where the ideas come from: the empty chair, doors that open one
way or both, pre-mortems and impact cards (customer-experience reference, section 4).
"""

from __future__ import annotations

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


@dataclass(frozen=True)
class Question:
    """One question of the bank."""

    key: str
    topic: Topic
    tag: Tag
    words: str


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
    r"|shut(?:ting)? down|drop(?:s|ping)?|withdraw\w*",
    Topic.PROCESS: r"process\w*|hand-?offs?|hand-?overs?|workflows?|approvals?|automat\w+",
    Topic.VENDOR: r"vendors?|suppliers?|partner\w*|outsourc\w+|carriers?|subcontract\w+",
    Topic.CONTRACT: r"contracts?|contractual\w*|terms|clauses?|renewals?|slas?|warrant\w+",
}

_USUAL_ORDER = (Tag.CORE, Tag.LEVERAGE, Tag.MITIGATE, Tag.CHEAP, Tag.PREMORTEM)
_ORDER = {Topic.UNIVERSAL: (Tag.CORE, Tag.CORE, Tag.CORE, Tag.PREMORTEM, Tag.LEVERAGE)}

_BANK: dict[Topic, tuple[str, str, str, str, str]] = {
    Topic.UNIVERSAL: (
        "If a customer of our most valued segment sat in this room, what would they ask first?",
        "Can customers walk back through this door, or does it lock? Who has asked them?",
        "Which segment gains, which pays, and do we lose anyone we cannot afford to lose?",
        "It is a year on and customers left because of this. What reason did they give?",
        "What is good news here that they will only notice if we tell them? Who tells them?",
    ),
    Topic.PRICING: (
        "Who pays more next month, and what do they get that they did not have?",
        "If some gain, which of them hear it from a person rather than from an invoice?",
        "What notice, lock or credit lets long-standing customers adjust and feel respected?",
        "Would a plain early note from the account lead take away most of the sting?",
        "A key account's finance head protests. What in our wording gave them the argument?",
    ),
    Topic.POLICY: (
        "What will a customer be told “no” to on Monday that was “yes” on Friday?",
        "Which rule just became kinder, and where will customers see it when it matters?",
        "Which loyal customers keep the old rule, and who may grant an exception on the spot?",
        "What one sentence explains the reason where it hurts, and removes half the anger?",
        "The new rule is quoted in a public complaint. Which case did we fail to picture?",
    ),
    Topic.COST: (
        "Which thing that customers touch gets slower, thinner or further away?",
        "Does anything get simpler for customers as a side effect, and can we honestly say so?",
        "What is the least we must keep so that key accounts feel no difference?",
        "What human gesture would cost a tenth of the saving and keep most of the goodwill?",
        "We saved the money and revenue fell by more. Which department saw it coming?",
    ),
    Topic.LAUNCH: (
        "What job does this take off the customer's day, in their own words?",
        "Who asked for this, and have we told them by name that they were heard?",
        "What breaks, moves or must be learned anew by people happy with today's version?",
        "Would a short walk-through with someone they know make up for the rough edges?",
        "The first customers regret it. What did we sell them that they did not need?",
    ),
    Topic.OUTAGE: (
        "Do customers know it from us already, or will they find out by being refused?",
        "What did we learn or add that makes them safer, and will we tell them?",
        "Who is owed a call, a credit or a deadline, and who makes that call today?",
        "Which respected person can step forward and explain it in plain words, now?",
        "The same failure, ninety days later. Which promised fix had no owner?",
    ),
    Topic.STAFFING: (
        "Which customers lose a familiar name, and who has told them who comes next?",
        "Where does this bring more skill closer to the customer, and do they know?",
        "How is each account handed over so that nobody has to tell their story twice?",
        "Could the person leaving and the person arriving make one ten-minute call together?",
        "A strategic account left two months after the move. What was never handed over?",
    ),
    Topic.REMOVAL: (
        "Who still relies on it every week, and what is it worth to them rather than to us?",
        "Which better road opens, and can we move them there instead of pointing at it?",
        "Which end date, export and substitute would leave no one stranded?",
        "Is there a small export, or the old version kept for some, that saves most of the pain?",
        "The loudest voice was a user we did not know we had. How could we have known?",
    ),
    Topic.PROCESS: (
        "Between which two teams does the customer wait, or repeat themselves?",
        "Which step just vanished, and can customers feel the time they gained?",
        "Who owns the gap when neither team does, and by when do they answer?",
        "Would one message, “here is where your case stands”, mend most of the feeling?",
        "Each team met its target and the customer still left. Which number hid it?",
    ),
    Topic.VENDOR: (
        "If this supplier has its worst day, what does our customer live through?",
        "Does this partner bring something that customers would value hearing about?",
        "Which service level, exit and duty to apologise are written in, and who enforces them?",
        "Could we keep the customer conversation ourselves, even if the work is done elsewhere?",
        "Their name is in the complaint and ours is on the bill. What did we not check?",
    ),
    Topic.CONTRACT: (
        "Does this term fit what this segment needs, or is it the same paper for everyone?",
        "Which promise can we make stronger because we keep it already?",
        "Which clause will feel like a trap at renewal, and can we soften it now?",
        "Would one page of plain summary prevent most of the disputes?",
        "A renewal is lost over a clause nobody here remembered. Which one?",
    ),
}

QUESTIONS = tuple(
    Question(f"{topic}-{number}", topic, tag, words)
    for topic, five in _BANK.items()
    for number, (tag, words) in enumerate(
        zip(_ORDER.get(topic, _USUAL_ORDER), five, strict=True), start=1
    )
)
BY_KEY = {question.key: question for question in QUESTIONS}
