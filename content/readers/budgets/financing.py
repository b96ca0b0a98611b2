"""Where the money of a public institution comes from: the financing sources A to G, in five languages.

The letters are those of the codes of the sector and source of financing in the Ministry's reporting (Order 1917/2005
with its changes; Forexebug). The suffix is the budget a chapter's code names (Order 1954/2005): 65.02 is education in
the local budget, 65.10 in that of an institution with own revenue (`codes`). Leaves out H to J: the state's own, never
a city's.
"""

from typing import NamedTuple


class FinancingSource(NamedTuple):
    """A financing source: the suffix of its budget, and its name for a passer-by by language."""

    suffix: str
    name: dict[str, str]


SOURCES = {
    "A": FinancingSource(
        "02",
        {
            "ro": "bugetul local",
            "en": "the local budget",
            "hu": "a helyi költségvetés",
            "de": "kommunaler Haushalt",
            "sr": "локални буџет",
        },
    ),
    "B": FinancingSource(
        "06",
        {
            "ro": "credite externe",
            "en": "foreign loans",
            "hu": "külföldi hitelek",
            "de": "Auslandskredite",
            "sr": "страни кредити",
        },
    ),
    "C": FinancingSource(
        "07",
        {
            "ro": "credite interne",
            "en": "domestic loans",
            "hu": "belföldi hitelek",
            "de": "Inlandskredite",
            "sr": "домаћи кредити",
        },
    ),
    "D": FinancingSource(
        "08",
        {
            "ro": "fonduri externe nerambursabile",
            "en": "grants from abroad",
            "hu": "vissza nem térítendő külső források",
            "de": "nicht rückzahlbare Fördermittel aus dem Ausland",
            "sr": "бесповратна средства из иностранства",
        },
    ),
    "E": FinancingSource(
        "11",
        {
            "ro": "activități finanțate integral din venituri proprii",
            "en": "activities paid from their own revenue",
            "hu": "saját bevételből fedezett tevékenységek",
            "de": "Tätigkeiten aus eigenen Einnahmen",
            "sr": "делатности плаћене сопственим приходима",
        },
    ),
    "F": FinancingSource(
        "10",
        {
            "ro": "instituții finanțate integral din venituri proprii",
            "en": "institutions that live on their own revenue",
            "hu": "saját bevételből működő intézmények",
            "de": "Einrichtungen aus eigenen Einnahmen",
            "sr": "установе са сопственим приходима",
        },
    ),
    "G": FinancingSource(
        "10",
        {
            "ro": "instituții cu venituri proprii și subvenții",
            "en": "institutions with own revenue and subsidies",
            "hu": "saját bevételből és támogatásból működő intézmények",
            "de": "Einrichtungen mit eigenen Einnahmen und Zuschüssen",
            "sr": "установе са сопственим приходима и субвенцијама",
        },
    ),
}
"""The official Romanian names are: A integral de la buget, B credite externe, C credite interne, D fonduri externe
nerambursabile, E activități finanțate integral din venituri proprii, F integral venituri proprii, G venituri proprii și
subvenții."""
LOCAL = "A"
"""The source of what the council votes as the local budget (law 273/2006 art. 1)."""
