"""The kinds of slides, as they look: a new one is a module, a template, a line here.

The line is the `KIND` of the module. Before it comes the authored type, in `pack.slides.AUTHORED`: which kinds can be
written in a pack is decided without any drawing. A kind from outside this package is put into both tables, and is then
read, checked, planned, drawn and explained as these are.
"""

from typing import Any

from content.pack.slide import Slide
from content.slides import alert, announced, budget, consultation, dataset, notice, result
from content.slides.kind import Kind

KINDS: dict[type[Slide], Kind[Any]] = {
    kind.slide: kind
    for kind in (
        alert.KIND,
        announced.KIND,
        budget.KIND,
        consultation.KIND,
        dataset.KIND,
        notice.KIND,
        result.KIND,
    )
}
"""Authored type, or phase of one → how it looks."""
