"""`afisier import READER SOURCE --into PACK`: a source becomes files of a pack folder, all of them or none.

Decides options (a reader's own, and those all have), what is printed, and the exit codes: 0 well (warnings too), 1
refused or with errors to mend, 2 wrong use. Leaves out reading (`jail`), fetching (`egress`) and merging (`merge`).
"""

import asyncio
import contextlib
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec

from config.system import durable
from content import strict_yaml
from content.checks import gate
from content.findings import Finding, RefusedError, refused
from content.imports.conversation import Imported
from content.imports.options import named, values_of
from content.imports.registry import IMPORTERS, importer
from content.pack.folder import read_folder
from content.pack.model import PROVENANCE, Feed, Pack
from content.pack.parse import parse
from content.publication.edition import PlannedFrame
from content.publication.planner import languages
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format
from control_server.sources import handed_over
from control_server.sources.egress import Egress
from control_server.sources.jail import Order, read_in_jail
from control_server.sources.merge import Merged, MergeOptions, merged

_HELP = {
    "budget": "A local budget, its execution, or a Fiscal Data Package.",
    "consultations": "Calls to take part, from a platform, a calendar, a feed or a notice.",
    "dataset": "One finding of an open data set.",
    "campaigns": "A calendar, or another product's schedule (SMIL, Xibo), as campaigns.",
}
_COMMON = (
    click.Argument(["source"], metavar="SOURCE"),
    click.Option(
        ["--into", "folder"],
        metavar="PACK",
        required=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The pack's folder.",
    ),
    click.Option(["--allow"], metavar="HOST", multiple=True, help="Adds HOST to the hosts of sources.yaml."),
    click.Option(["--playlist"], metavar="ID", help="Adds the new slides to this playlist."),
    click.Option(["--every"], metavar="HOURS", type=click.IntRange(1, 8784), help="Has the server read it again."),
    click.Option(["--replace"], is_flag=True, help="Writes slides anew that are there already."),
    click.Option(["--json", "as_json"], is_flag=True, help="Machine-readable, on standard output."),
)


class _Asked(NamedTuple):
    """A command as typed; `options` are the reader's own."""

    reader: str
    source: str
    folder: Path
    allow: tuple[str, ...]
    playlist: str | None
    every: int | None
    replace: bool
    options: dict[str, str]


def __getattr__(name: str) -> click.Command:
    """The command of a reader, made when it is asked for: its options are the importer's."""
    if name not in IMPORTERS:
        raise AttributeError(name)
    kind = importer(name).options
    own = [_option(option, value) for option, value in named(kind).items()]

    def run(**typed: Any) -> None:
        common = {key: typed.pop(key) for key in ("source", "folder", "allow", "playlist", "every", "replace")}
        as_json = typed.pop("as_json")
        said = {key.replace("_", "-"): str(value).lower() if value is True else value for key, value in typed.items()}
        options = {key: value for key, value in said.items() if value not in (None, False)}
        _import(_Asked(reader=name, options=options, **common), as_json)

    described = " ".join((kind.__doc__ or "").split())
    return click.Command(name, params=[*_COMMON, *own], callback=run, help=f"{_HELP[name]}\n\n{described}")


def _option(name: str, kind: Any) -> click.Option:
    if kind is bool:
        return click.Option([f"--{name}"], is_flag=True)
    values = values_of(kind)
    return click.Option([f"--{name}"], type=click.Choice(values) if values else str)


def _import(asked: _Asked, as_json: bool) -> None:
    if asked.reader == "campaigns" and (asked.playlist or asked.every or asked.replace):
        raise click.UsageError("--playlist, --every and --replace are for slides and figures, not for campaigns")
    files = read_folder(asked.folder)
    pack = parse(files)
    there = handed_over.files(asked.source, asked.options.values())
    egress = Egress((*pack.sources.hosts, *asked.allow))
    order = Order(asked.reader, asked.source, asked.options, files, datetime.now(UTC), there)
    imported = asyncio.run(read_in_jail(order, egress.fetch))
    feed = _feed(asked, there, imported) if asked.every else None
    found = merged(files, imported, MergeOptions(asked.replace, asked.playlist, asked.allow, feed))
    findings = [*imported.findings, *_judged(found.pack, imported.slides)]
    _write(asked.folder, files, found)
    _report(asked, found, imported, findings, as_json)


