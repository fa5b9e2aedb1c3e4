"""Pages of the licences room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from licences.forms import ChooserForm
from licences.models import Licence, short_name


@require_safe
def licence_list(request: HttpRequest) -> HttpResponse:
    """Show all the licences, from the most to the least welcome."""
    return render(request, "licences/list.html", {"groups": Licence.objects.by_status()})


@require_safe
def licence_detail(request: HttpRequest, spdx_id: str) -> HttpResponse:
    """Explain one licence in plain words, and what an adaptation may become."""
    licence = get_object_or_404(Licence, pk=spdx_id)
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
