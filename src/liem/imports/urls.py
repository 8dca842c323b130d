"""Addresses of this room."""

from django.urls import path, re_path

from liem.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.history, name="list"),
    path("bring/", views.bring, name="bring"),
    path("<int:number>/", views.one, name="import"),
    path("<int:number>/progress/", views.progress, name="progress"),
    path("<int:number>/cancel/", views.cancel, name="cancel"),
    re_path(r"^(?P<number>\d{1,18})/(?P<name>rejections|changes)/$", views.kept, name="kept"),
    re_path(r"^(?P<number>\d{1,18})/(?P<name>rejections|changes)\.(?P<form>xlsx|csv)$", views.export, name="export"),
    re_path(r"^return/(?P<checksum>[0-9a-f]{64})/$", views.return_to, name="return"),
]
