"""Connections to models, made and tried in the settings; who makes none never hears of servers anywhere else."""
