"""Every address of the portal."""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as company_account
from django.urls import include, path, register_converter

from briefing.portal.converters import EditionName, MonthName, SiteCode
from briefing.portal.views import answers, archive, connections, desk, distribution, home, months, packs, people, records, review

for converter, name in ((SiteCode, "site"), (MonthName, "month"), (EditionName, "edition")):
    register_converter(converter, name)

_VERSION = [
    path("", months.version, name="version"),
    path("original/", months.original, name="original"),
    path("annotated/", months.annotated_copy, name="annotated"),
    path("mapping/", months.mapping, name="mapping"),
    path("withdraw/", months.withdraw_version, name="withdraw"),
    path("review/", review.review, name="review"),
    path("review/advice/", review.advice, name="advice"),
    path("preview/<edition:name>/", review.preview, name="preview"),
    path("redraw/", review.redraw, name="redraw"),
    path("override/", review.override, name="override"),
    path("override/remove/", review.remove_override, name="remove_override"),
    path("send/", review.send, name="send"),
    path("comment/", review.comment, name="comment"),
    path("approve/", review.approve, name="approve"),
    path("publish/", review.publish, name="publish"),
]
_MONTH = [
    path("", months.month, name="month"),
    path("workbook/", months.workbook, name="workbook"),
    path("upload/", months.upload, name="upload"),
    path("state/", months.state, name="state"),
    path("<int:number>/", include(_VERSION)),
]
_PUBLICATION = [
    path("", archive.publication, name="publication"),
    path("archive/", archive.publication_archive, name="publication_archive"),
    path("readers/", distribution.readers, name="readers"),
    path("readers/prepare/", distribution.prepare, name="prepare_mail"),
    path("readers/send/", distribution.release, name="release_mail"),
    path("readers/<int:pk>/", distribution.mail, name="mail"),
    path("readers/<int:pk>/again/", distribution.again, name="send_again"),
    path("asked/", answers.asked, name="asked"),
    path("open/", answers.open_edition, name="open_edition"),
    path("beside/<edition:name>/", answers.beside, name="beside"),
    path("answer/", answers.answer, name="answer"),
    path("reply/", answers.reply, name="reply"),
    path("record/", answers.record_given, name="record"),
    path("<edition:name>.html", archive.page, name="page"),
    path("<edition:name>.pdf", archive.pdf, name="pdf"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("setup/<str:token>/", home.setup, name="setup"),
    path("language/", home.language, name="language"),
    path("me/", home.me, name="me"),
    path("me/data/", home.my_data, name="my_data"),
    path("healthy/", home.healthy, name="healthy"),
    path("sign-in/", account.request_login_code, name="account_login"),
    path("sign-in/again/", account.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/new/", account.signup, name="account_signup"),
    path("sign-in/cancelled/", company_account.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/failed/", company_account.login_error, name="socialaccount_login_error"),
    path("sign-in/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("sign-out/", account.logout, name="account_logout"),
    path("site/<site:code>/", months.site, name="site"),
    path("site/<site:code>/definition/", desk.site_definition, name="site_definition"),
    path("site/<site:code>/<month:period>/", include(_MONTH)),
    path("briefings/", archive.briefings, name="briefings"),
    path("briefings/archive/", archive.whole_archive, name="whole_archive"),
    path("briefings/<site:code>/<month:period>/<int:number>/", include(_PUBLICATION)),
    path("waiting/", answers.waiting, name="waiting"),
    path("desk/", desk.desk, name="desk"),
    path("desk/reminder/<site:code>/<str:ask>/", answers.reminder, name="reminder"),
    path("packs/", packs.packs, name="packs"),
    path("packs/make/", packs.make_pack, name="make_pack"),
    path("packs/<int:pk>/file/", packs.pack_file, name="pack_file"),
    path("charter/", desk.charter, name="charter"),
    path("charter/definition/", desk.hq_definition, name="hq_definition"),
    path("charter/<int:pk>/", desk.charter_version, name="charter_version"),
    path("charter/<int:pk>/file/", desk.charter_file, name="charter_file"),
    path("records/", records.records, name="records"),
    path("records/trail.csv", records.trail_file, name="trail_file"),
    path("records/purge/", records.purge_old, name="purge"),
    path("me/tokens/", connections.own_tokens, name="own_tokens"),
    path("me/tokens/<int:pk>/take/", connections.take, name="take_token"),
    path("me/tokens/<int:pk>/end/", connections.end, name="end_token"),
    path("connections/", connections.connections, name="connections"),
    path("connections/tokens/", connections.make, name="make_token"),
    path("connections/tokens/<int:pk>/revoke/", connections.revoke, name="revoke_token"),
    path("connections/hooks/", connections.add, name="add_hook"),
    path("connections/hooks/<int:pk>/test/", connections.test, name="test_hook"),
    path("connections/hooks/<int:pk>/remove/", connections.remove, name="remove_hook"),
    path("api/v1/", include("briefing.portal.api.urls")),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/rights/", people.give_right, name="give_right"),
    path("people/<int:pk>/rights/<int:right>/take/", people.take_right, name="take_right"),
    path("people/<int:pk>/erase/", people.erase, name="erase"),
    path("people/<int:pk>/data/", people.person_data, name="person_data"),
]
handler404 = "briefing.portal.views.home.not_found"
handler500 = "briefing.portal.views.home.failed"
