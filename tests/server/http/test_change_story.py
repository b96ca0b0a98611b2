"""A change by the API alone, from its first word to the glass and back, by the programs of two people."""

from control_server.storage import audit, people
from tests.server.http.programs import Client, program
from tests.server.simulator import PACK, Simulated, slide

OPENED = {"slides/anunt.yaml": slide("Podul se deschide").decode()}


def glass(city: Simulated) -> dict[str, dict[str, str]]:
    """What every display shows of the slide: language → SHA-256 of its picture."""
    frames = {display: city.published.programme(display).frames["anunt"] for display in ("gara", "piata")}
    return {display: {lang: frame.asset for lang, frame in turns.items()} for display, turns in frames.items()}


async def test_from_a_word_to_the_glass_and_back(city: Simulated, client: Client) -> None:
    ana = await program(city, client, "Ana", "author", scopes=["edit"])
    dan = await program(city, client, "Dan", "approver", scopes=["approve"])
    before, rows = glass(city), await audit.count(city.server.ground.database)

    begun = await ana.post("/api/changes", {"title": "Podul", "files": OPENED})
    assert begun.status == 201, begun.json
    assert (begun.status, begun.headers["ETag"]) == (201, '"1"')
    here = begun.headers["Location"]
    assert here == f"/api/changes/{begun.json['id']}"
    saved = await ana.ask("PUT", f"{here}/files/slides/anunt.yaml", slide("Podul se deschide joi"), If_Match='"1"')
    assert (saved.status, saved.headers["ETag"], saved.json["version"]) == (200, '"2"', 2)
    assert (await ana.get(f"{here}/files")).json == {"slides/anunt.yaml": slide("Podul se deschide joi").decode()}

    assert (await dan.post(f"{here}/comments", {"text": "Joi la ce oră?"})).status == 201
    submitted = await ana.post(f"{here}/submit", {"why": "De joi."})
    assert (submitted.status, submitted.json["state"]) == (200, "submitted")
    assert glass(city) == before, "nothing reaches a display that nobody has approved"

    (waiting,) = (await dan.get("/api/changes?state=submitted")).json
    assert (waiting["id"], waiting["title"], waiting["author_name"]) == (begun.json["id"], "Podul", "Ana")
    effect = (await dan.get(f"{here}/effect")).json
    assert effect["digest"] == submitted.json["submitted"]
    assert effect["asked"] == {"approvals": 1, "kinds": [], "tags": []}
    assert [(each["lang"], each["displays"]) for each in effect["frames"]] == [("ro", ["gara"]), ("ro", ["piata"])]
    assert {each["before"] for each in effect["frames"]} == {before[display]["ro"] for display in before}
    for frame in effect["frames"]:
        for address in (frame["before_picture"], frame["after_picture"], frame["difference"]):
            assert (await dan.get(address)).body.startswith(b"\x89PNG")

    approved = await dan.post(f"{here}/approve", {"digest": effect["digest"], "why": "văzut"})
    assert (approved.status, approved.json["state"]) == (200, "published")
    after = {each["displays"][0]: each["after"] for each in effect["frames"]}
    assert {display: turns["ro"] for display, turns in glass(city).items()} == after, "what was seen is shown"
    assert glass(city)["gara"]["en"] == before["gara"]["en"]

    undone = await dan.post(f"{here}/undo")
    assert (undone.status, undone.json["state"], undone.json["undoes"]) == (200, "published", begun.json["id"])
    assert glass(city) == before and city.published.slide("anunt") == PACK["slides/anunt.yaml"]

    ended = (await dan.get(here)).json
    assert [(step["state"], ended["names"][step["by"]], step["why"]) for step in ended["steps"]] == [
        ("draft", "Ana", ""),
        ("submitted", "Ana", "De joi."),
        ("approved", "Dan", "văzut"),
        ("published", "Dan", "văzut"),
    ]
    assert [(each["number"], each["by"]) for each in ended["versions"]] == [(1, ana.person.who), (2, ana.person.who)]
    assert [each["text"] for each in ended["comments"]] == ["Joi la ce oră?"]
    assert await told(city, rows) == [
        "Ana began", "Ana saved", "Dan commented", "Ana submitted", "Dan approved", "Dan published",
        "Dan change", "Dan began", "Dan published", "Dan change",
    ]  # fmt: skip


async def told(city: Simulated, after: int) -> list[str]:
    """What the audit has of people since, each with who did it."""
    database = city.server.ground.database
    chain = await audit.rows(database)
    assert audit.verified(chain) == len(chain)
    names = await people.names(database)
    joined = ("invited", "joined", "made a token")
    return [f"{names.get(row.act.who)} {row.act.verb}" for row in chain[after:] if row.act.verb not in joined]
