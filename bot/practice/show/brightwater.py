"""The sample company: Brightwater, which puts coffee machines and water into offices.

Its people, channels and the talk of the last three weeks, as data; nothing here runs.
"""

from bot.practice.slack.company import Company, Remark
from bot.practice.slack.objects import Channel, User

BERLIN, NEW_YORK, SINGAPORE = "Europe/Berlin", "America/New_York", "Asia/Singapore"

# Nora owns the workspace in Slack, and Priya administers it.
USERS = (
    User("U0OMAR", "omar", "Omar Haddad", "Chief Customer Officer", BERLIN, color="1f6f8b"),
    User(
        "U0NORA",
        "nora",
        "Nora Lindqvist",
        "Chief Executive Officer",
        BERLIN,
        color="7a4b94",
        is_admin=True,
        is_owner=True,
        is_primary_owner=True,
    ),
    User("U0VICTOR", "victor", "Victor Chen", "Chief Financial Officer", NEW_YORK, color="8a5a19"),
    User(
        "U0PRIYA",
        "priya",
        "Priya Raman",
        "Chief Operating Officer",
        SINGAPORE,
        color="a23b5a",
        is_admin=True,
    ),
    User("U0MARIA", "maria", "Maria Costa", "Head of Billing", BERLIN, color="2e7d4f"),
    User("U0SARA", "sara", "Sara Novak", "Billing specialist", BERLIN, color="b0532a"),
    User("U0LEE", "lee", "Lee Park", "Billing analyst", NEW_YORK, color="3b5ba5"),
    User("U0TOM", "tom", "Tom Becker", "Head of Logistics", BERLIN, color="5f6b1c"),
    User("U0AISHA", "aisha", "Aisha Bello", "Dispatch planner", NEW_YORK, color="94406f"),
    User("U0GRACE", "grace", "Grace Miller", "Head of Support", NEW_YORK, color="20756e"),
    User("U0DIEGO", "diego", "Diego Alvarez", "Support specialist", NEW_YORK, color="8f3d3d"),
    User("U0HANA", "hana", "Hana Sato", "Head of Product", SINGAPORE, color="4d5d94"),
    User("U0RAVI", "ravi", "Ravi Menon", "Product manager", SINGAPORE, color="6d4f2a"),
    User("U0BEN", "ben", "Ben Fischer", "Head of Sales", BERLIN, color="2a6592"),
    User("U0WEI", "wei", "Wei Tan", "Account manager", SINGAPORE, color="7b5ea7"),
    User("U0DULY", "duly", "Duly", tz=BERLIN, is_bot=True, color="0b6e4f"),
)
EVERYONE = {user.id for user in USERS if not user.is_bot}
BOT = "U0DULY"

CHANNELS = (
    Channel("C0GENERAL", "general", "News for everyone at Brightwater", members=set(EVERYONE)),
    Channel(
        "C0BILLING",
        "billing",
        "Invoices, refunds and contracts",
        members={"U0OMAR", "U0MARIA", "U0SARA", "U0LEE", BOT},
    ),
    Channel(
        "C0LOGIST",
        "logistics",
        "Deliveries, routes and the warehouse",
        members={"U0OMAR", "U0TOM", "U0AISHA", BOT},
    ),
    Channel(
        "C0SUPPORT",
        "support",
        "Questions and complaints from customers",
        members={"U0OMAR", "U0GRACE", "U0DIEGO", BOT},
    ),
    Channel(
        "C0PRODUCT",
        "product",
        "Machines, filters and the customer portal",
        members={"U0OMAR", "U0HANA", "U0RAVI", BOT},
    ),
    Channel(
        "C0SALES",
        "sales",
        "Accounts, renewals and offers",
        members={"U0OMAR", "U0BEN", "U0WEI", BOT},
    ),
    Channel(
        "C0EXEC",
        "executives",
        "Decisions, and what they mean for customers",
        is_private=True,
        members={"U0OMAR", "U0NORA", "U0VICTOR", "U0PRIYA", BOT},
    ),
)

