"""What full-text search finds a matter by: all the words of its file. Renewed with every word that is added."""

from django.db import connection

from liem.cases.models import Matter

LONGEST = 300_000
"""Characters of a file that are searched: the database's index of one row holds a megabyte, and a file never fails to
be written because it cannot be searched to its end. The newest words come last."""

SQL = f"""
UPDATE cases_content AS c SET search = to_tsvector('simple', cases_plain(left(concat_ws(' ', title, summary,
    (SELECT string_agg(name, ' ') FROM cases_concerned WHERE matter_id = c.matter_id),
    (SELECT string_agg(text, ' ') FROM cases_allegation WHERE matter_id = c.matter_id),
    (SELECT string_agg(concat_ws(' ', title, source), ' ') FROM cases_evidence WHERE matter_id = c.matter_id),
    (SELECT string_agg(reason, ' ') FROM cases_findingof WHERE matter_id = c.matter_id),
    (SELECT string_agg(text, ' ') FROM cases_planstep WHERE matter_id = c.matter_id),
    (SELECT string_agg(text, ' ' ORDER BY id) FROM cases_writing WHERE matter_id = c.matter_id)), {LONGEST})))
"""


def index(matter: Matter) -> None:
    """Renew what search finds the matter by. Call as ``system``."""
    with connection.cursor() as cursor:
        cursor.execute(f"{SQL} WHERE c.matter_id = %s", [matter.pk])
