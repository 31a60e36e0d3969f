"""Addresses of people's organisations, below /account/organisations/."""

from __future__ import annotations

from django.urls import path

from portal.pages.account import claims, members, organisations

_ONE = "<int:organisation_id>/"
urlpatterns = [
    path("", organisations.OrganisationList.as_view(), name="list"),
    path("begin/", claims.Begin.as_view(), name="begin"),
    path("new-employer/", claims.NewEmployer.as_view(), name="new-employer"),
    path("claim/", claims.ClaimSearch.as_view(), name="claim"),
    path("claim/by-hand/", claims.ClaimByHand.as_view(), name="claim-by-hand"),
    path("claim/<provider>/", claims.ClaimListed.as_view(), name="claim-listed"),
    path("join/", members.JoinSearch.as_view(), name="join-search"),
    path("join/<int:organisation_id>/", members.Join.as_view(), name="join"),
    path("invitations/<token>/", members.Accept.as_view(), name="accept"),
    path("confirm-mail/<token>/", organisations.ConfirmMail.as_view(), name="confirm-mail"),
    path(_ONE, organisations.OrganisationDetail.as_view(), name="detail"),
    path(f"{_ONE}prove/", organisations.ProveByMail.as_view(), name="prove"),
    path(f"{_ONE}prove/dns/", organisations.ProveByDns.as_view(), name="prove-dns"),
    path(f"{_ONE}withdraw/", organisations.Withdraw.as_view(), name="withdraw"),
    path(f"{_ONE}leave/", organisations.Leave.as_view(), name="leave"),
    path(f"{_ONE}hand-over/", organisations.HandOver.as_view(), name="hand-over"),
    path(f"{_ONE}members/", members.Members.as_view(), name="members"),
    path(f"{_ONE}members/<int:membership_id>/", members.Member.as_view(), name="member"),
    path(f"{_ONE}members/<int:membership_id>/decide/", members.MemberAct.as_view(), name="member-decide"),
    path(f"{_ONE}invitations/<int:invitation_id>/", members.InvitationAct.as_view(), name="invitation"),
]
