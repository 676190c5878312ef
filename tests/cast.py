"""The fixed cast of every story: Brightwater's people, departments and customers."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlmodel import Session

from storage import audits, workspaces, yields
from storage.customers import Customer, Tier
from storage.departments import Department, key_of
from storage.people import Person, Role

TEAM = "T0BRIGHT"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""10:00 in Berlin, on a Monday without a holiday."""

EXECUTIVES = "C0EXEC"
OMAR, NORA, VICTOR, PRIYA = "U0OMAR", "U0NORA", "U0VICTOR", "U0PRIYA"
MARIA, SARA, LEE = "U0MARIA", "U0SARA", "U0LEE"
TOM, AISHA = "U0TOM", "U0AISHA"
GRACE, DIEGO = "U0GRACE", "U0DIEGO"
HANA, RAVI = "U0HANA", "U0RAVI"
BEN, WEI = "U0BEN", "U0WEI"
BOT = "U0DULY"

BERLIN, NEW_YORK, SINGAPORE = "Europe/Berlin", "America/New_York", "Asia/Singapore"

PEOPLE = (
    (OMAR, "omar", "Omar Haddad", BERLIN, Role.CCO, None),
    (NORA, "nora", "Nora Lindqvist", BERLIN, Role.EXECUTIVE, None),
    (VICTOR, "victor", "Victor Chen", NEW_YORK, Role.EXECUTIVE, None),
    (PRIYA, "priya", "Priya Raman", SINGAPORE, Role.EXECUTIVE, None),
    (MARIA, "maria", "Maria Costa", BERLIN, Role.MEMBER, "Billing"),
    (SARA, "sara", "Sara Novak", BERLIN, Role.MEMBER, "Billing"),
    (LEE, "lee", "Lee Park", NEW_YORK, Role.MEMBER, "Billing"),
    (TOM, "tom", "Tom Becker", BERLIN, Role.MEMBER, "Logistics"),
    (AISHA, "aisha", "Aisha Bello", NEW_YORK, Role.MEMBER, "Logistics"),
    (GRACE, "grace", "Grace Miller", NEW_YORK, Role.MEMBER, "Support"),
    (DIEGO, "diego", "Diego Alvarez", NEW_YORK, Role.MEMBER, "Support"),
    (HANA, "hana", "Hana Sato", SINGAPORE, Role.MEMBER, "Product"),
    (RAVI, "ravi", "Ravi Menon", SINGAPORE, Role.MEMBER, "Product"),
    (BEN, "ben", "Ben Fischer", BERLIN, Role.MEMBER, "Sales"),
    (WEI, "wei", "Wei Tan", SINGAPORE, Role.MEMBER, "Sales"),
)
DEPARTMENTS = (
    ("Billing", MARIA, LEE, "C0BILLING"),
    ("Logistics", TOM, AISHA, "C0LOGIST"),
    ("Support", GRACE, DIEGO, "C0SUPPORT"),
    ("Product", HANA, RAVI, "C0PRODUCT"),
    ("Sales", BEN, WEI, "C0SALES"),
)
CUSTOMERS = (
    ("Acme", Tier.KEY, 480_000, date(2027, 3, 1)),
    ("Globex", Tier.STRATEGIC, 150_000, date(2027, 1, 15)),
    ("Initech", Tier.BEACHHEAD, 40_000, None),
    ("Corner Café", Tier.STANDARD, 6_000, None),
)


def settle(session: Session) -> None:
    """Move Brightwater in: workspace, departments, people and customers, nothing owed yet."""
    workspace = workspaces.remember(session, TEAM, "Brightwater", BOT)
    workspace.executive_channel_id = EXECUTIVES
    audits.begin(session, TEAM)
    yields.begin(session, TEAM)
    departments = {
        name: Department(
            team_id=TEAM, name=name, key=key_of(name), lead_id=lead, deputy_id=deputy,
            channel_id=channel,
        )
        for name, lead, deputy, channel in DEPARTMENTS
    }  # fmt: skip
    session.add_all(departments.values())
    session.flush()
    for user_id, handle, name, zone, role, department in PEOPLE:
        where = departments[department].department_id if department else None
        session.add(
            Person(
                team_id=TEAM, user_id=user_id, handle=handle, name=name,
                key=key_of(name), zone=zone, role=role,
                department_id=where, email=f"{handle}@brightwater.example",
            )
        )  # fmt: skip
    session.add(Person(team_id=TEAM, user_id=BOT, handle="duly", name="Duly", is_bot=True))
    for name, tier, value, renewal in CUSTOMERS:
        session.add(
            Customer(
                team_id=TEAM, name=name, key=key_of(name), tier=tier, annual_value=value,
                renewal_on=renewal,
            )
        )  # fmt: skip
    session.flush()
