"""Addresses of assessment. A filter is the query part of an address, so every list and every place in it can be sent on."""

from django.urls import path

from zhitong.assessment.themes import views as themes
from zhitong.assessment.views import areas, decisions, inbox, office, sittings

app_name = "assessment"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("bulk/", decisions.preview_many, name="bulk"),
    path("bulk/decide/", decisions.decide_many, name="decide_many"),
    path("views/", inbox.views, name="views"),
    path("views/save/", inbox.save_view, name="save_view"),
    path("views/<str:code>/remove/", inbox.remove_view, name="remove_view"),
    path("decisions/<str:code>/undo/", decisions.undo, name="undo"),
    path("reasons/", office.reasons, name="reasons"),
    path("reasons/<str:code>/end/", office.end_reason, name="end_reason"),
    path("sittings/", sittings.sittings, name="sittings"),
    path("sittings/open/", sittings.open_, name="open_sitting"),
    path("sittings/<str:code>/", sittings.sitting, name="sitting"),
    path("sittings/<str:code>/people/", sittings.people, name="sitting_people"),
    path("sittings/<str:code>/close/", sittings.close, name="close_sitting"),
    path("sittings/<str:code>/minutes.docx", sittings.minutes_docx, name="minutes_docx"),
    path("sittings/<str:code>/minutes.pdf", sittings.minutes_pdf, name="minutes_pdf"),
    path("sittings/<str:sitting>/<str:code>/<str:verdict>/", sittings.decide, name="decide_in_sitting"),
    path("themes/", themes.themes, name="themes"),
    path("themes/look/", themes.look, name="look_for_themes"),
    path("themes/progress/", themes.progress, name="themes_progress"),
    path("themes/<str:code>/", themes.theme, name="theme"),
    path("themes/<str:code>/confirm/", themes.confirm, name="confirm_theme"),
    path("themes/<str:code>/name/", themes.name, name="name_theme"),
    path("themes/<str:code>/reject/", themes.reject, name="reject_theme"),
    path("themes/<str:code>/bring-back/", themes.bring_back, name="bring_back_theme"),
    path("themes/<str:code>/items/", themes.items, name="theme_items"),
    path("themes/<str:code>/put-in/", themes.put_in, name="put_into_theme"),
    path("themes/<str:code>/merge/", themes.merge, name="merge_theme"),
    path("read/<str:code>/", inbox.read, name="read"),
    path("areas/", areas.areas, name="areas"),
    path("areas/train/", areas.train, name="train_areas"),
    path("read/<str:code>/proposed/", areas.proposed, name="proposed"),
    path("read/<str:code>/here/", inbox.here, name="here"),
    path("read/<str:code>/<str:verdict>/", decisions.decide, name="decide"),
]
