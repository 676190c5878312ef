"""The script of the tour: two weeks at Brightwater, in which promises are made, kept and missed."""

from collections.abc import Callable

from bot.practice.show import second_week
from bot.practice.show.days import EXECUTIVES, FRI, MON, THU, TUE, WED, WEEK
from bot.practice.show.tour import Tour


def play(tour: Tour) -> None:
    """Play both weeks, the Monday after, and one five weeks later. Raises BrokenExpectation."""
    scenes: tuple[Callable[[Tour], None], ...] = (
        setting_up, _first_promise, _first_question, _an_issue_finds_its_way, _mistakes, _triage,
        _new_york_wakes_up, _first_reminder, _an_offer_is_returned, _a_decision,
        _what_is_private_stays_so, _tuesday_afternoon, _later_and_no, _silence_goes_on,
        _the_customer_hears_the_no, _singapore_answers, _it_is_decided, _thursday_afternoon,
        _kept_on_the_day, _the_lead_hears, *second_week.SCENES,
    )  # fmt: skip
    for scene in scenes:
        scene(tour)


# --- the first week ---


def setting_up(tour: Tour) -> None:
    """Set Duly up, and have digests and questions come each Monday."""
    tour.at(MON, "09:05")
    tour.types("omar", EXECUTIVES, "/cx setup")
    tour.sees_form("omar", "Who looks after customers, as CCO?")
    tour.fills("omar", channel="C0EXEC", currency="EUR")
    tour.sees_form("omar", "#executives is the executives' channel")
    tour.sees_form("omar", "All amounts are in EUR")
    tour.closes("omar")
    tour.types("omar", EXECUTIVES, "/cx digest weekly monday 9:00")
    tour.answers("omar", "The digest of the executives comes to #executives every Monday at 9:00")
    tour.types("maria", "#billing", "/cx digest weekly monday 9:00")
    tour.answers("maria", "The digest of Billing comes to #billing every Monday at 9:00")
    tour.types("omar", EXECUTIVES, "/cx prompt weekly monday 9:30")
    tour.answers("omar", "every Monday at 9:30")


def _first_promise(tour: Tour) -> None:
    tour.at(MON, "09:20")
    tour.types("omar", "#billing", "/cx task Rewrite the refund mail to @sara by friday for Acme")
    tour.answers("omar", "Noted: *T-1* Rewrite the refund mail", "@sara", "for Acme")
    tour.shows("#billing", "T-1 · waiting for an answer · key account")
    tour.reads("sara", "Acme, a key account", "Can you take it")
    tour.types(
        "omar",
        "#support",
        "/cx task Call the clinic about the taste of the water to @diego by thursday"
        " for Tidewater Clinic",
    )
    tour.answers("omar", "T-2", "@diego", "They read it when their day begins")
    tour.shows("#support", "T-2 · waiting for an answer · beachhead account")
    tour.clicks("sara", "Take it", "T-1")
    tour.shows("#billing", "T-1 · taken", "@sara took it")
    tour.reads("omar", "*T-1 Rewrite the refund mail*", "@sara took it, by ")


def _first_question(tour: Tour) -> None:
    tour.at(MON, "09:31")
    tour.shows(EXECUTIVES, "D-1", "nobody has answered yet", "[Write it…]")


def _an_issue_finds_its_way(tour: Tour) -> None:
    tour.at(MON, "09:40")
    tour.types("ben", "#sales", "/cx issue October invoice sent twice for Acme sev 2")
    tour.answers("ben", "I-1", "Billing answers for it, and @maria has been asked")
    tour.reads("maria", "I-1 · waiting for an answer · severity 2, serious · key account")
    tour.clicks("maria", "Take it", "I-1")
    tour.shows("#billing", "I-1 · taken")
    tour.clicks("maria", "Add a task…", "I-1")
    tour.sees_form("maria", "For I-1 October invoice sent twice")
    tour.fills(
        "maria",
        title="Compare the October invoices with the contract",
        owner="sara",
        date=tour.day(FRI),
    )
    tour.sees_form("maria", "Noted: *T-3* Compare the October invoices with the contract")
    tour.closes("maria")
    tour.reads("sara", "T-3", "Can you take it")


def _mistakes(tour: Tour) -> None:
    tour.at(MON, "09:50")
    tour.types("tom", "#logistics", "/cx task Call the depot to @bob by friday")
    tour.answers("tom", "I don't know a person called “@bob”")
    tour.types("tom", "#logistics", "/cx task Call the depot to @aisha by yesterday")
    tour.answers("tom", "is in the past. Please choose today or a later day.")
    tour.types("tom", "#logistics", "/cx tsak Call the depot to @aisha by friday")
    tour.answers("tom", "I don't know “tsak”. Did you mean `/cx task`?")
    tour.types(
        "tom",
        "#logistics",
        "/cx task Get dock passes for the night drivers to @aisha by wednesday for Northwind",
    )
    tour.answers("tom", "T-4", "@aisha")


