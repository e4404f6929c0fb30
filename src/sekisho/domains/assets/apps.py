from django.apps import AppConfig


class Assets(AppConfig):
    name = "sekisho.domains.assets"
    label = "assets"
    default_auto_field = "django.db.models.BigAutoField"
