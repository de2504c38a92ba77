"""Addresses of the stations. ``at/`` and ``receipt/`` are open to everybody; a receipt code never stands in an address.

Codes have twelve characters, so that no code is ever one of the words below.
"""

from django.urls import path

from zhitong.stations.views import answers, coverage, keeping, leads, receipt, speak

app_name = "stations"
urlpatterns = [
    path("", keeping.stations, name="stations"),
    path("at/<str:code>/", speak.station, name="public"),
    path("at/<str:code>/speak/", speak.speak, name="speak"),
    path("at/<str:code>/changed/", speak.changed, name="changed"),
    path("receipt/", receipt.receipt, name="receipt"),
    path("receipt/add/", receipt.add, name="add"),
    path("receipt/say/", receipt.say, name="say"),
    path("receipt/withdraw/", receipt.withdraw, name="withdraw"),
    path("leads/", leads.leads, name="leads"),
    path("leads/<str:code>/", leads.lead, name="lead"),
    path("leads/<str:code>/take-over/", leads.take_over, name="take_over"),
    path("leads/<str:code>/join/", leads.join, name="join"),
    path("leads/<str:code>/ask/", leads.ask, name="ask"),
    path("leads/<str:code>/answer/", leads.answer, name="answer_lead"),
    path("leads/<str:code>/set-aside/", leads.set_aside, name="set_aside"),
    path("leads/<str:code>/bring-back/", leads.bring_back, name="bring_back"),
    path("leads/<str:code>/begin-answer/", answers.begin, name="begin_answer"),
    path("leads/<str:code>/name/", leads.ask_for_name, name="ask_for_name"),
    path("leads/<str:code>/files/<str:file>/", leads.download, name="download"),
    path("leads/<str:code>/pictures/<str:file>/", leads.picture, name="picture"),
    path("answers/", answers.answers, name="answers"),
    path("answers/<str:code>/", answers.answer, name="answer"),
    path("answers/<str:code>/drop/", answers.drop, name="drop_answer"),
    path("consent/", keeping.consent, name="consent"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/rows/", coverage.rows, name="coverage_rows"),
    path("open/", keeping.open_station, name="open"),
    path("duty/<str:code>/cancel/", keeping.cancel_duty, name="cancel_duty"),
    path("visits/<str:code>/", keeping.visit, name="visit"),
    path("<str:code>/", keeping.station, name="station"),
    path("<str:code>/edit/", keeping.edit, name="edit"),
    path("<str:code>/duty/", keeping.plan_duty, name="plan_duty"),
    path("<str:code>/visits/new/", keeping.record_visit, name="record_visit"),
    path("<str:code>/write-down/", leads.write_down, name="write_down"),
    path("<str:code>/poster-<str:size>.pdf", keeping.poster, name="poster"),
]
