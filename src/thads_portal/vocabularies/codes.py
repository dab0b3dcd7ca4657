"""Vocabularies of the code lists, for forms and for plone.restapi's ``@vocabularies``."""

from thads_portal.domain import codes
from thads_portal.domain import grounds
from thads_portal.domain import topics
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


def _factory(enum, label=codes.label):
    @provider(IVocabularyFactory)
    def vocabulary(context):
        return SimpleVocabulary([SimpleTerm(code.value, code.value, label(code)) for code in enum])

    return vocabulary


debtor_kind = _factory(codes.DebtorKind)
judgment_kind = _factory(codes.JudgmentKind)
obligation_kind = _factory(codes.ObligationKind)
ground = _factory(codes.Ground, grounds.letter_label)
ground_scheme = _factory(codes.GroundScheme)
end_reason = _factory(codes.EndReason)
agency_kind = _factory(codes.AgencyKind)
document_kind = _factory(topics.DocumentKind, topics.label)
notice_kind = _factory(topics.NoticeKind, topics.label)
procedure_kind = _factory(topics.ProcedureKind, topics.label)
