"""The currencies that there are, by their ISO 4217 codes, and the signs by which people write them.

Pure data and look-ups; a library would bring a thousand languages into each process for this.
"""

from __future__ import annotations

import re

_IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES
VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CODES = frozenset(_IN_USE.split())
"""ISO 4217, the currencies in use in 2026; funds, metals and codes for tests are none."""
SIGNS = {
    "EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "INR": "₹", "TRY": "₺", "RUB": "₽", "KRW": "₩",
    "ILS": "₪", "THB": "฿", "VND": "₫", "UAH": "₴", "NGN": "₦", "PHP": "₱", "KZT": "₸", "GEL": "₾",
    "BRL": "R$", "AUD": "A$", "CAD": "C$", "NZD": "NZ$", "HKD": "HK$", "SGD": "S$", "MXN": "MX$",
    "TWD": "NT$", "CNY": "CN¥",
}  # fmt: skip
"""How amounts are shown; all other currencies by their code: “kr” and “R” are those of several."""
_ALSO = {
    "US$": "USD", "CA$": "CAD", "AU$": "AUD", "RMB": "CNY", "ZŁ": "PLN", "KČ": "CZK", "SFR": "CHF",
}  # fmt: skip
"""Other ways to write one currency, in capitals."""
_DOLLARS = """
USD AUD CAD NZD HKD SGD MXN TWD ARS BBD BMD BND BSD BZD CLP COP CUP DOP FJD GYD JMD KYD LRD NAD SBD
SRD TTD UYU XCD
"""
_SHARED = {
    "$": tuple(_DOLLARS.split()),
    "£": ("GBP", "EGP", "FKP", "GIP", "LBP", "SDG", "SHP", "SSP", "SYP"),
    "¥": ("JPY", "CNY"),
    "KR": ("SEK", "NOK", "DKK", "ISK"),
}
"""Signs of several currencies, in capitals."""
_USUAL = {"$": "USD", "£": "GBP", "¥": "JPY"}
"""What a shared sign means to somebody who has none of the others."""
_ONE = {**{sign: code for code, sign in SIGNS.items() if sign not in _SHARED}, **_ALSO}
WRITTEN = tuple(sorted({*CODES, *_ONE, *_SHARED}, key=len, reverse=True))
"""All ways to write a currency, in capitals, the longest first."""
_ANY = "|".join(map(re.escape, WRITTEN))
_SCALED = re.compile(
    rf"(?:K|T|M|MN|MIO|TSD)(?P<after>{_ANY})|(?P<before>{_ANY})(?:K|M|MN|BN|000)|000S?|THOUSANDS?|MILLIONS?|TSD|MIO"
)
_NOT_IN_NAMES = frozenset({"ALL", "TOP", "TRY", "PEN", "CUP"})
"""Codes that are words, and say nothing at the end of a column's name."""


def meant(written: str, own: str | None = None) -> str:
    """The ISO 4217 code that somebody means who writes a code or a sign; empty for no currency.

    `own` is what amounts are in where it is read: the sign of several currencies means that one,
    if it may. A sign without a usual meaning, such as “kr”, comes back as it is.
    """
    said = written.strip().upper()
    if said in CODES:
        return said
    if said in _SHARED:
        return own if own and own in _SHARED[said] else _USUAL.get(said, said.lower())
    return _ONE.get(said, "")


def likeliest(named: str) -> str:
    """The code to name in an example where `meant` found a currency, or the sign of several."""
    return named if named in CODES else _SHARED[named.upper()][0]


def shown(written: str) -> str:
    """The code of a currency that was written; a sign of several as it is."""
    return written.lower() if written in _SHARED else meant(written)


def together(before: str, after: str) -> str | None:
    """What a currency before an amount and one behind it mean: “$5 CAD” is CAD.

    None where they contradict each other.
    """
    if not (before and after):
        return before or after
    if meant(before, meant(after)) == meant(after):
        return after
    return before if meant(after, meant(before)) == meant(before) else None


def scale_of_column(name: str) -> str:
    """The scale that a column's name carries: “(k€)”, “TEUR”, “in $m”; empty for none."""
    last = name.upper().replace("_", " ").split()[-1:]
    return last[0].strip("()[]") if last and _SCALED.fullmatch(last[0].strip("()[]")) else ""


def of_column(name: str) -> str:
    """The currency that a column's name carries, as it is written: “ARR (EUR)”, “value_usd”."""
    words = name.upper().replace("_", " ").split()
    last = words[-1] if words else ""
    bare = last.strip("()[]")
    is_marked = bare != last
    if scaled := _SCALED.fullmatch(bare):
        bare = scaled["before"] or scaled["after"] or ""
    if bare in WRITTEN and (is_marked or bare not in _NOT_IN_NAMES):
        return bare
    return next((each for each in WRITTEN if not each.isalpha() and each in name.upper()), "")
