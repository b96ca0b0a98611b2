"""Where the readers of calls are told their bytes come from."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from content.readers.calls.call import Origin

ZONE = ZoneInfo("Europe/Bucharest")
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SITE = Origin("https://participa.oras.ro", "https://participa.oras.ro", ZONE, NOW, "ro")
FILE = Origin("raspuns.json", "", ZONE, NOW, "ro")


def answer(**data: Any) -> bytes:
    """The answer of a GraphQL server."""
    return json.dumps({"data": data}).encode()


def messages(**texts: str) -> dict[str, Any]:
    """A text as Decidim gives it; ro_RO for the locale ro-RO."""
    translations = [{"locale": lang.replace("_", "-"), "text": text} for lang, text in texts.items()]
    return {"translations": translations}
