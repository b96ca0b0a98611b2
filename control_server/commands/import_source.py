"""`afisier import READER SOURCE --into PACK`: a source becomes files of a pack folder, all of them or none.

Decides options (a reader's own, and those all have), what is printed, and the exit codes: 0 well (warnings and drafts
too), 1 refused, asked before anything could be read, or with errors to mend, 2 wrong use. Leaves out reading (`jail`),
fetching (`egress`) and merging (`merge`).
"""

import asyncio
import contextlib
import shlex
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
from content.findings import Finding, refused
from content.imports import reckonings
from content.imports.conversation import Imported
from content.imports.options import named, values_of
from content.imports.registry import IMPORTERS, importer
from content.pack.folder import read_folder
from content.pack.model import PROVENANCE, Feed, Pack
from content.pack.parse import parse
from content.questions import Question
from content.slides.drawing import draw
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
    click.Option(["--explain"], is_flag=True, help="Says how each figure was reached: cells, sums, rounding."),
    click.Option(["--json", "as_json"], is_flag=True, help="Machine-readable, on standard output."),
)


class ImportArguments(NamedTuple):
    """A command as typed. `every` is in hours; `options` are the reader's own."""

    reader: str
    source: str
    folder: Path
    allow: tuple[str, ...]
    playlist: str | None
    every: int | None
    replace: bool
    explain: bool
    as_json: bool
    options: dict[str, str]


def __getattr__(name: str) -> click.Command:
    """The command of a reader. It is made when it is first needed, because its options are those of the importer."""
    if name not in IMPORTERS:
        raise AttributeError(name)
    kind = importer(name).options
    own = [_option(option, value) for option, value in named(kind).items()]

    def run(**typed: Any) -> None:
        common = {argument.name: typed.pop(argument.name) for argument in _COMMON}
        texts = {key.replace("_", "-"): str(value).lower() if value is True else value for key, value in typed.items()}
        options = {key: value for key, value in texts.items() if value not in (None, False)}
        _import(ImportArguments(reader=name, options=options, **common))

    described = " ".join((kind.__doc__ or "").split())
    return click.Command(name, params=[*_COMMON, *own], callback=run, help=f"{_HELP[name]}\n\n{described}")


def _option(name: str, kind: Any) -> click.Option:
    if kind is bool:
        return click.Option([f"--{name}"], is_flag=True)
    values = values_of(kind)
    return click.Option([f"--{name}"], type=click.Choice(values) if values else str)


def _import(arguments: ImportArguments) -> None:
    if arguments.reader == "campaigns" and (arguments.playlist or arguments.every or arguments.replace):
        raise click.UsageError("--playlist, --every and --replace are for slides and figures, not for campaigns")
    files = read_folder(arguments.folder)
    pack = parse(files)
    files_of_person = handed_over.files(arguments.source, arguments.options.values())
    egress = Egress((*pack.sources.hosts, *arguments.allow))
    order = Order(arguments.reader, arguments.source, arguments.options, files, datetime.now(UTC), files_of_person)
    imported = asyncio.run(read_in_jail(order, egress.fetch))
    feed = feed_of(arguments, files_of_person, imported) if arguments.every and imported.files else None
    options = MergeOptions(arguments.replace, arguments.playlist, arguments.allow, feed)
    merge = merged(files, imported, options if imported.files else MergeOptions())
    findings = [*imported.findings, *_findings_on(merge.pack, imported.slides)]
    _write(arguments.folder, files, merge)
    _report(arguments, merge, imported, findings)


def feed_of(arguments: ImportArguments, files: Mapping[str, bytes], imported: Imported) -> Feed:
    """The entry of `sources.yaml` that repeats this import. Its id is that of the first slide, or of the first table.

    Raises RefusedError when `files` were handed over: the server does not have them.
    """
    if files:
        raise refused(
            "feed", next(iter(files)), "is a file, expected only addresses with --every: a server has no files"
        )
    data = sorted(path for path in imported.files if path.startswith("data/") and not path.endswith(PROVENANCE))
    name = imported.slides[0] if imported.slides else Path(data[0]).stem if data else arguments.reader
    fields = {"id": name, "reader": arguments.reader, "address": arguments.source, "every_hours": arguments.every}
    return strict_yaml.typed({**fields, "options": arguments.options}, Feed, "sources.yaml", "$.feeds")


