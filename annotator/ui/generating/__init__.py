"""Asking models for first attempts at many jobs: what would leave, how far it is, and what came of it."""
