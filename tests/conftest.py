"""What all tests share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.neo4j_server"]

# A busy machine is no defect: no test here is a test of time.
settings.register_profile(
    "untimed", parent=settings.default, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("untimed")
