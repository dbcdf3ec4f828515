"""The form on paper, as PDF and as ODT, and the procedure, drawn from what runs."""

import io
import re

import pypdfium2
import pytest
from django.test import Client
from odfdo import Document

from wuai.contexts.applications import api
from wuai.contexts.applications.gateways.opendocument.client import form_text
from wuai.contexts.applications.gateways.typesetter.client import typeset
from wuai.contexts.applications.queries.papers import paper_form, texts_of
from wuai.contexts.applications.rules import procedure as p
from wuai.contexts.applications.rules.drawing import draw, in_words, ways
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui import flow

EVERY = [one.code for one in api.declared()]


def _words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


def _bare(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("code", EVERY)
def test_every_form_is_made_and_opens_again(code):
    declared = api.declaration(code)
    for lang, sample in (("zh-hant", True), ("en", False)):
        form = paper_form(declared, lang, sample=sample)
        said = _bare(_words(typeset(form, texts_of(form))))
        text = Document(io.BytesIO(form_text(form)))
        body = _bare(
            "".join(
                one.inner_text or ""
                for one in text.body.get_elements("descendant::text:p | descendant::text:h")
            )
        )
        for question in declared.questions():
            label = _bare(question.label.pick(lang)[0])
            assert label in said, label
            assert label in body, label
        shown = [_bare(f["value"]) for s in form["sections"] for f in s["fields"] if f["value"]]
        assert bool(shown) == sample
        assert all(value in said and value in body for value in shown)


def test_a_sample_ticks_what_was_chosen():
    fields = {
        f["label"]: f
        for s in paper_form(api.declaration("HOME_VISIT"), "zh-hant", sample=True)["sections"]
        for f in s["fields"]
    }
    assert [chosen for _, chosen in fields["情形（可複選）"]["options"]] == [
        True,
        False,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("code", EVERY)
def test_the_drawing_shows_what_runs_and_nothing_else(code):
    declared = api.declaration(code)
    shown = ways(declared)
    for way in shown:
        assert declared.procedure.move(way.move.code, way.origin)
        assert way.to == (
            p.PROPOSED if declared.two_people and way.move.code in p.RULINGS else way.move.to
        )
    assert (p.PROPOSED in {way.to for way in shown}) == declared.two_people
    # Where another context carries it on, its own table is what is shown.
    course = declared.course
    names = course.names if course else p.STATE_NAMES
    reached = {to for _, to in course.arrows} if course else {way.to for way in shown}
    assert len(in_words(declared)) == len(course.sentences if course else shown)
    for lang in ("zh-hant", "en"):
        picture = flow.for_page(draw(declared, lang), Bilingual("流程", "Steps"))
        drawn = re.sub(r"<[^>]+>", "", picture)
        for state in reached:
            assert _bare(names[state].pick(lang)[0]) in _bare(drawn)


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_the_pages_offer_the_form_and_the_procedure(lang):
    client = Client(headers={"accept-language": lang})
    client.cookies["django_language"] = lang
    page = client.get("/apply/FILE_INSPECTION/").content.decode()
    assert "/apply/FILE_INSPECTION/paper/form.odt" in page
    shown = client.get("/apply/FILE_INSPECTION/procedure/").content.decode()
    assert "<svg" in shown
    for name, begins in (("form.pdf", b"%PDF"), ("sample.odt", b"PK")):
        answer = client.get(f"/apply/FILE_INSPECTION/paper/{name}")
        assert answer.content.startswith(begins)
        assert (
            f"FILE_INSPECTION-{'en' if lang == 'en' else 'zh'}-{name}"
            in answer["Content-Disposition"]
        )
    assert client.get("/apply/FILE_INSPECTION/paper/form.docx").status_code == 404
    assert client.get("/apply/NOTHING/procedure/").status_code == 404