def _findings_on(pack: Pack, names: tuple[str, ...]) -> list[Finding]:
    """What the gate finds on these slides, drawn for every display. A sample pack is checked as on its `sample_day`."""
    sample = pack.city.sample_day
    now = sample.instant(pack.city.zone) if sample else datetime.now(UTC)
    findings = gate.of_slides(pack, names, now, draw)
    return [finding for finding in findings if finding.where.startswith(tuple(f"slides/{name}.yaml" for name in names))]


def _write(folder: Path, before: Mapping[str, bytes], merge: Merged) -> None:
    """Writes each file whole. When one cannot be written, those written before it are restored. Raises RefusedError."""
    done: list[str] = []
    try:
        for path in sorted(merge.written, key=lambda path: (not path.startswith("data/"), path)):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            done.append(path)
            durable.write(folder / path, merge.files[path], mode=durable.FOR_PEOPLE)
    except OSError as error:
        for path in reversed(done):
            with contextlib.suppress(OSError):
                if path in before:
                    durable.write(folder / path, before[path], mode=durable.FOR_PEOPLE)
                else:
                    (folder / path).unlink(missing_ok=True)
        message = f"cannot be written: {error.strerror}; nothing was imported"
        raise refused("file", str(error.filename or folder), message) from error


def _report(arguments: ImportArguments, merge: Merged, imported: Imported, findings: list[Finding]) -> None:
    """Prints what was done, and exits."""
    if arguments.as_json:
        result = {"written": merge.written, "kept": merge.kept, "slides": imported.slides, "findings": findings}
        result["questions"] = imported.questions
        if arguments.explain:
            result["figures"] = imported.reckonings
        click.echo(msgspec.json.format(msgspec.json.encode(result), indent=2).decode())
    else:
        asked = (line for question in imported.questions for line in asked_lines(question))
        click.echo("\n".join(_lines(arguments, merge, imported)))
        if arguments.explain:
            click.echo("\n".join(reckonings.lines(imported.reckonings)) or "no slide with figures was made")
        for line in (*(f"{finding.level}: {finding}" for finding in findings), *asked):
            click.echo(line)
    unread = bool(imported.questions) and not imported.files
    sys.exit(1 if unread or any(finding.level == "error" for finding in findings) else 0)


def asked_lines(question: Question) -> Iterator[str]:
    """A question as a person reads it: what is asked, what was seen, and each answer as it is typed."""
    yield f"question: {question.where}: " + (f"`{question.key}`: " if question.key else "") + question.asks
    if question.seen:
        yield f"    seen: {question.seen}"
    for choice in question.choices:
        option = choice.option or question.option
        answer = f"--{option} {shlex.quote(choice.answer)}" if option else choice.answer
        yield f"    {answer}" + (f"   {choice.gives}" if choice.gives else "")
    if not question.choices and question.option:
        yield f"    --{question.option} …"


def _lines(arguments: ImportArguments, merge: Merged, imported: Imported) -> Iterator[str]:
    if imported.questions and not imported.files:
        yield "nothing was imported: answer the questions, each with its option"
        return
    for path in merge.written:
        yield f"wrote {arguments.folder / path}"
    for path in merge.kept:
        yield f"kept {arguments.folder / path}: it is there already, --replace writes it anew"
    if not merge.written and not merge.kept:
        yield "nothing is new"
    played = {slide for playlist in merge.pack.playlists.values() for slide in playlist.slides}
    if waiting := [slide for slide in imported.slides if slide not in played]:
        yield f"in no playlist yet: {', '.join(waiting)}; --playlist ID adds them"
    if imported.slides:
        display = next(iter(merge.pack.displays), "ID")
        render = f"afisier render {arguments.folder} {imported.slides[0]} --display {display} --out slide.png"
        yield f"look at them: {render}"
