"""SQL of the wall that keeps people from what concerns them, a declared relative, or what they stepped aside from.

Each sub-select stands alone, so that the database finds it once for a query and not once for each row; of nearly every
row nothing but ``subject = ANY (…)`` is asked.
"""

from liem.people.row_security import CLOSE_CODES

_ME = "current_setting('app.account', true)"
_STANDING = f"FROM leads_recusal AS aside WHERE aside.account = {_ME} AND aside.lifted_at IS NULL"
ASIDE_LEADS = f"((SELECT coalesce(array_agg(aside.lead), '{{}}') {_STANDING})::text[])"
_ASIDE_SUBJECTS = f"""((SELECT coalesce(array_agg(aside.subject_kind || ':' || aside.subject), '{{}}')
    {_STANDING})::text[])"""
_BARRED = f"""((SELECT people_close_codes({_ME}) || coalesce(array_agg(barred.code), '{{}}')::text[]
    FROM (SELECT unnest(aside.persons || aside.subject) AS code {_STANDING}) AS barred)::text[])"""
"""Codes of persons one must not judge, and of subjects one stepped aside from."""
_OF_ITS_SUBJECT = f"""subject = ANY ({_BARRED})
    AND (subject_kind IN ('official', 'agent') OR (subject_kind || ':' || subject) = ANY ({_ASIDE_SUBJECTS}))"""
_OF_A_PAIR = f"""subject_kind = 'pair'
    AND ARRAY[split_part(subject, '|', 1), substr(subject, strpos(subject, '|') + 1)]::text[] && {_BARRED}"""
NOT_OF_THE_SUBJECT = f"NOT (({_OF_ITS_SUBJECT}) OR ({_OF_A_PAIR}))"
"""Of a row about a subject: whether who asks may see and judge it."""
NOT_OF_THE_PERSONS = f"NOT (persons::text[] && {_BARRED} OR ({_OF_ITS_SUBJECT}))"
"""Of a lead, which may be about several persons."""
NO_HAND_IN_IT = f"""NOT EXISTS (SELECT 1 FROM leads_lead AS found WHERE found.run_id = leads_look.run_id
    AND found.lead = leads_look.lead AND found.hands::text[] && {CLOSE_CODES})"""
"""Of a look: whether neither who writes it nor a relative worked on the dossier it is about."""
