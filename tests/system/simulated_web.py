"""A web of two sites for the studio's imports: a CKAN portal and a platform of participation, held in memory.

Only hosts of the published `sources.yaml` are asked, as `egress` does; the network itself is proved elsewhere.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from content.imports.conversation import Ask, Told
from control_server.sources.addresses import checked, origins
from control_server.sources.importing import SourceAccess
from control_server.sources.jail import Fetch
from tests.imports.platforms import GraphQL
from tests.imports.test_consultations import OLD, PROCESS, STEP
from tests.imports.test_dataset import ROWS, Portal

PORTAL, PLATFORM = "date.example.ro", "participa.example.ro"
HOSTS = f"hosts: [{PORTAL}, {PLATFORM}]\n".encode()


def sites() -> dict[str, Callable[[Ask], Told]]:
    """Host → what it answers."""
    closes = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
    process = {**PROCESS, "endDate": closes, "steps": [{**STEP, "endDate": f"{closes}T20:59:59+00:00"}]}
    platform = GraphQL(OLD, {"participatoryProcesses": [process]})
    return {PORTAL: Portal(ROWS), PLATFORM: platform.answer}


def access() -> SourceAccess:
    """How the server fetches in these tests."""
    there = sites()

    def fetching(hosts: Sequence[str]) -> Fetch:
        async def fetch(ask: Ask) -> Told:
            address = str(checked(ask.address, origins(hosts)))
            return there[urlsplit(address).netloc](ask)

        return fetch

    return SourceAccess(fetching=fetching)
