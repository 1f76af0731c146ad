"""Facts of a document as one unit of records and claims: the way from reading into the store."""

from __future__ import annotations

from hashlib import blake2b

from graph.identity.identifiers import judged
from graph.identity.names import normal_field
from graph.language.taxonomy import Node, node_of, node_record
from graph.model import Claim, Evidence, Flag, Reading, Record, TextSpan, Unit, folded
from graph.schema import KINDS, allowed
from ingest.facts import DocumentFacts, FlagFact, IndicatorFact, Mention, Relation, plain
from ingest.sources.text import SourceDocument

EXTRACTOR = "text-rules"
FINGERPRINT = "text-rules-3"
"""Names the rules that read; raise the number when the same text may give other facts."""


def document_unit(
    source_key: str, document: SourceDocument, facts: DocumentFacts, *, name: str = ""
) -> Unit:
    """The unit of one document: a record and ``name`` claims per mention, then relations, figures,
    and the classes of industries and technologies.

    ``name`` is the document's key within its source (its file name unless given). Every claim's
    evidence is a span of ``document.text``. A relation whose ends the schema does not allow is left
    out; an indicator is a claim about the body, programme or area that it is of.
    """
    key = f"{source_key}/{name or document.name}"
    writer = _Writer(key, facts)
    content = document.content or document.text.encode()
    return Unit(
        key=key,
        source=source_key,
        reading=Reading(blake2b(content, digest_size=16).hexdigest(), FINGERPRINT),
        form="document",
        title=facts.title,
        date=facts.published,
        text=document.text,
        original=document.content or None,
        media=document.media,
        records=tuple(writer.records.values()),
        claims=tuple(writer.claims()),
        flags=tuple(_flag(flag) for flag in facts.flags),
    )


class _Writer:
    """Keeps the records of one document by mention."""

    def __init__(self, key: str, facts: DocumentFacts) -> None:
        self.key = key
        self.facts = facts
        self.mentions = {mention.id: mention for mention in facts.entities}
        self.places = self._ends("LOCATED_IN")
        self.employers = self._ends("WORKS_FOR")
        self.records: dict[str, Record] = {}
        self.record_of: dict[str, Record] = {}
        for mention in facts.entities:
            record = self._record(mention)
            self.record_of[mention.id] = self.records.setdefault(record.key, record)
        self.classes = self._classes()

    def _classes(self) -> list[tuple[Mention, str]]:
        """Industries and technologies with the record of the node that their words belong to."""
        classes = []
        for mention in self.facts.entities:
            node = node_of(mention.name, mention.type)
            if node and not _is_named(node, mention):
                record = node_record(self.key, node)
                classes.append((mention, self.records.setdefault(record.key, record).key))
        return classes

    def _ends(self, type_: str) -> dict[str, str]:
        """The name at the end of each mention's first relation of a type."""
        ends: dict[str, str] = {}
        for relation in self.facts.relations:
            if relation.type == type_:
                ends.setdefault(relation.subject, self.mentions[relation.object].name)
        return ends

    def _record(self, mention: Mention) -> Record:
        group = KINDS[mention.type].group
        number, fault = judged("patent", mention.name) if mention.type == "Patent" else ("", "-")
        return Record(
            key=f"{self.key}#{mention.type}:{folded(mention.name)}",
            kind=mention.type,
            name=mention.name,
            names=mention.also,
            identifiers=() if fault else (number,),
            region=self.places.get(mention.id, "") if group == "organisation" else "",
            context=self.employers.get(mention.id, "") if group == "person" else "",
        )

    def claims(self) -> list[Claim]:
        """All claims of the document, each once."""
        found = [self._name(mention) for mention in self.facts.entities]
        found += [c for m in self.facts.entities if m.role for c in [self._role(m)]]
        found += [c for m in self.facts.entities for c in self._slots(m)]
        found += [c for r in self.facts.relations if (c := self._relation(r))]
        found += [c for i in self.facts.indicators if (c := self._indicator(i))]
        found += [self._class(mention, node) for mention, node in self.classes]
        return list({claim.identity(self.key): claim for claim in found}.values())

    def _name(self, mention: Mention) -> Claim:
        record = self.record_of[mention.id]
        return Claim(record.key, "name", value=mention.name, evidence=_evidence(mention))

    def _class(self, mention: Mention, node: str) -> Claim:
        """CLASSIFIED_AS on the basis "text": by the mention's own words."""
        evidence = Evidence(
            TextSpan(mention.start, mention.end), mention.quote, f"{EXTRACTOR}/taxonomy",
            mention.confidence,
        )  # fmt: skip
        record = self.record_of[mention.id]
        return Claim(record.key, "CLASSIFIED_AS", object=node, role="text", evidence=evidence)

    def _role(self, mention: Mention) -> Claim:
        record = self.record_of[mention.id]
        return Claim(record.key, "role", value=mention.role, evidence=_evidence(mention))

    def _slots(self, mention: Mention) -> list[Claim]:
        """What a problem's words say of its material, method, efficacy, product, application."""
        record, evidence = self.record_of[mention.id], _evidence(mention)
        return [
            Claim(record.key, slot, value=value, evidence=evidence)
            for slot, value in mention.slots.items()
        ]

    def _relation(self, relation: Relation) -> Claim | None:
        subject, object_ = self.record_of[relation.subject], self.record_of[relation.object]
        if subject.key == object_.key or not allowed(relation.type, subject.kind, object_.kind):
            return None
        role = self.mentions[relation.subject].role if relation.type == "WORKS_FOR" else ""
        return Claim(
            subject.key, relation.type, object=object_.key, role=role, evidence=_evidence(relation)
        )

    def _indicator(self, fact: IndicatorFact) -> Claim | None:
        record = self._named(fact.of) or self._named(fact.region)
        if record is None:
            return None
        return Claim(
            record.key,
            "indicator",
            value=plain(fact.value),
            unit=fact.unit,
            bound=fact.bound,
            region=fact.region,
            measure=fact.name,
            status=fact.status,
            period=fact.period or "",
            evidence=_evidence(fact),
        )

    def _named(self, name: str) -> Record | None:
        if not name:
            return None
        for mention in self.facts.entities:
            if name == mention.name or name in mention.also:
                return self.record_of[mention.id]
        return None


def _is_named(node: Node, mention: Mention) -> bool:
    """Whether the mention has the node's own name, so that both are one thing."""
    own = {normal_field(node.label), normal_field(node.chinese)} - {""}
    said = {normal_field(name) for name in (mention.name, *mention.also)}
    return node.kind == mention.type and bool(own & said)


def _evidence(fact: Mention | Relation | IndicatorFact) -> Evidence:
    extractor = f"{EXTRACTOR}/{fact.reader}" if fact.reader else EXTRACTOR
    return Evidence(TextSpan(fact.start, fact.end), fact.quote, extractor, fact.confidence)


def _flag(fact: FlagFact) -> Flag:
    return Flag(fact.rule, TextSpan(fact.start, fact.end), fact.quote, fact.says, fact.expected)
