"""Addresses of this room."""

from django.urls import path

from liem.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="list"),
    path("<int:number>/", views.job, name="job"),
    path("<int:number>/progress/", views.progress, name="progress"),
    path("<int:number>/cancel/", views.cancel, name="cancel"),
]
