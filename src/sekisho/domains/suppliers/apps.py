from django.apps import AppConfig


class Suppliers(AppConfig):
    name = "sekisho.domains.suppliers"
    label = "suppliers"
    default_auto_field = "django.db.models.BigAutoField"
