"""Stepping in beside editing: feedback, requests, answers that come back, and the check of the next attempt."""
