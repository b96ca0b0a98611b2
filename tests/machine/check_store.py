"""Whether the stores on copies of a display's disk are whole: run inside, with the display's own libraries.

`check_store.py URL…` prints a line for each. No part of a player.
"""

import gzip
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

from content import wire
from display_client.store import DisplayStore

COPY, PLACE = Path("/run/cut"), Path("/run/cut.d")


def fetch(url: str, place: Path) -> None:
    """Mounts the file system of that address; the kernel replays its journal."""
    with urllib.request.urlopen(url, timeout=300) as answer, COPY.open("wb") as file:
        shutil.copyfileobj(gzip.GzipFile(fileobj=answer), file)
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", str(COPY), str(place)], check=True)


def state(store: DisplayStore) -> str:
    settled = store.settled()
    if settled is None:
        return "nothing is settled"
    assets = wire.decode(settled.programme, wire.Programme, "the stored programme").assets
    missing = sum(store.asset(digest) is None for digest in assets)
    named = [path.name for path in store.assets.iterdir() if not path.name.startswith(".")]
    false = sum(store.asset(name) is None for name in named)
    whole = f"{missing} missing, {false} not what their names say" if missing or false else "whole"
    return "settled {} {}, {}".format(*settled.version, whole)


if sys.argv[1] == "mount":
    fetch(sys.argv[3], Path(sys.argv[2]))
else:
    for url in sys.argv[1:]:
        fetch(url, PLACE)
        print(state(DisplayStore(PLACE / "store")))
        subprocess.run(["umount", str(PLACE)], check=True)
