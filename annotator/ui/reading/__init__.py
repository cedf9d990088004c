"""The reading pane: brief or deliverable rendered, selectable, with every place tied to its source."""
