"""Who hears of a publication: identities, the displays over the broker, and whoever listens to the fleet."""

from collections.abc import Collection

from control_server.devices.enrolments import Enrolments
from control_server.devices.fleet import Fleet, PlanChanged
from control_server.devices.link import DisplayLink
from control_server.publishing.published import Published


class Announcements:
    """Called by the publisher with what is published now."""

    def __init__(self, enrolments: Enrolments, link: DisplayLink, fleet: Fleet) -> None:
        self._enrolments, self._link, self._fleet = enrolments, link, fleet

    def __call__(self, published: Published, displays: Collection[str]) -> None:
        """The newest manifests of these displays go out; without a connection the link sends them once it has one."""
        self._enrolments.published(published, displays)
        self._link.announce(displays)
        for display in displays:
            self._fleet.tell(PlanChanged(display, published.latest[display].version))
