"""What people read of a year's plan: that of one customer, and that of the whole company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from slackblocks import Block, Button

from handlers.calendar import hours
from handlers.customers.growth.rules import Growth, Tallied
from handlers.customers.initiatives import words as initiative_words
from handlers.customers.plans import quarter_cards, words
from handlers.customers.plans.aims import asking
from handlers.customers.plans.aims import cards as aim_cards
from handlers.customers.plans.aims import words as aim_words
from handlers.customers.plans.quarter_cards import IN_A_QUARTER, NAME, REASON, PlanName
from handlers.customers.plans.reading import AccountPlan, CompanyPlan, NotPlanned
from handlers.customers.posted_pages import cards as page_cards
from handlers.customers.renewals import words as renewal_words
from handlers.customers.roadmap import words as outcome_words
from handlers.people.tiers import TIERS
from handlers.speech import blocks, money, paging
from handlers.speech import words as plain
from handlers.speech.blocks import Shown
from handlers.speech.request import Json
from storage.aims import AimState
from storage.customers import Customer, Tier
from storage.initiatives import Initiative
from storage.items import Item
from storage.people import Person
from storage.renewals import RenewalOutlook

TITLE = "Plan of {year}"
LISTED = 10
"""So many outcomes or cuts are told."""


def account(plan: AccountPlan, person: Person, now: datetime) -> Json:
    """The plan of one customer: what they wait for, what we do, what we do not, who and when."""
    of = plan.customer.customer_id.hex
    parts = [*account_parts(plan, person, now), _ways(of, plan.year)]
    title = TITLE.format(year=plan.year)
    return blocks.form(title, words.ACCOUNT, *parts, submit=None, value=of)


def _ways(of: str, year: int, *more: Button) -> Block:
    """What can be done with a plan; `of` is the customer's id, empty for the company."""
    as_file = blocks.button(words.FILE_LABEL, words.FILE, paging.value(of, year))
    return blocks.actions(as_file, *more)


def account_parts(
    plan: AccountPlan, person: Person, now: datetime, *, is_whole: bool = False
) -> list[Block]:
    """The same without its buttons; `is_whole` has all of each quarter."""
    today = hours.day_of(now, person.zone)
    customer = plan.customer
    of = customer.customer_id.hex
    return [
        blocks.section(f"*{blocks.safe(customer.name, NAME)}, {plan.year}: {_gist(plan)}*"),
        blocks.context(_who(plan)),
        _aim(plan, today),
        blocks.section(f"*Who decides* {_deciders(plan)}"),
        blocks.section(f"*They wait for* {_waits(plan, person, now)}"),
        *quarter_cards.quarters_of(plan.work, plan.year, today, of, is_whole=is_whole),
        blocks.section(f"*What we will not do* {_not_done(plan, person, now)}"),
        blocks.section(f"*Renewal* {_renewal(plan, customer, today)}"),
        blocks.context(_made_of(plan)),
    ]


def _gist(plan: AccountPlan) -> str:
    waits, work = plan.waits, plan.work
    late = f", {plain.number(waits.late)} late" if waits.late else ""
    doing = plain.count(len(work), "initiative") if work else "no initiative yet"
    return f"{doing}; they wait for {plain.count(waits.total, 'thing')}{late}"


def _who(plan: AccountPlan) -> str:
    customer = plan.customer
    parts = [TIERS[Tier(customer.tier)]]
    if plan.money_shown and customer.annual_value is not None:
        parts.append(money.a_year(customer.annual_value, customer.currency))
    if plan.lead:
        parts.append(f"{blocks.person(plan.lead.user_id)} leads the account")
    if plan.sponsor:
        parts.append(f"{blocks.person(plan.sponsor.user_id)} sponsors it")
    said = plain.capital(" · ".join(parts))
    return said if plan.lead else f"{said}. {words.NO_LEAD}"


