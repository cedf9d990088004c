"""The window: PySide6 lives only here. Widgets show values and ask for others; the desk leads to the workbench."""
