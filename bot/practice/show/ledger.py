"""What the sample company promised and what its customers lived through, in the last four weeks.

Days are working days seen from today: -3 is three working days ago, 2 is the day after tomorrow.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """One task: who asked whom for what, and how far it got."""

    title: str
    owner: str
    department: str
    customer: str
    asked_by: str
    asked: int
    taken: int | None
    due: int
    done: int | None = None
    declined: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Complaint:
    """One issue: what a customer lived through, and where it belongs; without, it is triage."""

    title: str
    story: str
    severity: int
    customer: str
    touchpoint: str
    reported: int
    department: str = ""


TASKS = (
    # Kept on the day.
    Promise("Correct the October invoice and apologise", "sara", "Billing", "Acme", "omar",
            -19, -19, -16, -17),
    Promise("Agree one delivery window for all three sites", "tom", "Logistics", "Harbor Hotels",
            "ben", -19, -18, -14, -15),
    Promise("Replace the two leaking machines of batch 0914", "diego", "Support", "Northwind",
            "grace", -18, -18, -15, -16),
    Promise("Show filter dates in the reader's own time zone", "ravi", "Product",
            "Sakura Trading", "hana", -18, -17, -9, -10),
    Promise("Send the price list for next year in plain words", "wei", "Sales", "Sakura Trading",
            "ben", -17, -17, -13, -14),
    Promise("Refund the double charge for September", "lee", "Billing", "Initech", "omar",
            -17, -16, -14, -14),
    Promise("Visit the new kitchen before the machines arrive", "wei", "Sales", "Orchard School",
            "ben", -16, -15, -11, -12),
    Promise("Tell all sites about the holiday deliveries", "aisha", "Logistics", "", "tom",
            -15, -15, -10, -11),
    Promise("Call back everyone who waited longer than ten minutes", "diego", "Support", "",
            "grace", -14, -14, -12, -12),
    Promise("Write the cleaning guide on one page", "hana", "Product", "Corner Café", "omar",
            -14, -13, -6, -7),
    Promise("Give the front desk the driver's phone number", "aisha", "Logistics", "Globex",
            "tom", -12, -12, -9, -10),
    Promise("Explain the service fee line on the invoice", "sara", "Billing", "Lumen Studios",
            "maria", -11, -10, -7, -8),
    Promise("Lend a machine until the repair is done", "grace", "Support", "Bright Dental",
            "omar", -9, -9, -7, -8),
    Promise("Check the contract dates of all key accounts", "maria", "Billing", "", "omar",
            -9, -8, -3, -4),
    Promise("Bring the water test to the clinic in person", "diego", "Support",
            "Tidewater Clinic", "grace", -7, -7, -4, -5),
    # Kept, but after the day.
    Promise("Get dock passes for the night drivers", "aisha", "Logistics", "Northwind", "omar",
            -16, -14, -10, -7),
    Promise("Name one contact for all invoices", "maria", "Billing", "Harbor Hotels", "ben",
            -15, -12, -9, -6),
    Promise("Fix the login of the branch offices", "ravi", "Product", "Globex", "omar",
            -13, -11, -8, -5),
    Promise("Renew the offer with the old conditions", "ben", "Sales", "Northwind", "omar",
            -10, -9, -6, -4),
    # Answered with a no.
    Promise("Deliver on Sundays in December", "tom", "Logistics", "Old Mill Bakery", "ben",
            -8, None, -2, None, -7,
            "Sunday drives need a permit that takes six weeks. Saturday before 8:00 is possible."),
    # Taken and on their way.
    Promise("Rewrite the refund mail that says 30 days", "sara", "Billing", "", "omar",
            -5, -4, 3),
    Promise("Move the delivery from Thursday to Tuesday", "tom", "Logistics", "Acme", "omar",
            -4, -4, 2),
    Promise("Put a phone number on every page of the portal", "ravi", "Product", "", "hana",
            -4, -3, 6),
    Promise("Prepare the renewal talk with the open complaints at hand", "wei", "Sales",
            "Harbor Hotels", "ben", -3, -3, 5),
    Promise("Call the three schools before the filter change", "diego", "Support",
            "Orchard School", "grace", -3, -2, 1),
    Promise("Send a credit note for the lost pallets", "lee", "Billing", "Northwind", "tom",
            -3, -2, 4),
    # Taken, and the day has passed.
    Promise("Tell Globex why the meter readings differ", "lee", "Billing", "Globex", "omar",
            -8, -7, -2),
    Promise("Find out where the ten missing cups went", "aisha", "Logistics", "Lumen Studios",
            "tom", -6, -5, -1),
    # Waiting for a first word.
    Promise("Offer a spare machine for the opening night", "ben", "Sales", "Harbor Hotels",
            "omar", -1, None, 3),
    Promise("Check why the display shows German in Boston", "ravi", "Product", "Northwind",
            "grace", -1, None, 7),
)  # fmt: skip

ISSUES = (
    Complaint("Invoiced twice for October", "We paid, and then the same invoice came again. "
              "Third month in a row. Whom do I have to call?", 2, "Acme", "Invoice", -2,
              "Billing"),
    Complaint("Refund promised for two weeks", "“Up to 30 days” is not an answer. My colleague "
              "got hers in four.", 3, "Bright Dental", "E-mail", -6, "Billing"),
    Complaint("The invoice names a site we closed", "Somebody at your end must know that Bremen "
              "closed in May.", 3, "Harbor Hotels", "Invoice", -9, "Billing"),
    Complaint("Driver left the pallets in the rain", "Half of the coffee was wet. He said there "
              "was nobody at the door. There is a bell.", 2, "Northwind", "Delivery", -3,
              "Logistics"),
    Complaint("Delivery came three hours late", "Breakfast for ninety guests without coffee.", 3,
              "Harbor Hotels", "Delivery", -8, "Logistics"),
    Complaint("Nobody knows when the truck comes", "Somewhere between eight and five is not a "
              "time.", 3, "Corner Café", "Delivery", -14, "Logistics"),
    Complaint("Told the same story on the phone four times", "Every time a friendly voice, every "
              "time from the start.", 3, "Globex", "Phone", -5, "Support"),
    Complaint("Repair visit cancelled in the morning", "We had moved a meeting for it.", 3,
              "Lumen Studios", "Repair", -11, "Support"),
    Complaint("Water tastes of plastic since Monday", "We cannot give this to patients, so the "
              "machine is switched off.", 2, "Tidewater Clinic", "Water", -2, "Product"),
    Complaint("The portal logs us out every few minutes", "I type an order, look up, and it is "
              "gone.", 3, "Initech", "Portal", -7, "Product"),
    Complaint("The manual shows another machine", "Nice pictures. Not ours.", 4, "Orchard School",
              "Manual", -13, "Product"),
    Complaint("The offer forgot what we had agreed", "Two hours of talk, and then the standard "
              "paper.", 3, "Sakura Trading", "Offer", -4, "Sales"),
    Complaint("Nobody says who looks after us now", "Our contact left in September. We learnt it "
              "from his out-of-office mail.", 3, "Initech", "Account", -6, "Sales"),
    Complaint("The Christmas card was addressed to our founder, who died", "Please see to it that "
              "this never happens again.", 3, "Old Mill Bakery", "Post", -1),
)  # fmt: skip
