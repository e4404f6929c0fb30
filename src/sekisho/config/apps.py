from django.apps import AppConfig


class Config(AppConfig):
    name = "sekisho.config"
    label = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Where everything meets: what happens at the door is kept in the ledger."""
        from sekisho.config import signins

        del signins
