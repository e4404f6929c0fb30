from django.apps import AppConfig


class Registers(AppConfig):
    name = "sekisho.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
