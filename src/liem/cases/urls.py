"""Addresses of this room."""

from django.urls import path

from liem.cases.custody import views as custody
from liem.cases.mail.views import mail
from liem.cases.views import batches, calendar, desk, ledgers, matter

app_name = "cases"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("new/", desk.new, name="new"),
    path("waiting/", desk.waiting, name="waiting"),
    path("assign/", desk.assign_many, name="assign_many"),
    path("notices/read/", desk.read, name="read"),
    path("hand-over/", desk.hand_over, name="hand_over"),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("batches/", batches.batches, name="batches"),
    path("mail/", mail, name="mail"),
    path("calendar/", calendar.address, name="calendar"),
    path("calendar/<str:token>.ics", calendar.feed, name="feed"),
    path("<int:number>/", matter.matter, name="matter"),
    path("<int:number>/do/<slug:verb>/", matter.do, name="do"),
    path("<int:number>/why/<str:rule>/", matter.why, name="why"),
    path("<int:number>/evidence/<int:piece>/", custody.evidence, name="evidence"),
    path("<int:number>/evidence/<int:piece>/put-in/", custody.put_in, name="put_in"),
    path("<int:number>/evidence/<int:piece>/<int:file>/", custody.file, name="evidence_file"),
    path("<int:number>/evidence/<int:piece>/<int:file>/take-out/", custody.take_out, name="take_out"),
    path("<int:number>/documents/<slug:form>/", matter.document, name="document"),
]
