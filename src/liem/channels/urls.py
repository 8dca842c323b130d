"""Addresses of this room."""

from django.urls import path

from liem.channels import original_page, systems_page, views

app_name = "channels"
urlpatterns = [
    path("", views.doors, name="doors"),
    path("enter/<slug:channel>/", views.enter, name="enter"),
    path("gathering/", views.gathering, name="gathering"),
    path("inner/", views.inner, name="inner"),
    path("mails/<uuid:number>/", original_page.mails, name="mails"),
    path("systems/", systems_page.systems, name="systems"),
]
