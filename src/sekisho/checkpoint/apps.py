from django.apps import AppConfig


class Checkpoint(AppConfig):
    name = "sekisho.checkpoint"
    label = "checkpoint"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sekisho.checkpoint.guard import Checkpoint as Guard
        from sekisho.registers.guard import install

        install(Guard())
