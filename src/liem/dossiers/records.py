"""What other rooms use of this one: a record set, and the reader that makes one of whatever a person has."""

from liem.dossiers.reading import read_records
from liem.dossiers.record_set import REJECTIONS, SUMMARY, RecordSet, content_checksum

__all__ = ["REJECTIONS", "SUMMARY", "RecordSet", "content_checksum", "read_records"]
