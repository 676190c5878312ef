"""How money is shown: rounded to what people remember, with the company's currency before it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from handlers.speech import currencies

_SCALES = ((Decimal(10**9), " B"), (Decimal(10**6), " M"), (Decimal(10**3), " k"))


def amount(value: Decimal | float, currency: str | None) -> str:
    """Return a rounded amount: "€480 k", "CHF 1.2 M", "950" without a currency.

    Two digits are kept, three above a hundred, and halves round away from 0; who needs all of them
    finds them in the customer's form and in exports. `currency` is an ISO 4217 code.
    """
    exact = Decimal(str(value))
    size = abs(exact).quantize(Decimal(1), ROUND_HALF_UP)
    minus = "-" if exact < 0 and size else ""
    return f"{minus}{_before(currency)}{_number(size)}"


def a_year(value: Decimal | float, currency: str | None) -> str:
    """Return what comes in a year: "€480 k a year"."""
    return f"{amount(value, currency)} a year"


def _before(currency: str | None) -> str:
    """The sign, which stands at the number; a code stands apart."""
    if not currency:
        return ""
    return currencies.SIGNS.get(currency, f"{currency} ")


def _number(size: Decimal) -> str:
    for scale, suffix in _SCALES:
        # Rounded to its own scale first, so that 999,950 is "1 M" and never "1000 k".
        if size >= scale - scale / 2000:
            return f"{_rounded(size / scale)}{suffix}"
    return str(size)


def _rounded(number: Decimal) -> str:
    """Return a number with one decimal below ten and none above, without a trailing ".0"."""
    digits = number.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if digits >= 10:
        digits = number.quantize(Decimal(1), ROUND_HALF_UP)
    return f"{digits:,}".removesuffix(".0")
