"""What the server counts, for Prometheus. One registry a server, so that several can live in one process."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """The registry and what is in it."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.displays = Gauge("afisier_displays", "Displays by presence.", ["presence"], registry=self._registry)
        self.publishing = Histogram(
            "afisier_publish_seconds",
            "From a change received to its manifests handed to the broker.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.drawing = Histogram(
            "afisier_draw_seconds", "A frame drawn, waiting included.", buckets=_SECONDS, registry=self._registry
        )
        self.frames = Counter("afisier_frames", "Frames needed, by origin.", ["origin"], registry=self._registry)
        self.refused = Counter("afisier_refused_changes", "Changes refused.", registry=self._registry)
        self.manifests = Counter("afisier_manifests", "Manifests issued.", registry=self._registry)
        self.republished = Counter("afisier_republished", "Manifests sent again.", registry=self._registry)
        self.statuses = Counter("afisier_statuses", "Statuses heard.", registry=self._registry)
        self.plays = Counter("afisier_plays", "Plays kept.", registry=self._registry)
        self.glass = Counter(
            "afisier_glass",
            "Changes of the glass reported, by whether they match.",
            ["matches"],
            registry=self._registry,
        )
        self.pictures = Counter("afisier_glass_pictures", "Pictures of the glass received.", registry=self._registry)
        self.failed_logins = Counter(
            "afisier_failed_logins",
            "Requests with a wrong secret, by its kind: token, display, password, other.",
            ["kind"],
            registry=self._registry,
        )
        self.connections = Gauge("afisier_connections", "HTTP connections open.", registry=self._registry)
        self.connections_ended = Counter(
            "afisier_connections_ended",
            "HTTP connections ended by the server, by why: place (another needed it), full, slow body, slow answer, "
            "answers (too many on their way), unreadable, handshake (of TLS, not finished).",
            ["why"],
            registry=self._registry,
        )
        self.certificate_until = Gauge(
            "afisier_certificate_until", "Unix time at which the certificate of TLS ends.", registry=self._registry
        )
        self.broker_restarts = Gauge(
            "afisier_broker_restarts", "Times the managed broker was started again.", registry=self._registry
        )
        self.leads = Gauge(
            "afisier_leads", "1 on the server that takes changes, 0 on a standby.", registry=self._registry
        )
        self.link_up = Gauge("afisier_link_up", "1 while connected to the broker.", registry=self._registry)
        self.link_lost = Counter("afisier_link_lost", "Connections to the broker that broke.", registry=self._registry)
        self.put_out = Counter("afisier_put_out", "Displays put out for flooding.", registry=self._registry)
        self.feed_age = Gauge(
            "afisier_feed_age_seconds", "Since a feed was last read.", ["feed"], registry=self._registry
        )
        self.feed_failures = Gauge(
            "afisier_feed_failures", "Times in a row that a feed could not be read.", ["feed"], registry=self._registry
        )
        self.alarms_open = Gauge("afisier_alarms_open", "Alarms of displays that are open.", registry=self._registry)
        self.alarms_untold = Gauge(
            "afisier_alarms_untold", "Messages of alarms that nobody was told yet.", registry=self._registry
        )

    def text(self) -> bytes:
        """The exposition format, version 0.0.4."""
        return generate_latest(self._registry)
