from django.apps import AppConfig


class Jobs(AppConfig):
    name = "sekisho.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