def _aim(plan: AccountPlan, today: date) -> Block:
    """What they want to be able to do, or who is asked that; with the way to write it."""
    aim, customer = plan.aim, plan.customer
    said = aim_cards.said(aim, today) if aim else ""
    told = said or _no_aim(plan, today)
    text = f"*What they should be able to do by the end of {plan.year}* {told}"
    if not plan.may_write:
        return blocks.section(text)
    label = aim_words.CHANGE_LABEL if said else aim_words.WRITE_LABEL
    value = paging.value(customer.customer_id.hex, plan.year)
    return blocks.section(text, blocks.button(label, aim_words.BEGIN, value))


def _no_aim(plan: AccountPlan, today: date) -> str:
    """Who is asked, or will be as long as that day is to come."""
    if plan.aim_asked:
        return words.AIM_ASKED.format(who=blocks.person(plan.aim_asked.user_id))
    if plan.aim and plan.aim.state == AimState.FOLLOWED:
        return f"Nobody has said it yet: T-{plan.aim.led_to} asks them."
    is_to_come = today < asking.asked_on(plan.year)
    if is_to_come and plan.customer.tier == Tier.KEY and plan.lead:
        return words.AIM_COMES.format(who=blocks.person(plan.lead.user_id), year=plan.year - 1)
    return words.NO_AIM


def _deciders(plan: AccountPlan) -> str:
    if not plan.how_many:
        return _no_decider(plan)
    if plan.deciders is None:
        return f"{plain.capital(plain.count(plan.how_many, 'decision maker'))}."
    said = [
        f"{blocks.safe(each.title, NAME)}{f', {blocks.safe(each.role, NAME)}' if each.role else ''}"
        for each in plan.deciders[:LISTED]
    ]
    return f"{_with_more(said, plan.how_many)}."


def _no_decider(plan: AccountPlan) -> str:
    """Nobody is written down who decides: who is asked, or how somebody names them."""
    if plan.sought_by is None:
        return words.NO_DECIDER
    return words.DECIDER_SOUGHT.format(who=blocks.person(plan.sought_by.user_id))


def _waits(plan: AccountPlan, person: Person, now: datetime) -> str:
    waits = plan.waits
    if not waits.total and not waits.hidden:
        return words.NO_WAITS
    lines = [f"• {_item(each, person, now)}" for each in waits.shown]
    count = plain.count(waits.total, "thing")
    late = f", {plain.number(waits.late)} of them late" if waits.late else ""
    hidden = f"; {plain.number(waits.hidden)} more that you may not see" if waits.hidden else ""
    more = waits.total - len(waits.shown)
    below = [f"• and {plain.count(more, 'more', 'more')}"] if more > 0 and lines else []
    return "\n".join([f"{count}{late}{hidden}", *lines, *below])


def _item(item: Item, person: Person, now: datetime) -> str:
    by = f", by {plain.day(item.due_at, person.zone, now)}" if item.due_at else ""
    return f"{item.ref} {blocks.safe(item.title, REASON)}{by}"


def _not_done(plan: AccountPlan, person: Person, now: datetime) -> str:
    lines = [f"• {_declined(each, person, now)}" for each in plan.declined]
    today = hours.day_of(now, person.zone)
    lines += [f"• {_cut(each, today)}" for each in plan.cut[:IN_A_QUARTER]]
    return "\n".join(["", *lines]) if lines else words.NO_DECLINED


def _declined(each: NotPlanned, person: Person, now: datetime) -> str:
    item, no = each.item, each.no
    why = f": “{blocks.safe(item.close_reason, REASON)}”" if item.close_reason else ""
    told = ""
    if no is not None and no.teller_id:
        who = blocks.person(no.teller_id)
        day = plain.day(no.told_at, person.zone, now) if no.told_at else ""
        told = f" {who} told them on {day}." if day else f" {who} tells them."
    return f"{item.ref} {blocks.safe(item.title, REASON)}{why}.{told}"


