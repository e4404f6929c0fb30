"""``verify.py`` travels with every export: it needs Python alone, not Sekisho."""
