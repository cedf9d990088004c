"""Widgets of the window itself: one a file; values down, signals up."""
