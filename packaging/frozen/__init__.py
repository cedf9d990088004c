"""How the program is frozen."""