def _cut(one: Initiative, today: date) -> str:
    day = plain.plain_day(one.cut_on or today, today)
    why = f": “{blocks.safe(one.cut_why, REASON)}”" if one.cut_why else ""
    return f"{initiative_words.named(one)}, cut on {day}{why}"


def _renewal(plan: AccountPlan, customer: Customer, today: date) -> str:
    on = customer.renews_on(today)
    if on is None:
        who = plan.lead or plan.sponsor
        return words.RENEWAL_OF.format(who=blocks.person(who.user_id)) if who else words.NO_RENEWAL
    said = ""
    if plan.renewal and plan.renewal.outlook:
        outlook = renewal_words.OUTLOOKS[RenewalOutlook(plan.renewal.outlook)]
        said = f" {blocks.person(plan.renewal.said_by)} says: {outlook}."
    return f"{plain.plain_day(on, today)}.{said}"


def _made_of(plan: AccountPlan) -> str:
    name = blocks.safe(plan.customer.name, NAME)
    return f"Made of what stands in Duly; nothing was typed for it. `/cx customer {name}` has more."


# --- the whole company ---


def company(plan: CompanyPlan, today: date, channel_id: str = "", *, may_post: bool) -> Json:
    """Whom to keep and to win, what customers are to notice, what is paid, what is left out.

    `channel_id` is where it was asked for, where that is a channel.
    """
    post = []
    if may_post:
        value = f"{channel_id}{blocks.SEPARATOR}{plan.year}"
        post.append(blocks.button(page_cards.POST_IT, words.POST, value))
    parts = [*company_parts(plan, today), _ways("", plan.year, *post)]
    title = TITLE.format(year=plan.year)
    return blocks.form(title, words.COMPANY, *parts, submit=None, value=str(plan.year))


def company_parts(plan: CompanyPlan, today: date, *, is_whole: bool = False) -> list[Block]:
    """The same without its buttons; `is_whole` has all of each quarter."""
    work = quarter_cards.quarters_of(plan.work, plan.year, today, "", is_whole=is_whole)
    made_of = (
        "Made of what stands in Duly; nothing was typed for it. "
        f"`/cx plan Acme {plan.year}` has the plan of one customer."
    )
    return [*_told(plan, today, work), blocks.context(made_of)]


def posted(
    plan: CompanyPlan, names: Mapping[str, str], today: date, changed_on: date | None = None
) -> Shown:
    """The same as it stands in a channel, for everybody there; `changed_on` is its last change.

    People stand there by their `names`, by Slack id: who is mentioned in a channel is notified.
    """

    def called(user_id: str) -> str:
        return blocks.safe(names.get(user_id, "somebody"), NAME)

    work = quarter_cards.quarters_of(plan.work, plan.year, today, "", can_open=False, called=called)
    head = f"{plan.year}: {_company_gist(plan)}"
    day = plain.plain_day(changed_on, today) if changed_on else ""
    parts = [
        *_told(plan, today, work, called),
        *([blocks.context(words.POSTED.format(day=day))] if day else []),
        blocks.actions(blocks.button(page_cards.WHOLE, words.OPEN, str(plan.year))),
    ]
    return Shown(head, blocks.message(*parts))


def _told(
    plan: CompanyPlan, today: date, work: Sequence[Block], called: PlanName = blocks.person
) -> list[Block]:
    return [
        blocks.section(f"*{plan.year}: {_company_gist(plan)}*"),
        blocks.section(f"*Customers to keep* {_kept(plan, today)}"),
        *_to_win(plan),
        blocks.section(f"*Outcomes for customers* {_outcomes(plan, called)}"),
        *_paid(plan),
        *work,
        blocks.section(f"*Left out on purpose* {_dropped(plan, today)}"),
    ]


def _company_gist(plan: CompanyPlan) -> str:
    cost = _cost(plan)
    return (
        f"{plain.count(plan.to_keep, 'customer')} to keep, "
        f"{plain.count(len(plan.outcomes), 'outcome')}, "
        f"{plain.count(len(plan.work), 'initiative')}{f', {cost}' if cost else ''}"
    )


