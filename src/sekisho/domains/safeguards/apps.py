from django.apps import AppConfig


class Safeguards(AppConfig):
    name = "sekisho.domains.safeguards"
    label = "safeguards"
    default_auto_field = "django.db.models.BigAutoField"
