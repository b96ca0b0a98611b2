"""Whatever a person writes that can be read, the gate has an answer: findings, never a failure."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.checks import gate
from content.findings import RefusedError
from content.pack.parse import parse
from tests.checks import packs

WORDS = st.sampled_from(["", "100", "de lei", "29,5 %", "{last}", "în roșu", "6.12.2026", "buget votat", "ş", "٣", "²"])
TEXT = st.one_of(st.text(min_size=1, max_size=80), st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
TEXTS = st.one_of(TEXT, st.dictionaries(st.sampled_from(["ro", "en"]), TEXT, min_size=1))
FIELDS = {
    "slides/buget.yaml": [["title"], ["source", "licence"], ["source", "url"], ["link", "short"]],
    "slides/tramvai.yaml": [["title"], ["unit"], ["source", "name"], ["link", "url"], ["link", "short"]],
    "slides/strada.yaml": [["ask"], ["who"], ["channels", "phone"], ["channels", "web"], ["legal_basis"]],
    "slides/apa.yaml": [["title"], ["body"], ["expires"]],
    "city.yaml": [["name"], ["contact", "phone"]],
}
PLACES = [(path, keys) for path, fields in FIELDS.items() for keys in fields]


@given(st.lists(st.tuples(st.sampled_from(PLACES), TEXTS), min_size=1, max_size=4))
@settings(max_examples=60)
def test_any_text_anywhere(changes: list[tuple[tuple[str, list[str]], str | dict[str, str]]]) -> None:
    files = packs.files()
    for (path, keys), text in changes:
        document = yaml.safe_load(files[path])
        inner = document
        for key in keys[:-1]:
            inner = inner[key]
        inner[keys[-1]] = text
        files[path] = yaml.safe_dump(document, allow_unicode=True).encode("utf-8", "surrogatepass")
    try:
        pack = parse(files)
    except RefusedError:
        return
    composed, faults = gate.planned_frames(pack)
    findings = [*gate.check(pack, packs.NOW), *gate.foresee(pack, packs.NOW), *faults]
    findings += gate.examine(pack, composed)
    assert all(finding.where and finding.message and str(finding) for finding in findings)
