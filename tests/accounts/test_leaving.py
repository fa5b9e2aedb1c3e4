"""Logging out: the browser forgets what it kept."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_logging_out_lets_the_browser_forget_the_texts_it_kept(client: Client) -> None:
    client.force_login(make_user())

    asked = client.get(reverse("account_logout"))
    response = client.post(reverse("account_logout"))

    assert "Clear-Site-Data" not in asked.headers
    assert response.headers["Clear-Site-Data"] == '"storage"'
    assert "_auth_user_id" not in client.session
