"""What the service says of itself at its address."""

from __future__ import annotations

from typing import Any

import qilian
from api.reconcile.query import MOST_QUERIES
from api.reconcile.vocabulary import ORGANISATION, types

WIDTH, HEIGHT = 430, 300
"""Pixels of a preview."""
_DEFAULT = (ORGANISATION, "Enterprise", "Institute", "Agency", "Platform", "Patent", "Industry",
            "Region", "Policy")


def manifest(site: str, path: str, *, keyed: bool) -> dict[str, Any]:
    """The manifest of the service at ``path`` of ``site`` (no slash at its end).

    ``keyed`` says that requests need the service's key.
    """
    here = site + path
    suggest = {
        name: {
            "service_url": here, "service_path": f"/suggest/{name}",
            "flyout_service_url": here, "flyout_service_path": f"/flyout/{name}?id=${{id}}",
        }
        for name in ("entity", "type", "property")
    }
    found: dict[str, Any] = {
        "versions": ["0.2"],
        "name": "Qilian",
        "identifierSpace": f"{site}/entity/",
        "schemaSpace": "https://schema.org/Thing",
        "documentation": f"{site}/http",
        "logo": f"{site}/static/icon.svg",
        "serviceVersion": qilian.__version__,
        "defaultTypes": [types()[type_] for type_ in _DEFAULT],
        "view": {"url": f"{site}/entity/{{{{id}}}}"},
        "preview": {
            "url": f"{here}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT,
        },
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [{
                "name": "limit", "label": "Limit", "type": "number", "default": 0,
                "help_text": "Values of one thing at most; 0 is no limit",
            }],
        },
        "batchSize": MOST_QUERIES,
    }
    if keyed:
        found["authentication"] = {"type": "apiKey", "name": "X-API-Key", "in": "header"}
    return found
