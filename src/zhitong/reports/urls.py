"""Addresses of reports."""

from django.urls import path

from zhitong.reports.views import papers, templates

app_name = "reports"
urlpatterns = [
    path("", papers.index, name="index"),
    path("begin/", papers.begin, name="begin"),
    path("templates/", templates.index, name="templates"),
    path("templates/<str:kind>/", templates.edit, name="template"),
    path("one/<str:code>/", papers.shown, name="report"),
    path("one/<str:code>/edit/", papers.edit, name="edit"),
    path("one/<str:code>/close/", papers.close, name="close"),
    path("one/<str:code>/drop/", papers.drop, name="drop"),
    path("one/<str:code>/rows/", papers.rows, name="rows"),
    path("one/<str:code>/differences/", papers.compared, name="differences"),
    path("one/<str:code>/correct/", papers.correct, name="correct"),
    path("one/<str:code>/paper/", papers.bare, name="bare"),
    path("one/<str:code>/report.docx", papers.docx, name="docx"),
    path("one/<str:code>/report.pdf", papers.pdf, name="pdf"),
]
