"""A module of this folder as a process of the product's own: ``python -m tests.kill.process MODULE WORDS…``."""

import os
import sys
from importlib import import_module

os.environ["DJANGO_SETTINGS_MODULE"] = "sekisho.config.settings"

import django

django.setup()

if __name__ == "__main__":
    import_module(f"tests.kill.{sys.argv[1]}").main(*sys.argv[2:])
