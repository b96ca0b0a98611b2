"""What goes over the painter's pipes."""

import io
import mmap
from datetime import UTC, datetime

import msgspec
import pytest

from display_client.screen.easel import Easel, PaintOrder
from display_client.screen.painter import MissingError, PaintAnswer, answer, received, send

ORDER = PaintOrder(asset="a", live=(), size=(2, 1), zone="UTC", at=datetime(2026, 11, 20, 8, tzinfo=UTC))


def test_what_is_sent_is_received_and_what_is_torn_is_the_end() -> None:
    stream = io.BytesIO()
    send(ORDER, stream)
    send(PaintAnswer(missing=True), stream)
    stream.seek(0)
    assert msgspec.msgpack.decode(received(stream) or b"", type=PaintOrder) == ORDER
    assert msgspec.msgpack.decode(received(stream) or b"", type=PaintAnswer) == PaintAnswer(missing=True)
    assert received(stream) is None
    assert received(io.BytesIO(stream.getvalue()[:-1][:20])) is None


@pytest.mark.parametrize(
    ("error", "told"),
    [(MissingError(), PaintAnswer(missing=True)), (KeyError("qq\n"), PaintAnswer(fault="KeyError: 'qq\\n'"))],
)
def test_what_cannot_be_painted_is_an_answer_too(error: Exception, told: PaintAnswer) -> None:
    def fails(order: PaintOrder) -> object:
        raise error

    assert answer(Easel(fails), ORDER, mmap.mmap(-1, 6)) == told  # type: ignore[arg-type]
