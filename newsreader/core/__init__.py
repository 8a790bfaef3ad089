"""The vocabulary and the pure functions that every other room uses."""
