"""Technology fields and industries in answers."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, Field

from api.schemas.things import EntityAnswer
from graph.classified import Classified, ClassShare


class ClassShareAnswer(BaseModel):
    """A class with its part of what one table, the registers or the documents say."""

    basis: Literal["technology", "owner", "text"] = Field(
        description="By codes of patents, by registers, by documents; never to be added up."
    )
    table: str = Field(examples=["wipo35@2024-07"])
    scheme: str = Field(examples=["wipo35"])
    code: str = Field(examples=["1"])
    name: str = Field(
        description="Empty where the table names none.",
        examples=["Electrical machinery, apparatus, energy"],
    )
    share: float = Field(description="Sums to 1 within a basis and table.", examples=[0.6])
    count: int = Field(description="Patents, each family once, or rows, or documents.")
    codes: list[str] = Field(description="The patents' codes that led there.")
    documents: list[str] = Field(description="Keys of rows and documents.")

    @classmethod
    def of(cls, share: ClassShare) -> Self:
        """From the graph's answer."""
        return cls(
            basis=share.basis, table=share.table, scheme=share.scheme, code=share.code,
            name=share.name, share=share.share, count=share.count, codes=list(share.codes),
            documents=list(share.documents),
        )  # fmt: skip


class ClassifiedAnswer(BaseModel):
    """The classes of a patent or organisation on three bases."""

    entity: EntityAnswer
    works: int = Field(description="Patents looked at, each family once.")
    unclassified: int = Field(description="Of them, without a technology field.")
    shares: list[ClassShareAnswer]

    @classmethod
    def of(cls, found: Classified) -> Self:
        """From the graph's answer."""
        return cls(
            entity=EntityAnswer.of(found.entity), works=found.works,
            unclassified=found.unclassified, shares=[ClassShareAnswer.of(s) for s in found.shares],
        )  # fmt: skip
