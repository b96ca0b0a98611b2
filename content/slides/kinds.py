"""The kinds of slides: a new one is a module, a template, a line here, a golden picture.

A module has `TEMPLATE`, `compose(pack, slide, where, lang, fmt)`, `characters(pack, slide, lang)`, `pictures(slide)`.
"""

from types import ModuleType

from content.slide import AnySlide, Budget, Consultation, Dataset, Notice
from content.slides import budget, consultation, dataset, notice

KINDS: dict[type[AnySlide], ModuleType] = {
    Budget: budget,
    Consultation: consultation,
    Dataset: dataset,
    Notice: notice,
}
