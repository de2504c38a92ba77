"""The addresses of outcomes. ``kind`` is adoption, instruction or reply."""

from django.urls import path

from zhitong.outcomes.views import adoption_list, answers, entering, ledger, rows

app_name = "outcomes"
urlpatterns = [
    path("", ledger.ledger, name="ledger"),
    path("waiting/", ledger.waiting, name="waiting"),
    path("briefs/<str:code>/", ledger.of_brief, name="brief"),
    path("briefs/<str:code>/enter/<str:kind>/", entering.enter, name="enter"),
    path("rows/<str:kind>/<str:code>/", rows.row, name="row"),
    path("rows/<str:kind>/<str:code>/confirm/", rows.confirm, name="confirm"),
    path("rows/<str:kind>/<str:code>/correct/", entering.correct, name="correct"),
    path("rows/<str:kind>/<str:code>/take-back/", rows.take_back, name="take_back"),
    path("rows/<str:kind>/<str:code>/evidence/", rows.evidence, name="evidence"),
    path("received/<str:code>/instruct/", answers.instruct, name="instruct"),
    path("received/<str:code>/reply/", answers.reply, name="reply"),
    path("lists/", adoption_list.upload, name="upload_list"),
    path("lists/<str:code>/", adoption_list.compare, name="list"),
    path("lists/<str:code>/take-in/", adoption_list.take_in, name="take_in"),
]
