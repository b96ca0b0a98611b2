"""What a person says of an import, as a form: options of the importer, answers to questions, values of drafts.

Decides which options are shown where, and how what was typed becomes the next request of the same source. Leaves out
what options mean (`content.imports`), and how the form looks (the templates).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from aiohttp import web

from content.findings import RefusedError, refused
from content.imports import finishing
from content.imports.dataset_options import joined, pairs
from content.imports.options import named, values_of
from content.imports.registry import importer
from content.phrases import said
from content.questions import Question
from control_server.sources.jail import MAX_HANDED_OVER
from control_server.sources.reading import ReadingRequest


class SourceKind(NamedTuple):
    """What a person has: the importer that reads it, with options that follow from the choice.

    `files` and `addresses` say how it can be given; `main` are the options that are asked first, `source` those about
    where it comes from. All others are technical.
    """

    reader: str
    options: Mapping[str, str] = {}
    main: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    file: bool = True
    address: bool = True
    text: bool = False


_OF_DATA = ("source-name", "page", "licence", "as-of", "short")
KINDS: dict[str, SourceKind] = {
    "budget": SourceKind(
        "budget",
        main=("year", "status", "objections-until", "published", "surplus"),
        source=("source-url", "as-of", "source-name", "licence", "short", "phone", "desk"),
    ),
    "dataset": SourceKind("dataset", main=("title", "topic", "unit", "scope", "chart", "since"), source=_OF_DATA),
    "calls": SourceKind(
        "consultations",
        main=("who", "takes-minutes", "legal-basis", "published"),
        source=("phone", "desk", "short", "limit"),
    ),
    "calendar": SourceKind("campaigns", main=()),
    "places": SourceKind("dataset", main=("title", "topic", "places", "outline"), source=_OF_DATA),
    "notice": SourceKind("consultations", {"kind": "notice"}, file=True, text=True),
}
"""The choices of the page, in its order."""
_TOGETHER = ("where", "columns", "breaks")
"""Options of which each answer says a part: name=value;name=value."""
LONGEST = 2_000
_NAME = 120
PASTED = "anunt.txt"
"""What a pasted text is called."""


class OptionField(NamedTuple):
    """One option: its value now, and the texts it is limited to, if it is. A `tick` is true or not said."""

    name: str
    value: str
    values: tuple[str, ...]
    tick: bool = False


class OptionGroups(NamedTuple):
    """The options of an importer that no question is about."""

    main: tuple[OptionField, ...]
    source: tuple[OptionField, ...]
    technical: tuple[OptionField, ...]


def groups(request: ReadingRequest, asked: Sequence[Question]) -> OptionGroups:
    """The options as fields. What a question asks is answered there."""
    kind = KINDS[request.what]
    taken = {choice.option or question.option for question in asked for choice in question.choices}
    taken |= {question.option for question in asked} | set(kind.options) | {"revenue"}
    types = {name: type_ for name, type_ in named(importer(kind.reader).options).items() if name not in taken}

    def fields(names: Sequence[str]) -> tuple[OptionField, ...]:
        return tuple(
            OptionField(name, request.options.get(name, ""), values_of(types[name]), types[name] is bool)
            for name in names
            if name in types
        )

    rest = [name for name in types if name not in (*kind.main, *kind.source)]
    return OptionGroups(fields(kind.main), fields(kind.source), fields(rest))


def free(request: ReadingRequest, question: Question) -> bool:
    """Whether any text may answer the question, beside its choices."""
    type_ = named(importer(request.reader).options).get(question.option)
    return type_ is not None and question.option not in ("sure", *_TOGETHER) and not values_of(type_)


def begun(form: Mapping[str, Any]) -> tuple[ReadingRequest, dict[str, bytes]]:
    """A new request and the files that were handed over. Raises RefusedError when there is nothing to read."""
    texts = {name: text for name, text in form.items() if isinstance(text, str)}
    what = texts.get("what", "")
    if what not in KINDS:
        raise refused(
            "choice",
            "the source",
            said("found {what!r}, expected one of {kinds}", what=what[:40], kinds=", ".join(KINDS)),
        )
    kind, files = KINDS[what], {}
    options = dict(kind.options)
    for name in ("file", "revenue"):
        given = form.get(name)
        if isinstance(given, web.FileField) and given.filename:
            own = _plain_name(given.filename)
            files[own] = _within(given.file.read(MAX_HANDED_OVER + 1), own)
            if name == "revenue":
                options["revenue"] = own
    if pasted := texts.get("text", "").strip():
        files = {PASTED: _within(pasted.encode(), PASTED)}
    address = texts.get("address", "").strip()
    source = next((name for name in files if name != options.get("revenue")), address)
    if not source:
        raise refused("source", "the source", "is missing, expected a file, an address or a text")
    return ReadingRequest(what=what, reader=kind.reader, source=source[:LONGEST], options=options), files


def answered(
    request: ReadingRequest, form: Mapping[str, str], slides: Mapping[str, Mapping[str, str]]
) -> ReadingRequest:
    """The request with what the form says. `slides` are those that the form has, with the values proposed for each."""
    options = {name: text for name, text in request.options.items() if f"has.{name}" not in form}
    for name in (each[4:] for each in form if each.startswith("has.")):
        if text := form.get(f"option.{name}", "").strip()[:LONGEST]:
            options[name] = text
    for option, text in _answers(form):
        options[option] = _joined(option, options.get(option, ""), text[:LONGEST])
    return msgspec.structs.replace(
        request,
        options=options,
        values=_values(form, request.values, slides),
        compared={slide: keys for slide in slides if (keys := _compared(form, slide))},
        left_out=tuple(slide for slide in slides if f"take:{slide}" not in form),
        playlist=form.get("playlist", "")[:64],
        replace="replace" in form,
        title=" ".join(form.get("title", "").split())[:_NAME],
    )


def _answers(form: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Option and text of each question that was answered; what was written goes before what was chosen."""
    for name, option in form.items():
        if not name.startswith("asks."):
            continue
        number = name[5:]
        written = form.get(f"text.{number}", "").strip()
        chosen, _, answer = form.get(f"answer.{number}", "").partition("=")
        if written and option:
            yield option, written
        elif chosen and answer:
            yield chosen, answer


