"""Files of a pack in JSON."""

import msgspec
import pytest

from content.findings import RefusedError
from control_server.http import change_files
from control_server.http.change_files import FileBodies

FILES = {"a.yaml": "ă\n".encode(), "assets/b.png": b"\xff\x00", "gone.yaml": None, "empty": b""}
SAID = b'{"a.yaml":"\xc4\x83\\n","assets/b.png":{"base64":"/wA="},"gone.yaml":null,"empty":""}'


def test_text_bytes_and_what_is_taken_away() -> None:
    assert msgspec.json.encode(change_files.told(FILES)) == SAID
    assert change_files.read(msgspec.json.decode(SAID, type=FileBodies)) == FILES


@pytest.mark.parametrize("path", ["a", "slides/a-b_c.yaml", "data/2026/buget.csv", "p" * 200])
def test_paths_of_a_pack(path: str) -> None:
    assert change_files.path_of(path) == path


@pytest.mark.parametrize(
    "path", ["", "/a", "a/", "a//b", "./a", "a/../b", ".hidden", "a/.b", "ă", "a b", "a\n", "p" * 201]
)
def test_no_paths_of_a_pack(path: str) -> None:
    with pytest.raises(RefusedError, match="is no path in a pack"):
        change_files.read({path: "x"})
