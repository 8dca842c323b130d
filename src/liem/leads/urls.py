"""Addresses of this room. Codes are opaque and may hold any character, so they come last."""

from django.urls import path, re_path

from liem.leads.views import desk, dossier, method, own, places, put_away, recusals, runs, sheet

app_name = "leads"
urlpatterns = [
    path("", desk.desk, name="desk"),
    re_path(r"^leads\.(?P<form>xlsx|csv)$", desk.export, name="export"),
    path("lead/<slug:number>/", sheet.sheet, name="sheet"),
    re_path(r"^lead/(?P<number>[-\w]+)/sheet\.(?P<paper>html|docx|json)$", sheet.document, name="document"),
    path("lead/<slug:number>/aside/", recusals.aside, name="aside"),
    path("recusals/", recusals.recusals, name="recusals"),
    path("dossier/<path:code>", dossier.dossier, name="dossier"),
    path("units/", places.units, name="units"),
    path("units/<path:code>", places.unit, name="unit"),
    path("procedures/", places.procedures, name="procedures"),
    path("procedures/<path:code>", places.procedure, name="procedure"),
    path("put-away/", put_away.put_away, name="put_away"),
    path("own/", own.own, name="own"),
    path("method/", method.method, name="method"),
    path("runs/", runs.runs, name="runs"),
    path("runs/<slug:number>/", runs.run, name="run"),
    path("runs/<slug:number>/placebo/", runs.placebo, name="placebo"),
    path("runs/<slug:number>/calibration.html", runs.calibration, name="calibration"),
    path("detect/", runs.detect, name="detect"),
]
