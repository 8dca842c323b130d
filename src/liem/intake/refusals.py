"""Why a file is not taken, in one sentence that says what to do instead."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from liem.base.errors import UserError
from liem.intake.harmless.refusing import Why


class RefusedFile(UserError):
    """A file that is not taken, and why, in one sentence for the person who sent it."""


_SENTENCES = {
    Why.EMPTY: gettext_noop("This file is empty."),
    Why.UNKNOWN: gettext_noop(
        "Files of this sort are not taken. Send a picture, PDF, office file, sound or video; or a photo of it."
    ),
    Why.HEIC: gettext_noop(
        "Photos in the HEIC format cannot be made safe here. Open the photo on your phone, take a screenshot of it and "
        "send that."
    ),
    Why.OLD_OFFICE: gettext_noop(
        "Office files of the old sort (.doc, .xls, .ppt, .rtf) or with a password are not taken. Save it as .docx, "
        ".xlsx or PDF without a password, or send a photo of it."
    ),
    Why.ARCHIVE: gettext_noop("Archives are not taken. Send the files in it one by one."),
    Why.LARGE: gettext_noop("This file is larger than %(most)s MB. Send a part of it, or a smaller version."),
    Why.DAMAGED: gettext_noop(
        "This file cannot be read: it is damaged or cut off. Send it again, or a photo of it."
    ),
    Why.TWO: gettext_noop("This file is two things at once and is not taken. Record or save it anew."),
    Why.PIXELS: gettext_noop("This picture has too many pixels. Send a smaller version."),
    Why.PAGES: gettext_noop("This PDF has too many pages. Send the pages that matter."),
    Why.LOCKED: gettext_noop("This file is locked by a password. Send it unlocked, or a photo of it."),
    Why.SWELLS: gettext_noop(
        "This file would become far too large when opened. Save it anew as PDF, or send a photo of it."
    ),
    Why.MACROS: gettext_noop("This office file contains programs (macros). Save it without them, or as PDF."),
    Why.STRANGE: gettext_noop("This file is built in an unusual way. Save it anew as PDF, or send a photo of it."),
    Why.ENCODING: gettext_noop("This text file is not in UTF-8. Copy its text into a message instead."),
}  # fmt: skip


def refusal(why: Why, **numbers: object) -> RefusedFile:
    """What is raised, and shown."""
    sentence = _(_SENTENCES[why])
    return RefusedFile(sentence % numbers if numbers else sentence)


NOT_LET_IN = {
    "many": gettext_lazy("Too many at once. Send the others afterwards."),
    "large": gettext_lazy("This file is too large. Send a part of it, or a smaller version."),
    "full": gettext_lazy(
        "There is no room for files here at this moment. What was sent before is safe; send it later."
    ),
}
"""Why a file was not even let in; see ``request.refused_files``."""
