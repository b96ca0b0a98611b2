"""Figures rounded so that what is shown adds up: parts of a whole, by largest remainder.

Decides only how much each part is rounded; which step a figure is rounded to is `numerals`' to say.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal


def whole(value: Decimal) -> int:
    """To the nearest whole number, halves away from zero."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def apportioned(parts: Sequence[Decimal]) -> list[int]:
    """Whole numbers near the parts, of either sign, that add up to `whole` of the parts' exact sum.

    Each is the part rounded down or up; those with the largest remainders are rounded up, among equals the earlier.
    """
    down = [part.to_integral_value(ROUND_FLOOR) for part in parts]
    missing = whole(sum(parts, Decimal(0))) - int(sum(down))
    served = sorted(range(len(parts)), key=lambda n: down[n] - parts[n])[:missing]
    return [int(low) + (n in served) for n, low in enumerate(down)]
