"""Paths, settings and keys."""
