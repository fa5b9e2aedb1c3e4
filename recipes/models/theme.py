"""A theme: what taggit calls a tag, under the name people know."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag


class Theme(Tag):
    """A tag by another name: the same row. Only accepted revisions make themes."""

    class Meta:
        proxy = True
        ordering = ["name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def get_absolute_url(self) -> str:
        """Give the page that lists its recipes; there is one while any is published."""
        return reverse("recipes:theme", args=[self.slug])
