"""Addresses of ends of keeping."""

from django.urls import path

from zhitong.keeping import views

app_name = "keeping"
urlpatterns = [
    path("", views.terms, name="terms"),
    path("<slug:key>/", views.next_to_go, name="next"),
]
