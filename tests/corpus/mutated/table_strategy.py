"""Tables' files drawn by hypothesis: a shape, its looks and options, and up to three mutations."""

from typing import NamedTuple

from hypothesis import strategies as st

from tests.corpus.mutated import table_files, table_model, table_mutations, table_truth, written_files
from tests.corpus.mutated.budget_mutations import Mutation
from tests.corpus.mutated.table_files import TableLook
from tests.corpus.mutated.table_model import TableShape
from tests.corpus.mutated.table_truth import TableTruth

SAID = {
    "id": "fuzz",
    "page": "https://example.org/date",
    "licence": "CC BY",
    "as-of": "2026-02-10",
    "source-name": "INS",
}


class TableFile(NamedTuple):
    """Everything one file is made of; `made` makes it."""

    shape: TableShape
    look: TableLook = TableLook()
    options: tuple[tuple[str, str], ...] = ()
    mutations: tuple[Mutation, ...] = ()
    picks: tuple[int, ...] = ()
    """Which of its choices answers each question that is asked, one after the other."""

    def made(self) -> tuple[str, bytes, dict[str, str], TableTruth]:
        """The file's name, its bytes, the options, and what may be read."""
        table = table_model.table(self.shape)
        table.exact = self.look.format in ("xlsx", "ods")
        for mutation in self.mutations:
            table_mutations.apply(table, mutation)
        options = {**SAID, **dict(self.options)}
        kind = self.look.format if self.look.format in ("xlsx", "ods") else "csv"
        known = table_truth.truth(table, options)
        return f"date.{kind}", table_files.written(table, self.look), options, known


@st.composite
def table_files_drawn(draw: st.DrawFn) -> TableFile:
    """Any file; the simplest first."""
    kind = draw(st.sampled_from(table_model.LAYOUTS))
    euro = kind in ("eurostat", "sdmx")
    group, mark = (
        draw(st.sampled_from((("", "."), ("", ","), (".", ","), (" ", ","), (",", "."))))
        if kind in ("tidy", "wide", "web")
        else ("", ".")
    )
    indicator = draw(st.sampled_from(("", "one", "one", "two", *(("labelled",) if kind in ("tidy", "wide") else ()))))
    shape = TableShape(
        seed=draw(st.integers(0, 2**16)),
        kind=kind,
        periods=draw(st.sampled_from(("years", "years", "months", "quarters", "one", *(("weeks",) if euro else ())))),
        count=draw(st.integers(2, 9)),
        last=draw(st.sampled_from((2024, 2024, 2025, 2026))),
        place="" if indicator == "labelled" else draw(st.sampled_from(("", "city", "other", "both", "several"))),
        unit=""
        if indicator == "labelled"
        else draw(st.sampled_from(("", *(table_model.EURO_UNITS if euro else table_model.UNITS)))),
        category=draw(st.sampled_from(("", "", "sexes", "kinds"))),
        indicator=indicator,
        flags=draw(st.sampled_from(("", "", "b", "p"))),
        decimals=draw(st.sampled_from((0, 0, 1, 2))),
        group=group,
        mark=mark,
        missing=draw(st.booleans()),
    )
    formats = {"eurostat": ("\t",), "sdmx": (",", "xlsx"), "tempo": (",", ",", ";", "xlsx")}.get(
        kind, (";", ",", "\t", "xlsx", "ods")
    )
    look = TableLook(
        format=draw(st.sampled_from(formats)),
        encoding=draw(st.sampled_from(("utf-8",) if euro else written_files.ENCODINGS[:4])),
        split=draw(st.integers(0, 7)) == 0 and not euro,
        repeated=draw(st.integers(0, 7)) == 0 and not euro,
    )
    options = {} if indicator and not euro else {"topic": "Populația"}
    if draw(st.booleans()):
        options["where"] = draw(st.sampled_from(_choices(shape)))
    if draw(st.integers(0, 9)) == 0:
        options["unit"] = draw(st.sampled_from((shape.unit or "Tone", "Tone")))
    names = st.sampled_from(sorted(table_mutations.MUTATIONS))
    changes = draw(st.lists(st.builds(Mutation, names, st.integers(0, 60), st.integers(0, 60)), max_size=3))
    picks = draw(st.lists(st.integers(0, 4), max_size=3))
    return TableFile(shape, look, options=tuple(options.items()), mutations=tuple(changes), picks=tuple(picks))


def _choices(shape: TableShape) -> list[str]:
    """What a person may choose with `where`: one value of each column that has several."""
    table = table_model.table(shape)
    several = []
    for column in table.columns:
        values = list(dict.fromkeys(str(row.cells[column.id].means) for row in table.rows if column.id in row.cells))
        if column.kind in ("dim", "place") and len(values) > 1:
            several.append([f"{column.label.lower()}={value}" for value in values])
    if not several:
        return [""]
    return [";".join(column[n % len(column)] for column in several) for n in range(len(several[0]))]
