"""Packs and results in the window: they arrive, are opened, sent, made, and taken in again."""
