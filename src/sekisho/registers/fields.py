"""Model fields that registers use besides Django's own."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    Chars = models.CharField[Any, Any]
    Texts = models.TextField[Any, Any]
else:
    Chars, Texts = models.CharField, models.TextField


class SetField(Chars):
    """A set of choices, stored ``,a,b,`` in order of declaration, so ``contains=",a,"`` finds it.

    The Python value is a tuple of codes; the empty set is ``()`` and stored as ``""``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 400)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", ())
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> tuple[str, ...] | None:
        return None if value is None else tuple(filter(None, value.split(",")))

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, tuple):
            return value
        return tuple(filter(None, value.split(","))) if isinstance(value, str) else tuple(value)

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        return f",{','.join(self._ordered(value))}," if value else ""

    def _ordered(self, values: Iterable[str]) -> list[str]:
        order = [str(code) for code, _ in self.choices or ()]
        return sorted(values, key=lambda v: order.index(v) if v in order else len(order))

    def validate(self, value: Any, model_instance: Any) -> None:
        del value, model_instance  # each element is checked by the register's schema


class WordsField(Texts):
    """A list of short texts, one a line (purposes of use, section names)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", ())
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> tuple[str, ...] | None:
        return None if value is None else tuple(filter(None, value.split("\n")))

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, tuple):
            return value
        return tuple(filter(None, value.split("\n"))) if isinstance(value, str) else tuple(value)

    def get_prep_value(self, value: Any) -> str | None:
        return value if value is None or isinstance(value, str) else "\n".join(value)
