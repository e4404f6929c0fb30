"""The worker as a process: jobs, the schedule, and the consumers of the ledger's tail."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")


def main() -> None:
    import django

    django.setup()
    from sekisho.config import schedule, urls

    del urls  # with the pages come the tasks they start: long imports, verifying the ledger
    from sekisho.jobs import worker

    schedule.start()
    worker.serve()
    schedule.stop()


if __name__ == "__main__":
    main()
