"""The sections of the customer room pack, each with its sentences, tables and charts."""

from __future__ import annotations

from handlers.executives.chapters import PackFigure, PackQuote, PackSection, PackTable
from handlers.executives.room import charts, figures, making, words
from handlers.executives.room.figures import DepartmentMonth, RoomPack
from handlers.speech import blocks, money
from handlers.speech import words as speech
from handlers.speech.shares import Share

DEPARTMENTS, PLACES, BORDERS, WAITING = 25, 8, 12, 12
"""So many rows of each table; what is left is counted below it."""
NOBODY_SAID = "nobody has said where"
PRIVATE = "private, only counted"


def sections(pack: RoomPack) -> list[PackSection]:
    """All that there is something to report in, in their order."""
    built = (
        _customers(pack), *(each.section for each in pack.added), _reported(pack),
        _promises(pack), _borders(pack), _decisions(pack), _renewals(pack),
        _thanks(pack), _making(pack),
    )  # fmt: skip
    return [each for each in built if each is not None]


def _customers(pack: RoomPack) -> PackSection | None:
    if not pack.worth:
        return None
    rows = [
        (
            speech.capital(each.tier),
            f"{each.number:,}",
            _value(pack, each.value, each.valued),
            f"{each.valued:,} of {each.number:,}",
        )
        for each in pack.worth
    ]
    number = sum(each.number for each in pack.worth)
    valued = sum(each.valued for each in pack.worth)
    total = _value(pack, sum(each.value for each in pack.worth), valued)
    rows.append(("All together", f"{number:,}", total, f"{valued:,} of {number:,}"))
    table = PackTable(
        f"As Duly knows them on {speech.plain_day(pack.month.today, pack.month.today)}",
        ("Tier", "Customers", "Worth a year", "Worth is known of"),
        rows,
        frozenset({1, 2, 3}),
    )
    return PackSection("customers", "Our customers", (), [PackFigure(table)], begins_page=True)


def _value(pack: RoomPack, value: int, valued: int) -> str:
    return money.amount(value, pack.currency) if valued else "not known"


def _reported(pack: RoomPack) -> PackSection | None:
    if not pack.issues:
        return None
    found = [_places(pack)]
    if pack.causes:
        rows = [(f"{c.ref} {words.cut(c.words)}", f"{c.number:,}") for c in pack.causes]
        table = PackTable("Why: causes that are known", ("Cause", "Issues"), rows, frozenset({1}))
        found.append(PackFigure(table))
    felt = figures.by_feeling(pack.reported)
    if felt:
        known = sum(number for _, number in felt)
        rows = [
            (speech.capital(str(feeling)), f"{number:,} of {known:,}") for feeling, number in felt
        ]
        table = PackTable(
            "How customers felt when it was reported", ("Feeling", "Of those that are known"),
            rows, frozenset({1}),
        )  # fmt: skip
        found.append(PackFigure(table))
    quotes = [
        PackQuote(f"“{blocks.clip(each.story, words.STORY)}”", words.whose(each))
        for each in pack.stories
    ]
    said = [words.private(pack.private_issues)] if pack.private_issues else []
    return PackSection("reported", "What customers met, by touchpoint", said, found, quotes)


def _places(pack: RoomPack) -> PackFigure:
    places = figures.by_touchpoint(pack.reported)
    shown, left = places[:PLACES], places[PLACES:]
    names = [words.cut(each.name) or speech.capital(NOBODY_SAID) for each in shown]
    counts = [each.number for each in shown]
    rows = [
        (name, f"{e.number:,}", f"{e.severe:,}", f"{e.unhappy:,} of {e.felt:,}" if e.felt else "–")
        for name, e in zip(names, shown, strict=True)
    ]
    if left:
        number, severe = sum(e.number for e in left), sum(e.severe for e in left)
        unhappy, felt = sum(e.unhappy for e in left), sum(e.felt for e in left)
        last = f"{unhappy:,} of {felt:,}" if felt else "–"
        others = speech.capital(speech.count(len(left), "other touchpoint"))
        rows.append((others, f"{number:,}", f"{severe:,}", last))
    if pack.private_issues:
        rows.append((speech.capital(PRIVATE), f"{pack.private_issues:,}", "–", "–"))
    rows.append(("All together", f"{pack.issues:,}", "", ""))
    table = PackTable(
        "Issues that were reported", ("Where", "Issues", "Severity 1 or 2", "Angry or let down"),
        rows, frozenset({1, 2, 3}),
    )  # fmt: skip
    says = "Issues by touchpoint; the table beside it has the same numbers."
    if len(shown) < 2:
        return PackFigure(table)
    chart = charts.lying("places", says, names, "Issues", counts)
    return PackFigure(table, chart, {"Issues": counts})


