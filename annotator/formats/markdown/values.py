"""What a rendered Markdown text is: a flat list of blocks of runs, each run tied to its range of the source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, Flag, auto

LINE_BREAK = "\u2028"
"""How a line ends inside a block; the only separator that occurs in the text of a run."""


class Style(Flag):
    """How a run looks; several may hold at once."""

    NONE = 0
    BOLD = auto()
    ITALIC = auto()
    STRIKE = auto()
    CODE = auto()
    MATH = auto()
    HTML = auto()
    """A raw tag or comment, shown as text."""
    LINK = auto()
    IMAGE = auto()
    FOOTNOTE = auto()
    MUTED = auto()
    """Source that Markdown would hide, shown all the same."""
    LABEL = auto()
    """A sign that stands for a character one cannot see."""
    SIGN = auto()
    """Written by the renderer (bullet, number, box): it comes from no place in the source."""
    UNMAPPED = auto()
    """From the source, but from where is not known for sure."""


class BlockKind(Enum):
    """What a leaf block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    CAPTION = "caption"
    """The words behind a code fence, shown above the code that follows."""
    MATH = "math"
    HTML = "html"
    RULE = "rule"
    CELL = "cell"
    LITERAL = "literal"
    """Source that no other block shows, such as the definition of a link."""


class Alignment(Enum):
    """Where the text of a table cell stands."""

    NONE = "none"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of displayed text in one style.

    `start` and `end` count the source's code points; both are `None` for what the
    renderer wrote itself. In a verbatim run the text is the source from `start` to
    `end`, character by character; in any other the whole text stands for the whole range.
    """

    text: str
    start: int | None = None
    end: int | None = None
    is_verbatim: bool = False
    style: Style = Style.NONE
    href: str | None = None
    title: str | None = None
    image: str | None = None
    """Where the picture is that the text describes, decoded; never fetched."""
    code_token: str | None = None
    """The Pygments token type, without its leading `Token.`; `None` needs no colour."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote around a block."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """A list item around a block; blocks of one list share `list_id`."""

    list_id: int
    is_ordered: bool
    number: int | None
    is_checked: bool | None
    """The state of a task; `None` where the item is no task."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote definition around a block."""

    label: str


Container = Quote | ListItem | Footnote


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block stands in its table; row 0 is the header."""

    table_id: int
    row: int
    column: int
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf block: a paragraph, a cell, a piece of code.

    `containers` run from the outermost inwards. `start` and `end` are the source
    range of the block's lines. `is_tight` asks for no space above: a list whose items are not set apart.
    """

    kind: BlockKind
    runs: tuple[Run, ...]
    start: int
    end: int
    containers: tuple[Container, ...] = ()
    level: int = 0
    """1 to 6 for a heading, else 0."""
    cell: Cell | None = None
    language: str | None = None
    """The first word behind a code fence, in lower case."""
    is_tight: bool = False

    @property
    def text(self) -> str:
        """The displayed text."""
        return "".join(run.text for run in self.runs)

    @property
    def quote_depth(self) -> int:
        """How many block quotes surround the block."""
        return sum(isinstance(container, Quote) for container in self.containers)

    @property
    def list_depth(self) -> int:
        """How many lists surround the block."""
        return sum(isinstance(container, ListItem) for container in self.containers)


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading: its level, its words and which block it is."""

    level: int
    text: str
    block: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each a text has, counted as GitHub's renderer does."""

    list_items: int = 0
    code_blocks: int = 0
    tables: int = 0
    headings: int = 0
    links: int = 0


@dataclass(frozen=True, slots=True)
class Rendered:
    """A whole text, ready to be shown. Plain values: it may cross threads and processes."""

    source_length: int
    blocks: tuple[Block, ...]
    outline: tuple[OutlineEntry, ...] = ()
    counts: Counts = Counts()
    notice: str | None = None
    """Why the text is shown plain, in the user's language."""
