"""Stopping the prompts: one click, from the letter itself, without logging in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from recipes import prompts


@csrf_exempt  # mail programs post it in the person's stead, without a cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_prompts(request: HttpRequest, token: str) -> HttpResponse:
    """Offer to stop on a GET, which programs that look into letters make too; stop on a POST.

    The page names nobody: a letter may have been passed on.
    """
    person = prompts.person_named(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        prompts.stop(person)
    response = render(request, "recipes/stop_prompts.html", {"stopped": not person.wants_prompts})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
