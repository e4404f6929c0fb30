"""Addresses of the pages about policies and documents. /c/7.2 is stable: mail links to it."""

from django.urls import URLPattern, path

from sekisho.web.policy import (
    acknowledge,
    campaign,
    clause,
    comparing,
    contacting,
    documents,
    draft,
    draft_acts,
    exception,
    hits,
    living,
    my_duties,
    pairs,
    roles,
    start,
    through,
    upload,
)

PARTS = (hits,)  # imported for what it enters into the palette

urlpatterns: list[URLPattern] = [
    path("policy", living.policy, name="policy"),
    path("c/<str:number>", clause.clause, name="clause"),
    path("c/<str:number>/contact", contacting.contact, name="clause-contact"),
    path("policy/read", upload.upload, name="policy-upload"),
    path("policy/draft/<uuid:version>", draft.draft, name="policy-draft"),
    path("policy/draft/<uuid:version>/bulk", draft_acts.bulk, name="draft-bulk"),
    path("policy/draft/<uuid:version>/<uuid:clause>", draft_acts.act, name="draft-clause"),
    path("policy/original/<uuid:version>", draft.original_file, name="policy-original"),
    path("policy/start/<uuid:version>", start.start, name="policy-start"),
    path("policy/diff/<uuid:old>/<uuid:new>", comparing.diff, name="policy-diff"),
    path("policy/my-duties", my_duties.my_duties, name="my-duties"),
    path(
        "policy/my-duties/<uuid:version>", my_duties.acknowledge_duties, name="acknowledge-duties"
    ),
    path("policy/role-duties", roles.roles, name="role-duties"),
    path("policy/role-duties/<slug:role>", roles.role_draft, name="role-draft"),
    path("policy/pairs/<uuid:version>", pairs.pairs, name="pairs"),
    path("policy/pairs/<uuid:version>/<uuid:clause>", pairs.renew, name="pair-renew"),
    path("policy/documents", documents.documents, name="documents"),
    path("policy/documents/<uuid:pk>", documents.document, name="document"),
    path("policy/documents/<uuid:pk>/review", documents.review, name="document-review"),
    path("policy/exception/<slug:code>/<uuid:subject>", exception.exception, name="exception"),
    path("policy/acknowledge", acknowledge.acknowledge, name="acknowledge"),
    path("policy/acknowledge/<uuid:campaign>", acknowledge.acknowledge_one, name="acknowledge-one"),
    path("policy/campaigns/<uuid:pk>", campaign.campaign, name="campaign"),
    path("policy/campaigns/<uuid:pk>/through/<uuid:person>", through.sheet, name="campaign-sheet"),
    path("confirm/<str:token>", through.through, name="acknowledge-through"),
    path("policy/campaigns/<uuid:pk>/remind", campaign.remind, name="campaign-remind"),
]
