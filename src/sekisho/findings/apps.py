from django.apps import AppConfig


class Findings(AppConfig):
    name = "sekisho.findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"
