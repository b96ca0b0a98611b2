"""What people and programs change of a pack, as edits that `Publisher.change` publishes.

An edit takes what is published and gives the files of another pack.
"""

from collections.abc import Callable, Mapping

from content.findings import refused
from content.pack.alert import ALERTS
from content.pack.folder import within_limits
from control_server.publishing.published import Published
from control_server.publishing.publisher import Edit

Check = Callable[[Published], None]
"""Raises MovedError when what is published is not what the caller means to change."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How ZIP (XLSX, ODS) and OLE (XLS) begin."""


def whole_pack(files: Mapping[str, bytes], check: Check | None = None) -> Edit:
    """The pack becomes these files (path → bytes). Raises RefusedError for what no pack may be.

    Alerts stay as they are on the displays: who sends a folder means to put up none, and to end none.
    """
    within_limits(files)
    _no_workbooks(files)

    def edit(published: Published) -> Mapping[str, bytes]:
        if check:
            check(published)
        given = {path: body for path, body in files.items() if not path.startswith(ALERTS)}
        return given | {path: body for path, body in published.files.items() if path.startswith(ALERTS)}

    return edit


def one_slide(slide: str, body: bytes, check: Check | None = None) -> Edit:
    """The slide is written as `body`, YAML of the authoring format; it is added when it is not there.

    The edit raises RefusedError for what no pack may be.
    """

    def edit(published: Published) -> Mapping[str, bytes]:
        published.city_pack()
        if check:
            check(published)
        files = {**published.files, f"slides/{slide}.yaml": body}
        within_limits(files)
        return files

    return edit


def _no_workbooks(files: Mapping[str, bytes]) -> None:
    """Figures of a pack are text. Raises RefusedError: workbooks are read in a jail, and that is the import's."""
    for path, data in files.items():
        if path.startswith("data/") and data.startswith(_WORKBOOKS):
            message = "is a workbook, expected CSV in a pack; `afisier import` makes it of a workbook"
            raise refused("workbook", path[:200], message)
