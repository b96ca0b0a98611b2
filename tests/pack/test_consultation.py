"""A call and its phases: which there are, when each begins and ends, and who can answer in it."""

from content import strict_yaml
from content.pack.consultation import Announced, Consultation, Result
from content.pack.slide import Bound
from content.pack.slides import authored
from tests import sample

LIFE = """announce: 2026-11-10
result:
  title: {ro: Întâi trotuarele}
  said: {ro: Șase din zece cer trotuare.}
  did: {ro: Am mutat banii la trotuare.}
  from: 2026-12-20T08:00
"""


def call(more: str = "") -> Consultation:
    slide: Consultation = strict_yaml.typed(strict_yaml.mapping((sample.CALL + more).encode(), "x"), authored(), "x")
    return slide


def bounds(those: tuple[Bound, ...]) -> dict[str, str]:
    return {bound.field: bound.moment.text for bound in those}


def test_a_call_alone_has_one_phase() -> None:
    assert call().phases() == {"": call()}
    assert len(call().ordered()) == 1


def test_each_phase_gives_way_to_the_next() -> None:
    announced, opened, result = call(f"{LIFE}not_before: 2026-11-01\nexpires: 2027-01-31\n").phases().values()
    assert (type(announced), type(opened), type(result)) == (Announced, Consultation, Result)
    assert bounds(announced.opening()) == {"not_before": "2026-11-01", "announce": "2026-11-10"}
    assert bounds(announced.closing()) == {
        "expires": "2027-01-31",
        "closes": "2026-12-06T23:59",
        "opens": "2026-11-20T00:00",
    }
    assert bounds(opened.opening()) == {"not_before": "2026-11-01", "opens": "2026-11-20T00:00"}
    assert bounds(result.opening()) == {"result.from": "2026-12-20T08:00", "closes": "2026-12-06T23:59"}
    assert bounds(result.closing()) == {"expires": "2027-01-31"}


def test_only_the_open_call_has_a_deadline_and_all_phases_lead_to_its_channels() -> None:
    phases = call(LIFE).phases()
    assert {name: phase.deadline() for name, phase in phases.items() if phase.deadline()} == {"": call().closes}
    assert {phase.address() for phase in phases.values()} == {call().channels.link()}
    assert {phase.kind for phase in phases.values()} == {"consultation"}


def test_the_period_of_its_law_is_told_of_until_it_closes() -> None:
    assert call(LIFE).official_period() is None
    lawful = call(f"{LIFE}legal_basis: Legea 52/2003\n").phases()
    period = lawful[""].official_period()
    assert period is not None
    assert period.announced is not None
    assert (period.announced.text, period.field) == ("2026-11-10", "closes")
    assert (lawful["announced"].official_period(), lawful["result"].official_period()) == (period, None)


def test_what_must_come_before_what() -> None:
    pairs = [(first.field, second.field) for first, second in call(LIFE).ordered()]
    assert pairs == [("opens", "closes"), ("announce", "opens")]
    pairs = [(first.field, second.field) for first, second in call(f"{LIFE}  to: 2026-12-24\n").ordered()]
    assert pairs[2:] == [("result.from", "result.to"), ("closes", "result.to")]
