from django.apps import AppConfig


class Connectors(AppConfig):
    name = "sekisho.connectors"
    label = "connectors"
    default_auto_field = "django.db.models.BigAutoField"
