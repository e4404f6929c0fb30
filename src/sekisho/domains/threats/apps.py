from django.apps import AppConfig


class Threats(AppConfig):
    name = "sekisho.domains.threats"
    label = "threats"
    default_auto_field = "django.db.models.BigAutoField"
