"""A list of a site's notices: calls, notices with days to come, and the rest with its reason."""

import json
from typing import Any

import pytest

from content.findings import RefusedError
from content.readers.calls import news_list
from content.readers.calls.news_list import NewsList
from tests.readers.calls.origins import FILE, SITE

CLOSED = "Se închide strada Zăvoi între 3 și 5 decembrie 2026, orele 9–15, pentru lucrări."
ASKED = "Propunerile se trimit până la 15 decembrie 2026, conform Legii nr. 52/2003."


def entry(title: str, text: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "text": text, "url": f"{SITE.base}/stiri/{len(text)}", **more}


def read(*entries: Any, origin: Any = SITE) -> NewsList:
    return news_list.read(json.dumps(list(entries)).encode(), origin)


def test_what_asks_is_a_call_what_tells_of_days_a_notice() -> None:
    news = read(
        entry("Strada Zăvoi", CLOSED),
        entry("Consultare publică privind parcul", ASKED, publishedAt="2026-11-20T10:00:00+02:00"),
        entry("Primarul la școală", "A fost o vizită frumoasă."),
        entry("Strada Morii", "Se închide strada Morii în 3 noiembrie 2026."),
    )
    ((told, own),) = news.notices
    assert told.last is not None and told.last.text == "2026-12-05T15:00"
    assert own.where == f"{SITE.base}/stiri/{len(CLOSED)}" == told.key
    (call,) = news.calls.calls
    assert call.closes is not None and call.closes.text == "2026-12-15"
    assert call.published is not None and call.published.text.startswith("2026-11-20")
    assert [each.why for each in news.calls.skipped] == ["without a day", "over"]


def test_markup_is_taken_out_and_other_names_are_known() -> None:
    data = {"items": [{"titlu": "<b>Strada Zăvoi</b>", "content": f"<p>{CLOSED}</p><script>x</script>"}]}
    news = news_list.read(json.dumps(data).encode(), FILE)
    ((told, _),) = news.notices
    assert "<" not in told.name + told.body


def test_a_page_of_another_site_is_not_believed() -> None:
    ((_, own),) = read(entry("Strada Zăvoi", CLOSED) | {"url": "https://evil.ro/x"}).notices
    assert "evil" not in own.where


@pytest.mark.parametrize("data", [b"[]", b'{"a": 1}', b'[{"title": "a"}]', b"[1, 2]", b"[", b'{"items": {}}'])
def test_what_is_no_such_list_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError):
        news_list.read(data, FILE)
