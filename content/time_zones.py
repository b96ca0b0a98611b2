"""Which names of time zones are taken in: those of IANA's list, for instance Europe/Bucharest.

Decides it for every place where a name comes in: a pack, an enrolment, a manifest. Files that merely lie in the same
folder of a system are no zones: `localtime` is another zone on every machine, `posixrules` is what one machine reads
old rules by, `right/…` counts leap seconds, `Factory` stands for a clock that nobody has set. Leaves out what is said
of a name that is none.
"""

from functools import cache
from importlib import resources
from zoneinfo import available_timezones

_NOT_A_PLACE = frozenset({"localtime", "posixrules", "Factory"})
_OTHER_CLOCKS = ("posix/", "right/")


def known(name: str) -> bool:
    """Whether IANA lists a time zone of that name. Upper and lower case are told apart."""
    if name in _NOT_A_PLACE or name.startswith(_OTHER_CLOCKS):
        return False
    return name in _packaged() or name in _installed()


@cache
def _packaged() -> frozenset[str]:
    """IANA's names as the package `tzdata` lists them: one small file, read in less than a millisecond."""
    return frozenset((resources.files("tzdata") / "zones").read_text().split())


@cache
def _installed() -> frozenset[str]:
    """The names of all zones this system has. Asked only for a name that is not in the package, as it reads some 600
    files: 50 ms on a desktop computer, more on a card."""
    return frozenset(available_timezones())
