"""``python -m sekisho.jobs``: one worker with the schedule, until SIGTERM."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")
    django.setup()

    from sekisho.jobs.worker import serve

    serve()