def _promises(pack: RoomPack) -> PackSection | None:
    if not pack.departments:
        return None
    weeks = figures.by_week(pack.departments, len(pack.month.weeks))
    labels = [speech.plain_day(day, pack.month.today)[4:] for day, _ in pack.month.weeks]
    found = []
    if any(week.of for week in weeks):
        rows = [
            (label, f"{week.met:,}", f"{week.missed:,}", f"{week.of:,}")
            for label, week in zip(labels, weeks, strict=True)
        ]
        table = PackTable(
            "All departments, eight weeks", ("Week from", "Kept", "Missed", "Due"), rows,
            frozenset({1, 2, 3}),
        )  # fmt: skip
        says = "Promises kept and missed in eight weeks; the table beside it has the same numbers."
        series = {"Kept": [w.met for w in weeks], "Missed": [w.missed for w in weeks]}
        found.append(PackFigure(table, charts.stacked("weeks", says, labels, series), series))
    shown, left = pack.departments[:DEPARTMENTS], pack.departments[DEPARTMENTS:]
    lines = [_department(each) for each in shown]
    more = words.more_departments(left)
    whole = [each.replace(" ", "\N{NO-BREAK SPACE}") for each in labels]
    head = (
        "Department", "Month", *whole, "Done", "Answered no", "Opened again", "Days waited for"
    )  # fmt: skip
    table = PackTable(
        "Kept of those that were due: in the month, and in each week", head, lines,
        frozenset(range(1, len(head))), more,
    )  # fmt: skip
    found.append(PackFigure(table))
    return PackSection(
        "promises", "Promises kept and missed, by department", (), found, begins_page=True
    )


def _department(each: DepartmentMonth) -> tuple[str, ...]:
    weeks = [_short(week) for week in each.weeks]
    counts = [f"{n:,}" for n in (each.finished, each.declined, each.reopened, each.waited)]
    return words.name(each.name), words.of(each.month), *weeks, *counts


def _short(week: Share) -> str:
    return f"{week.met:,}/{week.of:,}" if week.of else "–"


def _borders(pack: RoomPack) -> PackSection | None:
    found = []
    if pack.borders:
        rows = [
            (words.name(b.giver), words.name(b.taker), f"{b.offers:,}", f"{b.days:,}")
            for b in pack.borders[:BORDERS]
        ]
        left = pack.borders[BORDERS:]
        table = PackTable(
            "Offers that waited in the month", ("From", "To", "Offers", "Working days"), rows,
            frozenset({2, 3}), words.more_borders(left), is_wide=True,
        )  # fmt: skip
        found.append(PackFigure(table))
    open_to_all = [each for each in pack.offers if each.title]
    if open_to_all:
        rows = [
            (
                f"{o.ref} {words.cut(o.title)}",
                words.name(o.giver),
                words.name(o.taker),
                words.day(pack, o.since),
            )
            for o in open_to_all[:WAITING]
        ]
        when = words.at_the_end(pack)
        table = PackTable(
            f"Without an answer {when}", ("What", "From", "To", "Offered"), rows,
            more=words.more_offers(len(open_to_all) - len(rows)), is_wide=True,
        )  # fmt: skip
        found.append(PackFigure(table))
    hidden = len(pack.offers) - len(open_to_all)
    said = [words.private_offers(hidden, words.at_the_end(pack))] if hidden else []
    if not found and not said:
        return None
    return PackSection("borders", "What waits between departments", said, found)


def _decisions(pack: RoomPack) -> PackSection | None:
    said = words.decided(pack)
    if not said:
        return None
    rows = [
        (
            f"{each.ref} {words.cut(each.title)}",
            words.stands(pack, each),
            words.answers(each.answers),
        )
        for each in pack.decisions
    ]
    table = PackTable(
        "Put to the executives in the month",
        ("Decision", "Stands", "For customers"),
        rows,
        is_wide=True,
    )
    return PackSection(
        "decisions", "Decisions, and what they mean for customers", said,
        [PackFigure(table)] if rows else (),
    )  # fmt: skip


def _renewals(pack: RoomPack) -> PackSection | None:
    total = pack.renewal_worth
    if not total.number:
        return None
    rows = [
        (
            words.name(each.name),
            speech.capital(each.tier),
            "not known" if each.annual_value is None
            else money.amount(each.annual_value, pack.currency),
            speech.plain_day(each.renews_on, pack.month.today),
            f"{each.work.total:,}",
            f"{each.work.late:,}",
            words.titles(each.work.items) or "–",
        )
        for each in pack.renewing
    ]  # fmt: skip
    table = PackTable(
        f"As it stands on {speech.plain_day(pack.month.today, pack.month.today)}",
        ("Account", "Tier", "A year", "Renews", "Waits for", "Late", "First of it"),
        rows,
        frozenset({2, 4, 5}),
        words.more_accounts(total.number - len(rows)),
    )
    return PackSection(
        "renewals", "Accounts that renew within 90 days", [words.renewals(pack)],
        [PackFigure(table)], begins_page=True,
    )  # fmt: skip


def _thanks(pack: RoomPack) -> PackSection | None:
    if not pack.thanked:
        return None
    rows = [
        (words.name(each.name), words.name(each.department) or "–",
         f"{each.in_time:,} of {each.done:,}")
        for each in pack.thanked
    ]  # fmt: skip
    table = PackTable(
        "Who did most by the date first given", ("Name", "Department", "By the first date"), rows,
        frozenset({2}),
    )  # fmt: skip
    return PackSection("thanks", "Thank you", [words.thanks(pack)], [PackFigure(table)])


def _making(pack: RoomPack) -> PackSection:
    table = PackTable(
        "n is the number of things that a figure is made of", ("Figure", "How it is made", "n"),
        making.rows(pack), frozenset({2}), is_wide=True,
    )  # fmt: skip
    return PackSection("making", "How each figure is made", [making.RULE], [PackFigure(table)])
