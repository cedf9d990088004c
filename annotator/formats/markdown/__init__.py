"""Markdown as the reviewer sees it: plain values in which every character knows its place in the source; never HTML."""
