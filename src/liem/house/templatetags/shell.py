"""Template tags and filters that every page has without loading them."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import get_language, pgettext

from liem.base import formats
from liem.house.logs import request_id as _request_id
from liem.house.refusals import spoken as spoken_refusal

register = template.Library()


def _language() -> formats.Language:
    return "en" if get_language() == "en" else "vi"


@register.filter
def number(value: Any, decimals: int = 0) -> str:
    """``{{ 12345|number }}`` → ``12.345``; an absent value gives a dash."""
    return "–" if value is None or value == "" else formats.number(value, int(decimals), _language())


@register.filter
def share(value: Any, decimals: int = 1) -> str:
    """``{{ 0.1234|share }}`` → ``12,3 %``."""
    return "–" if value is None or value == "" else formats.share(value, int(decimals), _language())


@register.filter
def money(value: Any) -> str:
    """``{{ 1500000|money }}`` → ``1.500.000 đồng``."""
    return "–" if value is None or value == "" else formats.money(value, _language())


@register.filter
def day(value: date | datetime | None) -> str:
    """``{{ when|day }}`` → ``02/09/2026``; of an instant, the day in Vietnam."""
    return formats.day(value, _language()) if value else "–"


@register.filter
def instant(value: datetime | None) -> str:
    """``{{ when|instant }}`` → ``07:05 02/09/2026``."""
    return formats.instant(value, _language()) if value else "–"


@register.filter
def spoken(value: Any, name: str) -> Any:
    """``{{ indicator|spoken:"title" }}`` is ``indicator.title_vi`` or ``title_en``, by the page's language."""
    key = f"{name}_{_language()}"
    return value.get(key, "") if isinstance(value, dict) else getattr(value, key, "")


@register.filter
def in_readers_words(refusal: str) -> str:
    """A refusal of input, kept in English, in the reader's language."""
    return spoken_refusal(refusal, _language())


@register.filter
def named(code: str, kind: str) -> str:
    """A code of the trail in words: ``{{ "account_opened"|named:"event" }}`` → ``mở tài khoản``."""
    words = code.replace("_", " ").replace(".", ": ")
    translated = pgettext(kind, code)
    return words if translated == code else translated


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The present query string with ``changes``: ``{% query page=2 %}`` → ``?unit=U1&page=2``; ``None`` removes."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return f"?{parameters.urlencode()}"


@register.simple_tag
def demo_accounts() -> list[dict[str, str]]:
    """Sign-in name and role of the accounts of the demonstration; none in a house for real work."""
    from liem.house import demo_data  # it knows every room: read when a page asks for it

    if not demo_data.is_demo():
        return []
    speech = _language()
    return [
        {"name": one.sign_in_name, "role": str(one.role.label), "look": one.look_vi if speech == "vi" else one.look_en}
        for one in demo_data.ACCOUNTS
    ]


@register.simple_tag
def request_number() -> str:
    """The random number of this request, by which an administrator finds it in the log."""
    return _request_id.get()


@register.filter
def page_range(page: Any) -> list[Any]:
    """The page numbers worth showing, with gaps."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.inclusion_tag("shell/sort_header.html", takes_context=True)
def sort_header(context: template.Context, label: str, field: str, numeric: bool = False) -> dict[str, Any]:
    """A column heading that sorts: ``{% sort_header _("Unit") "unit" %}`` sets ``?sort=unit``, then ``?sort=-unit``."""
    present = context["request"].GET.get("sort", "")
    direction = {field: "ascending", f"-{field}": "descending"}.get(present, "")
    address = query(context, sort=f"-{field}" if present == field else field, page=None)
    return {"label": label, "direction": direction, "address": address, "numeric": numeric}
