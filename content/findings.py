"""What is wrong with an input, in one sentence a person can act on.

Decides the shape of a finding and the one exception that carries findings. Which findings there are is decided
where the rule lives (`pack`, `checks`, `slides`, the programs' edges).
"""

from typing import Literal

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One fault of an input.

    `where` is a place a person can open: `slides/x.yaml:$.title.ro`, a file, an address.
    `message` is one sentence: what was found and what was expected; `fix`, where it is known, what would mend it.
    """

    level: Literal["error", "warning"] = "error"
    code: str
    where: str
    message: str
    display: str | None = None
    lang: str | None = None
    fix: str | None = None

    def __str__(self) -> str:
        concerns = ", ".join(part for part in (self.display, self.lang) if part)
        said = f"{self.where}: {self.message}" + (f" ({concerns})" if concerns else "")
        return f"{said}; to mend it: {self.fix}" if self.fix else said


class RefusedError(Exception):
    """An input or a circumstance that is refused; nothing was changed. Carries at least one finding."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings


def refused(code: str, where: str, message: str) -> RefusedError:
    """The common case: one error, ready to raise."""
    return RefusedError(Finding(code=code, where=where, message=message))
