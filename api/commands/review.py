"""`qilian review`: pairs that may be one, side by side, each decided with one key."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.output import heading, machine, plain, remark, say, short, table
from api.commands.shared import Json, KindOption, Store, kinds_of, opened
from graph.errors import NotFound, QilianError

if TYPE_CHECKING:
    from api.doubting import Card, Side
    from graph.doubts import Doubt, DoubtList
    from qilian import KnowledgeGraph

KEYS = {"s": "same", "d": "different", "u": "unsure"}
PROMPT = "s same, d different, u unsure, space or k skip, z undo the last, q quit, ? help"
HELP = """\
s         the same: what both name is one, and stays one when their sources are read again
d         different: they are never joined, and the pair is not listed again
u         cannot tell: nothing changes, but the pair is not listed again
space, k  skip: nothing is decided, and the pair is listed the next time
z         undo the last decision taken here, and go back to its pair
q         quit; what was decided is kept
?         this help

A line beneath the pair is a part of the score: points above zero speak for one, below for two.
← before a fact: it is said of the other thing named there, about this one."""


def review(
    ctx: typer.Context,
    kind: KindOption = None,
    about: Annotated[
        str, typer.Option("--about", metavar="NAME", help="Only pairs of this one (id or name).")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many.")] = 100,
    by: Annotated[str, typer.Option("--by", help="Who decides; asked once if not given.")] = "",
    store: Store = None,
    json: Json = False,
) -> None:
    """Decide which organisations are one, the most telling pairs first.

    On a terminal each pair is shown with both sides and decided with one key; in a pipe the pairs
    are listed. People of one name are shown with --kind person.
    """
    with opened(ctx, store) as kg:
        found = kg.doubts(kinds=kinds_of(kind), about=about, limit=limit)
        if json:
            return machine({"total": found.total, "crowded": found.crowded,
                            "doubts": [_data(doubt) for doubt in found.doubts]})
        if sys.stdin.isatty() and sys.stdout.isatty():
            Session(kg, found, typer_key, by).run()
        else:
            _list(found)


def _data(doubt: Doubt) -> object:
    return {**plain(doubt), "gain": doubt.gain, "says": doubt.says}


def _list(found: DoubtList) -> None:
    table(
        ["score", "would move", "first", "second", "why", "first id", "second id"],
        [(d.comparison.score, d.gain, d.first.name, d.second.name, d.says, d.first.id, d.second.id)
         for d in found.doubts],
    )
    remark(_told(found))


def _told(found: DoubtList) -> str:
    crowded = found.crowded and f"; {found.crowded:,} keys passed over: too many names share them"
    return f"{found.total:,} pairs in doubt{crowded or ''}"


def typer_key() -> str:
    """The next key on the terminal."""
    return typer.getchar()


@dataclass(slots=True)
class Session:
    """One person at the terminal, going through the pairs; ``key`` waits for a key."""

    kg: KnowledgeGraph
    found: DoubtList
    key: Callable[[], str]
    by: str = ""
    at: int = 0
    made: list[tuple[int, str]] = field(default_factory=list)
    """The decisions taken here: the pair's place and the decision's id."""

    def run(self) -> None:
        """Show each pair and do what the keys say, until the end or q."""
        say(_told(self.found))
        try:
            while self.at < len(self.found.doubts):
                self._show()
                if not self._answered():
                    break
        except (KeyboardInterrupt, EOFError):
            pass
        say(f"{len(self.made)} decisions taken; `qilian decisions` lists all")

    def _show(self) -> None:
        from api.doubting import cards

        [card] = cards(self.kg, [self.found.doubts[self.at]])
        heading(f"{self.at + 1} of {len(self.found.doubts)}: {card.sure} % likely the same, "
                f"records that would move: {card.doubt.gain}; {card.doubt.says}")
        _side_by_side(card)
        say(PROMPT)

    def _answered(self) -> bool:
        """Take keys until one of them leads on; False to end."""
        while True:
            key = self.key().casefold()
            if key in ("q", "\x03", "\x04", ""):
                return False
            if key in ("k", " "):
                self.at += 1
                return True
            if key == "z" and self.made:
                self._undo()
                return True
            if key in KEYS:
                self._decide(KEYS[key])
                return True
            wrong = "nothing to undo" if key == "z" else f"{key!r} is no key here"
            say(HELP if key == "?" else f"{wrong}: {PROMPT}")

    def _decide(self, kind: str) -> None:
        from api.deciding import decided_pair

        doubt = self.found.doubts[self.at]
        if not self.by.strip():
            self.by = typer.prompt("Who decides")
        try:
            made = decided_pair(self.kg, kind=kind, first=doubt.first.id, second=doubt.second.id,
                                by=self.by, score=doubt.comparison.score)
        except QilianError as err:  # decided meanwhile, here or elsewhere
            remark(str(err))
        else:
            self.made.append((self.at, made.id))
            say(f"{kind} ({made.id})")
        self.at += 1

    def _undo(self) -> None:
        self.at, decision = self.made.pop()
        try:
            self.kg.undo(decision)
        except NotFound as err:  # taken back elsewhere
            remark(str(err))
        else:
            say(f"undone ({decision})")


def _side_by_side(card: Card) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True)
    for side in card.sides:
        drawn.add_column(Text(side.entity.name), ratio=1, overflow="fold")
    drawn.add_row(*(Text("\n".join(_lines(side))) for side in card.sides))
    console = Console()
    console.print(drawn)
    for bar in card.bars:
        console.print(Text(f"{bar.part.points:+6.1f}  {bar.part.feature}: {bar.part.says}"))


def _lines(side: Side) -> list[str]:
    from graph.schema import EDGES, PROPERTIES

    entity = side.entity
    lines = [f"{entity.kind} {entity.id}, records: {side.records}"]
    captions = (("also", " · ".join(entity.names[:6])), ("place", entity.region),
            ("identifiers", ", ".join(entity.identifiers[:4])),
            ("sources", ", ".join(side.sources)))
    lines += [f"{caption}: {words}" for caption, words in captions if words]
    for told in side.facts:
        fact = told.fact
        known = EDGES.get(fact.predicate) or PROPERTIES.get(fact.predicate)
        caption = known.caption if known else fact.measure or fact.predicate
        arrow = "← " if told.inward else ""
        lines.append(f"- {arrow}{caption} {short(told.other, 60)} [{fact.place}]")
    return lines
