"""Streets where it happens, and those that are only its limits, the way round or an address."""

import pytest

from content.readers.calls.streets import streets


@pytest.mark.parametrize(
    ("sentence", "places", "others"),
    [
        ("Traficul e închis pe strada Zăvoi, Piața Petru Rareș.", ["str. Zăvoi", "Piața Petru Rareș"], []),
        ("Pe străzile Tigrului, Căprioarei și Klein.", ["str. Tigrului", "str. Căprioarei", "str. Klein"], []),
        ("Bulevardul I.C. Brătianu și bd. Republicii.", ["bd. I.C. Brătianu", "bd. Republicii"], []),
        ("Strada 20 Decembrie 1989 și Calea Șagului", ["str. 20 Decembrie 1989", "Calea Șagului"], []),
        ("Strada Morii între strada Gării și bulevardul Republicii", ["str. Morii"], ["str. Gării", "bd. Republicii"]),
        ("Strada Morii, la intersecția cu str. Gării", ["str. Morii"], ["str. Gării"]),
        (
            "Strada Morii, tronsonul de la strada Gării la strada Apei",
            ["str. Morii"],
            ["str. Gării", "str. Apei"],
        ),
        ("Strada Morii e închisă, traficul e deviat pe strada Gării", ["str. Morii"], ["str. Gării"]),
        ("Piata Unirii si strada Morii", ["Piața Unirii", "str. Morii"], []),
        ("Strada Morii, clădirea situată pe bd. Apei, nr. 49", ["str. Morii"], ["bd. Apei, nr. 49"]),
        ("Strada Morii și strada Morii nr. 25", ["str. Morii"], []),
        ("Restricții de trafic rutier pe strada Morii", ["str. Morii"], []),
        ("Calea ferată și străzile din zonă", [], []),
        ("străzile Morii nr. 1-25, Gării și Lungă", ["str. Morii nr. 1-25", "str. Gării", "str. Lungă"], []),
        ("străzile Morii, nr. 3, și Apei nr. 2A", ["str. Morii, nr. 3", "str. Apei nr. 2A"], []),
    ],
)
def test_where_it_happens(sentence: str, places: list[str], others: list[str]) -> None:
    read = streets(sentence)
    assert ([name for _, name in read.places], list(read.others)) == (places, others)