def _joined(option: str, before: str, text: str) -> str:
    """The text of an option of which several answers each say a part; of all others the newest."""
    if option == "sure":
        return ",".join(dict.fromkeys(part for part in (*before.split(","), text) if part))
    if option in _TOGETHER:
        try:
            return joined({**pairs(before, option), **pairs(text, option)})
        except RefusedError:
            return text
    return text


def _compared(form: Mapping[str, str], slide: str) -> tuple[str, ...]:
    """The keys of a slide that a person ticked."""
    return tuple(name.split(":", 2)[2] for name in form if name.startswith(f"compared:{slide}:"))


def _values(
    form: Mapping[str, str], before: Mapping[str, Mapping[str, str]], slides: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """`value:strada:title.ro` by slide and name; what is as it was proposed is nobody's word yet."""
    values = {slide: dict(each) for slide, each in before.items()}
    for name, text in form.items():
        begins, _, rest = name.partition(":")
        slide, _, key = rest.partition(":")
        if begins != "value" or slide not in slides or not key:
            continue
        own, written = values.setdefault(slide, {}), finishing.tidied(text)[:LONGEST]
        if written == slides[slide].get(key, ""):
            own.pop(key, None)
        else:
            own[key] = written
    return {slide: each for slide, each in values.items() if each}


def _plain_name(name: str) -> str:
    """The last part of a file's name, as a person knows it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-_NAME:].strip() or "fisier"


def _within(data: bytes, name: str) -> bytes:
    if len(data) > MAX_HANDED_OVER:
        raise refused(
            "size",
            name,
            said("has more than {max_handed_over:,} bytes, expected at most that", max_handed_over=MAX_HANDED_OVER),
        )
    if not data:
        raise refused("file", name, "is empty, expected something in it")
    return data
