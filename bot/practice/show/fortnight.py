"""The script of the tour: two weeks at Brightwater, in which promises are made, kept and missed."""

from collections.abc import Callable

from bot.practice.show import grave
from bot.practice.show.tour import Tour

MON, TUE, WED, THU, FRI = range(5)
WEEK = 7
EXECUTIVES = "#executives"


def play(tour: Tour) -> None:
    """Play both weeks, the Monday after, and one five weeks later. Raises BrokenExpectation."""
    scenes: tuple[Callable[[Tour], None], ...] = (
        setting_up, _first_promise, _first_question, _an_issue_finds_its_way, _mistakes,
        _triage, _new_york_wakes_up, _first_reminder, _an_offer_is_returned, _a_decision,
        _what_is_private_stays_so,
        _tuesday_afternoon, _later_and_no, _silence_goes_on, _the_customer_hears_the_no,
        _singapore_answers, _it_is_decided, _thursday_afternoon, _kept_on_the_day, _the_lead_hears,
        _digests_on_monday, _a_question_waits, _the_loop_closes, _the_deputy_hears,
        _a_lead_goes_away,
        _somebody_stands_in, _the_cco_hears,
        _what_was_taught, _a_customer_is_blocked, _it_is_done_for_them, _nobody_takes_it,
        _late_and_redated, _a_cause_comes_back, _back_again,
        _it_is_taken_at_last, _a_digest_at_once,
        grave.it_goes_back_and_forth, grave.it_waits_for_the_customer,
        grave.several_must_take_it, grave.its_loop_closes, grave.it_is_opened_again,
        _opened_again, _digests_again, grave.it_held,
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


# --- the second week ---


def _digests_on_monday(tour: Tour) -> None:
    tour.at(MON + WEEK, "09:05")
    tour.shows("#billing", "Billing · week to Sun")
    tour.shows(EXECUTIVES, "The executives · week to Sun")


def _a_question_waits(tour: Tour) -> None:
    tour.at(MON + WEEK, "09:40")
    tour.hides(EXECUTIVES, "D-3")
    tour.types("omar", EXECUTIVES, "/cx prompt now")
    tour.answers("omar", "D-1 still waits for its first answer")
    tour.clicks("nora", "Write it…", "D-1")
    tour.fills("nora", why="Why do I hear from three teams and from nobody who can say yes?")
    tour.shows(EXECUTIVES, "D-1", "One has written an answer")
    tour.types("omar", EXECUTIVES, "/cx prompt now")
    tour.answers("omar", "Asked @nora in #executives")
    tour.shows(EXECUTIVES, "E-1", "a question for @nora", "Who calls Acme")
    tour.clicks("nora", "Nobody needs to, because…", "E-1")
    tour.fills("nora", words="I see their finance head tomorrow")
    tour.shows(EXECUTIVES, "E-1", "answered", "I see their finance head tomorrow")
    tour.types("maria", "#billing", "/cx done I-1")
    tour.answers("maria", "Corrected: I-1", "It closes when the customer is told")


def _the_loop_closes(tour: Tour) -> None:
    tour.at(MON + WEEK, "09:45")
    tour.types("ben", "#general", "/cx told I-1 The credit is on its way")
    tour.answers("ben", "Noted what they have heard", "I-1")
    tour.types(
        "maria", "#billing",
        "/cx prevented I-1 dates are read from the contract because they were copied by hand",
    )  # fmt: skip
    tour.answers("maria", "It closes when somebody has seen that it helped")
    tour.types("ben", "#general", "/cx verified I-1 They are glad")
    tour.answers("ben", "That was the last step: it is closed")
    tour.shows("#billing", "I-1 · done", "✓ told · ✓ corrected · ✓ prevented · ✓ verified")


def _the_deputy_hears(tour: Tour) -> None:
    tour.at(MON + WEEK, "09:50")
    tour.clicks("ben", "Done", "T-5")
    tour.reads("ben", "T-5 · done")


def _a_lead_goes_away(tour: Tour) -> None:
    tour.at(MON + WEEK, "10:10")
    tour.types(
        "omar", "#logistics", "/cx task Plan night deliveries to @tom by wednesday for Northwind"
    )
    tour.answers("omar", "T-9", "@tom", "for Northwind")
    tour.types("tom", "#logistics", "/cx away until friday because my daughter is born")
    tour.answers("tom", "You are away until", "@aisha stands in", "One thing falls due meanwhile")


def _somebody_stands_in(tour: Tour) -> None:
    tour.at(MON + WEEK, "16:00")
    tour.reads("aisha", "You stand in for @tom until", "my daughter is born", "T-9")
    tour.clicks("aisha", "Take it", "T-9")
    tour.shows("#logistics", "T-9 · taken", "@aisha took it")


def _it_is_done_for_them(tour: Tour) -> None:
    tour.at(WED + WEEK, "16:00")
    tour.types("aisha", "#logistics", "/cx done T-9")
    tour.answers("aisha", "Done: T-9")


def _back_again(tour: Tour) -> None:
    tour.at(FRI + WEEK, "09:05")
    tour.reads("tom", "Welcome back.", "T-9", "@aisha answered it")


def _the_cco_hears(tour: Tour) -> None:
    tour.at(TUE + WEEK, "09:40")
    tour.reads("omar", "T-2", "@diego · Support, led by @grace", "has had no answer since")
    tour.clicks("omar", "Decide here…")
    tour.sees_form("omar", "*T-2*", "[Another owner…]")
    tour.closes("omar")
    tour.types("omar", "#support", "/cx owner T-2 to @grace because Grace knows the clinic")
    tour.at(TUE + WEEK, "16:00")
    tour.reads("grace", "T-2", "@omar gave it to @grace: “Grace knows the clinic”")
    tour.clicks("grace", "Another date…", "T-2")
    tour.fills("grace", date=tour.day(THU + WEEK), reason="The laboratory answers on Wednesday")
    tour.shows("#support", "T-2 · taken", "The laboratory answers on Wednesday")


def _what_was_taught(tour: Tour) -> None:
    tour.at(WED + WEEK, "10:00")
    tour.types("wei", "#sales", "/cx issue Our letters come back again for Orchard School")
    tour.answers("wei", "I-4", "Support answers for it")
    tour.types("wei", "#sales", "/cx issue Lights in the showroom flicker for Sakura Trading")
    tour.answers("wei", "I-5", "Nothing tells me whose this is")
    tour.opens_home("omar")
    tour.sees_home("omar", "Whose is it?", "I-5")
    tour.clicks_home("omar", "issue.route", "I-5")
    tour.fills("omar", department="Sales")
    tour.sees_form("omar", "I-5 is with Sales now")
    tour.closes("omar")
    tour.reads("ben", "I-5", "Can you take it")
    tour.clicks("ben", "Take it", "I-5")


def _a_customer_is_blocked(tour: Tour) -> None:
    tour.at(WED + WEEK, "10:20")
    tour.types("wei", "#sales", "/cx issue Ten machines stand still for Acme in Product sev 1")
    tour.answers("wei", "I-6", "Product answers for it, and @hana has been asked")
    tour.reads("hana", "Customer blocked: Ten machines stand still", "I-6 · waiting for an answer")


def _nobody_takes_it(tour: Tour) -> None:
    """What is of severity 1 comes back each working day, to its owner and to the CCO."""
    tour.at(THU + WEEK, "09:40")
    tour.reads("omar", "has been blocked since", "Product has not answered", "(I-6)")
    tour.reads("hana", "still waits for a first word", "Ten machines stand still (I-6)")


def _it_is_taken_at_last(tour: Tour) -> None:
    tour.at(FRI + WEEK, "09:45")
    tour.clicks("hana", "Take it now", "I-6")
    tour.reads("wei", "*I-6 Ten machines stand still*", "@hana took it, by ")
    tour.types("hana", "#product", "/cx done I-6 evidence All ten run again")
    tour.answers("hana", "Corrected: I-6", "@wei, who asked, knows.")
    tour.reads("wei", "*I-6 Ten machines stand still*", "corrected by @hana", "All ten run again")


def _late_and_redated(tour: Tour) -> None:
    tour.at(THU + WEEK, "16:00")
    tour.reads("lee", "T-7", "You gave", "What would help")
    tour.types(
        "lee", "#billing", "/cx date T-7 next tuesday because Finance closes the month on Monday"
    )
    tour.answers("lee", "T-7", "is due")
    tour.clicks("grace", "Take it", "I-4")
    tour.types("grace", "#support", "/cx done T-2")
    tour.answers("grace", "Done: T-2")
    tour.shows("#support", "T-2 · done")


def _a_cause_comes_back(tour: Tour) -> None:
    """The second issue that happened for the same reason says so."""
    tour.at(THU + WEEK, "16:10")
    checks = "we ask for the address once a year"
    for issue in ("I-2", "I-4"):
        tour.types(
            "grace", "#support", f"/cx prevented {issue} {checks} because nobody checks addresses"
        )
    tour.shows("#support", "I-4", "second of its cause in 90 days", "Also in I-2")


def _a_digest_at_once(tour: Tour) -> None:
    tour.at(FRI + WEEK, "11:00")
    tour.types("tom", "#logistics", "/cx told I-3 The driver rings the bell from now on")
    tour.answers("tom", "Noted what they have heard")
    tour.types("grace", "#support", "/cx told I-2 The address is corrected")
    tour.answers("grace", "Noted what they have heard")
    tour.types("omar", "#general", "/cx list overdue")
    tour.answers("omar", "Nothing is late")
    tour.types("omar", EXECUTIVES, "/cx digest now")
    tour.answers("omar", "The digest of the executives is on its way to #executives")
    tour.shows(EXECUTIVES, "The executives ·")


def _opened_again(tour: Tour) -> None:
    """What was done turns out not to be: it is asked for afresh, and its story tells all of it."""
    tour.at(FRI + WEEK, "16:30")
    tour.types("omar", "#general", "/cx reopen T-2 because The laboratory still has the old answer")
    tour.answers("omar", "Open again: T-2", "@grace is asked for it")
    tour.reads("grace", "T-2 · waiting for an answer", "reopened it", "still has the old answer")
    tour.clicks("grace", "Take it", "T-2")
    tour.types("omar", "#general", "/cx T-2")
    tour.sees_form("omar", "@grace took it", "@omar reopened it", "@grace finished it")
    tour.closes("omar")
    tour.types("grace", "#support", "/cx done T-2 evidence They wrote back and thank us")
    tour.answers("grace", "early: T-2")


def _digests_again(tour: Tour) -> None:
    tour.at(MON + 2 * WEEK, "09:05")
    tour.shows("#billing", "Billing · week to Sun", "One is due")
    tour.shows(EXECUTIVES, "The executives ·")
