"""Every importer by the name a person types: `afisier import NAME SOURCE`.

Decides the names. An importer is loaded when it is first asked for: the jailed child that runs one needs no other, and
the command's help none of their libraries.
"""

import importlib

from content.imports.conversation import Importer

IMPORTERS = {
    "budget": "content.imports.budget",
    "consultations": "content.imports.consultations",
    "dataset": "content.imports.dataset",
    "campaigns": "content.imports.campaigns",
}
"""Name → module with the constant `IMPORTER`. `model.Feed.reader` takes all but campaigns, which nobody reads twice."""


def importer(reader: str) -> Importer:
    """The importer of that name. Raises KeyError for a name that is none."""
    importer: Importer = importlib.import_module(IMPORTERS[reader]).IMPORTER
    return importer
