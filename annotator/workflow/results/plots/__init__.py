"""Figures by matplotlib, drawn from values alone: the same in window, report and files; imported when first drawn."""
