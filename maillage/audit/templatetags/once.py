"""{% load once %}{% request_key %} beside {% csrf_token %}: sending the form twice does it once."""

from uuid import uuid4

from django import template
from django.utils.html import format_html

from maillage.audit.middleware import FIELD

register = template.Library()


@register.simple_tag
def request_key():
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4())
