"""How results show themselves in a notebook when they have no table of their own."""

from __future__ import annotations

from html import escape


class Printed:
    """Shows in a notebook what `print` shows."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"
