"""Addresses of intake. Codes have twelve characters, so that no code is ever one of the words below."""

from django.urls import path

from zhitong.intake.restricted import stranded
from zhitong.intake.restricted import views as restricted
from zhitong.intake.views import calls, imports, read, write

app_name = "intake"
urlpatterns = [
    path("", read.mine, name="mine"),
    path("unit/", read.of_unit, name="unit"),
    path("new/", write.write, name="write"),
    path("new/said-before/", write.said_before, name="said_before"),
    path("drafts/", write.drafts_list, name="drafts"),
    path("drafts/<uuid:token>/", write.save_draft, name="save_draft"),
    path("drafts/<uuid:token>/discard/", write.discard_draft, name="discard_draft"),
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.issue, name="issue_call"),
    path("calls/missed/", calls.missed, name="missed_calls"),
    path("calls/<str:code>/", calls.call, name="call"),
    path("calls/<str:code>/slip/", calls.slip, name="slip"),
    path("calls/<str:code>/close/", calls.close, name="close_call"),
    path("calls/<str:code>/cancel/", calls.cancel, name="cancel_call"),
    path("imports/", imports.imports, name="imports"),
    path("imports/template.xlsx", imports.template, name="import_template"),
    path("imports/<str:code>/", imports.one, name="import"),
    path("imports/<str:code>/progress/", imports.progress, name="import_progress"),
    path("imports/<str:code>/check/", imports.check, name="check_import"),
    path("imports/<str:code>/start/", imports.start, name="start_import"),
    path("imports/<str:code>/stop/", imports.stop, name="stop_import"),
    path("restricted/", restricted.restricted_list, name="restricted_list"),
    path("restricted/stranded/", stranded.stranded, name="stranded"),
    path("restricted/stranded/<str:code>/", stranded.ask, name="ask_reader"),
    path("restricted/requests/<str:code>/consent/", stranded.consent, name="consent_reader"),
    path("restricted/requests/<str:code>/refuse/", stranded.refuse, name="refuse_reader"),
    path("restricted/<str:code>/", restricted.restriction, name="restriction"),
    path("restricted/<str:code>/name/", restricted.name_reader, name="name_reader"),
    path("restricted/<str:code>/remove/", restricted.remove_reader, name="remove_reader"),
    path("restricted/<str:code>/lift/", restricted.lift, name="lift_restriction"),
    path("<str:code>/", read.read, name="read"),
    path("<str:code>/restrict/", restricted.restrict, name="restrict"),
    path("<str:code>/receipt/", write.receipt, name="receipt"),
    path("<str:code>/withdraw/", read.withdraw, name="withdraw"),
    path("<str:code>/move-to-paper/", read.move_to_paper, name="move_to_paper"),
    path("<str:code>/files/<str:file>/", read.download, name="download"),
    path("<str:code>/pictures/<str:file>/", read.picture, name="picture"),
]
