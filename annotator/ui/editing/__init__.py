"""Stepping in by hand: a copy of the deliverable in an editor, and what was changed in it."""
