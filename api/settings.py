"""The service's settings: environment variables that begin with ``QILIAN_``, or arguments."""

from __future__ import annotations

import ipaddress
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.model import LEVELS, Visibility

SHORTEST_KEY = 12


class Settings(BaseSettings):
    """What the service needs to know; each field is ``QILIAN_`` and its name in capitals.

    Raises pydantic's ``ValidationError`` (a ``ValueError``) for a value out of range, and for an
    address that others can reach without a key.
    """

    model_config = SettingsConfigDict(env_prefix="QILIAN_", extra="ignore")

    store: str = Field("sqlite:///qilian.db", description="The store's URL.")
    host: str = Field("127.0.0.1", description="The address to listen at.")
    port: int = Field(8000, ge=0, le=65535)
    names: str = Field("", description="Host names, with commas, by which clients may call it.")
    key: SecretStr = Field(
        SecretStr(""), description="What clients must send; needed at any address but loopback."
    )
    visibility: Visibility | Literal[""] = Field(
        "", description="What readers may see; by default all on loopback, else public sources."
    )
    max_body: int = Field(32 * 2**20, ge=1024, description="Bytes of a request's body.")
    max_query: int = Field(16 * 2**10, ge=256, description="Bytes of a request's query.")
    time_limit: float = Field(60.0, gt=0, description="Seconds for an answer.")
    upload_time_limit: float = Field(900.0, gt=0, description="Seconds for reading an upload.")
    language: Literal["en", "zh"] = Field("en", description="Of pages when a reader asks for none.")

    @model_validator(mode="after")
    def _safe(self) -> Self:
        key = self.key.get_secret_value()
        if key and len(key) < SHORTEST_KEY:
            raise ValueError(f"QILIAN_KEY: use at least {SHORTEST_KEY} characters")
        if not key and not is_loopback(self.host):
            raise ValueError(
                f"QILIAN_HOST: {self.host} can be reached by others; set QILIAN_KEY to a key of "
                f"{SHORTEST_KEY} characters or more, or listen at 127.0.0.1"
            )
        return self

    @property
    def level(self) -> int:
        """What readers may see as a level: 0 public sources, 1 internal too, 2 everything."""
        if self.visibility:
            return LEVELS[self.visibility]
        return 2 if is_loopback(self.host) else 0

    @property
    def allowed_names(self) -> frozenset[str]:
        """Host names, in small letters, by which the service answers; addresses always may."""
        listed = {name.strip().casefold() for name in self.names.split(",")}
        return frozenset((listed | {"localhost", self.host.casefold()}) - {""})


def is_loopback(host: str) -> bool:
    """Is this an address that only the same machine can reach?"""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
