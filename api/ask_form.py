"""A question as the form and the address of a page say it: one table for both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlencode

from fastapi import Form, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from api.schemas.matching import LONGEST_NEED
from graph.matching.options import Options
from graph.matching.results import SOLVERS, MatchResult
from qilian import KnowledgeGraph

ANY = "any"
"""Stands in an address for no kind: that of a form in which none is ticked."""
LONGEST_ADDRESS = 1800
_FIELDS = {"kinds": "kind", "regions": "region", "not_regions": "not_region", "codes": "code"}
"""Options that the form calls otherwise: an address has each of several by itself."""
Want = Literal["solvers", "partners", "licensees", "industries", "alike"]


def _each(values: list[str]) -> list[str]:
    """Without blanks around, none twice."""
    return list(dict.fromkeys(filter(None, (value.strip() for value in values))))


def _parts(values: list[str]) -> list[str]:
    """Several in one field stand with a semicolon between."""
    return _each([part for value in values for part in re.split("[;；]", value)])


def _given(value: object) -> object:
    """A field that was left empty says nothing."""
    return None if value == "" else value


Words = Annotated[str, AfterValidator(str.strip)]
Listed = Annotated[list[str], AfterValidator(_each)]
Split = Annotated[list[str], AfterValidator(_parts)]
Whole = Annotated[int | None, BeforeValidator(_given)]
Number = Annotated[float | None, BeforeValidator(_given)]


class Question(BaseModel):
    """What is asked, by the names of the form's fields.

    ``want`` is one of `graph.language.question.WANTS`; for another than solvers, ``need`` names
    whom it is about. ``said`` is the sentence that filled the form.
    """

    model_config = ConfigDict(frozen=True)

    need: Words = Field("", max_length=LONGEST_NEED)
    kind: Listed = Field(["Institute"], max_length=10)
    region: Split = Field([], max_length=50)
    as_of: Words = Field("", max_length=10)
    not_region: Listed = Field([], max_length=50)
    code: Split = Field([], max_length=50)
    since: Words = Field("", max_length=10)
    min_works: Whole = Field(None, ge=0, le=1000)
    asker: Words = Field("", max_length=500)
    no_competitors: bool = False
    conflicts: bool = False
    near: Words = Field("", max_length=500)
    within_km: Number = Field(None, gt=0, le=21_000)
    alive: bool = False
    small_first: bool = False
    spread: Whole = Field(None, ge=1, le=100)
    said: Words = Field("", max_length=LONGEST_NEED)
    want: Want = "solvers"
    exclude: Listed = Field([], max_length=200)

    @classmethod
    def of(cls, need: str, options: Mapping[str, Any]) -> Self:
        """The form of a question that a case or a saved query keeps."""
        given = {_FIELDS.get(name, name): value for name, value in options.items()}
        given["kind"] = list(given.get("kind", SOLVERS)) or [ANY]
        given["no_competitors"] = not given.pop("competitors", True)
        return cls.model_validate(
            {"need": need, **{name: value for name, value in given.items() if value is not None}})

    @property
    def kinds(self) -> list[str]:
        """The kinds asked among; none are all."""
        return [kind for kind in self.kind if kind != ANY]

    @property
    def controlled(self) -> bool:
        """Is anything set that the form keeps folded?"""
        return any(getattr(self, name) for name in (
            "min_works", "asker", "no_competitors", "conflicts", "near", "within_km", "alive",
            "small_first", "spread"))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of all fields that say something, in the order of the address."""
        found: list[tuple[str, str]] = []
        for name in Question.model_fields:
            value = getattr(self, name)
            if name == "kind":
                value = self.kinds or [ANY]
            elif name == "want" and value == "solvers":
                continue
            listed = value if isinstance(value, list) else [value]
            found += [(name, _written(v)) for v in listed if v not in ("", None, False)]
        return found

    @property
    def query(self) -> str:
        """The question as an address says it."""
        return urlencode(self.pairs)

    def url(self, page: str = "/ask", **changes: Any) -> str:
        """The address of a page that answers it, with some fields changed."""
        return f"{page}?{self.model_copy(update=changes).query}"

    def answer(self, graph: KnowledgeGraph, *, limit: int) -> MatchResult:
        """Ask the graph."""
        ask = {"partners": graph.partners, "licensees": graph.licensees, "alike": graph.similar}
        if self.want == "industries":
            return graph.served(self.need, as_of=self.as_of, limit=limit)
        return ask.get(self.want, graph.match)(self.need, **self.options(limit))

    def options(self, limit: int = 10) -> Options:
        """What is asked beside the words; what depends on a field that was left empty is left out
        (`unused`)."""
        options: Options = {
            "regions": self.region, "not_regions": self.not_region, "as_of": self.as_of,
            "since": self.since, "codes": self.code, "exclude": self.exclude, "asker": self.asker,
            "conflicts": self.conflicts, "near": self.near, "alive": self.alive,
            "small_first": self.small_first, "limit": limit,
        }
        if self.kinds or self.want == "solvers":
            options["kinds"] = self.kinds
        if self.min_works is not None:
            options["min_works"] = self.min_works
        if self.spread is not None:
            options["spread"] = self.spread
        if self.near and self.within_km is not None:
            options["within_km"] = self.within_km
        if self.asker and self.no_competitors:
            options["competitors"] = False
        return options

    @property
    def unused(self) -> list[str]:
        """Fields that are set and mean nothing without another one."""
        return [*(["no_competitors"] if self.no_competitors and not self.asker else []),
                *(["within_km"] if self.within_km is not None and not self.near else [])]


def _written(value: object) -> str:
    if value is True:
        return "true"
    return f"{value:g}" if isinstance(value, float) else str(value)


class Sentence(Question):
    """What the form sends: with ``sentence``, the need is a question in one's own words."""

    sentence: bool = False


class Comparison(Question):
    """A question about organisations that are named."""

    organisation: Listed = Field([], max_length=20)


Asked = Annotated[Question, Query()]
Sent = Annotated[Sentence, Form()]
Compared = Annotated[Comparison, Query()]
ComparedSent = Annotated[Comparison, Form()]
