"""Addresses of this room."""

from django.urls import path

from liem.intake.views import check, follow, form, officer, resealing, vault

app_name = "intake"
urlpatterns = [
    path("report/", form.start, name="start"),
    path("report/leave/", form.leave, name="leave"),
    path("report/kinds/", form.kinds, name="kinds"),
    path("report/tell/", form.tell, name="tell"),
    path("report/follow/", follow.follow, name="follow"),
    path("report/files/", follow.files, name="files"),
    path("report/names/", vault.guard, name="guard"),
    path("report/names/<uuid:number>/", vault.identity, name="identity"),
    path("report/keys/", resealing.resealing, name="resealing"),
    path("report/file/<uuid:number>/", officer.file, name="file"),
    path("report/acknowledgement/", check.check, name="check"),
]
