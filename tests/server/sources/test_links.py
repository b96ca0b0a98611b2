"""Addresses that lead nowhere, asked of a simulated web."""

from content.findings import refused
from content.imports.conversation import Ask, Told
from control_server.sources import links
from tests.checks import packs


class SimulatedWeb:
    """Answers 200, but for these addresses another status, or a refusal with this code."""

    def __init__(self, **answers: int | str) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def fetch(self, ask: Ask) -> Told:
        self.asked.append(ask.address)
        answer = next((answer for part, answer in self.answers.items() if part in ask.address), 200)
        if isinstance(answer, str):
            raise refused(answer, ask.address, "did not answer, expected it to")
        return Told(address=ask.address, status=answer)


async def test_every_address_is_asked_once() -> None:
    web = SimulatedWeb()
    assert await links.unreachable(packs.parsed(), web) == []
    assert sorted(web.asked) == [
        "https://date.proba.ro",
        "https://date.proba.ro/t",
        "https://proba.ro/buget",
        "https://proba.ro/strada",
        "https://www.proba.ro/buget",
        "https://www.proba.ro/strada",
    ]


async def test_what_does_not_answer_is_a_warning() -> None:
    findings = await links.unreachable(packs.parsed(), SimulatedWeb(strada=404, date="fetch", buget="address"))
    assert {(each.level, each.code, each.where) for each in findings} == {
        ("warning", "link", "slides/strada.yaml"),
        ("warning", "link", "slides/tramvai.yaml"),
        ("warning", "link-host", "slides/buget.yaml"),
    }
    assert "https://www.proba.ro/strada answers 404, expected a page" in {each.message for each in findings}
    assert {each.code for each in findings} == set(links.CODES)


async def test_a_page_that_moved_or_is_fine_is_not_said() -> None:
    assert await links.unreachable(packs.parsed(), SimulatedWeb(strada=399)) == []
