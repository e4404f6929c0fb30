from django.apps import AppConfig


class Checkpoint(AppConfig):
    name = "sekisho.checkpoint"
    label = "checkpoint"
    default_auto_field = "django.db.models.BigAutoField"
