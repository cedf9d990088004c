"""What leaves in the shapes of other tools: pure functions from the document's records to bytes.

A shape reads a `Study` and tells a `Tally` what it wrote and what it had to leave out, so that no export is silent
about what it lost. Offsets are code points throughout.
"""
