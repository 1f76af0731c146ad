"""Keys under which an organisation's names lie in the kept index, beside their words.

One key is the name as it is spelt, the others what it means (`graph.identity.blocks`): so a string
finds a registered name that shares no word with it, such as a short form.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

from graph.identity.blocks import joining_keys
from graph.identity.meanings import simplified
from graph.identity.names import normal_name
from graph.identity.parse import parse_name


@lru_cache(maxsize=100_000)
def spelt_key(name: str) -> str:
    """The name with case, width, punctuation, script variants and the spelling of its legal form
    folded; empty for a name without letters. A name with a legal form never has the key of one
    without."""
    plain = unicodedata.normalize("NFKC", name).translate(simplified())
    bare, full = normal_name(plain), normal_name(plain, legal_form=True)
    return f"spelt|{bare}|{'company' if bare != full else ''}" if bare else ""


def keys_of_name(name: str, kind: str, region: str) -> Iterator[int]:
    """All keys of an organisation's name as numbers."""
    if spelt := spelt_key(name):
        yield key_number(spelt)
    for key in joining_keys(parse_name(name, kind=kind), region=region):
        yield key_number(key)


def key_number(key: str) -> int:
    """A key as a number of 64 bits; of two keys with one number the names still differ."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest())
