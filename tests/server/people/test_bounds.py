"""What may be given to a person: roles in one order, tags each once."""

import pytest

from content.findings import RefusedError
from control_server.people.bounds import bounds, roles_in_order


def test_roles_and_tags_have_an_order() -> None:
    assert roles_in_order(["administrator", "author", "author"]) == ("author", "administrator")
    assert bounds([" piata ", "gara", "piata", ""]) == ("gara", "piata")
    assert bounds([]) == ()


@pytest.mark.parametrize("roles", [[], ["mayor"], ["author", "mayor"]])
def test_what_is_no_role_is_refused(roles: list[str]) -> None:
    with pytest.raises(RefusedError, match="the roles: found"):
        roles_in_order(roles)  # type: ignore[arg-type]


@pytest.mark.parametrize("tags", [["a\nb"], ["a\rb"], ["x" * 501], [f"tag-{number}" for number in range(100)]])
def test_what_is_no_tag_is_refused(tags: list[str]) -> None:
    with pytest.raises(RefusedError, match="the tags: found"):
        bounds(tags)