def _triage(tour: Tour) -> None:
    tour.at(MON, "10:15")
    tour.types("wei", "#sales", "/cx issue Our letters to you come back unopened for Globex")
    tour.answers("wei", "I-2", "Nothing tells me whose this is")
    tour.reads("omar", "I-2", "[Send to a department…]")
    tour.clicks("omar", "Send to a department…", "I-2")
    tour.sees_form("omar", "Who can correct and prevent it?")
    tour.fills("omar", department="Support", words="letters")
    tour.sees_form("omar", "I-2 is with Support now")
    tour.closes("omar")
    tour.shows("#support", "I-2", "@omar sent this to Support")


def _new_york_wakes_up(tour: Tour) -> None:
    tour.at(MON, "16:00")
    tour.reads("diego", "T-2", "a beachhead account", "Can you take it")
    tour.reads("grace", "I-2", "Can you take it")
    tour.reads("aisha", "T-4", "a strategic account")
    tour.clicks("grace", "Take it", "I-2")
    tour.shows("#support", "I-2 · taken")
    tour.clicks("aisha", "Another date…", "T-4")
    tour.fills("aisha", date=tour.day(THU), reason="The depot needs two days for the passes")
    tour.shows("#logistics", "T-4 · taken", "The depot needs two days for the passes")
    tour.types("grace", "#support", "/cx issue Driver left the pallets in the rain for Northwind")
    tour.answers("grace", "I-3", "Logistics answers for it, and @tom has been asked")
    tour.reads("tom", "I-3", "a strategic account")


def _first_reminder(tour: Tour) -> None:
    tour.at(TUE, "09:35")
    tour.reads("sara", "T-3 · key account", "Still waiting for your first answer")
    tour.clicks("sara", "Not mine…", "T-3")
    tour.fills("sara", person="lee", reason="Lee keeps the October ledger")
    tour.shows("#billing", "On offer to @lee")


def _an_offer_is_returned(tour: Tour) -> None:
    tour.at(TUE, "10:00")
    tour.clicks("tom", "Not mine…", "I-3")
    tour.fills("tom", department="Sales", reason="Sales promised that door, not us")
    tour.reads("ben", "@tom offers you *I-3*", "[Give it back…]")
    tour.clicks("ben", "Give it back…", "I-3")
    tour.fills("ben", reason="The door is right, there is a bell. The driver was early")
    tour.reads("tom", "@ben returned it: ", "It is still with you")
    tour.clicks("tom", "Take it", "I-3")
    tour.shows("#logistics", "I-3 · taken")


def _a_decision(tour: Tour) -> None:
    tour.at(TUE, "11:30")
    tour.types("omar", EXECUTIVES, "/cx impact Raise the service fee by 4 % in January")
    tour.answers("omar", "Asked: D-2", "@nora", "@victor", "@priya")
    tour.shows(EXECUTIVES, "D-2", "nobody has answered yet", "Who pays more next month")
    tour.clicks("nora", "Worse", "D-2")
    tour.sees_form("nora", "Worse for customers", "Who softens it?")
    tour.fills(
        "nora",
        why="Small cafés pay more and get nothing new",
        tiers=["All other customers"],
        owner="ben",
        day=tour.day(FRI),
        tell=["Customers should hear this from us first"],
    )
    tour.shows(EXECUTIVES, "One says worse", "What we do", "T-5", "T-6")
    tour.reads("ben", "T-5", "Soften it for customers")
    tour.reads("ben", "T-6", "Tell customers before they notice")
    tour.reads("ben", "Private: Ben, Omar, the executives")


def _what_is_private_stays_so(tour: Tour) -> None:
    tour.at(TUE, "11:45")
    tour.types("maria", "#billing", "/cx T-5")
    tour.answers("maria", "T-5 is private. Omar Haddad can add you.")
    tour.types("maria", "#billing", "/cx list Sales")
    tour.answers("maria", "There are two that you may not see.")
    tour.never_showed("#sales", "raise the service fee")
    tour.types("omar", EXECUTIVES, "/cx share T-6 with @maria")
    tour.answers("omar", "T-6", "Private: only you, Ben")
    tour.reads("maria", "@omar lets you see T-6", "which is private")


