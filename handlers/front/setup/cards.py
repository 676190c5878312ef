"""The forms that set Duly up: who decides, which channels, which departments and customers."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.speech import blocks, currencies, inputs, money, values
from handlers.speech.request import Json
from storage.customers import Customer, Tier
from storage.departments import Department
from storage.people import Person

CCOS = "ccos"
EXECUTIVES = "executives"
CHANNEL = "channel"
NAME = "name"
LEAD = "lead"
DEPUTY = "deputy"
PEOPLE = "people"
WORDS = "words"
COUNTRY = "country"
CURRENCY = "currency"
TIER = "tier"
VALUE = "value"
COST = "cost"
RENEWAL = "renewal"
SINCE = "since"
ACCOUNT_LEAD = "account_lead"

CCO_MISSING = "Somebody has to look after customers. Please choose at least one person."
LEAD_MISSING = "Please choose who answers for it."
OWN_DEPUTY = "Nobody stands in for themselves. Please choose somebody else."
TIERS = {
    Tier.KEY: "Key: one we cannot afford to lose",
    Tier.STRATEGIC: "Strategic: opens doors by its name",
    Tier.BEACHHEAD: "Beachhead: first of a new kind",
    Tier.STANDARD: "Standard",
}
INVITE = "If Duly is not there yet, invite it: `/invite @Duly`."


def company_form(
    ccos: Sequence[str], executives: Sequence[str], channel: str | None, currency: str | None
) -> Json:
    """Who holds the CCO's office, who decides, where they talk, and the currency of amounts."""
    return blocks.form(
        "Set up Duly",
        "setup.company.send",
        inputs.people(CCOS, "Who looks after customers, as CCO?", value=ccos),
        inputs.people(
            EXECUTIVES, "Who are the executives?", value=executives, optional=True
        ),
        inputs.channel(
            CHANNEL, "Where do executives talk?", value=channel, optional=True,
            hint="Impact questions and the executive digest go there.",
        ),
        inputs.text(
            CURRENCY, "Currency of all amounts", value=currency or "", optional=True, most=20,
            placeholder="EUR", hint="By its code. The numbers that are here stay as they are.",
        ),
        submit="Save",
    )  # fmt: skip


def department_form(department: Department | None, members: Sequence[str], words: str) -> Json:
    """A department: who answers for it, where it talks, which words belong to it."""
    return blocks.form(
        "A department",
        "setup.department.send",
        inputs.text(
            NAME, "Its name", value=department.name if department else "", most=values.NAME
        ),
        inputs.person(
            LEAD, "Who leads it?", value=department.lead_id if department else None
        ),
        inputs.person(
            DEPUTY, "Who stands in?", value=department.deputy_id if department else None,
            optional=True,
        ),
        inputs.channel(
            CHANNEL, "Its channel", value=department.channel_id if department else None,
            optional=True,
        ),
        inputs.people(PEOPLE, "Who works in it?", value=members, optional=True),
        inputs.text(
            WORDS, "Words that belong to it", value=words, optional=True,
            hint="Separated by commas or semicolons. An issue that contains one goes there.",
        ),
        inputs.text(
            COUNTRY, "Country of its holidays", value=(department.country or "") if department
            else "", optional=True, most=6, placeholder="DE",
        ),
        submit="Save",
        value=str(department.department_id) if department else "",
    )  # fmt: skip


def customer_form(customer: Customer | None, name: str, currency: str | None) -> Json:
    """A customer: its tier and value, and when it renews; a new one has the name that was typed."""
    name = customer.name if customer else blocks.clip(name, values.NAME)
    renewal = customer.renewal_on.isoformat() if customer and customer.renewal_on else None
    value = str(customer.annual_value) if customer and customer.annual_value else ""
    cost = str(customer.cost_to_serve) if customer and customer.cost_to_serve is not None else ""
    since = customer.came_on.isoformat() if customer and customer.came_on else None
    return blocks.form(
        "A customer",
        "setup.customer.send",
        inputs.text(NAME, "Its name", value=name, most=values.NAME),
        inputs.choice(
            TIER, "Tier", {str(tier): label for tier, label in TIERS.items()},
            value=customer.tier if customer else Tier.STANDARD,
        ),
        inputs.text(
            VALUE, f"Yearly value in {currency}" if currency else "Yearly value", value=value,
            optional=True, most=40,
        ),
        inputs.text(
            COST, f"Cost to serve a year in {currency}" if currency else "Cost to serve a year",
            value=cost, optional=True, most=40,
        ),
        inputs.date(RENEWAL, "Renews on", value=renewal, optional=True),
        inputs.date(SINCE, "A customer since", value=since, optional=True),
        inputs.person(
            ACCOUNT_LEAD, "Who leads the account?", value=customer.owner_id if customer else None,
            optional=True,
        ),
        submit="Save",
        value=str(customer.customer_id) if customer else "",
    )  # fmt: skip


def company_saved(channel: str | None, currency: str | None) -> Json:
    """What comes next."""
    lines = ["Saved. Next, `/cx setup department` adds a department, one at a time."]
    if currency:
        lines.append(currency_saved(currency))
    if channel:
        lines.append(f"{blocks.channel(channel)} is the executives' channel. {INVITE}")
    return blocks.notice("Set up Duly", *lines)


def currency_saved(currency: str | None) -> str:
    """In what money amounts are read and shown from now on."""
    if currency is None:
        return "Amounts have no currency: they are shown as bare numbers."
    like = money.a_year(480_000, currency)
    return f"All amounts are in {currency}, such as “{like}”. The numbers stay as they are."


def cco_named(person: Person, *, is_new: bool) -> str:
    """What the command line did, in plain text."""
    who = f"{person.name} (@{person.handle})" if person.handle else person.name
    if not is_new:
        return f"{who} is CCO already. Nothing was changed."
    return f"{who} is CCO now. In Slack, `/cx setup` goes on from here."


def department_saved(department: Department) -> Json:
    """The department is there."""
    lines = [f"*{blocks.safe(department.name, 80)}* is saved."]
    if department.channel_id:
        lines.append(f"Its cards appear in {blocks.channel(department.channel_id)}. {INVITE}")
    return blocks.notice("A department", *lines)


def customer_saved(customer: Customer, named: str) -> Json:
    """The customer is there; `named` is the currency that somebody wrote beside its value."""
    lines = [f"*{blocks.safe(customer.name, 80)}* is saved."]
    if named and not customer.currency:
        lines.append(
            "Amounts have no currency here yet, so only the number was kept. "
            f"`/cx setup currency {currencies.likeliest(named)}` sets it for all of them."
        )
    return blocks.notice("A customer", *lines)
