"""The four things that most parts of the server use: database, signer, metrics, clock."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from content.wire.dsse import Signer
from control_server.metrics import Metrics
from control_server.storage.database import Database


class Ground(NamedTuple):
    """`signer` signs what displays are told; `clock` gives the time in UTC."""

    database: Database
    signer: Signer
    metrics: Metrics
    clock: Callable[[], datetime]
