"""The kinds of slides: a new one is a module, a template, a line here, a golden picture.

A module has `TEMPLATE`, `compose(pack, slide, where, lang, fmt)`, `characters(pack, slide, lang)`, `pictures(slide)`.
"""

from types import ModuleType

from content.pack.slide import Slide
from content.pack.slides import Announced, Budget, Consultation, Dataset, Notice, Result
from content.slides import announced, budget, consultation, dataset, notice, result

KINDS: dict[type[Slide], ModuleType] = {
    Announced: announced,
    Budget: budget,
    Consultation: consultation,
    Dataset: dataset,
    Notice: notice,
    Result: result,
}
