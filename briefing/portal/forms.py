"""The few forms that check more than one field."""

from __future__ import annotations

from typing import Any

from django import forms

from briefing.language import Language
from briefing.portal.models import RightKind
from briefing.portal.templatetags.portal import say_in


class PersonForm(forms.Form):
    """Who somebody is."""

    email = forms.EmailField(max_length=254)
    name = forms.CharField(max_length=120, required=False)
    signs_as = forms.CharField(max_length=80)
    language = forms.ChoiceField(choices=[("es", "Español"), ("en", "English")])

    def __init__(self, *given: Any, spoken: Language, **more: Any) -> None:  # noqa: ANN401 - a form's own parameters
        """Label the fields in the person's language."""
        super().__init__(*given, **more)
        for name, field in self.fields.items():
            field.label = say_in(spoken, f"person.{name}")


class RightForm(forms.Form):
    """A right to give."""

    kind = forms.ChoiceField(choices=[])
    site = forms.ChoiceField(required=False)
    edition = forms.ChoiceField(required=False)

    def __init__(self, *given: Any, spoken: Language, sites: list[tuple[str, str]], **more: Any) -> None:  # noqa: ANN401
        """Offer the kinds, sites and editions in the person's language."""
        super().__init__(*given, **more)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(kind.value, say_in(spoken, kind.label_key)) for kind in RightKind]
        fields["site"].choices = [("", say_in(spoken, "person.all_sites")), *sites]
        fields["edition"].choices = [("", "–"), *((name, say_in(spoken, f"edition.{name}")) for name in ("board", "hq", "site"))]
        for name, key in (("kind", "person.right"), ("site", "person.site"), ("edition", "person.edition")):
            fields[name].label = say_in(spoken, key)
