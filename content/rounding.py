"""Figures rounded so that those shown add up: the parts of a whole, by the method of the largest remainder.

Decides whether each part is rounded up or down. Leaves out to which step a figure is rounded (`slides.numerals`).
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal


def whole(value: Decimal) -> int:
    """The nearest whole number; halves are rounded away from zero."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def apportioned(parts: Sequence[Decimal]) -> list[int]:
    """The parts, of either sign, as whole numbers that add up to the exact sum of the parts, rounded by `whole`.

    Each part is rounded down or up. Those with the largest remainders are rounded up; among equal ones the earlier.
    """
    down = [part.to_integral_value(ROUND_FLOOR) for part in parts]
    missing = whole(sum(parts, Decimal(0))) - int(sum(down))
    served = set(sorted(range(len(parts)), key=lambda n: down[n] - parts[n])[:missing])
    return [int(low) + (n in served) for n, low in enumerate(down)]
