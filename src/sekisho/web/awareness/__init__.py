"""Awareness posts: read them, pass them on, see how far they have come."""
