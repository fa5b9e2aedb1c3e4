"""All that one wrote, in one file."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from recipes.exchange import personal


@require_safe
@login_required
@never_cache
def personal_data(request: HttpRequest) -> JsonResponse:
    """Give a file with all the site keeps of whoever is logged in, and all they wrote."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return JsonResponse(
        personal.all_by(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="recettes-libres.json"'},
    )
