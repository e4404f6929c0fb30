"""Every model of the domain, for Django to find."""

__all__: list[str] = []
