"""Addresses of figures."""

from django.urls import path

from zhitong.figures.views import across, balance, table, time

app_name = "figures"
urlpatterns = [
    path("", across.overview, name="overview"),
    path("across.<str:form>", across.across_file, name="across_file"),
    path("time/", time.over_time, name="time"),
    path("time.<str:form>", time.time_file, name="time_file"),
    path("balance/", balance.wheels, name="balance"),
    path("balance.<str:form>", balance.balance_file, name="balance_file"),
    path("table/", table.table, name="table"),
    path("definitions/", table.definitions, name="definitions"),
    path("rows/", table.rows, name="rows"),
    path("export.<str:form>", table.export, name="export"),
]
