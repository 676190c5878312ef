"""The forms about people at a customer: who decides, what they said, and that they are gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from slackblocks import Block

from handlers.customers.contacts import words
from handlers.customers.contacts.leaving import WhatHappened
from handlers.customers.contacts.saying import ADDRESS, NAME, ROLE, SAID
from handlers.speech import blocks, feelings, inputs, reasons
from handlers.speech import words as plain
from handlers.speech.request import Json
from storage.contacts import Contact, Influence, Through
from storage.customers import Customer
from storage.people import Person

WHO, DOES, INFLUENCE, REACHED_AT = "name", "role", "influence", "address"
HEARD_ON, HEARD_BY, HOW, SPONSOR = "heard_on", "heard_by", "how", "sponsor"
WITH, DAY, WHAT, FELT, FOLLOWS = "with", "day", "said", "felt", "follows"
HAPPENED, SUCCESSOR, PERSON = "happened", "successor", "person"
PROMISE = "I ask {who} when {days} pass without a word from them."
UNKNOWN, NEXT = "unknown", "next"
NOTHING, TASK, ISSUE = "nothing", "task", "issue"
SAY = {
    Influence.DECIDES.value: "They decide",
    Influence.INFLUENCES.value: "They influence",
    Influence.USES.value: "They use it",
}
THROUGH = {
    Through.CALL.value: "A call",
    Through.VISIT.value: "A visit",
    Through.MAIL.value: "A mail that they answered",
    Through.SURVEY.value: "A survey that they answered",
}
WHAT_FOLLOWS = {NOTHING: "Nothing", TASK: "A task", ISSUE: "An issue"}
HAPPENINGS = {
    WhatHappened.LEFT.value: "They left the company",
    WhatHappened.OTHER_ROLE.value: "They have another role",
    WhatHappened.NOT_KNOWN.value: "I don't know",
    WhatHappened.MISTAKE.value: "They were named by mistake",
}
ASKED_OF = {"reach": "Who can call them?", "who": "Who can say who decides there?"}


def name(
    customer: Customer,
    carried: str,
    asked: Person | None,
    sponsor: Person | None,
    limit: int | None,
) -> Json:
    """Who decides: name, what they do, and whether they decide are needed.

    Who is `asked` about the account is asked to call after `limit` days of silence.
    """
    at = blocks.safe(customer.name, 80)
    return blocks.form(
        "Who decides", words.SEND,
        blocks.section(f"*{at}*"),
        *_told(None, sponsor),
        *_promise(asked, limit),
        value=carried, submit="Name them",
    )  # fmt: skip


def edit(contact: Contact, sponsor: Person | None) -> Json:
    """The same, filled in."""
    return blocks.form(
        "Who they are", words.EDIT_SEND, *_told(contact, sponsor), value=contact.ref,
        submit="Save it",
    )  # fmt: skip


def _promise(asked: Person | None, limit: int | None) -> list[Block]:
    """Who is asked to call, and after how many days; nothing where nobody is."""
    if asked is None or limit is None:
        return []
    who, days = blocks.person(asked.user_id), plain.count(limit, "day")
    return [blocks.context(PROMISE.format(who=who, days=days))]


def _told(contact: Contact | None, sponsor: Person | None) -> list[Block]:
    known = contact.heard_on.isoformat() if contact and contact.heard_on else None
    return [
        inputs.text(WHO, "Name", value=contact.title if contact else "", most=NAME),
        inputs.text(
            DOES, "What do they do?", value=contact.role if contact else "", most=ROLE,
            optional=True,
        ),
        inputs.choice(
            INFLUENCE, "They …", SAY,
            value=contact.influence if contact else Influence.DECIDES.value,
        ),
        inputs.text(
            REACHED_AT, "Mail or phone", value=contact.address if contact else "", most=ADDRESS,
            optional=True,
        ),
        inputs.date(HEARD_ON, "Last heard on", value=known, optional=True),
        inputs.person(
            HEARD_BY, "By whom?", value=contact.heard_by if contact else None, optional=True
        ),
        inputs.choice(
            HOW, "How?", THROUGH, value=contact.heard_how if contact else None, optional=True
        ),
        inputs.person(
            SPONSOR, "Who is our sponsor?", value=sponsor.user_id if sponsor else None,
            hint="An executive: a second voice there.", optional=True,
        ),
    ]  # fmt: skip


def spoke(contact: Contact, others: Sequence[Contact], today: date) -> Json:
    """What they said: with whom, when and what are needed."""
    known = {each.ref: blocks.clip(each.title, 70) for each in (contact, *others)}
    return blocks.form(
        "We spoke", words.SPOKE_SEND,
        inputs.choice(WITH, "With whom?", known, value=contact.ref),
        inputs.date(DAY, "When?", value=today.isoformat()),
        inputs.choice(HOW, "How?", THROUGH, value=Through.CALL.value, optional=True),
        inputs.text(WHAT, "What did they say?", lines=True, most=SAID),
        inputs.choice(FELT, "How do they feel?", feelings.LABELS, optional=True),
        inputs.choice(
            FOLLOWS, "What follows?", WHAT_FOLLOWS, value=NOTHING, optional=True
        ),
        blocks.context("It stands on the customer's page. Their words stay as you wrote them."),
        value=contact.ref, submit="Keep it",
    )  # fmt: skip


def will_call(contact: Contact, on: date) -> Json:
    """By when somebody calls them."""
    return blocks.form(
        "I'll call", words.WILL_SEND,
        inputs.date(DAY, "By when?", value=on.isoformat()),
        blocks.context("A day is kept like any other. It does not count as heard."),
        value=contact.ref, submit="Keep the day",
    )  # fmt: skip


def gone(contact: Contact, others: Sequence[Contact], today: date) -> Json:
    """What happened, since when, and who decides now."""
    heirs = {each.ref: blocks.clip(each.title, 70) for each in others}
    heirs |= {NEXT: "Somebody else, whom I name next", UNKNOWN: "I don't know"}
    parts: list[Block] = [
        inputs.choice(HAPPENED, "What happened?", HAPPENINGS),
        inputs.date(DAY, "Since when?", value=today.isoformat()),
    ]
    if contact.decides:
        parts.append(inputs.choice(SUCCESSOR, "Who decides now?", heirs, optional=True))
    parts.append(
        blocks.context("Account lead and sponsor read it at once. Old answers stay with the name.")
    )
    return blocks.form(
        "Not there any more", words.GONE_SEND, *parts, value=contact.ref, submit="Save the change"
    )


def rest(contact: Contact, today: date) -> Json:
    """Why nobody calls them, and until when."""
    until = today + timedelta(days=30)
    return blocks.form(
        "No call for now", words.NO_SEND,
        reasons.ask_for("Why not?"),
        inputs.date(DAY, "Until when are they let rest?", value=until.isoformat()),
        value=contact.ref,
    )  # fmt: skip


def find_out(contact: Contact, day: date) -> Json:
    """By when somebody finds out whether they still decide."""
    return blocks.form(
        "I'll find out", words.FIND_SEND,
        inputs.date(DAY, "By when?", value=day.isoformat()),
        blocks.context("It is a task of yours like every other."),
        value=contact.ref, submit="Keep it",
    )  # fmt: skip


def another(contact: Contact) -> Json:
    """Somebody else is asked whether they still decide."""
    return blocks.form(
        "Somebody else", words.PASS_STILL_SEND,
        inputs.person(PERSON, "Who can say whether they are still there?"),
        value=contact.ref, submit="Ask them",
    )  # fmt: skip


def pass_on(contact: Contact, kind: str) -> Json:
    """Somebody else is asked."""
    return blocks.form(
        "Somebody else", words.PASS_SEND,
        inputs.person(PERSON, ASKED_OF[kind]),
        value=f"{contact.ref}{blocks.SEPARATOR}{kind}",
    )  # fmt: skip
