"""What Duly says about an issue, and the forms that report one or send it to a department."""

from __future__ import annotations

from collections.abc import Sequence

from slackblocks import Block

from handlers.chasing.burden import cards as burden
from handlers.chasing.cover import cards as cover
from handlers.people.choices import CUSTOMER, DEPARTMENT, DEPARTMENTS
from handlers.people.tiers import TIERS
from handlers.promises import items, moves, undoable
from handlers.promises.concerns import cards as concerned
from handlers.promises.concerns.cards import TELLER, ConcernForm
from handlers.promises.issues import Reported, Routed
from handlers.promises.issues.rules import Touchpoint
from handlers.promises.issues.words import ASKED_TO_TELL
from handlers.promises.items.audience import only
from handlers.promises.items.view import SEVERITIES, title_line
from handlers.promises.parts import cards as parts
from handlers.speech import blocks, feelings, inputs, words
from handlers.speech.blocks import Choices, Shown
from handlers.speech.request import Json
from storage.customers import Customer, Tier
from storage.issues import Feeling, Issue
from storage.people import Person

TITLE = "title"
STORY = "story"
SEVERITY = "severity"
TOUCHPOINT = "touchpoint"
TOUCHPOINTS = {str(each): str(each).capitalize() for each in Touchpoint}
FELT = "felt"
MORE = "more"
YES, NO, UNKNOWN = "yes", "no", "unknown"
MEETS = {UNKNOWN: "Not known", YES: "Yes", NO: "No"}
TELLER_MISSING = "Please choose who will meet it above, or who tells them before they notice it."
NOBODY_TO_TELL = "You said that no more customers will meet it. Please leave one of the two open."
WORDS = "words"

CHECK_CUSTOMER = "Is it about {names}? Please check the customer below."
YOU_TELL = "You tell {customer} what happens now: I ask you as soon as somebody takes it."
WHO_CORRECTS = "Who corrects an issue, and by when, is for its department to say."
CHECK_SEVERITY = "“{words}” may say how bad it is. Please check that below."
DEPARTMENT_MISSING = "Please choose the department that can correct and prevent it."
LEVELS = {str(level): words.capitalize() for level, words in SEVERITIES.items()}


def typed(reported: Reported, *, is_said: bool, may_change: bool) -> Shown:
    """What was understood of a command, with the way back for whoever mistyped.

    `is_said` says that its severity was said, `may_change` that they may change it.
    """
    issue, text = reported.issue, noted(reported, is_said=is_said)
    row = [blocks.button("Change…", "item.edit", issue.ref)] if may_change else []
    row.append(undoable.button(undoable.UNDO, issue, moves.REPORT.verb))
    return Shown(text, blocks.message(blocks.section(text), blocks.actions(*row)))


def noted(reported: Reported, *, is_said: bool = True) -> str:
    """What was understood, and who knows now; `is_said` says that its severity was said."""
    issue, department, owner = reported.issue, reported.department, reported.owner
    title = f"Noted: *{issue.ref}* {blocks.safe(issue.title, 150)}"
    felt = f" They felt {issue.felt}." if issue.felt else ""
    head = f"{title}{_whom(reported.customer)}. {_how_bad(issue.severity, is_said=is_said)}{felt}"
    private = f"{_tells(reported)}{_first(reported)}{only(reported.readers, issue.created_by)}"
    if department is None or owner is None:
        heavy = f" {burden.another(reported.burden)}" if reported.burden else ""
        whose = f"Nothing tells me whose this is. {_who_chooses(reported)}{heavy}"
        return f"{head} {whose}{private}"
    name, lead = blocks.safe(department.name, 80), blocks.person(owner.user_id)
    later, also = reported.later, parts.also(reported.parts)
    instead = cover.who_was_asked(owner, reported.asked or owner, issue.created_at, later)
    if instead:
        return f"{head} {name} answers for it. {instead}{also}{private}"
    if later:
        begins = words.slack_moment(later, owner.zone)
        reads = f"{lead} reads it when their day begins, {begins}."
        return f"{head} {name} answers for it. {reads}{also}{private}"
    asked = f"{lead} has been asked{_by(reported, owner)}"
    return f"{head} {name} answers for it, and {asked}.{also}{private}"


def _first(reported: Reported) -> str:
    """Who is asked to tell other customers, where somebody is."""
    if reported.concerned:
        return concerned.asked_first(reported.concerned)
    if reported.many:
        return f" {concerned.many(reported.many.facts)}"
    task = reported.first
    if task is None:
        return ""
    return ASKED_TO_TELL.format(who=blocks.person(task.owner_id), ref=task.ref)


