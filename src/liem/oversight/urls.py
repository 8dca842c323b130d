"""Addresses of this room."""

from django.urls import path

from liem.oversight.views import (
    answering,
    committee,
    corrections,
    draws,
    duties,
    handling,
    inspections,
    review,
    supervision,
    watch,
)

app_name = "oversight"
urlpatterns = [
    path("", committee.first_page, name="committee"),
    path("meetings/record/", committee.record_meeting, name="record_meeting"),
    path("review/", review.conference, name="review"),
    path("review/<str:form>", review.take, name="review_pack"),
    path("supervision/", supervision.supervision, name="supervision"),
    path("supervision/recommend/", supervision.recommend, name="recommend"),
    path("watch/", watch.watch_list, name="watch"),
    path("watch/meeting.docx", watch.meeting, name="meeting"),
    path("watch/put-on/", watch.put_on, name="put_on"),
    path("watch/<int:number>/", watch.entry, name="entry"),
    path("watch/decisions/<int:number>/correct/", corrections.correct_decision, name="correct_decision"),
    path("duties/", duties.duties, name="duties"),
    path("duties/record/", duties.record, name="record_paper"),
    path("duties/papers/<int:number>/", duties.paper, name="paper"),
    path("duties/<int:number>/", duties.duty, name="duty"),
    path("duties/<int:number>/correct/", corrections.correct_duty, name="correct_duty"),
    path("duties/entries/<int:number>/strike/", corrections.strike, name="strike"),
    path("duties/export/<str:form>", duties.export, name="duties_export"),
    path("duties/papers/<int:number>/urge/", duties.urge_all, name="urge_all"),
    path("notices/", answering.notices, name="notices"),
    path("heads/", answering.heads, name="heads"),
    path("coordination/", answering.coordination, name="coordination"),
    path("inspections/", inspections.programme, name="inspections"),
    path("inspections/plan/", inspections.plan, name="plan_inspection"),
    path("inspections/<int:number>/", inspections.inspection, name="inspection"),
    path("inspections/<int:number>/find/", inspections.find, name="find"),
    path("draws/<int:number>/found/<int:place>/", draws.found, name="found"),
    path("draws/", draws.draws, name="draws"),
    path("draws/prepare/", draws.prepare, name="prepare"),
    path("draws/published/", draws.published, name="published"),
    path("draws/<int:number>/", draws.draw, name="draw"),
    path("draws/<int:number>/record.json", draws.record, name="draw_record"),
    path("handling/", handling.handling, name="handling"),
    path("handling/export/<str:form>", handling.export, name="handling_export"),
]
