"""Small units for tests: rows of registers and statements, built the way the readers build them."""

from __future__ import annotations

from graph.model import Cell, Claim, Evidence, Flag, Reading, Record, Source, Unit, digest

REGISTER = Source("register", "A register", form="table")


def evidence(column: str, quote: str = "") -> Evidence:
    """A cell as evidence."""
    return Evidence(Cell(column), quote)


def patent_row(
    number: str,
    owners: list[str],
    *,
    title: str = "A method",
    abstract: str = "",
    date: str | None = "2020-05-01",
    source: str = "register",
    identifiers: dict[str, str] | None = None,
    region: str = "",
    kind: str = "Institute",
) -> Unit:
    """A patent with its applicants, as one row of a register."""
    key = f"{source}/{number}"
    cells = {"number": number, "title": title, "abstract": abstract, "owners": ";".join(owners)}
    records = [Record(key, "Patent", title, identifiers=(f"patent:{number}",))]
    claims = [
        Claim(key, "title", value=title, evidence=evidence("title")),
        Claim(key, "abstract", value=abstract, evidence=evidence("abstract")),
    ]
    for i, owner in enumerate(owners):
        known = (identifiers or {}).get(owner)
        record = Record(f"{key}#owners:{i}", kind, owner, (), (known,) if known else (), region)
        records.append(record)
        claims.append(Claim(record.key, "APPLIED_FOR", object=key,
                            evidence=evidence("owners", owner)))
    known_ids = sorted((identifiers or {}).items())
    content = digest(*sorted(cells.items()), date, region, kind, known_ids)
    return Unit(key, source, Reading(content, "test/1"), "row", title, date, cells, "", None, "",
                0, tuple(records), tuple(claims))


def organisation_row(
    key: str, name: str, *, kind: str = "Institute", region: str = "", source: str = "register",
    names: tuple[str, ...] = (), identifiers: tuple[str, ...] = (), date: str | None = None,
    **properties: str,
) -> Unit:
    """An organisation with properties, as one row of a register."""
    unit_key = f"{source}/{key}"
    cells = {"name": name, "region": region, **properties}
    record = Record(unit_key, kind, name, names, identifiers, region)
    claims = [Claim(unit_key, prop, value=value, evidence=evidence(prop))
              for prop, value in properties.items()]
    content = digest(*sorted(cells.items()), names, identifiers, kind, date)
    return Unit(unit_key, source, Reading(content, "test/1"), "row", name, date, cells, "", None,
                "", 0, (record,), tuple(claims))


def edge_row(
    key: str, start: tuple[str, ...], kind: str, end: tuple[str, ...], *,
    date: str | None = None, role: str = "", text: str = "", source: str = "register",
    properties: dict[str, str] | None = None, flags: tuple[Flag, ...] = (),
) -> Unit:
    """Two things, each (kind, name, identifiers …), and an edge from one to the other, as one row;
    ``text`` and ``properties`` are said of the end."""
    unit_key = f"{source}/{key}"
    cells = {"start": start[1], "end": end[1], "text": text, "role": role, **(properties or {})}
    records = tuple(
        Record(f"{unit_key}#{side}:0", thing[0], thing[1], (), thing[2:])
        for side, thing in (("start", start), ("end", end)))
    claims = [Claim(records[0].key, kind, object=records[1].key, role=role,
                    evidence=evidence("end", end[1]))]
    claims += [Claim(records[1].key, name, value=value, evidence=evidence(name))
               for name, value in {"text": text, **(properties or {})}.items() if value]
    content = digest(*sorted(cells.items()), kind, start, end, date)
    return Unit(unit_key, source, Reading(content, "test/1"), "row", end[1], date, cells, "", None,
                "", 0, records, tuple(claims), flags)
