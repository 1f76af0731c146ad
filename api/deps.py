"""What routes are given: the graph, the settings, pages of long lists."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import Depends, Query, Request

import qilian
from api.security import is_foreign
from api.settings import Settings
from graph.status import Status
from qilian import KnowledgeGraph


class Graph:
    """The service's graph, opened at the first question, so that a store that starts later than
    the service is no failure of the service."""

    def __init__(self, settings: Settings, graph: KnowledgeGraph | None = None) -> None:
        self._settings = settings
        self._graph = graph and graph.seen_by(min(graph.level, settings.level))
        self._given = graph is not None
        self._public: KnowledgeGraph | None = None
        self._lock = threading.Lock()
        self._status: Status | None = None

    def get(self) -> KnowledgeGraph:
        """The graph; raises `StoreUnavailable` while its store cannot be opened."""
        with self._lock:
            if self._graph is None:
                self._graph = qilian.open(self._settings.store, level=self._settings.level)
            return self._graph

    def public(self) -> KnowledgeGraph:
        """The graph as anybody may see it."""
        graph = self.get()
        with self._lock:
            if self._public is None:
                self._public = graph.seen_by(0) if graph.level else graph
            return self._public

    def status(self) -> Status:
        """What the store holds; counted again only when it has changed."""
        graph = self.get()
        generation = graph.store.generation()
        if self._status is None or self._status.info.generation != generation:
            self._status = graph.status()
        return self._status

    def close(self) -> None:
        """Close the store, unless the graph was given by the caller, who closes it."""
        with self._lock:
            if self._graph is not None and not self._given:
                self._graph.close()
                self._graph = self._public = None


def _graph(request: Request) -> KnowledgeGraph:
    graph: Graph = request.app.state.graph
    return graph.get()


def _shared_graph(request: Request) -> KnowledgeGraph:
    graph: Graph = request.app.state.graph
    return graph.public() if is_foreign(request) else graph.get()


def _status(request: Request) -> Status:
    graph: Graph = request.app.state.graph
    return graph.status()


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


GraphDep = Annotated[KnowledgeGraph, Depends(_graph)]
SharedGraphDep = Annotated[KnowledgeGraph, Depends(_shared_graph)]
"""For what pages of any site may ask: those of other sites see public sources only."""
StatusDep = Annotated[Status, Depends(_status)]
SettingsDep = Annotated[Settings, Depends(_settings)]

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=100_000, description="How many to leave out first.")]
AsOf = Annotated[
    str,
    Query(
        max_length=10,
        description="Count only evidence from before this year, month or day.",
        examples=["2024", "2024-05-31"],
    ),
]
Reference = Annotated[str, Query(max_length=500)]
