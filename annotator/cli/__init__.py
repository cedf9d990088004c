"""The command line: everything the window can do to data, without Qt."""
