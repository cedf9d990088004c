"""The assessment pane: criteria with their marks, strengths and gaps, client question, verdict and done."""
