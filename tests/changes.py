"""Changes of a server, as a person makes them."""

from collections.abc import Mapping

from control_server.publishing.edits import one_slide, whole_pack
from control_server.service import ControlServer
from control_server.storage.causes import Cause


async def publish(server: ControlServer, files: Mapping[str, bytes]) -> int:
    """The pack becomes these files. Returns its revision."""
    return (await server.publisher.change(whole_pack(files), Cause(actor="Ana", kind="pack"))).revision


async def put_slide(server: ControlServer, name: str, body: bytes) -> int:
    """One slide becomes this. Returns the pack's revision."""
    return (await server.publisher.change(one_slide(name, body), Cause(actor="Ana", kind="slide"))).revision
