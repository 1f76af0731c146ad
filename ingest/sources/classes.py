"""A patent's codes as links to WIPO's technology fields, stated by the row that has the codes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from graph.language.concordance import EDITION, Share, fields
from graph.language.ipc import codes_of
from graph.language.taxonomy import node_record
from graph.model import Claim, Evidence, Record


def technology_links(patent: Record, claims: Iterable[Claim]) -> tuple[list[Record], list[Claim]]:
    """The fields that a patent's ``codes`` lead to: their records, and a CLASSIFIED_AS claim each.

    The claim's role is the basis, "technology", its share the part of the patent, its evidence the
    cell with the codes that led there. Other kinds than patents have no such codes.
    """
    if patent.kind != "Patent":
        return [], []
    stated = [c for c in claims if c.predicate == "codes" and c.subject == patent.key]
    if not stated:
        return [], []
    locator = stated[0].evidence.locator
    records, links = [], []
    for share in _fields("\n".join(str(claim.value) for claim in stated)):
        record = node_record(patent.key, share.node)
        quote = "; ".join(code.words for code in share.codes)
        records.append(record)
        links.append(Claim(
            patent.key, "CLASSIFIED_AS", record.key, role="technology",
            share=round(share.share, 6), evidence=Evidence(locator, quote, EDITION),
        ))
    return records, links


@lru_cache(maxsize=10_000)
def _fields(codes: str) -> tuple[Share, ...]:
    return fields().shares(codes_of(codes))
