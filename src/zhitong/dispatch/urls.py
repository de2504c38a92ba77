"""The addresses of dispatch."""

from django.urls import path

from zhitong.dispatch.views import express, lists, one, received, recipients, sending

app_name = "dispatch"
urlpatterns = [
    path("", lists.dispatches, name="list"),
    path("to-send/", lists.to_send, name="to_send"),
    path("sent/<str:code>/", one.dispatch, name="one"),
    path("sent/<str:code>/recall/", one.recall, name="recall"),
    path("sent/<str:code>/receive/", one.receive, name="receive"),
    path("send/<str:code>/", sending.send, name="send"),
    path("send/<str:code>/preview/<str:recipient_code>/", sending.preview, name="preview"),
    path("express/", express.lane, name="express"),
    path("express/<str:code>/", express.review, name="review"),
    path("recipients/", recipients.recipients, name="recipients"),
    path("recipients/new/", recipients.add, name="add_recipient"),
    path("recipients/<str:code>/", recipients.change, name="recipient"),
    path("recipients/<str:code>/end/", recipients.end, name="end_recipient"),
    path("received/", received.received, name="received"),
    path("received/<str:code>/", received.read, name="read"),
]
