"""A figure as inline SVG: the same bytes every time, colours of the page, and words for who cannot see it."""

import re
from bisect import bisect
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK: Final = "#101011"
MUTED: Final = "#101012"
LINE: Final = "#101013"
PERSON: Final = "#101014"
ORG: Final = "#101015"
INFRASTRUCTURE: Final = "#101016"
PROJECT: Final = "#101017"
LOUD: Final = "#101018"
PAPER: Final = "#101019"
_ROLES: Final = {
    INK: "ink", MUTED: "muted", LINE: "line", PERSON: "person", ORG: "org", INFRASTRUCTURE: "infrastructure",
    PROJECT: "project", LOUD: "loud", PAPER: "paper",
}  # fmt: skip
"""Colours that stand for roles; the page's style says what they are, by day and by night."""

KIND: Final = {"PERSON": PERSON, "ORG": ORG, "INFRASTRUCTURE": INFRASTRUCTURE, "PROJECT": PROJECT}

_FINE: Final = 16
_LONGEST: Final = 1_000  # characters of a name that are measured at all
_COLOUR: Final = re.compile("|".join(_ROLES))
_STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "path",  # drawn, not set: it looks the same where no such font is installed
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 9,
    "text.parse_math": False,  # a $ in a release is a $
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": MUTED,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "xtick.color": MUTED,
    "ytick.color": INK,
    "hatch.linewidth": 0.6,
}


@contextmanager
def style() -> Iterator[None]:
    """In here figures look alike, whatever the user's own settings of matplotlib say."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


def blank(width: float, height: float) -> "Figure":
    """An empty figure, in inches; nobody else's: pyplot and its state stay out of it."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height))


def bare(axes: Any, *, keep: tuple[str, ...] = ()) -> None:
    """Take away the frame but for these sides."""
    for side in ("left", "right", "top", "bottom"):
        axes.spines[side].set_visible(side in keep)
    axes.tick_params(length=0)


def inline(figure: "Figure", name: str, title: str, description: str) -> str:
    """The figure as an <svg> element with its title and description.

    Args:
        figure: drawn within `style`.
        name: of letters; the ids of the element begin with it.
        title: what it is.
        description: what it shows, for those who cannot see it.
    """
    import matplotlib as mpl
    from lxml import etree

    file = BytesIO()
    mpl.rcParams["svg.hashsalt"] = name
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None})
    root = etree.fromstring(file.getvalue(), etree.XMLParser(remove_comments=True, resolve_entities=False))
    space = "{http://www.w3.org/2000/svg}"
    for tag in ("metadata", "style"):
        for element in list(root.iter(space + tag)):
            element.getparent().remove(element)
    width = float(root.get("width", "720pt").removesuffix("pt"))
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    root.set("style", f"max-width: {width * 1.434:.0f}px")
    for element in root.iter():
        for attribute, value in element.attrib.items():
            element.set(attribute, _own(attribute, str(value), name))
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = etree.Element(space + tag, id=f"{name}-{tag}")
        element.text = text
        root.insert(place, element)
    drawn: str = etree.tostring(root, encoding="unicode")
    return drawn


def _own(attribute: str, value: str, name: str) -> str:
    """The attribute with ids of this figure alone, and colours by their role."""
    if attribute == "id":
        return f"{name}-{value}"
    if attribute.endswith("href"):
        return value.replace("#", f"#{name}-", 1)
    value = value.replace("url(#", f"url(#{name}-")
    return _COLOUR.sub(lambda found: f"var(--{_ROLES[found[0]]})", value)


def label(text: str, inches: float, size: float, lines: int = 1, *, bold: bool = False) -> str:
    """The text in at most so many lines of this width; what the font cannot draw becomes a box.

    What is left out shows as an ellipsis.

    Args:
        text: any; blanks and line ends become single spaces.
        inches: the room there is.
        size: of the font, in points.
        lines: how many there may be.
        bold: whether it is drawn in bold.
    """
    known = _drawable()
    clean = "".join(c if ord(c) in known else "\ufffd" for c in " ".join(text.split())[:_LONGEST])
    kept: list[str] = []
    while clean:
        if wide(clean, size, bold=bold) <= inches:
            kept.append(clean)
            break
        last = len(kept) == lines - 1
        fits = bisect(
            range(1, len(clean)), inches, key=lambda n: wide(clean[:n] + ("…" if last else ""), size, bold=bold)
        )
        cut = max(fits, 1)
        if last:
            kept.append(clean[:cut].rstrip(" ,;-–") + "…")
            break
        blank_at = clean.rfind(" ", 1, cut + 1)
        cut = blank_at if blank_at > 0 else cut
        kept.append(clean[:cut].rstrip())
        clean = clean[cut:].lstrip()
    return "\n".join(kept)


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in inches."""
    font = _font(bold=bold)
    font.set_size(size, 72 * _FINE)  # at 72 dots an inch signs are rounded to whole dots: a fifth too wide
    font.set_text(text, 0.0)
    return float(font.get_width_height()[0]) / 64 / 72 / _FINE


@cache
def _font(*, bold: bool) -> Any:
    from matplotlib.font_manager import FontProperties, fontManager, get_font

    return get_font(fontManager.findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))


@cache
def _drawable() -> frozenset[int]:
    return frozenset(_font(bold=False).get_charmap())
