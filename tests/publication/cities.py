"""A made-up city whose displays have much in common, and what they are told when all its frames are drawn."""

from hashlib import sha256

import msgspec

from content.pack.model import Pack
from content.publication.edition import Edition, StoredFrame
from content.publication.manifests import Manifests
from control_server.bench.made_up_city import made_up


def city() -> Pack:
    """Displays of two languages and audiences, some with what others have, one that is touched."""
    pack = made_up(6, 12, 24)
    touched = msgspec.structs.replace(pack.displays["d3"], touch=True)
    ahead = msgspec.structs.replace(pack.displays["d4"], phase=7)
    return msgspec.structs.replace(pack, displays={**pack.displays, "d3": touched, "d4": ahead})


def manifests_of(edition: Edition) -> Manifests:
    return Manifests(
        edition, {key: StoredFrame(asset=sha256(key.encode()).hexdigest(), size=1) for key in edition.jobs}
    )
