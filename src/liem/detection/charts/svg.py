"""SVG as text: elements with escaped content, and the frame every chart shares."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from liem.base.identifiers import stable_id

WIDE, MIDDLE, NARROW = 680, 480, 300
"""Widths, in units of about one CSS pixel, for a page, for half a page and for a phone."""
PLACES = {WIDE: "chart-wide", MIDDLE: "chart-middle", NARROW: "chart-narrow"}
LETTER = 7.2
"""Average width of a letter at the size of chart text, in the same units; generous, so that nothing is cut off."""


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """An element. ``_`` at the end of a name is dropped, ``_`` within becomes ``-``; ``content`` is markup already.

    >>> tag("rect", x=1, width=2.50, class_="bar", stroke_width=None)
    '<rect x="1" width="2.5" class="bar"/>'
    """
    pairs = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"


def _name(key: str) -> str:
    return key if key == "viewBox" else key.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else escape(str(value))


def number(value: float) -> str:
    """A coordinate within a path."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass
class Drawing:
    """What is drawn at one width; y grows downwards, ``height`` with what is put in."""

    width: int
    height: float = 0.0
    parts: list[str] = field(default_factory=list)
    patterns: dict[str, str] = field(default_factory=dict)

    @property
    def narrow(self) -> bool:
        return self.width <= NARROW

    def add(self, name: str, class_: str | None = None, /, **attributes: object) -> None:
        self.parts.append(tag(name, **attributes, class_=class_))

    def line(self, x1: float, y1: float, x2: float, y2: float, class_: str) -> None:
        self.add("line", class_, x1=x1, y1=y1, x2=x2, y2=y2)

    def rect(self, x: float, y: float, width: float, height: float, class_: str, fill: str | None = None) -> None:
        """``fill`` names one of the textures."""
        if width > 0 and height > 0:
            url = f"url(#{self.texture(fill)})" if fill else None
            self.add("rect", class_, x=x, y=y, width=width, height=height, fill=url)

    def text(self, x: float, y: float, words: str, class_: str = "", anchor: str = "start", aside: str = "") -> None:
        """``anchor``: which end of the words stands at ``x``; ``aside`` follows them, less prominent."""
        middle = None if anchor == "start" else anchor
        more = tag("tspan", escape(aside), class_="chart-soft") if aside else ""
        self.parts.append(tag("text", escape(words) + more, x=x, y=y, text_anchor=middle, class_=class_ or None))

    def texture(self, kind: str) -> str:
        """The id of a texture: ``hatch`` (a stopped clock) or ``dots`` (lateness)."""
        self.patterns.setdefault(kind, f"{kind}-{self.width}")
        return f"@{kind}@"


def fits(words: str, width: float) -> bool:
    """Whether the words stand within that width."""
    return len(words) * LETTER <= width


def picture(title: str, description: str, draw: Callable[[Drawing], None], kind: str, *, halved: bool = True) -> str:
    """The chart at every width, each an image with its own name and description.

    Without ``halved`` half a page gets the drawing made for a phone: for charts that usually have the whole page.
    """
    places = dict(PLACES) if halved else {WIDE: "chart-wide", NARROW: "chart-middle chart-narrow"}
    images = "".join(_image(title, description, draw, kind, width, place) for width, place in places.items())
    return f'<div class="chart chart-{kind}">{images}</div>'


def _image(title: str, description: str, draw: Callable[[Drawing], None], kind: str, width: int, place: str) -> str:
    drawing = Drawing(width)
    draw(drawing)
    body = "".join(drawing.parts)
    key = stable_id("c", kind, width, title, description, body, length=10)
    for texture in drawing.patterns:
        body = body.replace(f"@{texture}@", f"{key}-{texture}")
    head = tag("title", escape(title), id=f"{key}-t") + tag("desc", escape(description), id=f"{key}-d")
    textures = "".join(_TEXTURES[texture].replace("@id@", f"{key}-{texture}") for texture in drawing.patterns)
    return tag(
        "svg",
        head + (tag("defs", textures) if textures else "") + body,
        viewBox=f"0 0 {width} {round(drawing.height)}",
        width=width,
        height=round(drawing.height),
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
        class_=place,
    )


_TEXTURES = {
    "hatch": '<pattern id="@id@" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" class="texture-ground"/>'
    '<line x1="0" y1="0" x2="0" y2="6" class="texture-hatch"/></pattern>',
    "dots": '<pattern id="@id@" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" class="texture-late"/><circle cx="1.5" cy="1.5" r="1.1" class="texture-dot"/>'
    '<circle cx="4.5" cy="4.5" r="1.1" class="texture-dot"/></pattern>',
}
