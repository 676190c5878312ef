"""The sample company's books: its departments, people, customers and promises, as CSV files.

What happened is told in working days before today, so that the books are as fresh as the day on
which they are opened. `ledger` holds the promises and complaints themselves.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.practice.show.brightwater import SAMPLE
from bot.practice.show.ledger import ISSUES, TASKS, Complaint, Promise

DEPARTMENTS = (
    (
        "Billing", "maria", "lee", "#billing",
        "invoice; invoices; billed; billing; refund; refunds; charge; payment; credit note",
    ),
    (
        "Logistics", "tom", "aisha", "#logistics",
        "delivery; deliveries; delivered; driver; drivers; late; pallet; pallets; route; truck",
    ),
    (
        "Support", "grace", "diego", "#support",
        "phone; call back; callback; waiting line; repair; repairs; leaking; engineer; ticket",
    ),
    (
        "Product", "hana", "ravi", "#product",
        "portal; app; machine; machines; filter; filters; taste; manual; display",
    ),
    (
        "Sales", "ben", "wei", "#sales",
        "contract; contracts; offer; quote; discount; renewal; price; prices; account lead",
    ),
)  # fmt: skip
PEOPLE = (
    ("omar", "cco", ""),
    ("nora", "executive", ""),
    ("victor", "executive", ""),
    ("priya", "executive", ""),
    ("maria", "member", "Billing"),
    ("sara", "member", "Billing"),
    ("lee", "member", "Billing"),
    ("tom", "member", "Logistics"),
    ("aisha", "member", "Logistics"),
    ("grace", "member", "Support"),
    ("diego", "member", "Support"),
    ("hana", "member", "Product"),
    ("ravi", "member", "Product"),
    ("ben", "member", "Sales"),
    ("wei", "member", "Sales"),
)
# Name, tier, value of a year, renewal as month and day, months since they came, region, product,
# vertical, who decides.
CUSTOMERS = (
    ("Acme", "key", 480_000, (3, 1), 62, "Germany", "Coffee and service", "Software", "Ines Vogt"),
    ("Globex", "strategic", 310_000, (1, 15), 40, "Germany", "Coffee", "Energy", "Karl Brandt"),
    ("Harbor Hotels", "key", 265_000, (2, 12), 27, "Netherlands", "Coffee and water", "Hotels",
     "Anneke de Wit"),
    ("Northwind", "strategic", 190_000, (6, 30), 33,
     "United States", "Coffee", "Trade", "Joan Reyes"),
    ("Sakura Trading", "strategic", 140_000, (9, 1), 19,
     "Singapore", "Water", "Trade", "Kenji Mori"),
    ("Tidewater Clinic", "beachhead", 58_000, (4, 20), 14, "United States", "Water", "Health",
     "Dr. Paula Ames"),
    ("Initech", "beachhead", 45_000, (5, 5), 9, "United States", "Coffee pods", "Software",
     "Bill Lund"),
    ("Orchard School", "beachhead", 38_000, (8, 1), 1, "Singapore", "Water", "Education",
     "Mei Ling Koh"),
    ("Lumen Studios", "standard", 14_000, (10, 10), 30, "Germany", "Coffee", "Film", "Theo Lang"),
    ("Corner Café", "standard", 6_000, (11, 2), 50, "Germany", "Water", "Gastronomy", "Rosa Marin"),
    ("Bright Dental", "standard", 5_200, (12, 1), 1,
     "United States", "Water", "Health", "Al Novotny"),
    ("Old Mill Bakery", "standard", 4_800, (7, 7), 70, "Netherlands", "Coffee", "Gastronomy",
     "Piet Bos"),
)  # fmt: skip

HEADS = {
    "departments.csv": ("name", "lead", "deputy", "channel", "words"),
    "people.csv": ("user", "role", "department"),
    "customers.csv": (
        "name", "tier", "annual_value", "renewal", "came_on", "region", "product", "vertical",
        "decision_maker",
    ),
    "tasks.csv": (
        "id", "title", "owner", "department", "customer", "created_by", "created",
        "acknowledged", "due", "done", "declined", "reason",
    ),
    "issues.csv": (
        "id", "title", "story", "severity", "customer", "touchpoint", "reported", "department",
    ),
}  # fmt: skip

Cells = Sequence[object]


def write(folder: Path, now: datetime, *, history: bool = True) -> None:
    """Write the files into a folder that exists.

    `now` (aware) is the pretend present; without `history` there are no promises and complaints.
    """
    today = now.astimezone(ZoneInfo(SAMPLE.head_office)).date()
    files: dict[str, Iterable[Cells]] = {
        "departments.csv": DEPARTMENTS,
        "people.csv": PEOPLE,
        "customers.csv": [_customer(each, today) for each in CUSTOMERS],
    }
    if history:
        files["tasks.csv"] = [_task(n, each, today) for n, each in enumerate(TASKS, 1)]
        files["issues.csv"] = [_issue(n, each, today) for n, each in enumerate(ISSUES, 1)]
    for name, rows in files.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADS[name])
            writer.writerows(rows)


def working_day(today: date, days: int) -> date:
    """The working day so many working days after `today`, or before it when negative."""
    day, step = today, timedelta(days=1 if days > 0 else -1)
    for _ in range(abs(days)):
        day += step
        while day.weekday() >= 5:
            day += step
    return day


def _customer(
    each: tuple[str, str, int, tuple[int, int], int, str, str, str, str], today: date
) -> Cells:
    name, tier, value, (month, day), months, *rest = each
    renewal = date(today.year, month, day)
    if renewal <= today:
        renewal = renewal.replace(year=today.year + 1)
    return name, tier, value, renewal.isoformat(), _came_on(today, months).isoformat(), *rest


def _came_on(today: date, months: int) -> date:
    """The fifth of a month that lies so many before this one."""
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(years, month + 1, 5)


def _task(number: int, each: Promise, today: date) -> Cells:
    return (
        f"BW-{number}", each.title, each.owner, each.department, each.customer, each.asked_by,
        _at(today, each.asked, 9), _at(today, each.taken, 11), _day(today, each.due),
        _at(today, each.done, 15), _at(today, each.declined, 14), each.reason,
    )  # fmt: skip


def _issue(number: int, each: Complaint, today: date) -> Cells:
    return (
        f"CX-{number}", each.title, each.story, each.severity, each.customer, each.touchpoint,
        _at(today, each.reported, 10), each.department,
    )  # fmt: skip


def _day(today: date, days: int | None) -> str:
    return "" if days is None else working_day(today, days).isoformat()


def _at(today: date, days: int | None, hour: int) -> str:
    """A moment of a working day before today, in the clock of whoever it concerns."""
    if days is None:
        return ""
    if days >= 0:
        raise ValueError("What has happened lies before today")
    day = working_day(today, days)
    return f"{datetime.combine(day, time(hour, (7 * day.day) % 60)):%Y-%m-%d %H:%M}"
