"""The strengths, or the gaps, of a deliverable."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from annotator.domain.review import Severity
from annotator.domain.taxonomy import TagDefinition, TagKind
from annotator.i18n import _, current_language
from annotator.ui.parts import flat_button, plain_label
from annotator.ui.words import severity_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.domain.ids import TagId
    from annotator.domain.review import Tag
    from annotator.ui.assessment.subject import Badge

_QUOTE_LENGTH = 60
_QUOTE_INDENT = 8


class TagList(QWidget):
    """Shows tags of one kind, each with its severity and quote, and offers to add one.

    Signals:
        add_requested: the reviewer wants to tag (TagKind).
        tag_shown: go to the tag's place (Tag).
        tag_removed: take the tag away (its id).
        severity_chosen: set a gap's severity (its id, Severity or None).
    """

    add_requested = Signal(object)
    tag_shown = Signal(object)
    tag_removed = Signal(str)
    severity_chosen = Signal(str, object)

    def __init__(self, kind: TagKind, badge: Badge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._badge = badge
        self._shown: tuple[Tag, ...] | None = None
        self._title = plain_label("sectionTitle")
        self._add = flat_button(f"add_{kind.value}")
        self._add.clicked.connect(partial(self.add_requested.emit, kind))
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self._add)
        head.addStretch(1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addLayout(self._rows)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        is_gap = self._kind is TagKind.GAP
        self._title.setText(_("Gaps") if is_gap else _("Strengths"))
        self._add.setText(_("Add  {key}").format(key=self._badge("gap" if is_gap else "strength")))
        self._add.setAccessibleName(_("Add a gap") if is_gap else _("Add a strength"))
        self._shown = None

    def show_tags(self, tags: Sequence[Tag], definitions: Mapping[str, TagDefinition]) -> None:
        """Show `tags` of this list's kind. Emits nothing."""
        if self._shown == tuple(tags):
            return
        self._shown = tuple(tags)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for tag in tags:
            self._rows.addWidget(self._row(tag, tag_label(tag, definitions)))

    def _row(self, tag: Tag, label: str) -> QWidget:
        row = QWidget()
        top = QHBoxLayout()
        top.setSpacing(2)
        place = flat_button(f"tag_{self._kind.value}", label)
        place.clicked.connect(partial(self.tag_shown.emit, tag))
        top.addWidget(place)
        if self._kind is TagKind.GAP:
            top.addWidget(self._severity_button(tag, label))
        top.addStretch(1)
        remove = flat_button("removeTag", "✕")
        remove.setAccessibleName(_("Remove: {text}").format(text=label))
        remove.setToolTip(_("Remove this tag"))
        remove.clicked.connect(partial(self.tag_removed.emit, tag.id))
        top.addWidget(remove)
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        if tag.span is not None:
            quote = plain_label("tagQuote", _short(tag.span.quote), wraps=True)
            quote.setIndent(_QUOTE_INDENT)
            layout.addWidget(quote)
        return row

    def _severity_button(self, tag: Tag, label: str) -> QToolButton:
        word = severity_word(tag.severity) if tag.severity else _("how bad?")
        button = flat_button("severity", f"· {word}")
        button.setAccessibleName(_("Severity of {text}: {severity}").format(text=label, severity=word))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for number, severity in enumerate(Severity, start=1):
            action = menu.addAction(f"&{number}  {severity_word(severity)}")
            action.triggered.connect(partial(self._choose_severity, tag.id, severity))
        button.setMenu(menu)
        return button

    def _choose_severity(self, tag_id: TagId, severity: Severity, _is_checked: bool = False) -> None:
        self.severity_chosen.emit(tag_id, severity)


def tag_label(tag: Tag, definitions: Mapping[str, TagDefinition]) -> str:
    """Return what a tag is called in the window's language; an unknown code is its own label."""
    definition = definitions.get(tag.code)
    return definition.label_in(current_language()) if definition else tag.code


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return f"“{words}”" if len(words) <= _QUOTE_LENGTH else f"“{words[: _QUOTE_LENGTH - 1]}…”"
