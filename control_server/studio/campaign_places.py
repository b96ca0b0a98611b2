"""A campaign taken from displays to others, as by dragging it to another row of the plan.

Decides on which displays it would be then, and that it is bound to these by their names: no tag says the same. Leaves
out who is asked whether that is meant (`plan_page`), and how it is written (`campaign_form`).
"""

from collections.abc import Collection
from typing import NamedTuple

from content.findings import refused
from content.pack.model import Pack
from control_server.studio import campaign_form
from control_server.studio.campaign_form import WantedDisplays


class Placing(NamedTuple):
    """`off` are the displays that lose the campaign, `onto` those that get it, `stays` those that keep it (ids).

    `bound` says how it is bound to displays as it is.
    """

    campaign: str
    off: tuple[str, ...]
    onto: tuple[str, ...]
    stays: tuple[str, ...]
    bound: WantedDisplays

    @property
    def after(self) -> WantedDisplays:
        """How it is bound then."""
        return WantedDisplays("named", named=(*self.stays, *self.onto))


def placed(pack: Pack, campaign_id: str, off: Collection[str], onto: Collection[str]) -> Placing:
    """Raises RefusedError: there is no such campaign, it is on none of `off`, or on all of `onto` already."""
    campaign = pack.campaigns.get(campaign_id)
    if campaign is None:
        raise refused("unknown", "the campaign", "is not in the pack, expected the id of a campaign")
    has = {display.id for display in pack.displays.values() if campaign.on(display)}
    leaves = tuple(each for each in pack.displays if each in has and each in off)
    comes = tuple(each for each in pack.displays if each not in has and each in onto)
    where = f"{campaign_form.FILE}:{campaign_id}"
    if not leaves:
        raise refused("value", where, "is not on that display, expected one of its own")
    if not comes:
        raise refused("value", where, "is on that display already, expected another one")
    stays = tuple(each for each in pack.displays if each in has and each not in leaves)
    return Placing(campaign_id, leaves, comes, stays, campaign_form.target(campaign))
