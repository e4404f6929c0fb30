"""A worker as a process of its own on the test's database: ``python -m tests.jobs.laborer NAME``."""

import os
import sys
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]

import django  # noqa: E402

django.setup()

import tests.jobs.chores  # noqa: E402, F401
from sekisho.jobs.worker import stop_on_signal, work  # noqa: E402

work(stop_on_signal(), lease=timedelta(seconds=3), queues=("default",))