def _tuesday_afternoon(tour: Tour) -> None:
    tour.at(TUE, "16:00")
    tour.reads("diego", "T-2", "Still waiting for your first answer")
    tour.reads("lee", "@sara offers you *T-3*", "Lee keeps the October ledger")
    tour.clicks("lee", "Take it over", "T-3")
    tour.shows("#billing", "T-3 · taken", "@lee took it over from @sara")
    tour.clicks("victor", "I don't know yet", "D-2")
    tour.fills(
        "victor",
        why="How many contracts allow a rise in January",
        owner="lee",
        day=tour.day(WED + WEEK),
    )
    tour.shows(EXECUTIVES, "One says worse, one doesn't know yet", "T-7")
    tour.reads("lee", "T-7", "Find out what it means for customers")


def _later_and_no(tour: Tour) -> None:
    tour.at(WED, "09:40")
    tour.types("ben", "#sales", "/cx ack T-6")
    tour.answers("ben", "T-6", "is yours")
    tour.types(
        "ben", "#sales", "/cx snooze T-5 friday because the new price list comes on Thursday"
    )
    tour.answers("ben", "Quiet about T-5", "You can do this once more")
    tour.types(
        "ben",
        "#sales",
        "/cx task Offer a free machine for the opening night to @wei by monday for Harbor Hotels",
    )
    tour.reads("wei", "T-8", "Harbor Hotels, a key account")
    tour.clicks("wei", "No, because…", "T-8")
    tour.fills("wei", reason="The contract allows no gifts above 500")
    tour.shows("#sales", "T-8 · answered with a no", "The contract allows no gifts above 500")
    tour.reads("ben", "@wei said no to *T-8", "Harbor Hotels should hear it from us", "[They know]")
    tour.clicks("ben", "It stands", "T-8")
    tour.shows("#sales", "T-8 · answered with a no", "@ben says that the no stands")


def _silence_goes_on(tour: Tour) -> None:
    tour.at(WED, "16:00")
    tour.reads("diego", "T-2", "Today the answer is due")


def _the_customer_hears_the_no(tour: Tour) -> None:
    tour.at(THU, "09:40")
    tour.reads("ben", "T-8", "should hear it from us: have you told them?", "[They know]")
    tour.reads("priya", "D-2", "Your colleagues would like to know")
    tour.clicks("ben", "They know", "T-8")


def _singapore_answers(tour: Tour) -> None:
    tour.at(THU, "10:00")
    tour.clicks("priya", "Better for customers", "D-2")
    tour.fills(
        "priya",
        why="Key accounts get a named contact for it",
        tiers=["Key accounts", "Strategic accounts"],
    )
    tour.shows(EXECUTIVES, "3 of 3 answered", "says better")


def _it_is_decided(tour: Tour) -> None:
    tour.at(THU, "10:30")
    tour.clicks("omar", "Decide…", "D-2")
    tour.sees_form("omar", "What was decided?")
    tour.fills(
        "omar",
        words="As proposed, and small cafés keep the old fee until they renew",
        reason="The fee has not moved for four years",
    )
    tour.shows(EXECUTIVES, "D-2 · pricing · decided Thu", "by Omar", "until they renew", "T-5")


def _thursday_afternoon(tour: Tour) -> None:
    tour.at(THU, "16:00")
    tour.reads("aisha", "T-4", "Today is the day you gave")
    tour.reads("diego", "T-2", "No answer since", "I also ask @grace")
    tour.clicks("aisha", "Done", "T-4")
    tour.shows("#logistics", "T-4 · done", "@aisha finished it")


def _kept_on_the_day(tour: Tour) -> None:
    tour.at(FRI, "09:40")
    tour.reads("sara", "T-1", "Today is the day you gave Acme")
    tour.says("sara", "done, the new mail is live", under="Today is the day you gave Acme")
    tour.reads("sara", "Done: T-1", "@omar, who asked, knows.")
    tour.shows("#billing", "T-1 · done", "the new mail is live")
    tour.clicks("omar", "Undo", "T-1|created")
    tour.sees_form("omar", "Since then something else happened to T-1, so it stays as it is.")
    tour.closes("omar")
    tour.clicks("ben", "Take it", "T-5")
    tour.reads("ben", "T-5 · taken")
    tour.clicks("ben", "Done", "T-6")
    tour.reads("ben", "T-6 · done")


def _the_lead_hears(tour: Tour) -> None:
    tour.at(FRI, "16:00")
    tour.reads("grace", "T-2", "@diego was asked on")
    tour.says("lee", "I'll take T-7")
    tour.reads("lee", "T-7", "is yours")
    tour.types("lee", "#billing", "/cx done T-3")
    tour.answers("lee", "Done: T-3")
    tour.shows("#billing", "T-3 · done")
