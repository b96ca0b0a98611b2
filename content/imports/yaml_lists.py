"""Adding to a YAML file of the pack and leaving the rest as a person wrote it: comments, order, quotes, indentation.

Decides how added lines look. What is added is the caller's.
"""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from content import strict_yaml
from content.findings import refused
from content.phrases import said

_FLUSH = re.compile(rb"^- ", re.MULTILINE)


def document(data: bytes, name: str) -> Any:
    """The file as a document that remembers how it was written. Raises RefusedError."""
    if not data.strip():
        return {}
    strict_yaml.mapping(data, name)  # its sentences are the pack's
    try:
        return _yaml().load(data.decode())
    except YAMLError as error:
        raise refused("yaml", name, "cannot be added to, expected plain YAML; add the lines by hand") from error


def written(document: Any, before: bytes) -> bytes:
    """The document in the manner of the file it was."""
    out = io.BytesIO()
    _yaml(flush=bool(_FLUSH.search(before))).dump(document, out)
    return out.getvalue()


def extended(data: bytes, name: str, key: str, entries: Sequence[Any]) -> bytes:
    """The file with entries added to the list under `key`. Raises RefusedError."""
    loaded = document(data, name)
    loaded.setdefault(key, []).extend(msgspec.to_builtins(list(entries)))
    return written(loaded, data)


def entry(document: Any, name: str, key: str, its_id: str) -> Any:
    """The entry of that id in the list under `key`. Raises NotFoundError (`unknown`)."""
    for each in document.get(key) or ():
        if each.get("id") == its_id:
            return each
    raise refused("unknown", f"{name}: {its_id!r}", said("is not among its {key}, expected the id of one", key=key))


def flow(values: Sequence[Any]) -> CommentedSeq:
    """A list of texts, numbers or mappings as it stands on one line: `[…]`."""
    listed = CommentedSeq(CommentedMap(each) if isinstance(each, dict) else each for each in values)
    for each in (listed, *(value for value in listed if isinstance(value, CommentedMap))):
        each.fa.set_flow_style()
    return listed


def flow_map(values: Mapping[str, Any]) -> CommentedMap:
    """A mapping as it stands on one line: `{…}`."""
    mapping = CommentedMap(values)
    mapping.fa.set_flow_style()
    return mapping


def put(own: Any, key: str, value: Any) -> None:
    """Sets the key of a document, or takes it out where the value is empty; an empty number is a number."""
    if value is None or (not value and not isinstance(value, int | float)):
        own.pop(key, None)
    else:
        own[key] = value


def _yaml(flush: bool = False) -> YAML:
    """`flush` lists stand under their key, not to the right of it."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=2 if flush else 4, offset=0 if flush else 2)
    return yaml
