"""`afisier proof`: brings a proof of play from a server, and proves one on any machine."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from content import proof as proofs
from content.findings import refused
from content.phrases import said
from content.proof import Gap, PlayProof, SlideShown
from content.wire import dsse, printable

_UNNAMED = "(neutral card)"
_LONGEST_LINE = 1000


@click.group()
def proof() -> None:
    """What was on the glass, as the displays signed it."""


@proof.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--key", help="The server's key, as text or as a display's enrolment file: no other counts.")
@click.option("--slide", help="Only this slide, with what each display showed of it.")
@click.option("--json", "as_json", is_flag=True, help="The same for programs.")
def verify(file: Path, key: str | None, slide: str | None, as_json: bool) -> None:
    """Proves a proof of play (`/api/reports/proof.jsonl`), and says what it proves."""
    result = proofs.verified(_lines(file), _pinned(key) if key else None)
    slides = [each for each in result.slides if slide in (None, each.slide)]
    if slide is not None and not slides:
        raise refused("proof", str(file), said("has no play of {slide}, expected a slide that was shown", slide=slide))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(result._replace(slides=tuple(slides))._asdict())))
        return
    for line in _told(result, slides, known=key is not None):
        click.echo(printable(line, _LONGEST_LINE))
    if slide is not None:
        for display, seconds in slides[0].displays.items():
            click.echo(printable(f"  {display:<30} {_hours(seconds)}", _LONGEST_LINE))


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as lines:
            yield from lines
    except OSError as error:
        raise refused("file", str(file), f"cannot be read: {error.strerror}") from error


def _pinned(key: str) -> Ed25519PublicKey:
    """Of the text, or of the `key` in an enrolment file. Raises RefusedError."""
    path = Path(key)
    try:
        text = yaml.safe_load(path.read_text())["key"] if path.is_file() else key
        return dsse.public_from_text(str(text))
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        message = "is no key, expected the text after `key:` in a display's enrolment file, or such a file"
        raise refused("proof", "--key", message) from error


def _told(result: PlayProof, slides: list[SlideShown], *, known: bool) -> Iterator[str]:
    head = result.head
    server = dsse.key_id(dsse.public_from_text(head.server))
    yield f"Genuine. {head.city}, {_at(head.since)} to {_at(head.until)}, made {_at(head.made)}."
    whose = "the key that was given" if known else "compare it with `key:` in an enrolment file, or give it by --key"
    yield f"Signed by the server {server} ({whose})."
    for stretch in head.stretches:
        own = dsse.key_id(dsse.public_from_text(stretch.key))
        yield f"Signed by {stretch.display} itself, key {own}, known since {_at(stretch.begun)}."
    yield f"{result.plays} plays follow from one another."
    if result.doubtful:
        yield f"{result.doubtful} more have times that cannot be right, and are not counted."
    for gap in result.gaps:
        yield _gap(gap)
    columns = f"{'screens':>7} {'plays':>7} {'hours':>9} {'read back':>9}"
    yield f"{'slide':<36} {'first shown':<16} {'last shown':<16} {columns}"
    for each in slides:
        part = each.matched_s / each.seconds if each.seconds else 0.0
        yield (
            f"{each.slide or _UNNAMED:<36} {_at(each.first)} {_at(each.last)} {len(each.displays):>7} "
            f"{each.plays:>7} {_hours(each.seconds):>9} {part:>9.0%}"
        )
    yield "Times are UTC. Read back: of these hours, those in which the glass was looked at and was as it was meant."


def _gap(gap: Gap) -> str:
    when = f"{_at(gap.since)} to {_at(gap.until)}" if gap.since else f"before {_at(gap.until)}"
    numbers = f"{gap.after + 1} to {gap.before - 1}"
    if gap.server:
        return f"Gap: {gap.display}, {when}: plays {numbers} were signed, and are not in what the server kept."
    return f"Gap: {gap.display}, {when}: numbers {numbers} were not used, or lost with the display's power."


def _at(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M}"


def _hours(seconds: float) -> str:
    return f"{int(seconds // 3600)}:{int(seconds // 60) % 60:02}:{int(seconds) % 60:02}"
