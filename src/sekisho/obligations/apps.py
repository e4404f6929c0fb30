from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class Obligations(AppConfig):
    name = "sekisho.obligations"
    label = "obligations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import every rule, so that the registry is whole before anyone asks it."""
        from sekisho.obligations import rules

        for module in iter_modules(rules.__path__, f"{rules.__name__}."):
            import_module(module.name)