def _feed(asked: _Asked, there: Mapping[str, bytes], imported: Imported) -> Feed:
    if there:
        raise refused(
            "feed", next(iter(there)), "is a file, expected only addresses with --every: a server has no files"
        )
    data = sorted(path for path in imported.files if path.startswith("data/") and not path.endswith(PROVENANCE))
    name = imported.slides[0] if imported.slides else Path(data[0]).stem if data else asked.reader
    said = {"id": name, "reader": asked.reader, "address": asked.source, "every_hours": asked.every}
    return strict_yaml.typed({**said, "options": asked.options}, Feed, "sources.yaml", "$.feeds")


def _judged(pack: Pack, names: tuple[str, ...]) -> list[Finding]:
    """What the gate says of these slides, on every display of the city: a sample pack's as on its own day."""
    sample = pack.city.sample_day
    now = sample.instant(pack.city.zone) if sample else datetime.now(UTC)
    pages: list[PlannedFrame] = []
    faults: list[Finding] = []
    for name in names:
        for display in pack.displays.values():
            for lang in languages(pack, name, display):
                try:
                    job = compose(pack, name, lang, Format.of(display))
                    pages.append(PlannedFrame(display.id, name, lang, job))
                except RefusedError as error:
                    faults += error.findings
    drawn = gate.drawn(pages, draw)
    found = gate.merged([*gate.check(pack, now), *faults, *gate.examine(pack, pages), *drawn])
    return [finding for finding in found if finding.where.startswith(tuple(f"slides/{name}.yaml" for name in names))]


def _write(folder: Path, before: Mapping[str, bytes], found: Merged) -> None:
    """Each file whole; when one cannot be written, those before it become again what they were."""
    done: list[str] = []
    try:
        for path in sorted(found.written, key=lambda path: (not path.startswith("data/"), path)):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            done.append(path)
            durable.write(folder / path, found.files[path])
    except OSError as error:
        for path in reversed(done):
            with contextlib.suppress(OSError):
                if path in before:
                    durable.write(folder / path, before[path])
                else:
                    (folder / path).unlink(missing_ok=True)
        message = f"cannot be written: {error.strerror}; nothing was imported"
        raise refused("file", str(error.filename or folder), message) from error


def _report(asked: _Asked, found: Merged, imported: Imported, findings: list[Finding], as_json: bool) -> None:
    if as_json:
        said = {"written": found.written, "kept": found.kept, "slides": imported.slides, "findings": findings}
        click.echo(msgspec.json.format(msgspec.json.encode(said), indent=2).decode())
    else:
        for line in (*_lines(asked, found, imported), *(f"{finding.level}: {finding}" for finding in findings)):
            click.echo(line)
    sys.exit(1 if any(finding.level == "error" for finding in findings) else 0)


def _lines(asked: _Asked, found: Merged, imported: Imported) -> Iterator[str]:
    for path in found.written:
        yield f"wrote {asked.folder / path}"
    for path in found.kept:
        yield f"kept {asked.folder / path}: it is there already, --replace writes it anew"
    if not found.written and not found.kept:
        yield "nothing is new"
    played = {slide for playlist in found.pack.playlists.values() for slide in playlist.slides}
    if waiting := [slide for slide in imported.slides if slide not in played]:
        yield f"in no playlist yet: {', '.join(waiting)}; --playlist ID adds them"
    if imported.slides:
        display = next(iter(found.pack.displays), "ID")
        yield f"look at them: afisier render {asked.folder} {imported.slides[0]} --display {display} --out slide.png"
