"""A call to take part as a city authors it, and the phases of its life: announced, open, and what came of it.

Decides when each phase shows and what it says. Leaves out how they look (`slides.consultation`, `slides.announced`,
`slides.result`).
"""

from typing import Annotated, ClassVar

from msgspec import Meta

from content.authored import Moment, Value
from content.pack.slide import Bound, Channels, KindNames, Link, OfficialPeriod, Passage, Slide
from content.pack.values import Text


class Outcome(Value, rename={"first": "from", "last": "to"}, frozen=True, kw_only=True):
    """What came of a call: "what you said / what we did". Shown from `from` (a moment) until `to`."""

    title: Text
    said: Text
    did: Text
    participants: Annotated[int, Meta(ge=0)] | None = None
    first: Moment
    last: Moment | None = None


class Consultation(Slide, tag="consultation", frozen=True, kw_only=True):
    """A call to take part. It leaves every screen at `closes`, also offline.

    Its life: announced (from `announce` to `opens`, when there is one), open, closing (the last 48 hours, counted in
    hours), closed (off the screens), result (when `result` says it).
    """

    names: ClassVar[KindNames] = KindNames("a call", {"en": "consultations", "ro": "consultări"}, "Consultare")
    each_is_a_call: ClassVar[bool] = True

    ask: Text
    who: Text
    takes_minutes: Annotated[int, Meta(ge=1, le=240)]
    opens: Moment
    closes: Moment
    channels: Channels
    legal_basis: str | None = None
    announce: Moment | None = None
    result: Outcome | None = None

    def prose(self) -> tuple[Passage, ...]:
        return Passage("ask", self.ask), Passage("who", self.who)

    def address(self) -> Link | None:
        return self.channels.link()

    def address_field(self) -> str:
        return "channels"

    def channels_to_answer(self) -> Channels | None:
        return self.channels

    def opening(self) -> tuple[Bound, ...]:
        return (*super().opening(), Bound("opens", self.opens))

    def closing(self) -> tuple[Bound, ...]:
        return (*super().closing(), Bound("closes", self.closes))

    def ordered(self) -> tuple[tuple[Bound, Bound], ...]:
        announced = (
            ((Bound("announce", self.announce), Bound("opens", self.opens.at_start())),) if self.announce else ()
        )
        result = Result(call=self, outcome=self.result).ordered() if self.result else ()
        return (*super().ordered(), *announced, *result)

    def deadline(self) -> Moment | None:
        return self.closes

    def official_period(self) -> OfficialPeriod | None:
        if not self.legal_basis:
            return None
        return OfficialPeriod(self.legal_basis, self.opens, self.closes, "closes", self.announce)

    def phases(self) -> dict[str, Slide]:
        phases: dict[str, Slide] = {"announced": Announced(call=self)} if self.announce else {}
        phases[""] = self
        if self.result:
            phases["result"] = Result(call=self, outcome=self.result)
        return phases


class Announced(Slide, tag="announced", frozen=True, kw_only=True):
    """A call before it opens: derived from it, never authored. It gives way to the open call at the very minute."""

    names: ClassVar[KindNames] = Consultation.names._replace(label="Consultare, în curând", phase="its announcement")

    call: Consultation

    @property
    def kind(self) -> str:
        return "consultation"

    def prose(self) -> tuple[Passage, ...]:
        return self.call.prose()

    def address(self) -> Link | None:
        return self.call.address()

    def address_field(self) -> str:
        return self.call.address_field()

    def channels_to_answer(self) -> Channels | None:
        return self.call.channels

    def opening(self) -> tuple[Bound, ...]:
        announce = (Bound("announce", self.call.announce),) if self.call.announce else ()
        return (*Slide.opening(self.call), *announce)

    def closing(self) -> tuple[Bound, ...]:
        return (*self.call.closing(), Bound("opens", self.call.opens.at_start()))

    def official_period(self) -> OfficialPeriod | None:
        return self.call.official_period()


class Result(Slide, tag="result", frozen=True, kw_only=True):
    """What came of a call: derived from it, never authored. Without `to` it stays until the slide's `expires`."""

    names: ClassVar[KindNames] = Consultation.names._replace(label="Rezultatul consultării", phase="its result")

    call: Consultation
    outcome: Outcome

    @property
    def kind(self) -> str:
        return "consultation"

    def prose(self) -> tuple[Passage, ...]:
        outcome = self.outcome
        return (
            Passage("result.title", outcome.title),
            Passage("result.said", outcome.said),
            Passage("result.did", outcome.did),
        )

    def address(self) -> Link | None:
        return self.call.address()

    def address_field(self) -> str:
        return self.call.address_field()

    def channels_to_answer(self) -> Channels | None:
        return self.call.channels

    def opening(self) -> tuple[Bound, ...]:
        return Bound("result.from", self.outcome.first), Bound("closes", self.call.closes.at_end())

    def closing(self) -> tuple[Bound, ...]:
        return (Bound("result.to", self.outcome.last),) if self.outcome.last else Slide.closing(self.call)
