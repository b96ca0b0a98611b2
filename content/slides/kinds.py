"""The kinds of slides. A new one is a module with `TEMPLATE` and `compose`, a template, a line here, a golden picture."""

from types import ModuleType

from content.model import AnySlide, Budget
from content.slides import budget

KINDS: dict[type[AnySlide], ModuleType] = {
    Budget: budget,
}
