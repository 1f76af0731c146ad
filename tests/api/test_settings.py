from __future__ import annotations

import pytest
from pydantic import ValidationError

from api.settings import Settings, is_loopback


def test_loopback_needs_no_key_and_sees_everything() -> None:
    settings = Settings()
    assert settings.host == "127.0.0.1"
    assert settings.level == 2


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_an_address_that_others_reach_needs_a_key(host: str) -> None:
    with pytest.raises(ValidationError, match="QILIAN_KEY"):
        Settings(host=host)
    settings = Settings(host=host, key="twelve letters")
    assert settings.level == 0
    assert Settings(host=host, key="twelve letters", visibility="internal").level == 1


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 12"):
        Settings(key="short")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QILIAN_PORT", "9001")
    monkeypatch.setenv("QILIAN_KEY", "a secret of the environment")
    settings = Settings()
    assert settings.port == 9001
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("x.y", False)],
)
def test_what_is_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