def _cost(plan: CompanyPlan) -> str:
    if not plan.cost_known:
        return ""
    return initiative_words.together([each.initiative for each in plan.work])


def _kept(plan: CompanyPlan, today: date) -> str:
    if not plan.kept:
        return words.NO_KEPT
    said = [_one_kept(each, plan, today) for each in plan.kept]
    return f"{_with_more(said, plan.to_keep)}."


def _one_kept(customer: Customer, plan: CompanyPlan, today: date) -> str:
    facts = []
    if plan.money_shown and customer.annual_value is not None:
        facts.append(money.a_year(customer.annual_value, customer.currency))
    if on := customer.renews_on(today):
        facts.append(f"renews {plain.plain_day(on, today)}")
    if customer.customer_id in plan.cannot_lose:
        facts.append("cannot be lost")
    name = blocks.safe(customer.name, NAME)
    return f"{name} ({', '.join(facts)})" if facts else name


def _to_win(plan: CompanyPlan) -> list[Block]:
    """What left since the year before began, and what has to come for nothing to be missing."""
    if not plan.reads_growth:
        return []
    return [blocks.section(f"*Customers to win* {_growth(plan)}")]


def _growth(plan: CompanyPlan) -> str:
    found = plan.growth
    if found is None:
        return words.NO_GROWTH
    first, last = plain.dated(plan.since), plain.dated(plan.until)
    came = f"{plain.count(found.new.count, 'customer')} came{_worth(found.new, plan)}"
    left = f"{plain.number(found.lost.count)} left{_worth(found.lost, plan)}"
    return f"From {first} to {last} {came}, and {left}. {_missing(found, plan)}"


def _worth(tallied: Tallied, plan: CompanyPlan) -> str:
    if not (plan.money_shown and tallied.value):
        return ""
    return f" ({money.a_year(tallied.value, plan.currency)})"


def _missing(found: Growth, plan: CompanyPlan) -> str:
    less = found.lost - found.new
    if less.count <= 0 and less.value <= 0:
        return "What came makes up for what left."
    said = [plain.count(less.count, "customer")] if less.count > 0 else []
    if plan.money_shown and less.value > 0:
        said.append(money.a_year(less.value, plan.currency))
    if not said:
        return "As many came as left."
    return f"To make up for that: {plain.join_names(said)} more."


def _outcomes(plan: CompanyPlan, called: PlanName) -> str:
    if not plan.outcomes:
        return words.NO_OUTCOMES
    lines = [
        f"• {each.ref} {blocks.safe(each.title, REASON)}: {outcome_words.way(each)}, "
        f"{called(each.owner_id)} answers for it"
        for each in plan.outcomes[:LISTED]
    ]
    more = len(plan.outcomes) - len(lines)
    lines += [f"• and {plain.count(more, 'more', 'more')}"] if more > 0 else []
    return "\n".join(["", *lines])


def _paid(plan: CompanyPlan) -> list[Block]:
    if not plan.work:
        return []
    cost = _cost(plan)
    count = plain.capital(plain.count(len(plan.work), "initiative"))
    return [blocks.section(f"*What we do* {count}{f', {cost}' if cost else ''}.")]


def _dropped(plan: CompanyPlan, today: date) -> str:
    lines = [f"• {_cut(each, today)}" for each in plan.dropped[:LISTED]]
    for each in plan.ended[:LISTED]:
        why = f": “{blocks.safe(each.reason, REASON)}”" if each.reason else ""
        lines.append(f"• *{each.ref} {blocks.safe(each.title, REASON)}*, let go{why}")
    return "\n".join(["", *lines]) if lines else words.NO_DROPPED


def _with_more(said: Sequence[str], total: int) -> str:
    more = total - len(said)
    names = [*said, *([f"{plain.number(more)} more"] if more > 0 else [])]
    return plain.join_names(names)
