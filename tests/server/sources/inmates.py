"""Readers of bad intent, run in the real jail: `-m tests.server.sources.inmates PARENT NAME`."""

import ctypes
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from config.system import confinement
from content.findings import Finding, RefusedError, refused
from content.imports.conversation import Ask, Context, Conversation, Imported, Importer
from content.questions import Choice, Question, QuestionError
from control_server.sources import child
from control_server.sources.protocol import ReaderMessage, encoded


class Options(msgspec.Struct, kw_only=True):
    """`attempts` are names of `ATTEMPTS`; `path` is what some of them go for."""

    attempts: str = ""
    path: str = ""


def _tried(attempt: Callable[[Options], Any], options: Options) -> str:
    """How it ended."""
    try:
        return f"succeeded: {attempt(options)}"
    except (OSError, RuntimeError, ValueError) as error:
        return f"{type(error).__name__} {getattr(error, 'errno', None)}"


def _tries(source: str, options: Options, context: Context) -> Conversation:
    """Makes the attempts named in `options`, one after the other, and reports how each ended as `data/report.csv`."""
    report = {name: _tried(ATTEMPTS[name], options) for name in options.attempts.split(",")}
    return Imported(files={"data/report.csv": msgspec.json.encode(report)})
    yield


def _asks(*addresses: str) -> Importer:
    def converse(source: str, options: Options, context: Context) -> Conversation:
        got = []
        for address in addresses or (source,):
            told = yield Ask(address=address)
            got.append(told.body)
        return Imported(files={"data/got.csv": b"|".join(got)})

    return Importer(Options, converse)


def _ends(end: Callable[[Context], Any]) -> Importer:
    def converse(source: str, options: Options, context: Context) -> Conversation:
        imported: Imported = end(context)
        return imported
        yield

    return Importer(Options, converse)


def _endless(source: str, options: Options, context: Context) -> Conversation:
    while True:
        yield Ask(address=source)


def _spin(context: Context) -> None:
    while True:
        pass


def _sleep(context: Context) -> None:
    while True:
        time.sleep(1)


def _kernel(name: str, *arguments: int) -> Callable[[Options], Any]:
    """A system call by number, past the C library."""
    numbers = {"x86_64": {"socket": 41, "io_uring_setup": 425, "ptrace": 101, "unshare": 272, "openat2": 437}}

    def attempt(options: Options) -> Any:
        libc = ctypes.CDLL(None, use_errno=True)
        number = numbers.get(os.uname().machine, {}).get(name, -1)
        if libc.syscall(number, *arguments) < 0:
            raise OSError(ctypes.get_errno(), "")
        return "done"

    return attempt


def _thread(options: Options) -> None:
    thread = threading.Thread(target=print)
    thread.start()
    thread.join()


def _fork(options: Options) -> int:
    if (pid := os.fork()) == 0:
        ctypes.CDLL(None).exit(0)
    os.waitpid(pid, 0)
    return pid


def _noise(source: str, options: Options, context: Context) -> Conversation:
    os.write(1, b"\x00\x00\x00\x05hello")
    yield Ask(address=source)
    return Imported(files={})


def _long(source: str, options: Options, context: Context) -> Conversation:
    os.write(1, b"\xff\xff\xff\xff")
    yield Ask(address=source)
    return Imported(files={})


def _floods(source: str, options: Options, context: Context) -> Conversation:
    """Its last words, and more after them than a pipe and its reader hold."""
    os.write(1, encoded(ReaderMessage(ask=Ask(address=source))) + encoded(ReaderMessage(done=Imported(files={}))))
    while True:
        os.write(1, bytes(4_096))
    yield Ask(address=source)


def _lingers(context: Context) -> None:
    os.close(1)
    _sleep(context)


def _names(source: str, options: Options, context: Context) -> Conversation:
    """A list of a million empty names: a byte each here, eight and more once unpacked."""
    body = msgspec.msgpack.encode({"done": {"files": {}, "slides": [""] * 1_000_000}})
    os.write(1, len(body).to_bytes(4, "big"))
    while body:
        body = body[os.write(1, body) :]
    yield Ask(address=source)
    return Imported(files={})


_ESCAPE = "\x1b[2J\nerror: all is well \u202e"
_STRANGE = Finding(code="x", where=_ESCAPE, message=_ESCAPE + "." * 10_000, fix=_ESCAPE)
_ODD = Question(code="x", where=_ESCAPE, asks=_ESCAPE, choices=(Choice(answer=_ESCAPE, gives=_ESCAPE + "." * 10_000),))


def _prints(context: Context) -> Imported:
    print("a library that talks")
    return Imported(files={"data/well.csv": repr(sorted(context.files)).encode()})


