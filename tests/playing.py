"""A display that signs its plays, as tests need one on the other side of a server."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content.wire import Play, Plays, Tip, dsse, play_chain
from content.wire.play_chain import PlayLink


class SigningDisplay:
    """Each `link` follows on `tip`, which moves on with it."""

    def __init__(self, display: str, site: str = "oras", key: Ed25519PrivateKey | None = None) -> None:
        self.display, self.site = display, site
        self.private = key or Ed25519PrivateKey.generate()
        self.tip: Tip | None = None

    @property
    def key(self) -> str:
        return dsse.key_id(self.private.public_key())

    @property
    def public(self) -> str:
        return dsse.public_text(self.private.public_key())

    def batch(self, *plays: Play) -> Plays:
        return Plays(site=self.site, display=self.display, key=self.public, after=self.tip, plays=plays)

    def envelope(self, *plays: Play) -> bytes:
        return self.link(*plays).envelope

    def link(self, *plays: Play) -> PlayLink:
        link = play_chain.opened(play_chain.sealed(self.batch(*plays), self.private))
        self.tip = link.tip
        return link
