"""What follows from units and decisions: entities, edges and works, kept current by difference."""

from graph.project.projector import Projector

__all__ = ["Projector"]
