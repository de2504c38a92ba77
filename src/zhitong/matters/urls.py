"""Addresses of matters."""

from django.urls import path

from zhitong.matters import views

app_name = "matters"
urlpatterns = [path("<str:code>/", views.matter, name="matter")]
