"""What is asked because of each kind of fact, and the sentence that says the fact."""

from __future__ import annotations

from handlers.promises.items.view import STATES
from handlers.speech import blocks, leaving, money, words
from storage.customers import Customer, Tier
from storage.decisions import Decision
from storage.initiatives import Initiative
from storage.issues import Issue
from storage.items import Item, State
from storage.losses import Loss
from storage.themes import Theme

TIERS = {
    Tier.KEY: "key account",
    Tier.STRATEGIC: "strategic account",
    Tier.BEACHHEAD: "beachhead account",
    Tier.STANDARD: "standard account",
}
NAME, TITLE = 60, 90
"""Characters of a name and of a title in a question."""


def account(customer: Customer, renews_on: str) -> str:
    """It is asked who calls them."""
    before = f"before it renews on {renews_on}" if renews_on else "this week"
    return f"Who calls {_name(customer)} {before}?"


def account_said(customer: Customer, shown: list[Issue], hidden: int, since: str) -> str:
    """How much is open of it, and since when."""
    of_severity = "of severity 1 or 2"
    if len(shown) == 1:
        is_open = f"one open issue {of_severity}, since {since}: {_named(shown[0])}"
    else:
        more = f"{words.number(len(shown))} open issues {of_severity}"
        is_open = f"{more}, the oldest since {since}: {_named(shown[0])}"
    private = f" {_private(hidden)}" if hidden else ""
    return f"{_who(customer)} has {is_open}.{private}"


def bounce(item: Item) -> str:
    """It is asked whose it is."""
    return f"Who takes {item.ref} for good?"


def bounce_said(item: Item, customer: Customer | None, times: int) -> str:
    """How often it came back."""
    waits = f" {_who(customer)} waits for it." if customer else ""
    return f"{_named(item)} came back {words.times(times)} in four weeks.{waits}"


def cause(said: str) -> str:
    """It is asked who ends it."""
    return f"“{blocks.clip(said, TITLE)}” is back. Who ends it?"


def cause_said(newest: Issue, before: Issue, count: int) -> str:
    """Of which issue it was to be prevented, and in which it came back."""
    so_far = f"{words.count(count, 'issue')} of this cause in 90 days"
    return (
        f"It was to be prevented after {_named(before)}, and came back in {_named(newest)}: "
        f"{so_far}."
    )


def untold(item: Item, customer: Customer) -> str:
    """It is asked whether they know it from us."""
    return f"Does {_name(customer)} know from us what happened in {item.ref}?"


def untold_said(item: Item, customer: Customer, since: str) -> str:
    """By when they should have heard."""
    return (
        f"{_who(customer)} should have heard about {_named(item)} by {since}, "
        "and nobody has said that they did."
    )


def outage(item: Item, customer: Customer | None, others: int) -> str:
    """It is asked whether those know it from us whom it touches."""
    if customer is None or others:
        return f"Do they know from us what happened in {item.ref}?"
    return f"Does {_name(customer)} know from us what happened in {item.ref}?"


def outage_said(item: Item, customer: Customer | None, others: int, since: str) -> str:
    """Whom it touches, and since when."""
    more = words.count(others, "other customer")
    whom = _who(customer) if customer else ""
    if others:
        whom = f"{whom} and {more}" if whom else words.count(others, "customer")
    verb = "wait" if others > 1 or (others and customer) else "waits"
    whom = f"{whom[:1].upper()}{whom[1:]}"
    return f"{whom} {verb} because of {_named(item)} since {since}, and nobody has told them yet."


def gain(decision: Decision) -> str:
    """It is asked who tells customers."""
    return f"Who tells customers what gets better with {decision.ref}?"


def gain_said(decision: Decision, tiers: list[str], since: str) -> str:
    """For whom something gets better, and since when that is known."""
    for_whom = ""
    if tiers:
        for_whom = f" for {words.join_names([f'{TIERS[Tier(tier)]}s' for tier in tiers])}"
    title = blocks.clip(decision.title, TITLE)
    return (
        f"Since {since} we know that something gets better{for_whom} with {decision.ref} "
        f"“{title}”, and nobody is to tell them."
    )


def loss(customer: Customer) -> str:
    """It is asked what keeps others from leaving."""
    return f"{_name(customer)} left. What keeps others from leaving for the same reason?"


def loss_said(loss: Loss, customer: Customer, since: str) -> str:
    """Since when they are gone, what they said, and what stood behind it as far as that shows."""
    worth = f", {money.a_year(loss.value, loss.currency)}" if loss.value else ""
    who = f"{_name(customer)} ({TIERS[Tier(loss.tier)]}{worth})"
    said = f"{who} left on {since}. They said {words.quote(blocks.clip(loss.said, TITLE))}"
    if loss.known_cause is None:
        return f"{said} What stood behind it is not known yet."
    cause = leaving.name_of(loss.known_cause)
    verified = "verified" if loss.verified_at else "not verified yet"
    return f"{said} What stood behind it: {cause[:1].lower()}{cause[1:]} ({verified})."


def silent(customer: Customer) -> str:
    """It is asked who speaks with them; nobody of theirs is named."""
    return f"Who speaks with whoever decides at {_name(customer)}?"


def silent_said(customer: Customer, since: str) -> str:
    """Since when nobody has heard them, and that a call was asked for in vain."""
    return (
        f"At {_who(customer)} nobody has heard whoever decides since {since}, and the call that "
        "was asked for has not been made."
    )


