"""How much there is to read on a slide."""

from content.slides.compose import characters
from tests.slides.samples import OWN, city, with_slide


def test_a_duration_follows_from_what_is_read() -> None:
    read = {name: characters(city(), name, "ro") for name in OWN}
    assert all(20 <= count <= 260 for count in read.values()), read
    longer = with_slide(
        "registratura", body={"ro": "De două ori mai lung decât era înainte, și încă puțin pe deasupra lui."}
    )
    assert characters(longer, "registratura", "ro") > characters(
        with_slide("registratura", body={"ro": "x"}), "registratura", "ro"
    )
