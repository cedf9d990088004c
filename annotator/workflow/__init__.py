"""What the program can do: the only layer that opens transactions. Commands go down, changes come up; nothing here knows Qt."""
