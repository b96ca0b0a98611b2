"""The jail: whatever a reader tries, it costs one sentence."""

import asyncio
import os
import platform
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from config.system import confinement
from content.findings import RefusedError
from content.imports.conversation import Ask, Imported, Told
from control_server.sources.jail import READER_LIMITS, Order, ReaderLimits, read_in_jail
from tests.server.simulator import PACK, START

_INMATES = ("-m", "tests.server.sources.inmates")
QUICK = READER_LIMITS._replace(reply=20)


async def nowhere(ask: Ask) -> Told:
    raise AssertionError(f"nothing is fetched: {ask.address}")


def order(name: str, *, files: Mapping[str, bytes] | None = None, source: str = "https://x.ro") -> Order:
    return Order(name, source, {}, PACK, START, files or {})


async def tried(*attempts: str, path: str = "", name: str = "tries") -> dict[str, str]:
    """How each attempt ended, in the words of `inmates`."""
    task = order(name)._replace(options={"attempts": ",".join(attempts), "path": path})
    imported = await read_in_jail(task, nowhere, limits=QUICK, program=_INMATES)
    return msgspec.json.decode(imported.files["data/report.csv"], type=dict[str, str])


async def refusal(name: str, *, limits: ReaderLimits = QUICK) -> str:
    with pytest.raises(RefusedError) as caught:
        await read_in_jail(order(name), nowhere, limits=limits, program=_INMATES)
    assert len(caught.value.findings) == 1
    return str(caught.value)


async def test_no_network_no_program_no_process() -> None:
    attempts = ["socket", "socket6", "unix", "pair", "exec", "program", "fork", "kill", "priority"]
    if platform.machine() == "x86_64":  # system calls by number, past the C library
        attempts += ["raw-socket", "io_uring", "ptrace", "unshare", "openat2"]
    assert await tried(*attempts) == dict.fromkeys(attempts, "PermissionError 1")


async def test_no_name_is_looked_up_and_no_thread_begins() -> None:
    ends = await tried("lookup", "thread")
    assert ends["lookup"].startswith("gaierror")
    assert ends["thread"].startswith("RuntimeError")


async def test_no_file_is_changed(tmp_path: Path) -> None:
    target = tmp_path / "token"
    target.write_bytes(b"secret")
    before = target.stat()
    attempts = ["write", "append", "make", "remove", "rename", "chmod", "truncate", "link"]
    for name, end in (await tried(*attempts, path=str(target))).items():
        assert end in ("PermissionError 1", "PermissionError 13"), name
    assert list(tmp_path.iterdir()) == [target]
    assert (target.read_bytes(), target.stat().st_mode) == (b"secret", before.st_mode)
    made = tmp_path / "folder"
    assert (await tried("make", path=str(made)))["make"].startswith("PermissionError")


async def test_no_file_is_changed_on_a_kernel_without_landlock_either(tmp_path: Path) -> None:
    target = tmp_path / "token"
    target.write_bytes(b"secret")
    attempts = ["write", "append", "make", "remove", "rename", "chmod", "truncate", "link"]
    assert await tried(*attempts, path=str(target), name="bare") == dict.fromkeys(attempts, "PermissionError 1")
    assert list(tmp_path.iterdir()) == [target]


async def test_no_file_of_others_is_read(tmp_path: Path) -> None:
    if not confinement.landlock():
        pytest.skip("this kernel has no Landlock")
    (tmp_path / "token").write_bytes(b"secret")
    for path in (tmp_path / "token", Path("/etc/passwd"), Path("/proc/self/environ"), Path.cwd() / "README.md"):
        assert await tried("read", path=str(path)) == {"read": "PermissionError 13"}


async def test_what_a_reader_needs_is_there_and_no_more() -> None:
    ends = await tried("lazy", "limits", "environment", "files")
    assert ends["lazy"].startswith("succeeded")
    assert (ends["limits"], ends["files"]) == ("ValueError None", "OSError 24")
    assert "PATH" not in ends["environment"]
    assert "HOME" not in ends["environment"]


async def test_memory_ends() -> None:
    assert "more than 1,073 MB of memory" in await refusal("memory")


async def test_a_reader_that_never_answers_is_given_up() -> None:
    assert "took more than 1 s to read" in await refusal("sleep", limits=READER_LIMITS._replace(reply=1))


async def test_a_reader_that_only_asks_is_given_up_too() -> None:
    async def fetch(ask: Ask) -> Told:
        return Told(address=ask.address)

    with pytest.raises(RefusedError, match=r"took more than 0\.5 s in all"):
        await read_in_jail(
            order("endless"), fetch, limits=READER_LIMITS._replace(total=0.5, asks=10**9), program=_INMATES
        )


