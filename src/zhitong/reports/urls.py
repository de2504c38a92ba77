"""Addresses of reports."""

from django.urls import path

from zhitong.reports.views import papers, pushes, records, templates

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
    path("push/", pushes.index, name="pushes"),
    path("push/make/", pushes.make, name="make_push"),
    path("push/<str:code>/", pushes.shown, name="push"),
    path("push/<str:code>/push.docx", pushes.docx, name="push_docx"),
    path("push/<str:code>/push.pdf", pushes.pdf, name="push_pdf"),
    path("push/lines/<str:code>/", pushes.line, name="push_line"),
    path("units/", records.units, name="units"),
    path("units/<str:code>/", records.unit, name="unit"),
    path("units/<str:code>/unit.docx", records.unit_docx, name="unit_docx"),
    path("units/<str:code>/unit.pdf", records.unit_pdf, name="unit_pdf"),
    path("record/", records.own, name="own_record"),
    path("record/record.docx", records.own_docx, name="own_record_docx"),
    path("record/record.pdf", records.own_pdf, name="own_record_pdf"),
    path("members/", records.members, name="members"),
    path("members/<str:code>/", records.member, name="member_record"),
    path("members/<str:code>/record.docx", records.member_docx, name="member_docx"),
    path("members/<str:code>/record.pdf", records.member_pdf, name="member_pdf"),
]
