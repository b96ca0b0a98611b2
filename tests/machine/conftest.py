"""One emulated machine for all tests here. They run only when they are asked for: `make machine`."""

import contextlib
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.machine.bench import Bench
from tests.machine.image import ROOT, image
from tests.machine.outside import City


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Whoever does not ask for them by their marker does not even read them."""
    asked = config.getoption("markexpr") == "machine"
    return None if asked or not collection_path.name.startswith("test_") else True


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The machine, switched on, until a slide is on its panel; that moment is kept."""
    folder = tmp_path_factory.mktemp("machine")
    made = image()
    city = City(folder / "city")
    try:
        bench = Bench(folder, made, city)
        try:
            with explained(bench, "start"):
                bench.light()
            yield bench
        finally:
            bench.cut_power()
    finally:
        city.end()


@contextlib.contextmanager
def explained(bench: Bench, name: str) -> Iterator[None]:
    """What fails leaves the panel and the machine's own words in `build/machine`."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(Exception):
            bench.explain(ROOT / "build" / "machine" / name)
        raise


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    with explained(_bench(pyfuncitem), pyfuncitem.name):
        return (yield)


def _bench(function: pytest.Function) -> Bench:
    used = function.funcargs.get("lit") or function.funcargs["bench"]
    assert isinstance(used, Bench)
    return used


@pytest.fixture
def lit(bench: Bench) -> Bench:
    """The machine as it was when its first slide was lit."""
    bench.back()
    return bench
