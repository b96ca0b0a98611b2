"""Requests as displays make them."""

import base64

from config.settings import Enrolment


def basic(enrolment: Enrolment) -> dict[str, str]:
    words = f"{enrolment.display}:{enrolment.password}"
    return {"Authorization": f"Basic {base64.b64encode(words.encode()).decode()}"}