def theme(found: Theme) -> str:
    """It is asked what follows."""
    return f"What follows from “{blocks.clip(found.name or found.words, TITLE)}”?"


def theme_said(found: Theme, since: str) -> str:
    """How many write of it, since when, and that nobody says what follows."""
    customers = words.count(found.customers, "customer")
    of_whom = f" of {customers}" if found.customers else ""
    answers = words.capital(words.count(found.answers, "answer"))
    return f"{answers}{of_whom} since {since} have these words, and nothing follows from it yet."


def twins(one: str, other: str) -> str:
    """It is asked what customers get from one of them."""
    return f"{one} and {other} are the same thing. What would customers notice if they were one?"


def twins_said(one: Initiative, other: Initiative, decision: Decision) -> str:
    """Which they are, and that it is to be decided."""
    both = words.join_names([
        f"{each.ref} “{blocks.clip(each.title, TITLE)}”" for each in (one, other)
    ])  # fmt: skip
    return f"Both who answer for {both} say so, and {decision.ref} is not decided yet."


def quiet(name: str) -> str:
    """It is asked what is the matter there."""
    return f"What keeps {blocks.clip(name, NAME)} from answering?"


def quiet_said(late: int, since: str, days: int) -> str:
    """How much waits there."""
    waits = words.count(late, "answer").capitalize()
    are = "is" if late == 1 else "are"
    span = "a week" if days == 7 else words.count(days, "day")
    return f"{waits} {are} late there, the first since {since}. None came in {span}."


def segment(tier: Tier) -> str:
    """It is asked what changes for them."""
    return f"What do our decisions change for a {TIERS[tier]}?"


def segment_said(tier: Tier) -> str:
    """That nobody spoke of them."""
    return f"No answer to a decision of the last 90 days speaks of a {TIERS[tier]}."


# --- why it is over before anybody answered ---

DEPARTMENT_GONE = "There is no such department any more."
DECIDER_GONE = "Whoever decided there has gone."
ANOTHER_IS_ASKED = "Somebody else was asked meanwhile, and has time to answer."
NOTHING_FOLLOWS = "Somebody said that nothing follows for now."
THEME_ENDED = "It has ended: what followed is done, or nobody writes of it any more."
NOBODY_ASKS = "By the house rules, nobody asks for calls to key accounts any more."
NOT_TWINS = "They are not two of the same thing any more."


def customer_left(customer: Customer | None) -> str:
    """Nobody is there who could be called."""
    return f"{_name(customer)} has left." if customer else "It is no customer any more."


def account_waits_no_more(customer: Customer) -> str:
    """Nothing grave waits."""
    return f"No issue of severity 1 or 2 waits at {_name(customer)} any more."


def item_ended(item: Item) -> str:
    """“I-7 is closed: done.”."""
    return f"{item.ref} is closed: {STATES[State(item.state)]}."


def cause_prevented(issue: Issue) -> str:
    """Somebody said what keeps it from coming back."""
    return f"Somebody said in {issue.ref} what keeps it from coming back."


def was_told(issue: Issue) -> str:
    """The customer knows."""
    return f"The customer has heard from us about {issue.ref}."


def answers_again(name: str) -> str:
    """They answer."""
    return f"{blocks.clip(name, NAME)} has answered something since."


def tier_spoken_of(tier: str) -> str:
    """Somebody spoke of them."""
    return f"An answer to a decision now speaks of a {TIERS[Tier(tier)]}."


def no_such_account(tier: str) -> str:
    """Nobody is left of whom they could speak."""
    return f"There is no {TIERS[Tier(tier)]} any more."


def decision_withdrawn(decision: Decision) -> str:
    """Nothing gets better with it."""
    return f"{decision.ref} was taken back."


def somebody_tells(decision: Decision) -> str:
    """Somebody is to tell customers."""
    return f"By an answer to {decision.ref}, customers are to be told."


def won_back(customer: Customer) -> str:
    """They have not left any more."""
    return f"{_name(customer)} is back."


def not_lost(customer: Customer) -> str:
    """It was written down by mistake."""
    return f"That {_name(customer)} left was taken back."


def no_key_account(customer: Customer) -> str:
    """It is looked after otherwise by now."""
    return f"{_name(customer)} is a {TIERS[Tier(customer.tier)]} now."


def was_heard(customer: Customer) -> str:
    """Somebody spoke with them."""
    return f"Somebody has heard whoever decides at {_name(customer)}."


def nobody_calls_yet(until: str) -> str:
    """Somebody said that no call is needed for now."""
    return f"Somebody said that nobody needs to call them until {until}."


def somebody_calls(by: str) -> str:
    """Somebody gave a day."""
    return f"Somebody calls them by {by}."


def it_follows(ref: str) -> str:
    """Something follows."""
    return f"{ref} follows from it."


def is_decided(decision: Decision) -> str:
    """The executives decided."""
    return f"{decision.ref} is decided."


def _name(customer: Customer) -> str:
    return blocks.clip(customer.name, NAME)


def _who(customer: Customer) -> str:
    """“Acme (key account, €480 k a year)”."""
    worth = ""
    if customer.annual_value:
        worth = f", {money.a_year(customer.annual_value, customer.currency)}"
    return f"{_name(customer)} ({TIERS[Tier(customer.tier)]}{worth})"


def _named(item: Item) -> str:
    return f"{item.letter}-{item.number} “{blocks.clip(item.title, TITLE)}”"


def _private(hidden: int) -> str:
    if hidden == 1:
        return "One more is private."
    return f"{words.number(hidden).capitalize()} more are private."
