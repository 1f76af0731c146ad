"""From occurrences to facts: one mention per entity, relations between them, source spans."""

from __future__ import annotations

from collections import defaultdict

from graph.language.slots import slots
from ingest.facts import DocumentFacts, Mention, Relation
from ingest.nlp.checks import evidence_of
from ingest.nlp.draft import Draft, Found, Link
from ingest.quality import flags_of

Key = tuple[str, str]


def facts_of(draft: Draft) -> DocumentFacts:
    """The facts of a document that all components have read."""
    groups = _groups(draft)
    entities: list[Mention] = []
    ids: dict[Key, str] = {}
    for turn, (key, group) in enumerate(groups.items(), start=1):
        ids[key] = f"e{turn}"
        entities.append(_mention(draft, f"e{turn}", group))
    relations = tuple(_relations(draft, ids))
    indicators = tuple(draft.indicators)
    return DocumentFacts(
        document=draft.source.name,
        title=draft.source.title,
        published=draft.source.published,
        language=draft.source.language,
        entities=tuple(entities),
        relations=relations,
        indicators=indicators,
        flags=flags_of(evidence_of(draft)),
    )


def _groups(draft: Draft) -> dict[Key, list[Found]]:
    """Occurrences by entity, in the order of first occurrence; areas only where they are meant."""
    linked = {end for link in draft.links for end in (link.subject, link.object)}
    groups: dict[Key, list[Found]] = defaultdict(list)
    for found in sorted(draft.found, key=lambda f: (f.start, f.end)):
        groups[(found.type, found.key)].append(found)
    kept: dict[Key, list[Found]] = {}
    for key, group in groups.items():
        if key[0] == "Region" and not _meant(draft, group, key in linked):
            continue
        if key[0] != "Region" and all(f.embedded for f in group):
            continue
        kept[key] = group
    return kept


def _meant(draft: Draft, group: list[Found], linked: bool) -> bool:
    """Whether an area is more than a word inside other names."""
    if linked:
        return True
    for found in group:
        if found.embedded:
            continue
        inside = any(
            f.type not in ("Region", "Problem") and f.start < found.end and found.start < f.end
            for f in draft.found
        )
        if not inside:
            return True
    return False


def _mention(draft: Draft, identifier: str, group: list[Found]) -> Mention:
    own = [f for f in group if not f.reference] or group
    shown = max(own, key=lambda f: (not f.embedded, _fullness(f), -f.start))
    forms = []
    for found in own:
        if found.name != shown.name and found.name not in forms:
            forms.append(found.name)
    start, end = draft.source.span(shown.start, shown.end)
    best = max(f.confidence for f in group)
    confidence = min(0.99, best + 0.03 * (len(group) - 1))
    return Mention(
        id=identifier,
        type=shown.type,
        name=" ".join(shown.name.split()).strip(" ,;:"),
        also=tuple(forms),
        start=start,
        end=end,
        quote=draft.source.quote(start, end),
        confidence=round(confidence, 3),
        role=next((f.role for f in group if f.role), ""),
        reader=shown.reader,
        slots=slots(". ".join((shown.name, *forms))) if shown.type == "Problem" else {},
    )


def _fullness(found: Found) -> int:
    if found.type == "Patent":
        return 100 if any(c.isdigit() for c in found.name) and len(found.name.split()) <= 5 else 0
    if found.type == "Region" and " of " in found.name and not found.name.startswith("State"):
        return 1
    return min(len(found.name), 120)


def _relations(draft: Draft, ids: dict[Key, str]) -> list[Relation]:
    best: dict[tuple[str, Key, Key], Link] = {}
    for link in draft.links:
        if link.subject not in ids or link.object not in ids or link.subject == link.object:
            continue
        ends = (link.subject, link.object)
        if link.type == "COLLABORATES_WITH":
            ends = (min(ends), max(ends))
        key = (link.type, *ends)
        if key not in best or best[key].confidence < link.confidence:
            best[key] = link
    relations = []
    for (type_, _, _), link in sorted(best.items(), key=lambda kv: (kv[1].start, kv[0])):
        start, end = draft.source.span(link.start, link.end)
        relations.append(
            Relation(
                type=type_,
                subject=ids[link.subject],
                object=ids[link.object],
                start=start,
                end=end,
                quote=draft.source.quote(start, end),
                confidence=round(link.confidence, 3),
                reader=link.reader,
            )
        )
    return relations
