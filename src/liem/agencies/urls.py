"""Addresses of this room. Codes are opaque and may hold any character, so they come last."""

from django.urls import path, re_path

from liem.agencies import views

app_name = "agencies"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("manage/", views.manage, name="manage"),
    path("contacts/<int:number>/", views.contact, name="contact"),
    path("contacts/<int:number>/end/", views.end_contact, name="end_contact"),
    path("add/<path:code>", views.add_contact, name="add_contact"),
    re_path(r"^poster/(?P<code>.+)\.pdf$", views.poster, name="poster"),
    path("agency/<path:code>", views.agency, name="agency"),
]
