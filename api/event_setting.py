"""An event as the form of its page brings it in: a setting as fields or as a file, and a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from api.event_words import event_of, read_again
from api.uploads import kept_files
from graph.errors import InvalidRequest, NotFound
from graph.events.hall import Hall
from graph.events.kept import Kept
from graph.events.model import Rules
from graph.events.read import Listed, read_participants
from graph.events.setting import Setting, read_setting, setting_of
from graph.model import LEVELS
from qilian import KnowledgeGraph

Number = Annotated[int, Field(ge=0, le=5000)]
Text = Annotated[str, Field(max_length=300)]


class Asked(BaseModel):
    """The fields of the form; they stay in it when something was wrong."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    by: Annotated[str, Field(max_length=100)] = ""
    name: Text = ""
    title: Text = ""
    participants: list[UploadFile] = Field(default_factory=list)
    setting: list[UploadFile] = Field(default_factory=list)
    day: Annotated[str, Field(max_length=10)] = ""
    sessions: Text = "09:00-12:00, 14:00-17:00"
    minutes: Number = 25
    pause: Number = 5
    tables: Number = 4
    cap: Number = 8
    zone: Text = "Asia/Shanghai"
    visibility: Annotated[str, Field(max_length=20)] = "internal"
    personal_until: Annotated[str, Field(max_length=10)] = ""
    replace: bool = False


def brought_in(graph: KnowledgeGraph, asked: Asked) -> Kept:
    """The event kept as the form says.

    Raises `InvalidRequest` for a name that is taken, unless the form says that the new event is to
    stand in its place, and as the readers of settings and lists do.
    """
    setting = _setting(asked)
    name = asked.name.strip() or setting.name
    if not name:
        raise InvalidRequest("give the event a name, such as lithium-days-2026")
    if not asked.replace and _there(graph, name):
        raise InvalidRequest(f"an event {name!r} is there already; choose another name, or tick "
                             "that this one stands in its place")
    listed = _list(asked.participants, setting.hall, setting.rules)
    return graph.events.put(event_of(setting, listed, name=name), by=asked.by,
                            problems=listed.problems)


def list_again(graph: KnowledgeGraph, kept: Kept, uploads: Sequence[UploadFile], by: str) -> Kept:
    """The event kept with another list of its participants: see `read_again`."""
    listed = _list(uploads, kept.event.hall, kept.event.rules)
    return graph.events.put(read_again(kept.event, listed), by=by, problems=listed.problems,
                            revision=kept.revision)


def _list(uploads: Sequence[UploadFile], hall: Hall, rules: Rules) -> Listed:
    """The list of participants that was sent."""
    with kept_files(uploads) as paths:
        if len(paths) > 1:
            raise InvalidRequest("send one list of participants: a CSV or an XLSX file")
        return read_participants(paths[0], hall, rules)


def _there(graph: KnowledgeGraph, name: str) -> bool:
    try:
        graph.events.get(name)
    except NotFound:
        return False
    return True


def _setting(asked: Asked) -> Setting:
    """From the file where one was sent, else from the fields."""
    if any(upload.filename for upload in asked.setting):
        with kept_files(asked.setting) as paths:
            setting = read_setting(paths[0])
    else:
        if asked.visibility not in LEVELS:
            raise InvalidRequest(f"{asked.visibility!r} is no level of readers; choose one")
        setting = setting_of({
            "zone": asked.zone, "minutes": asked.minutes, "pause": asked.pause,
            "tables": asked.tables, "cap": asked.cap, "visibility": asked.visibility,
            "personal_until": asked.personal_until or None,
            "session": [{"start": f"{asked.day} {begin}", "end": end}
                        for begin, end in _sessions(asked.sessions)],
        }, name="the event")
    title = asked.title.strip()
    return replace(setting, hall=replace(setting.hall, name=title)) if title else setting


def _sessions(text: str) -> list[tuple[str, str]]:
    """``09:00-12:00, 14:00-17:00`` as pairs of times."""
    found = []
    for span in text.replace("，", ",").replace("；", ",").replace(";", ",").split(","):
        begin, dash, end = (part.strip() for part in span.replace("–", "-").partition("-"))
        if span.strip():
            if not (begin and dash and end):
                raise InvalidRequest(f"{span.strip()!r} is no session; write "
                                     "09:00-12:00, 14:00-17:00")
            found.append((begin, end))
    if not found:
        raise InvalidRequest("write when the sessions are: 09:00-12:00, 14:00-17:00")
    return found
