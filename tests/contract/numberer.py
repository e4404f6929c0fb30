"""One of several processes that ask for numbers at once: ``python -m tests.contract.numberer DATABASE WHO MANY``."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django
from django.conf import settings


def main(database: str, who: str, many: int) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from django.db import transaction

    from sekisho.registers import guard
    from sekisho.registers.commands import write
    from sekisho.registers.register import registry
    from tests.contract.acting import an_act_of_the_system
    from tests.registers.conftest import Open

    guard.install(Open())
    for n in range(many):
        for kept in (False, True) if n % 3 == 0 else (True,):
            with transaction.atomic():
                task = {"title": f"仕事{who}-{n}", "role": "chair", "opened_on": "2026-11-23"}
                write(registry["tasks"], an_act_of_the_system(), task)
                transaction.set_rollback(not kept)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
