"""Stepping in by editing: a copy of the deliverable, what changed word by word, and what it cost."""
