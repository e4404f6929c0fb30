"""Shared signals (OpenID SSF 1.0, CAEP 1.0): what closes here is told to others, and the reverse."""
