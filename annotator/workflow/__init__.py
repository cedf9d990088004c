"""What the program can do, without Qt; the only layer that opens transactions. Commands go down, changes come up."""
