"""Addresses of figures."""

from django.urls import path

from zhitong.figures.views import (
    across,
    awards,
    balance,
    people_scores,
    scheme_form,
    schemes,
    table,
    targets,
    time,
    versions,
    watch,
)

app_name = "figures"
urlpatterns = [
    path("", across.overview, name="overview"),
    path("across.<str:form>", across.across_file, name="across_file"),
    path("time/", time.over_time, name="time"),
    path("time.<str:form>", time.time_file, name="time_file"),
    path("balance/", balance.wheels, name="balance"),
    path("balance.<str:form>", balance.balance_file, name="balance_file"),
    path("targets/", targets.targets, name="targets"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/form/", scheme_form.edit, name="edit_scheme"),
    path("schemes/write/", schemes.write, name="write_scheme"),
    path("schemes/<str:code>/", schemes.scheme, name="scheme"),
    path("schemes/<str:code>/decide/", schemes.decide, name="decide_scheme"),
    path("schemes/<str:code>/match/", schemes.match, name="match_scheme"),
    path("schemes/<str:code>/publish/", schemes.publish, name="publish_scheme"),
    path("schemes/<str:code>/end/", schemes.end, name="end_scheme"),
    path("schemes/<str:code>/units/<str:unit>/", schemes.score, name="score"),
    path("schemes/<str:code>/scores.<str:form>", schemes.scores_file, name="scores_file"),
    path("schemes/<str:code>/changes/", versions.changes, name="scheme_changes"),
    path("schemes/<str:code>/awards/", awards.awards, name="awards"),
    path("schemes/<str:code>/awards.<str:form>", awards.awards_file, name="awards_file"),
    path("schemes/<str:code>/people/", people_scores.people, name="people_scores"),
    path("schemes/<str:code>/people.<str:form>", people_scores.people_file, name="people_scores_file"),
    path("schemes/<str:code>/people/<str:person>/", people_scores.person, name="person_score"),
    path("watch/", watch.watch, name="watch"),
    path("table/", table.table, name="table"),
    path("definitions/", table.definitions, name="definitions"),
    path("rows/", table.rows, name="rows"),
    path("export.<str:form>", table.export, name="export"),
]
