"""Proof of play as a file: what displays signed of a time, for whoever has to prove that something was shown.

Decides which displays and days a file has, and that it is written as it is read. Leaves out what a proof is and what it
proves (`content.proof`).
"""

from collections.abc import Callable
from datetime import datetime

import msgspec
from aiohttp import web

from content.proof import ProofHead, head_line
from content.wire import dsse
from control_server.http.airtime_report import Range
from control_server.publishing.publisher import Publisher
from control_server.storage import play_chains
from control_server.storage.database import Database


class ProofApi(msgspec.Struct, frozen=True, kw_only=True):
    """The handler of `/api/reports/proof.jsonl`."""

    publisher: Publisher
    database: Database
    signer: dsse.Signer
    clock: Callable[[], datetime]

    async def proof(self, request: web.Request) -> web.StreamResponse:
        """What displays signed of their plays, a line each, which `afisier proof verify` proves without the server.

        Days from `from` to `to`, at most a year; without them the month before this one. `display` picks displays.
        """
        city, now = self.publisher.published.city_pack().city, self.clock()
        span = Range.asked(request.query, now.astimezone(city.zone).date(), city.zone)
        displays = frozenset(request.query.getall("display", ()))
        kept = await play_chains.stretches(self.database, span.since, span.until, displays)
        head = ProofHead(
            site=city.id,
            city=city.name,
            server=dsse.public_text(self.signer.public_key),
            since=span.since,
            until=span.until,
            made=now,
            stretches=tuple(kept),
        )
        name = f"proof-{span.first}-{span.last}.jsonl"
        headers = {"Content-Type": "application/jsonl", "Cache-Control": "no-store"}
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        if request.method != "HEAD":
            await response.write(head_line(head, self.signer))
            for each in kept:
                async for some in play_chains.envelopes(self.database, each):
                    await response.write(b"".join(envelope + b"\n" for envelope in some))
        await response.write_eof()
        return response
