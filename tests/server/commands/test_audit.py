"""`afisier audit verify`: an export proves itself; one that was touched does not."""

from pathlib import Path

import msgspec
from click.testing import CliRunner

from control_server.commands.audit import audit
from control_server.storage import audit as chain
from control_server.storage.audit import Act, AuditRow
from tests.server.simulator import START, Clock, simulated


async def exported(tmp_path: Path, clock: Clock) -> list[AuditRow]:
    async with simulated(tmp_path, clock) as city:
        for number in range(3):
            async with city.server.ground.database.writing() as connection:
                await chain.record(connection, Act(who="console", verb="tried", object=f"thing {number}"), START)
        return await chain.rows(city.server.ground.database)


async def test_an_export_and_what_was_made_of_it(tmp_path: Path, clock: Clock) -> None:
    rows = await exported(tmp_path, clock)
    file = tmp_path / "audit.json"
    file.write_bytes(msgspec.json.encode(rows))
    proved = CliRunner().invoke(audit, ["verify", str(file)])
    assert proved.exit_code == 0
    assert (
        proved.output
        == f"3 rows follow from one another, the last of 2026-11-23T10:00:00+00:00, {rows[-1].hash[:16]}\n"
    )
    heads = ["--head", rows[1].hash, "--head", rows[2].hash.upper()]
    kept = CliRunner().invoke(audit, ["verify", str(file), *heads])
    assert kept.output.splitlines()[1:] == [
        f"{rows[1].hash[:16]} is row 2 of 3",
        f"{rows[2].hash[:16].upper()} is row 3 of 3",
    ]
    file.write_bytes(msgspec.json.encode(rows[:2]))
    cut = CliRunner().invoke(audit, ["verify", str(file), *heads])
    assert "is the hash of no row" in str(cut.exception)
    file.write_bytes(msgspec.json.encode(rows[1:]))
    assert "follows row 0, expected row 1" in str(CliRunner().invoke(audit, ["verify", str(file)]).exception)
    file.write_bytes(b"[{}]")
    assert "is no export of the audit" in str(CliRunner().invoke(audit, ["verify", str(file)]).exception)
    assert "cannot be read" in str(CliRunner().invoke(audit, ["verify", str(tmp_path / "none")]).exception)
    file.write_bytes(b"[]")
    assert CliRunner().invoke(audit, ["verify", str(file)]).output == "0 rows follow from one another\n"
