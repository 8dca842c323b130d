"""The receipt as a picture to be read by a camera: an address whose secret part never leaves the device by itself."""

import io

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from liem.intake.receipt import Receipt

_MASK = 2


def address(request: HttpRequest, receipt: Receipt, *, at_desk: bool = False) -> str:
    """Where the receipt opens. What stands behind # is not sent to the server, nor written to its logs.

    :param at_desk: it is printed by staff, who may have come by an inner address: the public one stands on the paper.
    """
    path = reverse("intake:follow")
    public = settings.LIEM_PUBLIC_ADDRESS if at_desk else ""
    return (str(public).rstrip("/") + path if public else request.build_absolute_uri(path)) + "#" + receipt.grouped


def picture(request: HttpRequest, receipt: Receipt, *, at_desk: bool = False) -> SafeString:
    """SVG, without inline style."""
    out = io.BytesIO()
    # a mask is named: trying all eight costs more than sealing the report, and every camera reads each of them
    segno.make(address(request, receipt, at_desk=at_desk), micro=False, error="m", mask=_MASK).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=3, svgclass="qr", lineclass=None, light="#fff"
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 - made here, of letters and figures alone
