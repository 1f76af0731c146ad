"""Check digits of identifiers: small pure functions, each named for its standard.

Every function takes the characters before the check digit and gives the digit (or digits) that
belong behind them, so that a message can say what would be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""What stands in a Chinese unified social credit code: no I, O, S, V, Z."""
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CN_APPLICATION_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def _weighted(digits: Iterable[int], weights: Sequence[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def uscc(head: str) -> str:
    """GB 32100-2015: the 18th character of a unified social credit code."""
    total = _weighted(map(USCC_LETTERS.index, head[:17]), _USCC_WEIGHTS)
    return USCC_LETTERS[-total % 31]


def cn_organisation(head: str) -> str:
    """GB 11714-1997: the ninth character of a Chinese organisation code."""
    rest = -_weighted((int(char, 36) for char in head[:8]), _ORGANISATION_WEIGHTS) % 11
    return "X" if rest == 10 else str(rest)


def cn_application(head: str) -> str:
    """The digit behind the point of a Chinese application number of 8 or 12 digits."""
    rest = _weighted(map(int, head), _CN_APPLICATION_WEIGHTS) % 11
    return "X" if rest == 10 else str(rest)


def mod_11_2(head: str) -> str:
    """ISO/IEC 7064 MOD 11-2: ORCID, ISNI, Lens."""
    total = 0
    for char in head:
        total = (total + int(char)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def mod_11_10(head: str) -> str:
    """ISO/IEC 7064 MOD 11,10: Chinese registration numbers, German VAT numbers."""
    product = 10
    for char in head:
        product = ((int(char) + product) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def mod_97_10(head: str) -> str:
    """ISO/IEC 7064 MOD 97-10 with letters as 10 to 35 (LEI): two digits."""
    number = int("".join(str(int(char, 36)) for char in head) + "00")
    return f"{98 - number % 97:02d}"


def ror(head: str) -> str:
    """The last two digits of a ROR id: MOD 97-10 of its 7 characters in Crockford's base 32."""
    number = 0
    for char in head:
        number = number * 32 + _CROCKFORD.index(char)
    return f"{98 - number * 100 % 97:02d}"


def luhn(head: str) -> str:
    """ISO/IEC 7812-1 (Luhn): Italian VAT numbers."""
    total = sum(
        sum(divmod(int(char) * (2 if place % 2 == 0 else 1), 10))
        for place, char in enumerate(reversed(head))
    )
    return str(-total % 10)


def weighted_11(head: str, weights: Sequence[int]) -> str:
    """Weighted sum modulo 11, taken from 11; '' where no digit can follow (the rest is 10)."""
    rest = -_weighted(map(int, head), weights) % 11
    return "" if rest == 10 else str(rest)
