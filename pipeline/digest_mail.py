"""The digest as one HTML file: no script, no picture, nothing fetched, styles where mail programs read them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from db.digest import Window
from pipeline.digest_pages import sections, title
from pipeline.digest_words import Language
from pipeline.reconcile.digest import Entry
from pipeline.wording import visible

# Mail programs drop <style> and know no classes: every style stands at its element.
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ head }}</title>
</head>
<body style="margin:0;padding:16px;font-family:sans-serif;font-size:16px;line-height:1.4;color:#1a1a1a;background:#ffffff">
<div style="max-width:42em;margin:0 auto">
<h1 style="font-size:22px;margin:0 0 16px">{{ head }}</h1>
{%- for section in sections %}
<div style="border-top:2px solid #444444;padding:12px 0 4px">
<h2 style="font-size:18px;margin:0">
{%- if section.url and section.url.startswith(("http://", "https://")) -%}
<a href="{{ section.url }}" style="color:#0b4f8a">{{ section.title }}</a>
{%- else -%}{{ section.title }}{%- endif -%}
</h2>
<p style="margin:2px 0 8px;color:#555555">{{ section.about }}{% if not section.url %} · {{ section.source }}{% endif %}</p>
{%- for note in section.notes %}
<p style="margin:0 0 8px;color:#555555"><em>{{ note }}</em></p>
{%- endfor %}
{%- for part in section.parts %}
<h3 style="font-size:16px;margin:12px 0 4px">{{ part.head }}</h3>
<ul style="margin:0 0 8px;padding-left:20px">
{%- for line in part.lines %}
<li style="margin:0 0 6px">{{ line.text }}
{%- for claim, quote, place in line.quotes %}
<div style="margin:2px 0;padding-left:8px;border-left:3px solid #cccccc">
{%- if claim %}<strong>{{ claim }}</strong> {% endif %}{{ quote }}
{%- if place %} <span style="color:#555555">({{ place }})</span>{% endif -%}
</div>
{%- endfor %}
{%- if line.facts %}
<ul style="margin:2px 0;padding-left:20px">
{%- for fact in line.facts %}
<li>{{ fact }}</li>
{%- endfor %}
</ul>
{%- endif %}
</li>
{%- endfor %}
</ul>
{%- if part.more %}
<p style="margin:0 0 8px;color:#555555">{{ part.more }}</p>
{%- endif %}
{%- endfor %}
</div>
{%- endfor %}
</div>
</body>
</html>
"""


def page(entries: Sequence[Entry], known: Mapping[str, Mapping[str, Any]], window: Window, language: Language) -> str:
    """The digest as HTML; all text of releases is escaped."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(_PAGE)
    head = title(len(entries), window, language)
    return visible(template.render(language=language, head=head, sections=list(sections(entries, known, language))))
