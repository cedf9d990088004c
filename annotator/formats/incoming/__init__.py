"""What comes in from other tools and spreadsheets: readers that give the document's jobs, as if a document held them.

What they find is checked as a document's jobs are, so that nothing comes in here that would be refused there.
"""