TALK = (
    Remark(15, "09:12", "C0GENERAL", "U0NORA", "Good morning. The Rotterdam depot opens today."),
    Remark(15, "09:20", "C0GENERAL", "U0TOM", "First truck left at six. Thank you, night shift."),
    Remark(14, "15:40", "C0SUPPORT", "U0DIEGO", "Third call this week about a leaking B4 machine."),
    Remark(14, "15:52", "C0SUPPORT", "U0GRACE", "Same batch number as the other two? Please ask."),
    Remark(14, "16:05", "C0SUPPORT", "U0DIEGO", "Yes, all three from batch 0914."),
    Remark(13, "10:02", "C0BILLING", "U0SARA", "Acme was billed twice for October again."),
    Remark(13, "10:09", "C0BILLING", "U0MARIA", "I will look at the contract dates."),
    Remark(
        12, "08:31", "C0PRODUCT", "U0RAVI", "The portal shows filter dates a day early in Asia."
    ),
    Remark(12, "08:47", "C0PRODUCT", "U0HANA", "A time zone, I guess. Is there a ticket?"),
    Remark(
        11, "14:20", "C0LOGIST", "U0AISHA", "Two deliveries to Northwind came back: no dock pass."
    ),
    Remark(11, "14:26", "C0LOGIST", "U0TOM", "Sales knows the contact there. <@U0WEI>?"),
    Remark(10, "11:11", "C0SALES", "U0BEN", "Harbor Hotels renews in six weeks. How do we look?"),
    Remark(10, "11:30", "C0SALES", "U0WEI", "Happy with the coffee, unhappy with our invoices."),
    Remark(9, "09:05", "C0EXEC", "U0VICTOR", "Proposal: raise the service fee by 4 % in January."),
    Remark(9, "09:21", "C0EXEC", "U0OMAR", "Which customers feel it first? I would like names."),
    Remark(
        8, "13:15", "C0SUPPORT", "U0GRACE", "Waiting time on the phone is down to three minutes."
    ),
    Remark(
        7, "10:44", "C0BILLING", "U0LEE", "Refund mails still say 'up to 30 days'. We take four."
    ),
    Remark(7, "10:50", "C0BILLING", "U0SARA", "Happy to rewrite them, it confuses everybody."),
    Remark(
        6, "16:12", "C0LOGIST", "U0TOM", "Snow in the Harz tomorrow, routes 7 and 8 start early."
    ),
    Remark(5, "09:33", "C0PRODUCT", "U0HANA", "New filter passed the lab. Ships in two weeks."),
    Remark(4, "12:02", "C0GENERAL", "U0PRIYA", "Lunch talk on Thursday: a day with our drivers."),
    Remark(
        3, "15:18", "C0SALES", "U0BEN", "Who can tell Harbor Hotels when the invoices are right?"
    ),
    Remark(
        2,
        "09:49",
        "C0SUPPORT",
        "U0DIEGO",
        "Tidewater Clinic: water tastes of plastic since Monday.",
    ),
    Remark(
        2, "10:01", "C0EXEC", "U0PRIYA", "Rotterdam saves us 11 %. Can we close the Hamburg depot?"
    ),
    Remark(
        1, "11:26", "C0BILLING", "U0MARIA", "Quarter end. Please keep Friday free for invoices."
    ),
    Remark(
        1, "16:40", "C0GENERAL", "U0OMAR", "<@U0DULY> joins us: it will keep our promises in view."
    ),
)

SAMPLE = Company(
    team_id="T0BRIGHT",
    name="Brightwater",
    domain="brightwater",
    app_id="A0DULY",
    bot_user=BOT,
    users=USERS,
    channels=CHANNELS,
    talk=TALK,
    head_office=BERLIN,
)
