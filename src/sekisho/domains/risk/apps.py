from django.apps import AppConfig


class Risk(AppConfig):
    name = "sekisho.domains.risk"
    label = "risk"
    default_auto_field = "django.db.models.BigAutoField"
