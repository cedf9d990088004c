"""The table of everything a key or a menu can do. Menus, keys, the sheet of keys and its test derive from it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from annotator.i18n import N_


class Where(Enum):
    """Where a key acts."""

    OUTSIDE = N_("outside text fields")
    ANY = N_("anywhere")
    SELECTION = N_("with text selected")
    ASSESSMENT = N_("in the assessment")


class Group(Enum):
    """The menu an act stands in, and its group on the sheet of keys."""

    FILE = N_("File")
    EDIT = N_("Edit")
    VIEW = N_("View")
    REVIEW = N_("Review")
    HELP = N_("Help")


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `keys` are its keys unless they are remapped, in Qt's portable spelling.

    `needs_sheet` says that it makes sense only while a deliverable is open; `opens_section` that a line in the menu
    stands above it; `is_in_menu` is false for keys that only complete another act's.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    where: Where
    group: Group
    needs_sheet: bool = True
    opens_section: bool = False
    is_in_menu: bool = True


_TAB_KEY: Final = "Meta+Tab" if sys.platform == "darwin" else "Ctrl+Tab"
_OUT, _ANY = Where.OUTSIDE, Where.ANY

ACTS: Final = (
    Act("import", N_("Import…"), (), _ANY, Group.FILE, needs_sheet=False),
    Act("export", N_("Export…"), (), _ANY, Group.FILE, needs_sheet=False),
    Act("open_pack", N_("Open a pack or a result…"), (), _ANY, Group.FILE, needs_sheet=False, opens_section=True),
    Act("send", N_("Send to coordinator…"), ("Ctrl+Shift+E",), _OUT, Group.FILE, needs_sheet=False),
    Act("studies", N_("Studies…"), (), _ANY, Group.FILE, needs_sheet=False),
    Act("create_packs", N_("Make packs for reviewers…"), (), _ANY, Group.FILE, needs_sheet=False, opens_section=True),
    Act("returns", N_("Returns…"), (), _ANY, Group.FILE, needs_sheet=False),
    Act("adjudicate", N_("Adjudication…"), (), _ANY, Group.FILE, needs_sheet=False),
    Act("generate", N_("Ask models for first attempts…"), (), _ANY, Group.FILE, needs_sheet=False, opens_section=True),
    Act("outbox", N_("Outbox…"), (), _ANY, Group.FILE, needs_sheet=False),
    Act("open_workspace", N_("Open workspace…"), ("Ctrl+O",), _ANY, Group.FILE, needs_sheet=False, opens_section=True),
    Act("show_saved", N_("Is everything saved?"), ("Ctrl+S",), _ANY, Group.FILE, needs_sheet=False),
    Act("settings", N_("Settings…"), ("Ctrl+,",), _ANY, Group.FILE, needs_sheet=False, opens_section=True),
    Act("close", N_("Quit"), ("Ctrl+W", "Ctrl+Q"), _ANY, Group.FILE, needs_sheet=False, opens_section=True),
    Act("undo", N_("Undo"), ("Ctrl+Z",), _OUT, Group.EDIT, needs_sheet=False),
    Act("redo", N_("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), _OUT, Group.EDIT, needs_sheet=False),
    Act("find", N_("Find in this pane"), ("Ctrl+F",), _ANY, Group.EDIT, opens_section=True),
    Act("find_next", N_("Find next"), ("F3",), _ANY, Group.EDIT),
    Act("find_previous", N_("Find previous"), ("Shift+F3",), _ANY, Group.EDIT),
    Act("search", N_("Search the queue"), ("/", "Ctrl+Shift+F"), _ANY, Group.EDIT, needs_sheet=False),
    Act("read", N_("Read"), ("R",), _OUT, Group.VIEW),
    Act("edit", N_("Edit"), ("E",), _OUT, Group.VIEW),
    Act("compare", N_("Compare"), ("D",), _OUT, Group.VIEW),
    Act("other_tab", N_("Other tab"), (_TAB_KEY,), _ANY, Group.VIEW, is_in_menu=False),
    Act("pane_1", N_("Queue"), ("Ctrl+1",), _ANY, Group.VIEW, needs_sheet=False, opens_section=True),
    Act("pane_2", N_("Brief"), ("Ctrl+2",), _ANY, Group.VIEW),
    Act("pane_3", N_("Deliverable"), ("Ctrl+3",), _ANY, Group.VIEW),
    Act("pane_4", N_("Assessment"), ("Ctrl+4",), _ANY, Group.VIEW),
    Act("next_pane", N_("Next pane"), ("F6",), _ANY, Group.VIEW),
    Act("previous_pane", N_("Previous pane"), ("Shift+F6",), _ANY, Group.VIEW),
    Act("reading_mode", N_("Reading mode"), ("Z",), _OUT, Group.VIEW),
    Act("larger", N_("Larger text"), ("Ctrl++", "Ctrl+="), _ANY, Group.VIEW, opens_section=True),
    Act("smaller", N_("Smaller text"), ("Ctrl+-",), _ANY, Group.VIEW),
    Act("usual_size", N_("Usual text size"), ("Ctrl+0",), _ANY, Group.VIEW),
    Act("next_highlight", N_("Next highlight"), ("H",), _OUT, Group.VIEW, opens_section=True),
    Act("previous_highlight", N_("Previous highlight"), ("Shift+H",), _OUT, Group.VIEW),
    Act("hide_highlights", N_("Hide or show the highlights"), ("M",), _OUT, Group.VIEW),
    Act("select_by_keyboard", N_("Select by keyboard"), ("F7",), _ANY, Group.VIEW),
    Act("next_change", N_("Next change"), ("F8",), _ANY, Group.VIEW),
    Act("previous_change", N_("Previous change"), ("Shift+F8",), _ANY, Group.VIEW),
    Act("take_back", N_("Take this change back"), ("F9",), _ANY, Group.VIEW),
    Act("diff_look", N_("Changes inline or side by side"), ("Ctrl+D",), _ANY, Group.VIEW),
    Act("mark_changes", N_("Mark what changed since the attempt before"), ("Shift+M",), _OUT, Group.VIEW),
    Act("mark_pass", N_("Pass, then on"), ("P",), _OUT, Group.REVIEW),
    Act("mark_fail", N_("Fail, then on"), ("F",), _OUT, Group.REVIEW),
    Act("mark_na", N_("Not applicable, then on"), ("N",), _OUT, Group.REVIEW),
    Act("mark_unsure", N_("Cannot judge"), ("U",), _OUT, Group.REVIEW),
    Act("mark_clear", N_("Clear the mark"), ("Del", "Backspace"), Where.ASSESSMENT, Group.REVIEW),
    Act("next_criterion", N_("Next criterion"), ("J",), _OUT, Group.REVIEW, opens_section=True),
    Act("previous_criterion", N_("Previous criterion"), ("K",), _OUT, Group.REVIEW),
    Act("next_unmarked", N_("Next unmarked criterion"), ("Shift+J",), _OUT, Group.REVIEW),
    Act("note", N_("Note on this criterion"), ("C",), _OUT, Group.REVIEW, opens_section=True),
    Act("last_note", N_("Note on the criterion just marked"), ("Shift+C",), _OUT, Group.REVIEW),
    Act("evidence", N_("Selection is evidence"), ("V",), Where.SELECTION, Group.REVIEW),
    Act("evidence_absent", N_("Nowhere in the deliverable"), ("Shift+V",), _OUT, Group.REVIEW),
    Act("strength", N_("Strength…"), ("S",), _OUT, Group.REVIEW, opens_section=True),
    Act("gap", N_("Gap…"), ("G",), _OUT, Group.REVIEW),
    Act("whole_note", N_("Note on the whole"), ("W",), _OUT, Group.REVIEW),
    Act("client_question", N_("Client question"), ("Q",), _OUT, Group.REVIEW, opens_section=True),
    Act("verdict", N_("Verdict"), ("O",), _OUT, Group.REVIEW),
    Act("step_in", N_("Step in…"), ("I",), _OUT, Group.REVIEW),
    Act("grade_edit", N_("Grade the edited text"), ("Ctrl+Shift+Enter", "Ctrl+Shift+Return"), _ANY, Group.REVIEW),
    Act("take_over", N_("Take over from nothing"), (), _ANY, Group.REVIEW),
    Act("time", N_("Time…"), ("T",), _OUT, Group.REVIEW),
    Act("results", N_("Results…"), ("Ctrl+R",), _ANY, Group.REVIEW, needs_sheet=False, opens_section=True),
    Act("timesheet", N_("Timesheet…"), (), _ANY, Group.REVIEW, needs_sheet=False),
    Act("flag", N_("Flag…"), ("L",), _OUT, Group.REVIEW, opens_section=True),
    Act("skip", N_("Skip…"), ("Ctrl+Shift+K",), _OUT, Group.REVIEW),
    Act("done", N_("Done and next"), ("Ctrl+Enter", "Ctrl+Return"), _OUT, Group.REVIEW),
    Act("next", N_("Next deliverable"), ("Ctrl+PgDown",), _ANY, Group.REVIEW, opens_section=True, needs_sheet=False),
    Act("previous", N_("Previous deliverable"), ("Ctrl+PgUp",), _ANY, Group.REVIEW, needs_sheet=False),
    Act("next_unfinished", N_("Next unfinished"), ("Ctrl+J",), _ANY, Group.REVIEW, needs_sheet=False),
    Act("help", N_("Instructions and help…"), ("F1",), _ANY, Group.HELP, needs_sheet=False),
    Act("keys", N_("Keys…"), ("?",), _OUT, Group.HELP, needs_sheet=False),
    Act("tour", N_("Tour of the window"), (), _ANY, Group.HELP, opens_section=True),
)
"""Every act, in the order of the menus."""

BY_ID: Final = MappingProxyType({act.id: act for act in ACTS})
"""The acts by their id."""
