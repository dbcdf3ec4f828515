"""Objections, each step they took, and their papers."""

from wuai.contexts.objections.models.objections import Objection, ObjectionPaper, ObjectionStep

__all__ = ["Objection", "ObjectionPaper", "ObjectionStep"]
