"""What stands before a day and between two, in Romanian prose: „până la”, „începând cu”, „între … și”.

Patterns of folded text; those that end with `$` are looked for in the text that ends where the day begins.
"""

import re

from content.readers.calls.days import WEEKDAY

ON = rf"(?:(?:in|pe|la|de|data|ziua|zilele|datele|noaptea)\s+){{0,4}}(?:(?:astazi|azi|maine),?\s+)?(?:{WEEKDAY}[,\s]+)?"
_HOUR = r"(?:(?:la\s+)?ora\s+[\d.:]{1,5}[\s,]+(?:(?:a|al)\s+)?(?:zilei\s+)?(?:din\s+)?)?"
TO = re.compile(
    rf"[\s,]*(?:inclusiv[\s,]*)?(?:[-–—]|(?:si\s+)?pana(?:\s+cel\s+(?:mai\s+)?tarziu)?\s+|(?<!\w)la\s+)\s*{_HOUR}{ON}"
)
AND = re.compile(rf"[\s,]*si\s+{ON}")
LIST = re.compile(rf"[\s,;]*(?:(?:si|sau|precum\s+si|respectiv)\s+)?{ON}")
BETWEEN = re.compile(rf"(?<!\w)intre\s+(?:(?:datele|zilele|data|ziua|de)\s+){{0,3}}(?:{WEEKDAY}[,\s]+)?$")
DEADLINE = re.compile(
    r"(?<!\w)(?:(?<!in )termen(?:ul)?|data\s+limita|tarziu)(?!\w)[^.;\d\n]{0,45}$"
    rf"|(?<!\w)(?:inchei|termin|finaliz)\w*\s+{ON}$"
)
UNTIL = re.compile(
    rf"(?<!\w)pana\s+(?:cel\s+(?:mai\s+)?tarziu\s+)?(?:inclusiv\s+)?{_HOUR}{ON}(?:limita\s+)?(?:de\s+)?$"
)
FROM = re.compile(
    r"(?<!\w)(?:incepand(?:\s+cu|\s+din|\s+de)?|incep\w*|demar\w+|debut\w+|deschi(?:d|s)\w*|de\s+la|din|dupa"
    rf"|de(?=\s+(?:{WEEKDAY}|azi|astazi|maine)\b))\s+{_HOUR}{ON}$"
)
ON_THE_DAY = re.compile(r"(?:ziua|zilei|zilele|zilelor|data|datele|seara|dimineata|noaptea)\s+de\s+\w*[,\s]*$")


def linked(low: str, end: int, start: int) -> bool:
    """Whether the day that ends at `end` and the one that begins at `start` are the two ends of one period."""
    return any(pattern.fullmatch(low, end, start) for pattern in (TO, AND))
