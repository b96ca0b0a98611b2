"""Descriptors of Fiscal Data Packages: both dialects say the same tables; what is none of them is refused."""

import contextlib
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.budgets import descriptor, fiscal
from content.readers.budgets.descriptor import Group, Lookup
from tests.readers.budgets.test_fiscal import FILES, model, package, tall, typed


def test_a_model_says_measures_lookups_and_groups() -> None:
    (table,) = descriptor.read(package(model=model()), "x")
    assert table.path == "data/buget.csv"
    assert [(one.name, one.column, one.factor) for one in table.measures] == [
        ("aprobat", "aprobat", Decimal(1000)),
        ("executat", "executat", Decimal(1000)),
    ]
    assert table.measures[0].qualifiers == {"phase": "approved", "direction": "expenditure", "currency": "RON"}
    assert table.lookups == {"year": Lookup(column="an")}
    assert table.groups == {"functional": Group("functional", "capitol", "denumire")}


def test_types_of_columns_say_the_same() -> None:
    (table,) = descriptor.read(package(tall()), "x")
    assert [(one.name, dict(one.qualifiers)) for one in table.measures] == [
        ("amount", {"direction": "expenditure", "currency": "RON"})
    ]
    assert table.lookups == {"year": Lookup(column="year"), "phase": Lookup(column="phase")}
    assert table.groups == {"functional-classification": Group("functional", "func", "label")}


def test_normalized_columns_are_measures_with_qualifiers() -> None:
    (table,) = descriptor.read(package(typed()), "x")
    assert [(one.name, dict(one.qualifiers)) for one in table.measures] == [
        ("aprobat", {"phase": "approved", "year": "2024"}),
        ("executat", {"phase": "executed", "year": "2024"}),
        ("aprobat 2025", {"phase": "approved", "year": "2025"}),
    ]
    assert table.lookups == {"currency": Lookup(constant="RON"), "direction": Lookup(constant="expenditure")}


@pytest.mark.parametrize("measures", [{"amount": {"source": "amount"}}, [{"name": "amount", "source": "amount"}]])
def test_version_0_3_alpha_is_refused_by_name(measures: Any) -> None:
    with pytest.raises(RefusedError) as caught:
        descriptor.read(package(mapping={"measures": measures, "dimensions": []}), "datapackage.json")
    assert str(caught.value) == (
        "datapackage.json: is a Fiscal Data Package of version 0.3 alpha (mapping), "
        "expected 0.3 (model) or 1.0 (columnType)"
    )


KEYS = ["resources", "model", "mapping", "measures", "dimensions", "attributes", "fields", "schema", "source", "name"]
ODD = st.recursive(
    st.none() | st.integers() | st.sampled_from([*KEYS, "data/buget.csv", "an", "value"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KEYS, "path"]), inner, max_size=5),
)


@given(ODD, ODD)
def test_any_descriptor_is_read_or_refused(resources: Any, model: Any) -> None:
    for data in ({"resources": resources, "model": model}, {"resources": [resources], "mapping": model}):
        with contextlib.suppress(RefusedError):
            fiscal.read(json.dumps(data).encode(), FILES, "x")


def test_a_descriptor_with_odd_values_is_refused_and_does_not_fail() -> None:
    for odd in (None, 1, "x", [], [1], {"a": 1}, [[]], True):
        for where in ("measures", "dimensions"):
            with pytest.raises(RefusedError):
                fiscal.read(package(model={**model(), where: odd}), FILES, "x")
        for key in ("fields", "extraFields", "missingValues", "foreignKeys"):
            description = typed()
            description["schema"][key] = odd
            with pytest.raises(RefusedError):
                fiscal.read(package(description), FILES, "x")
        with pytest.raises(RefusedError):
            descriptor.read(json.dumps({"resources": odd}).encode(), "x")
