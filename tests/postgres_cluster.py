"""A PostgreSQL of the tests' own: a cluster in a temporary folder, reached by a socket in it; a schema a test."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

_numbers = itertools.count(1)


class Cluster:
    """Made by `running`. `folder` has its socket."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self._programs = folder, programs

    def address(self, database: str = "postgres", **options: str) -> str:
        more = "".join(f"&{name}={value}" for name, value in options.items())
        return f"postgresql:///{database}?host={self.folder}&user=afisier{more}"

    async def fresh(self) -> str:
        """The address of a schema that has nothing in it. One test runs at a time; a database would take longer."""
        name = f"city_{next(_numbers)}"
        connection = await asyncpg.connect(self.address())
        try:
            await connection.execute(f"CREATE SCHEMA {name}")
        finally:
            await connection.close()
        return self.address(search_path=name)

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses= -c max_connections=200"
        self._run("pg_ctl", "--pgdata", "data", "--log", "log", "--wait", "--options", options, "start")

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "--pgdata", "data", "--wait", "--mode", how, "stop")

    def make(self) -> None:
        self._run("initdb", "--pgdata", "data", "--username", "afisier", "--encoding", "UTF8", "--auth", "trust")

    def _run(self, program: str, *arguments: str) -> None:
        """As a user that PostgreSQL runs as: it refuses root."""
        as_user = {"user": "postgres"} if os.geteuid() == 0 else {}
        subprocess.run(
            [self._programs / program, *arguments],
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            **as_user,
        )


@contextmanager
def running() -> Iterator[Cluster]:
    """A cluster, gone with its folder at the end. Its socket's path must be short: the system allows 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        os.chown(folder, *pwd.getpwnam("postgres")[2:4])
    cluster = Cluster(folder, _programs())
    try:
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Debian keeps them by version, outside the PATH."""
    by_version = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    if by_version:
        return by_version[-1]
    assert on_path, "PostgreSQL is not installed, expected Debian's package `postgresql`"
    return Path(on_path).parent
