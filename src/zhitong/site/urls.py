"""Which room answers which address."""

from importlib.util import find_spec

from django.urls import include, path

from zhitong.web import views

ROOMS = {
    "": "zhitong.network.urls",
    "journal/": "zhitong.journal.urls",
    "jobs/": "zhitong.jobs.urls",
    "files/": "zhitong.files.urls",
    "vault/": "zhitong.vault.urls",
    "search/": "zhitong.search.urls",
    "notices/": "zhitong.notices.urls",
    "keeping/": "zhitong.keeping.urls",
    "submissions/": "zhitong.intake.urls",
    "stations/": "zhitong.stations.urls",
    "assessment/": "zhitong.assessment.urls",
    "desk/": "zhitong.desk.urls",
    "dispatch/": "zhitong.dispatch.urls",
    "outcomes/": "zhitong.outcomes.urls",
    "figures/": "zhitong.figures.urls",
    "reports/": "zhitong.reports.urls",
    "matters/": "zhitong.matters.urls",
    "ops/": "zhitong.ops.urls",
    "demo/": "zhitong.demo.urls",
}
urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.set_language, name="set_language"),
    path("display/", views.set_display, name="set_display"),
]
urlpatterns += [path(prefix, include(module)) for prefix, module in ROOMS.items() if find_spec(module)]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
