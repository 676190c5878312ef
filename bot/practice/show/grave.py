"""A grave issue of a key account in the tour, from its report to whether it held, weeks later."""

from bot.practice.show.tour import Tour

MON, FRI = 0, 11
"""The second Friday, on which it happens."""
AFTERWARDS = 49
"""The Monday on which somebody has been asked for some days whether it held."""


def it_goes_back_and_forth(tour: Tour) -> None:
    """It is reported, offered to those who do not have it, and comes back."""
    tour.at(FRI, "13:00")
    tour.types("ben", "#sales", "/cx issue The invoice run doubled for Acme in Billing sev 1")
    tour.answers("ben", "I-7", "Billing answers for it, and @maria has been asked")
    tour.reads("maria", "Customer blocked: The invoice run doubled", "I-7")
    tour.types(
        "maria", "#billing",
        "/cx handoff I-7 to Logistics because they print them, told Acme nothing so far, "
        "needs a look at the print queue",
    )  # fmt: skip
    tour.reads(
        "tom", "@maria offers you *I-7*", "The customer was told: “nothing so far”",
        "Needed: “a look at the print queue”", "[Give it back…]",
    )  # fmt: skip
    tour.clicks("tom", "Give it back…", "I-7")
    tour.fills("tom", reason="We print what we are sent: the contract has the wrong day")
    tour.reads("maria", "I-7", "the contract has the wrong day")
    tour.types("maria", "#billing", "/cx take I-7")
    tour.shows("#billing", "I-7 · taken")


def it_waits_for_the_customer(tour: Tour) -> None:
    """Its clock stands still while the customer looks for something."""
    tour.at(FRI, "13:20")
    tour.types(
        "maria", "#billing",
        "/cx wait I-7 for customer until monday because they look for the second bill",
    )  # fmt: skip
    tour.shows("#billing", "I-7", "waits for the customer until")
    tour.types("maria", "#billing", "/cx resume I-7")
    tour.answers("maria", "I-7")


def several_must_take_it(tour: Tour) -> None:
    """Another department has a part in it, and it is not corrected before they have done theirs."""
    tour.at(FRI, "13:40")
    tour.types(
        "maria", "#billing", "/cx involve I-7 Logistics because they have the bills that went out"
    )
    tour.answers("maria", "Logistics", "@tom", "T-10")
    tour.reads(
        "tom", "Customer blocked: The invoice run doubled at Acme", "Logistics has a part in it"
    )
    tour.types("maria", "#billing", "/cx done I-7")
    tour.answers("maria", "I-7 waits until each department has done its part", "T-10")
    tour.types("tom", "#logistics", "/cx done T-10 evidence Each second bill is back here")
    tour.shows("#billing", "I-7", "Logistics has done it")


def its_loop_closes(tour: Tour) -> None:
    """Told, corrected, prevented for the same reason as another before it, and verified."""
    tour.at(FRI, "14:00")
    tour.types("ben", "#sales", "/cx told I-7 Nobody has to pay twice")
    tour.answers("ben", "Noted what they have heard", "I-7")
    tour.types("maria", "#billing", "/cx done I-7 evidence The second bill is cancelled")
    tour.answers("maria", "early: I-7", "It closes when it is known what keeps it from")
    tour.types(
        "maria", "#billing",
        "/cx prevented I-7 the run reads the contract because they were copied by hand",
    )  # fmt: skip
    tour.shows("#billing", "I-7", "second of its cause in 90 days", "Also in I-1")
    tour.types("ben", "#sales", "/cx verified I-7 They see one bill")
    tour.answers("ben", "That was the last step: it is closed")


def it_is_opened_again(tour: Tour) -> None:
    """The customer says otherwise, and its loop begins where it failed."""
    tour.at(FRI, "15:00")
    tour.types("ben", "#sales", "/cx reopen I-7 because They have got the second bill again")
    tour.reads("maria", "I-7 · waiting for an answer", "got the second bill again")
    tour.types("maria", "#billing", "/cx take I-7")
    tour.types("maria", "#billing", "/cx done I-7 evidence It left the queue of the printer")
    tour.answers("maria", "It closes when the customer is told and somebody has seen")
    tour.types("ben", "#sales", "/cx told I-7 The last one is stopped, too")
    tour.types("ben", "#sales", "/cx verified I-7 They thank us")
    tour.answers("ben", "That was the last step: it is closed")
    tour.shows("#billing", "I-7 · done", "✓ told · ✓ corrected · ✓ prevented · ✓ verified")


def it_held(tour: Tour) -> None:
    """A month after it was closed, whoever reported it is asked whether that held."""
    tour.later(AFTERWARDS, "12:00")
    tour.reads("ben", "I-7", "held")
    tour.types("ben", "#sales", "/cx held I-7 No second bill since then")
    tour.answers("ben", "I-7")
    tour.types("ben", "#sales", "/cx I-7")
    tour.sees_form("ben", "I-7", "@ben saw that it held")
    tour.closes("ben")