def _tells(reported: Reported) -> str:
    """That whoever reported it tells the customer, too; others read so when it is taken."""
    teller, customer = reported.teller, reported.customer
    if customer is None or teller is None or teller.user_id != reported.issue.created_by:
        return ""
    return f" {YOU_TELL.format(customer=blocks.safe(customer.name, 80))}"


def _whom(customer: Customer | None) -> str:
    """“, for Acme, a key account”."""
    if customer is None:
        return ". No customer is named"
    name = blocks.safe(customer.name, 80)
    tier = "" if customer.tier == Tier.STANDARD else f", a {TIERS[Tier(customer.tier)]}"
    return f", for {name}{tier}"


def _how_bad(severity: int, *, is_said: bool) -> str:
    level = SEVERITIES[severity]
    if is_said:
        return f"{level.capitalize()}."
    return f"You did not say how bad it is, so it counts as {level}."


def _by(reported: Reported, owner: Person) -> str:
    """By when whoever was asked is to answer."""
    if reported.answer_by is None:
        return ""
    by, now = reported.answer_by, reported.issue.created_at
    return f", to answer by {words.promised(by, owner.zone, now, timed=True)}"


def _who_chooses(reported: Reported) -> str:
    if not reported.ccos:
        return "Whoever looks after all customers will choose."
    names = words.join_names([blocks.person(each.user_id) for each in reported.ccos], "or")
    return f"{names} will choose."


def routed(found: Routed) -> str:
    """An issue found its department."""
    return f"{found.issue.ref} is with {blocks.safe(found.department.name, 80)} now."


def form(
    *,
    customers: Choices,
    departments: Choices,
    also: Choices,
    title: str,
    story: str,
    severity: str,
    felt: Feeling | None,
    concerned_by: Choices,
    seen_by: Block,
    unread: Sequence[str],
    may_ask: bool = True,
) -> Json:
    """What customers experienced that should not have been; `unread` says what is not clear.

    `seen_by` asks who may see it; `concerned_by` are the customers who may meet it as well;
    `may_ask` says that its reader may give tasks.
    """
    fields: list[Block] = [
        *map(blocks.section, unread),
        inputs.text(
            TITLE, "What happened to the customer?", value=title, most=items.TITLE,
            placeholder="Refund promised twice, not paid",
        ),
        inputs.text(STORY, "In their words", value=story, lines=True, optional=True),
        *_customer_input(customers),
        inputs.choice(SEVERITY, "How bad is it?", LEVELS, value=severity),
        inputs.choice(
            FELT, "How did they feel?", feelings.LABELS, value=felt or feelings.UNKNOWN
        ),
        inputs.choice(TOUCHPOINT, "Where did it happen?", TOUCHPOINTS, value=Touchpoint.UNKNOWN),
        *(_others(concerned_by) if may_ask else []),
    ]  # fmt: skip
    if departments:
        fields.append(
            inputs.row(
                DEPARTMENT, "Which department can correct and prevent it?", departments,
                hint="If you leave this empty, the routing rules decide, or the CCO.",
                optional=True,
            )
        )  # fmt: skip
    if also:
        fields.append(
            inputs.several(DEPARTMENTS, parts.WHICH, also, hint=parts.HINT, optional=True)
        )
    fields.append(seen_by)
    return blocks.form("An issue", "issue.send", *fields, submit="Report it")


def _others(customers: Choices) -> list[Block]:
    """Whether others will meet it, who they are, and who tells them first."""
    return [
        inputs.choice(MORE, "Will more customers meet it?", MEETS, value=UNKNOWN),
        *concerned.who(ConcernForm(customers)),
        inputs.person(
            TELLER, "Who tells them before they notice?", optional=True,
            hint="Whose account somebody leads is told by them; nobody named, this is a task.",
        ),
    ]  # fmt: skip


def route_form(issue: Issue, departments: Choices) -> Json:
    """Which department answers for an issue, and for others like it."""
    return blocks.form(
        "Send to a department",
        "issue.route.send",
        blocks.section(title_line(issue)),
        inputs.row(DEPARTMENT, "Who can correct and prevent it?", departments),
        inputs.text(
            WORDS, "From now on, send there what contains these words", optional=True, most=100,
            hint="If you leave this empty, the rules stay as they are.",
        ),
        submit="Send it",
        value=issue.ref,
    )  # fmt: skip


def _customer_input(customers: Choices) -> list[Block]:
    if not customers:
        return []
    return [inputs.row(CUSTOMER, "Which customer?", customers, optional=True)]
