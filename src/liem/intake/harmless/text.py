"""Plain text as it is kept."""

from liem.intake.harmless.refusing import Refused, Why


def cleaned(data: bytes) -> tuple[str, str, bytes]:
    """Media type, ending and bytes of the text that is kept: the same letters without control characters."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Why.ENCODING) from None
    if text.lstrip().startswith("{\\rtf"):
        raise Refused(Why.OLD_OFFICE)
    return "text/plain", "txt", "".join(letter for letter in text if letter >= " " or letter in "\n\t").encode()


def warm_up() -> None:
    """Load all that is loaded by and by."""
    cleaned(b"\xef\xbb\xbfx")
