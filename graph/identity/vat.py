"""VAT numbers: the form of each country, the check digits of those whose rule is published.

Where python-stdnum is installed (the extra ``identifiers``) its checks by country are made in
addition; without it the own ones hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from graph.identity.check_digits import luhn, mod_11_10, weighted_11

_FORMS = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}", "DE": r"\d{9}", "DK": r"\d{8}", "EE": r"\d{9}", "EL": r"\d{9}",
    "ES": r"[0-9A-Z]\d{7}[0-9A-Z]", "FI": r"\d{8}", "FR": r"[0-9A-HJ-NP-Z]{2}\d{9}",
    "GB": r"\d{9}|\d{12}|GD[0-4]\d\d|HA[5-9]\d\d", "HR": r"\d{11}", "HU": r"\d{8}",
    "IE": r"\d[0-9A-Z+*]\d{5}[A-Z]{1,2}", "IT": r"\d{11}", "LT": r"\d{9}|\d{12}", "LU": r"\d{8}",
    "LV": r"\d{11}", "MT": r"\d{8}", "NL": r"\d{9}B\d\d", "PL": r"\d{10}", "PT": r"\d{9}",
    "RO": r"\d{2,10}", "SE": r"\d{10}01", "SI": r"\d{8}", "SK": r"\d{10}", "XI": r"\d{9}|\d{12}",
    "CHE": r"\d{9}", "NO": r"\d{9}",
}


def _remainder(figures: str, modulus: int) -> str:
    return f"{modulus - int(figures) % modulus:02d}"


def _danish(head: str) -> str:
    return weighted_11(head, (2, 7, 6, 5, 4, 3, 2))


def _finnish(head: str) -> str:
    return weighted_11(head, (7, 9, 10, 5, 8, 4, 2))


def _polish(head: str) -> str:
    rest = sum(int(c) * w for c, w in zip(head, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True)) % 11
    return "" if rest == 10 else str(rest)


def _portuguese(head: str) -> str:
    return weighted_11(head, (9, 8, 7, 6, 5, 4, 3, 2)) or "0"


CHECKED: dict[str, tuple[int, Callable[[str], str]]] = {
    "BE": (2, lambda head: _remainder(head, 97)),
    "DE": (1, mod_11_10),
    "DK": (1, _danish),
    "FI": (1, _finnish),
    "IT": (1, luhn),
    "LU": (2, lambda head: f"{int(head) % 89:02d}"),
    "PL": (1, _polish),
    "PT": (1, _portuguese),
}
"""Countries with a check here: how many figures it has at the end, and what they should be."""


def vat_number(text: str) -> str:
    """The normal form: capitals without marks, EL for Greece, no words for "VAT" behind."""
    plain = re.sub(r"[\s.\-/]", "", text.upper())
    plain = re.sub(r"(?<=\d)(?:MWST|TVA|IVA|MVA)$", "", plain)
    return "EL" + plain[2:] if re.match(r"GR\d", plain) else plain


def vat_fault(value: str) -> str:
    """What is wrong with a VAT number in normal form; '' when nothing is."""
    country = "CHE" if value.startswith("CHE") else value[:2]
    form = _FORMS.get(country)
    if form is None:  # a country whose form is not known here
        return "" if re.fullmatch(r"[A-Z]{2}[0-9A-Z]*[0-9]{4}[0-9A-Z]*", value) else (
            "is no VAT number; write it with the letters of its country, as DE136695976")
    figures = value[len(country):]
    if not re.fullmatch(form, figures, re.ASCII):
        return f"has not the form of a VAT number of {country}"
    if country in CHECKED:
        length, check = CHECKED[country]
        right = check(figures[:-length])
        if not figures.endswith(right or " "):
            return f"the check digit should be {right}" if right else "has a wrong figure"
    return _further(country, value)


@cache
def _stdnum(module: str) -> Any:
    """A module of python-stdnum, or None where it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        return None


def _further(country: str, value: str) -> str:
    """python-stdnum's check of the country, where it is installed and has one."""
    module = {"GB": "stdnum.gb.vat", "CHE": "stdnum.ch.vat", "NO": "stdnum.no.mva"}.get(
        country, "stdnum.eu.vat")
    checker = _stdnum(module)
    if checker is None or country == "XI" or checker.is_valid(value):
        return ""
    return f"fails the check of {country}'s VAT numbers"
