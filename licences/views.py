"""Pages of the licences room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from licences.forms import ChooserForm
from licences.models import Licence, short_name


@require_safe
def licence_list(request: HttpRequest) -> HttpResponse:
    """Show all the licences, from the most to the least welcome."""
    return render(request, "licences/list.html", {"groups": Licence.objects.by_status()})


@require_safe
def licence_detail(request: HttpRequest, spdx_id: str) -> HttpResponse:
    """Explain one licence in plain words, and what an adaptation may become.

    SPDX identifiers are the same in any case: another than ours leads to the page.
    """
    licence = Licence.objects.filter(pk__iexact=spdx_id).first()
    if licence is None:
        raise Http404
    if licence.pk != spdx_id:
        return redirect(licence, permanent=True)
    proposal = licence.nearest_free()
    return render(
        request,
        "licences/detail.html",
        {
            "licence": licence,
            "proposal": proposal,
            "proposal_name": short_name(proposal.spdx_id) if proposal else "",
            "verdicts": licence.verdicts.by_answer(),
        },
    )


@require_safe
def choose_licence(request: HttpRequest) -> HttpResponse:
    """Ask the three questions; once they are answered, show the licence on the same page."""
    form = ChooserForm(request.GET)
    proposal = form.proposal()
    return render(
        request,
        "licences/choose.html",
        {
            "form": form,
            "proposal": proposal,
            "proposal_name": short_name(proposal.spdx_id) if proposal else "",
        },
    )
