from django.apps import AppConfig


class Documents(AppConfig):
    name = "sekisho.domains.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
