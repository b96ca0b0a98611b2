"""How often a test that draws examples is run: once, or as often as AFISIER_ROUNDS says.

Rounds and not more examples: after its first dozen hypothesis mostly varies what it has drawn, a round begins anew.
"""

import os

import pytest

ROUNDS = int(os.environ.get("AFISIER_ROUNDS", "1"))
rounds = pytest.mark.parametrize("again", range(ROUNDS))
