"""A drawn procedure made fit for our pages: no styles, no scripts, colours of the house."""

import re
from typing import Any, Final
from xml.etree import ElementTree

from django.utils.safestring import SafeString, mark_safe

from wuai.platform.ui import wording

SVG: Final = "http://www.w3.org/2000/svg"
DRAWN: Final = {
    "svg", "g", "path", "polygon", "polyline", "ellipse", "circle", "rect", "line", "text",
    "tspan", "defs", "marker",
}  # fmt: skip
KEPT: Final = {
    "viewBox", "d", "points", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry",
    "width", "height", "transform", "text-anchor", "font-size", "font-weight", "fill", "stroke",
    "stroke-width", "stroke-dasharray", "marker-end", "id", "orient", "refX", "refY",
    "markerWidth", "markerHeight",
}  # fmt: skip
INK: Final = {"black", "#000", "#000000", "currentcolor"}


class NotAnSvg(ValueError):
    """What was handed over is not a drawing."""


def for_page(svg: str, title: Any) -> SafeString:
    """Keep shapes and words, drop all else, name the drawing for those who do not see it."""
    bare = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", svg, flags=re.DOTALL)
    try:
        root = ElementTree.fromstring(bare)  # noqa: S314 - without a DOCTYPE there are no entities
    except ElementTree.ParseError as error:
        raise NotAnSvg(str(error)) from error
    if _local(root.tag) != "svg":
        raise NotAnSvg(root.tag)
    _clean(root)
    root.set("role", "img")
    root.set("aria-label", wording.plain(title))
    ElementTree.register_namespace("", SVG)
    return mark_safe(ElementTree.tostring(root, encoding="unicode"))  # noqa: S308 - cleaned above


def _clean(element: ElementTree.Element) -> None:
    for child in list(element):
        if isinstance(child.tag, str) and _local(child.tag) in DRAWN:
            _clean(child)
        else:
            element.remove(child)
    for name, value in list(element.attrib.items()):
        if name not in KEPT:
            del element.attrib[name]
        elif name in {"fill", "stroke"} and value != "none":
            drawn = name == "stroke" or value.lower() in INK
            element.set(name, "currentColor" if drawn else "none")


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
