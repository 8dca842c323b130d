"""The language a visitor chose: kept in a cookie that says nothing else."""

from django.conf import settings
from django.http import HttpResponseBase

_YEAR = 365 * 24 * 3600


def remember(response: HttpResponseBase, code: str) -> None:
    """Let the visitor's browser keep the choice for a year. A code that is no language of the house is passed over."""
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
