"""What a data steward chooses when bringing records in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liem.base.formats import number
from liem.imports.rules import EXTENSIONS, MAPPING_EXTENSION, Refusal, why_not_take


class ManyFiles(forms.ClearableFileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files; what is wrong with them is said in one sentence that names the file."""

    widget = ManyFiles(attrs={"accept": ",".join([*EXTENSIONS, MAPPING_EXTENSION, ".gz"])})

    def __init__(self, most_bytes: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most_bytes = most_bytes

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in (data or []) if file]
        if not files:
            return []
        refusal = why_not_take([(file.name, file.size) for file in files], self.most_bytes)
        if refusal is not None:
            raise ValidationError(sentence(refusal))
        return files


class BringForm(forms.Form):
    """Files from the browser, or something that lies in the inbox of the server; not both."""

    records = ManyFilesField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy(
            "The tables of a record set (dossiers, events, …) as CSV, CSV.GZ or Parquet, chosen together; or one log "
            "as XES, OCEL, CSV or Parquet, with its mapping file (.toml) where it needs one."
        ),
    )
    inbox = forms.ChoiceField(
        label=gettext_lazy("Or from the inbox of the server"),
        required=False,
        help_text=gettext_lazy("For what is too large to send: an administrator lays it into the folder “inbox”."),
    )
    complete = forms.BooleanField(
        label=gettext_lazy("These are all records: what they do not contain is taken out"),
        required=False,
        help_text=gettext_lazy(
            "Leave this empty to add and to correct: dossiers that come in take the place of the same dossiers, "
            "all others stay."
        ),
    )

    def __init__(self, inbox: list[str], most_bytes: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["records"].most_bytes = most_bytes  # type: ignore[attr-defined]
        self.fields["inbox"].choices = [("", _("Nothing chosen")), *((name, name) for name in inbox)]  # type: ignore[attr-defined]
        if not inbox:
            del self.fields["inbox"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("records", "inbox") if cleaned.get(name)]
        if not given and not self.errors:
            raise ValidationError(_("Choose the files to bring in."))
        if len(given) == 2:
            raise ValidationError(_("Choose files, or something from the inbox, not both."))
        return cleaned


def sentence(refusal: Refusal) -> str:
    """Why files were not taken, and what to do."""
    limit = number(refusal.limit // 1024**2, language="en") if refusal.code == "too_big" else str(refusal.limit)
    text = {
        "nothing": _("Choose the files to bring in."),
        "too_many": _("At most %(limit)s files at once: pack the tables, or use the inbox of the server."),
        "unknown_kind": _("“%(file)s” is not a kind of file that holds records: CSV, CSV.GZ, Parquet, XES, OCEL."),
        "empty": _("“%(file)s” is empty: check what was exported."),
        "same_name": _("“%(file)s” was chosen twice: give every table its own name."),
        "only_mapping": _("“%(file)s” is a mapping alone: choose the log it describes with it."),
        "two_mappings": _("“%(file)s” is a second mapping: choose one."),
        "too_big": _("More than %(limit)s MB at once: use the inbox of the server."),
    }[refusal.code]
    return text % {"file": refusal.file, "limit": limit}
