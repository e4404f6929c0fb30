from django.apps import AppConfig


class Obligations(AppConfig):
    name = "sekisho.obligations"
    label = "obligations"
    default_auto_field = "django.db.models.BigAutoField"