def _context(context: Context) -> Imported:
    sizes = {path: len(data) for path, data in context.files.items()}
    return Imported(files={"data/context.csv": f"{context.pack.city.id} {sizes} {context.now}".encode()})


ATTEMPTS: dict[str, Callable[[Options], Any]] = {
    "socket": lambda options: socket.socket(),
    "socket6": lambda options: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "unix": lambda options: socket.socket(socket.AF_UNIX),
    "pair": lambda options: socket.socketpair(),
    "lookup": lambda options: socket.getaddrinfo("date.oras.ro", 443),
    "raw-socket": _kernel("socket", 2, 1, 0),
    "io_uring": _kernel("io_uring_setup", 8, 0),
    "ptrace": _kernel("ptrace", 0, 0, 0, 0),
    "unshare": _kernel("unshare", 0x10000000),
    "openat2": _kernel("openat2", -100, 0, 0, 0),
    "write": lambda options: Path(options.path).write_bytes(b"x"),
    "append": lambda options: os.open(options.path, os.O_WRONLY | os.O_APPEND),
    "make": lambda options: Path(options.path).mkdir(),
    "remove": lambda options: Path(options.path).unlink(),
    "rename": lambda options: Path(options.path).rename(options.path + "x"),
    "chmod": lambda options: Path(options.path).chmod(0o777),
    "truncate": lambda options: os.truncate(options.path, 0),
    "link": lambda options: Path(options.path + "y").symlink_to("/etc/passwd"),
    "read": lambda options: Path(options.path).read_bytes(),
    "exec": lambda options: os.execv("/bin/true", ["true"]),
    "program": lambda options: subprocess.run(["/bin/true"], check=False),
    "fork": _fork,
    "thread": _thread,
    "kill": lambda options: os.kill(os.getppid(), 0),
    "priority": lambda options: os.setpriority(os.PRIO_PROCESS, 0, 5),
    "files": lambda options: [os.open(os.__file__, os.O_RDONLY) for _ in range(100)],
    "environment": lambda options: dict(os.environ),
    "limits": lambda options: __import__("resource").setrlimit(9, (-1, -1)),
    "lazy": lambda options: __import__("zoneinfo").ZoneInfo("Pacific/Apia") and b"\x80".decode("cp1250"),
}

INMATES = {
    "tries": Importer(Options, _tries),
    "bare": Importer(Options, _tries),
    "memory": _ends(lambda context: bytearray(2_000_000_000)),
    "spin": _ends(_spin),
    "sleep": _ends(_sleep),
    "crash": _ends(lambda context: ctypes.string_at(0)),
    "leave": _ends(lambda context: ctypes.CDLL(None).exit(3)),
    "bug": _ends(lambda context: 1 // 0),
    "nothing": _ends(lambda context: None),
    "refuses": _ends(lambda context: (_ for _ in ()).throw(refused("unit", "buget.csv", "cannot be"))),
    "prints": _ends(_prints),
    "context": _ends(_context),
    "asks": _asks(),
    "passwd": _asks("/etc/passwd"),
    "scheme": _asks("file:///etc/passwd"),
    "endless": Importer(Options, _endless),
    "noise": Importer(Options, _noise),
    "long": Importer(Options, _long),
    **{
        f"writes {path}": _ends(lambda context, path=path: Imported(files={path: b"x"}))
        for path in (
            "sources.yaml",
            "data/../sources.yaml",
            "/etc/x",
            "data/.x",
            "campaigns.yaml",
            "slides/a.py",
            "data/a/b",
            "media/a.png",
        )
    },
    "floods": Importer(Options, _floods),
    "lingers": _ends(_lingers),
    "names": Importer(Options, _names),
    "paints": _ends(lambda context: (_ for _ in ()).throw(RefusedError(_STRANGE))),
    "warns": _ends(lambda context: Imported(files={}, findings=(_STRANGE,))),
    "wonders": _ends(lambda context: (_ for _ in ()).throw(QuestionError(_ODD))),
    "plays": _ends(lambda context: Imported(files={}, slides=(_ESCAPE,))),
    "many": _ends(lambda context: Imported(files={f"data/{n}.csv": b"" for n in range(1_001)})),
    "large": _ends(lambda context: Imported(files={"data/a.csv": bytes(61_000_000)})),
}

if __name__ == "__main__":
    child.importer = INMATES.__getitem__
    if sys.argv[2] == "bare":  # as on a kernel that has no Landlock
        confinement.only_reads = lambda folders, scratch=(): False
    if sys.argv[2] == "spin":
        confinement.PROCESSOR_S = 1
    child.main()
