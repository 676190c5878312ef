"""The second week of the tour: what nobody answered climbs, and what was done comes back."""

from collections.abc import Callable

from bot.practice.show import grave
from bot.practice.show.days import EXECUTIVES, FRI, MON, THU, TUE, WED, WEEK
from bot.practice.show.tour import Tour


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


SCENES: tuple[Callable[[Tour], None], ...] = (
    _digests_on_monday, _a_question_waits, _the_loop_closes, _the_deputy_hears,
    _a_lead_goes_away, _somebody_stands_in, _the_cco_hears, _what_was_taught,
    _a_customer_is_blocked, _it_is_done_for_them, _nobody_takes_it, _late_and_redated,
    _a_cause_comes_back, _back_again, _it_is_taken_at_last, _a_digest_at_once,
    grave.it_goes_back_and_forth, grave.it_waits_for_the_customer, grave.several_must_take_it,
    grave.its_loop_closes, grave.it_is_opened_again, _opened_again, _digests_again,
    grave.it_held,
)  # fmt: skip
"""All of the above in their order, with what a grave issue of a key account does meanwhile."""