async def test_the_processor_is_not_lent_for_ever() -> None:
    assert re.search(r"s of the processor", await refusal("spin"))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("crash", r"ended its reader \(signal 11\)"),
        ("leave", r"ended its reader \(exit 3\)"),
        ("bug", r"could not be read \(ZeroDivisionError"),
        ("nothing", "say nonsense|nothing was imported"),
        ("noise", "nothing was imported"),
        ("long", "nothing was imported"),
        ("refuses", "buget.csv: cannot be"),
        ("passwd", "/etc/passwd: is neither an address"),
        ("scheme", "is neither an address"),
        ("many", "1,001 files"),
        ("large", "61,000,000 bytes"),
        ("writes sources.yaml", "is no file that an import writes"),
        ("writes data/../sources.yaml", "is no file that an import writes"),
        ("writes /etc/x", "is no file that an import writes"),
        ("writes data/.x", "is no file that an import writes"),
        ("writes campaigns.yaml", "is no file that an import writes"),
        ("writes slides/a.py", "is no file that an import writes"),
        ("names", "said what no reader says"),
        ("plays", "is no slide of the import or the pack"),
        ("writes media/a.png", "is no file that an import writes"),
        ("writes data/a/b", "is no file that an import writes"),
    ],
)
async def test_one_sentence(name: str, sentence: str) -> None:
    assert re.search(sentence, await refusal(name))


async def test_what_libraries_print_is_no_message() -> None:
    imported = await read_in_jail(order("prints"), nowhere, program=_INMATES)
    assert isinstance(imported, Imported)
    assert b"city.yaml" in imported.files["data/well.csv"]


async def test_the_child_knows_the_pack_and_the_time_but_no_picture() -> None:
    task = order("context")._replace(files={**PACK, "media/harta.png": b"\x89PNG" * 99, "data/a.csv": b"a;b\n"})
    report = (await read_in_jail(task, nowhere, program=_INMATES)).files["data/context.csv"].decode()
    assert report.startswith("oras ")
    assert "'media/harta.png': 0" in report
    assert "'data/a.csv': 4" in report
    assert report.endswith(str(START))


async def test_addresses_are_fetched_and_files_are_handed_over() -> None:
    async def fetch(ask: Ask) -> Told:
        return Told(address=ask.address, body=b"from " + ask.address.encode())

    imported = await read_in_jail(order("asks"), fetch, program=_INMATES)
    assert imported.files == {"data/got.csv": b"from https://x.ro"}
    of_a_file = order("asks", source="/tmp/buget.csv", files={"/tmp/buget.csv": b"1;2"})
    assert (await read_in_jail(of_a_file, nowhere, program=_INMATES)).files == {"data/got.csv": b"1;2"}


async def test_questions_and_answers_end() -> None:
    async def fetch(ask: Ask) -> Told:
        return Told(address=ask.address, body=bytes(1_000))

    with pytest.raises(RefusedError, match="more than 9 addresses"):
        await read_in_jail(order("endless"), fetch, limits=READER_LIMITS._replace(asks=9), program=_INMATES)
    with pytest.raises(RefusedError, match="more than 5,000 bytes"):
        await read_in_jail(order("endless"), fetch, limits=READER_LIMITS._replace(fetched=5_000), program=_INMATES)


async def test_a_fetch_that_is_refused_ends_the_import_and_the_child() -> None:
    async def fetch(ask: Ask) -> Told:
        raise RefusedError

    with pytest.raises(RefusedError):
        await read_in_jail(order("asks"), fetch, program=_INMATES)
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    names = [Path(f"/proc/{child}/cmdline").read_text() for child in children]
    assert not any("inmates" in name for name in names)


async def test_an_import_that_is_cancelled_leaves_nothing_running() -> None:
    task = asyncio.create_task(read_in_jail(order("sleep"), nowhere, program=_INMATES))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_words_after_the_last_ones_hold_nobody_up() -> None:
    async def fetch(ask: Ask) -> Told:
        asleep = 0
        while asleep < 50:  # it would wake if asyncio still read: its pipe is full, and so is asyncio's buffer
            await asyncio.sleep(0)
            asleep = asleep + 1 if _state("floods") == "S" else 0
        return Told(address=ask.address)

    async with asyncio.timeout(20):
        assert await read_in_jail(order("floods"), fetch, program=_INMATES) == Imported(files={})


def _state(name: str) -> str:
    """Of the child of that name, as proc(5) has it: S is asleep."""
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        if Path(f"/proc/{child}/cmdline").read_text().rstrip("\0").endswith(name):
            return Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]
    raise AssertionError("the child has ended")


async def test_a_reader_that_hangs_up_and_stays_is_given_up() -> None:
    assert "took more than 1 s to read" in await refusal("lingers", limits=READER_LIMITS._replace(reply=1))


async def test_what_a_reader_says_is_text_of_some_length() -> None:
    with pytest.raises(RefusedError) as caught:
        await read_in_jail(order("paints"), nowhere, program=_INMATES)
    warned = await read_in_jail(order("warns"), nowhere, program=_INMATES)
    for finding in (*caught.value.findings, *warned.findings):
        assert str(finding).isprintable()
        assert len(str(finding)) < 2_200


async def test_questions_come_out_without_files_as_text_of_some_length() -> None:
    asked = await read_in_jail(order("wonders"), nowhere, program=_INMATES)
    (question,) = asked.questions
    assert asked == Imported(files={}, questions=(question,))
    assert str(question).isprintable()
    assert 2_000 < len(str(question)) < 2_200
    assert question.choices[0].answer.startswith("?[2J error: all is well")


async def test_only_the_readers_of_the_table() -> None:
    with pytest.raises(RefusedError, match="is no reader, expected one of budget, consultations, dataset"):
        await read_in_jail(order("os"), nowhere)
