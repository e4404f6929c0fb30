from django.apps import AppConfig


class Assurance(AppConfig):
    name = "sekisho.domains.assurance"
    label = "assurance"
    default_auto_field = "django.db.models.BigAutoField"
