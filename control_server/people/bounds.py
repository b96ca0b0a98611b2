"""What may be given to a person: roles there are, and tags of displays that bound them.

Leaves out what a role may do (`http.auth`) and whether a change keeps to the displays of a person (`changes.reach`).
"""

from collections.abc import Sequence

from content.findings import refused
from content.phrases import said
from control_server.storage import people
from control_server.storage.people import Role

_LONGEST_TAGS = 500


def roles_in_order(roles: Sequence[Role]) -> tuple[Role, ...]:
    """Each once, in the order of the table. Raises RefusedError (`invitation`) for none, and for what is none."""
    if not roles or not set(roles) <= set(people.ROLES):
        named = ", ".join(roles) or "none"
        raise refused("invitation", "the roles", said("found {named}, expected some of those there are", named=named))
    return tuple(role for role in people.ROLES if role in roles)


def bounds(tags: Sequence[str]) -> tuple[str, ...]:
    """Tags of displays in order, each once. Raises RefusedError (`value`) for what is none, or too many."""
    own = tuple(sorted({tag.strip() for tag in tags if tag.strip()}))
    if any("\n" in tag or "\r" in tag for tag in own) or len("\n".join(own)) > _LONGEST_TAGS:
        raise refused(
            "value",
            "the tags",
            said(
                "found {own} of them, expected tags of displays, {longest_tags} letters in all",
                own=len(own),
                longest_tags=_LONGEST_TAGS,
            ),
        )
    return own
