"""Screens and dialogs: they lay widgets out and wire them to the desk."""
