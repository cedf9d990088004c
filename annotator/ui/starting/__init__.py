"""The first start: what is asked then, the ways to begin, and the tour of the window."""
