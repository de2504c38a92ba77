"""Addresses of operations."""

from django.urls import path

from zhitong.ops import views

app_name = "ops"
urlpatterns = [path("", views.state, name="state"), path("alive/", views.alive, name="alive")]
