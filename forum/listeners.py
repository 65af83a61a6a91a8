"""Who acts on which fact, and which function does which job: the threads between the floors."""

from __future__ import annotations

from functools import partial

from forum.accounts.events import (
    PasswordChanged,
    RoleChanged,
    SecondFactorChanged,
    SignInLinkAsked,
)
from forum.consultations.events import (
    DraftCorrected,
    Extended,
    PhaseChanged,
    PromisePutOff,
    SecondLookProlonged,
)
from forum.core.events import announcer
from forum.core.jobs import job
from forum.core.settings import Settings
from forum.drafts.events import VersionFrozen
from forum.live import relay
from forum.moderation import actions as moderation
from forum.moderation.events import AppealDecided, Asked, Decided, Lapsed, Returned, Suspended
from forum.notices import actions as notices
from forum.notices import news
from forum.notices.actions import calendar, judged, reported
from forum.notices.outbox import send_mail
from forum.organisations.events import LeadChanged, MemberInvited, OrganisationConfirmed
from forum.participation.actions import carry_marks, liken
from forum.participation.events import (
    ContributionEdited,
    ContributionReceived,
    ContributionWithdrawn,
)
from forum.privacy.actions import scrub
from forum.publication.events import AskedAgain, StandardPublished
from forum.responses.events import ObjectionSettled, ResponseApproved
from forum.sessions.actions import redraw_corrected, redraw_withdrawn
from forum.sessions.events import SessionAnnounced


def connect(settings: Settings) -> None:
    """Tie everything together; doing it again changes nothing."""
    announcer.join(VersionFrozen, carry_marks)
    announcer.join(SignInLinkAsked, notices.send_link)
    announcer.join(RoleChanged, notices.tell_role)
    announcer.join(PasswordChanged, notices.tell_password)
    announcer.join(SecondFactorChanged, notices.tell_second_factor)
    announcer.join(ContributionReceived, liken)
    announcer.join(ContributionEdited, liken)
    announcer.join(ContributionWithdrawn, liken)
    announcer.join(ContributionReceived, moderation.raise_flags)
    announcer.join(ContributionReceived, notices.tell_held)
    announcer.join(ContributionEdited, moderation.raise_flags)
    announcer.join(ContributionEdited, notices.tell_held)
    announcer.join(Decided, judged.tell_decision)
    announcer.join(Suspended, judged.tell_suspended)
    announcer.join(Asked, judged.tell_asked)
    announcer.join(Returned, judged.tell_returned)
    announcer.join(Lapsed, judged.tell_lapsed)
    announcer.join(AppealDecided, judged.tell_appeal)
    job(moderation.LAPSE)(moderation.lapse)
    job(moderation.OVER)(moderation.note_end)
    announcer.join(Decided, moderation.settle_reports)
    announcer.join(Decided, moderation.end_claim)
    announcer.join(Decided, moderation.plan_drawing)
    announcer.join(Decided, reported.plan_outcomes)
    announcer.join(AppealDecided, reported.plan_after_appeal)
    job(reported.OUTCOMES)(reported.tell_outcomes)
    job(moderation.DRAW)(moderation.draw_reviews)
    announcer.join(ResponseApproved, notices.plan_answers)
    announcer.join(StandardPublished, notices.plan_publication)
    announcer.join(MemberInvited, notices.send_invitation)
    announcer.join(LeadChanged, notices.tell_lead)
    announcer.join(OrganisationConfirmed, notices.tell_confirmed)
    announcer.join(PhaseChanged, news.plan_news)
    announcer.join(Extended, news.plan_closing)
    announcer.join(DraftCorrected, news.plan_correction)
    announcer.join(SessionAnnounced, news.plan_session)
    announcer.join(ContributionReceived, news.plan_digest)
    announcer.join(ResponseApproved, news.plan_digest)
    job("notices.news")(news.tell_news)
    job("notices.closing")(news.tell_closing)
    job("notices.correction")(news.tell_correction)
    job("notices.session")(news.tell_session)
    job("notices.digest")(news.tell_digest)
    announcer.join(PhaseChanged, calendar.plan_by_phase)
    announcer.join(PromisePutOff, calendar.plan_reminders)
    announcer.join(SecondLookProlonged, calendar.plan_end_of_look)
    announcer.join(ObjectionSettled, notices.tell_settled)
    announcer.join(AskedAgain, calendar.plan_next_round)
    job("notices.answered")(notices.tell_answers)
    job("notices.published")(notices.tell_publication)
    job(calendar.LOOK)(calendar.tell_look)
    job(calendar.LOOK_OVER)(calendar.tell_look_over)
    job(calendar.DUE)(calendar.tell_due)
    job(calendar.ROUND)(calendar.tell_next_round)
    job("privacy.scrub")(scrub)
    job("notices.send")(partial(send_mail, settings))
    announcer.listen(PhaseChanged, redraw_withdrawn)
    announcer.listen(DraftCorrected, redraw_corrected)
    relay.listen()
