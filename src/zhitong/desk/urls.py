"""The addresses of the desk."""

from django.urls import path

from zhitong.desk.views import copies, issues, lists, reading, revisions, series, sources, start, writing

app_name = "desk"
urlpatterns = [
    path("", lists.waiting, name="list"),
    path("to-write/", lists.to_write, name="to_write"),
    path("briefs/", lists.briefs, name="briefs"),
    path("copies/", copies.copy_list, name="copies"),
    path("copies/<str:code>/", copies.copy, name="copy"),
    path("copies/<str:code>/mask/", copies.mask, name="mask"),
    path("copies/<str:code>/masks/<str:mask_code>/lift/", copies.lift, name="lift"),
    path("copies/<str:code>/take/", copies.take, name="take_copy"),
    path("briefs/<str:code>/copy/", copies.begin_from_brief, name="copy_brief"),
    path("start/", start.start, name="start"),
    path("start/theme/<str:code>/", start.start_theme, name="start_theme"),
    path("series/", series.series_list, name="series_list"),
    path("series/new/", series.add, name="series_add"),
    path("series/<str:code>/", series.change, name="series"),
    path("briefs/<str:code>/", reading.brief, name="brief"),
    path("briefs/<str:code>/write/", writing.write, name="write"),
    path("briefs/<str:code>/two-texts/", writing.settle, name="settle"),
    path("briefs/<str:code>/checks/", writing.check, name="checks"),
    path("briefs/<str:code>/lock/", writing.take_lock, name="lock"),
    path("briefs/<str:code>/take-over/", writing.take_over, name="take_over"),
    path("briefs/<str:code>/release/", writing.release, name="release"),
    path("briefs/<str:code>/compare/", revisions.compare, name="compare"),
    path("briefs/<str:code>/sources/", sources.sources, name="sources"),
    path("briefs/<str:code>/put-forward/", reading.put_forward, name="put_forward"),
    path("briefs/<str:code>/take-back/", reading.take_back, name="take_back"),
    path("briefs/<str:code>/pass/", reading.pass_on, name="pass_on"),
    path("briefs/<str:code>/return/", reading.return_to_editor, name="return"),
    path("briefs/<str:code>/sign/", reading.sign_off, name="sign_off"),
    path("briefs/<str:code>/withdraw/", reading.withdraw, name="withdraw"),
    path("briefs/<str:code>/express/", reading.express, name="express"),
    path("briefs/<str:code>/off-express/", reading.off_express, name="off_express"),
    path("briefs/<str:code>/remarks/", reading.remark, name="remark"),
    path("briefs/<str:code>/remarks/<str:remark_code>/settle/", reading.settle_remark, name="settle_remark"),
    path("briefs/<str:code>/drop/", start.drop, name="drop"),
    path("briefs/<str:code>/correct/", start.correct, name="correct"),
    path("briefs/<str:code>/issue/", issues.shown, name="issue"),
    path("briefs/<str:code>/issue/print/", issues.bare, name="issue_bare"),
    path("briefs/<str:code>/issue.docx", issues.docx, name="issue_docx"),
    path("briefs/<str:code>/issue.pdf", issues.pdf, name="issue_pdf"),
]
