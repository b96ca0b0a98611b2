"""For every test: hypothesis never fails for being slow (CI machines are), and draws by chance each time."""

from hypothesis import HealthCheck, settings

settings.register_profile("afisier", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("afisier")
