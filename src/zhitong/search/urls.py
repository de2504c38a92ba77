"""Addresses of the search. All of a search stands in the query part, so that it can be sent on."""

from django.urls import path

from zhitong.search import views

app_name = "search"
urlpatterns = [
    path("", views.find_page, name="find"),
    path("similar/<str:kind>/<str:code>/", views.similar, name="similar"),
]
