"""Makes the book's pages of executed notebooks by Sphinx: no page needs a network or a server."""

import base64
import html
import json
import mimetypes
import os
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import quote, unquote

import nbformat
from sphinx.application import Sphinx
from sphinx.util.console import nocolor

TOOL = Path(__file__).parent
SOURCE = TOOL / "source"
SETTINGS = {
    "project": "The Dying ReLU Workbook",
    "html_title": "The Dying ReLU Workbook",
    "extensions": ["myst_nb", "sphinx_copybutton"],
    "nb_execution_mode": "off",
    "nb_merge_streams": True,
    "nb_render_error_lexer": "myst-ansi",
    "myst_enable_extensions": ["dollarmath"],
    # A kernel's %classpath is no Java.
    "suppress_warnings": ["misc.highlighting_failure"],
    "mathjax_path": "mathjax.js",
    "mathjax3_config": {"options": {"enableMenu": False}},
    "html_theme": "sphinx_book_theme",
    "html_context": {"default_mode": "auto"},
    "html_theme_options": {
        "home_page_in_toc": True,
        "footer_content_items": [],
        "navbar_persistent": [],
        "use_download_button": False,
        "use_fullscreen_button": False,
    },
    "html_static_path": ["_static"],
    "html_css_files": ["book.css"],
    "html_copy_source": False,
    "html_use_index": False,
    "html_show_sphinx": False,
}

WELCOME = """{} notebooks, one question each. Read them in order, from {} on, or begin with the question
that is yours. Code, exercises and figures are one: each page is a notebook to run and to change.
"""

# The search shows pieces of the pages it finds. It would fetch them, and no browser fetches files.
TEXTS = """const texts = %s;
window.fetch = async (url) => ({ text: async () => texts[url.split("/").pop()] });
document.addEventListener("DOMContentLoaded", () => (Search.htmlToText = (text) => text));
"""


def store(kind, data, name):
    """Makes a picture a file of the book."""
    path = SOURCE / "_static" / (name + mimetypes.guess_extension(kind))
    path.write_bytes(data.encode() if kind == "image/svg+xml" else base64.b64decode(data))
    return f"_static/{path.name}"


def draw(output, name):
    """Puts pictures into files, with alternative texts that myst-nb would drop: the title and
    description of an SVG, else the output's text.
    """
    data = output.get("data", {})
    for kind in ("image/svg+xml", "image/png"):
        if kind in data and "text/html" not in data:
            told = re.findall(r"<(?:title|desc)>(.*?)</", data[kind], re.DOTALL)[:2]
            alt = ": ".join(told).replace('"', "&quot;") or html.escape(data.get("text/plain", ""))
            file = store(kind, data[kind], name)
            # Alone it can be seen larger, as a phone's reader may want.
            image = f'<img alt="{alt}" loading="lazy" src="{file}">'
            data["text/html"] = f'<a href="{file}">{image}</a>'
    if "text/html" in data:
        embedded = r'(?<=src=")data:(image/\w+);base64,([^"]*)'
        named = lambda m: store(m[1], m[2], f"{name}-{m.start()}")
        text = re.sub(embedded, named, data["text/html"])
        output.data = {"text/html": text}


def relink(text, folder):
    """Text whose links to files hold in the sources' folder; there the notebooks are neighbours."""

    def moved(match):
        file = folder / unquote(match[2])
        if not file.is_file() or (file.suffix == ".ipynb" and file.parent == folder):
            return match[0]
        return match[1] + quote(Path(os.path.relpath(file, SOURCE)).as_posix())

    return re.sub(r'(\]\(|\b(?:href|src)=")([^)"#\s]+)', moved, text)


def card(result, first, cells):
    """What the index says of a notebook: question, picture and answer of its first cell."""
    paragraphs = [p.strip() for p in re.split(r"\n\s*\n", first)[1:]] + [""]
    questions = [p for p in paragraphs if p.startswith("**")] + [""]
    question = questions[0].removeprefix("**The question.**").strip("* \n")
    rest = paragraphs[paragraphs.index(questions[0]) :]
    answers = [p for p in rest if p.startswith("**The answer.**")]
    answers += [p for p in rest if re.match(r"[^*!<]", p)] + [""]
    outputs = [o.get("data", {}).get("text/html", "") for c in cells for o in c.get("outputs", [])]
    pictures = [p for p in paragraphs if p.startswith("![")]
    pictures += re.findall(r"<img [^>]*>", "".join(outputs)) + [""]
    link = f"[{result['title']}]({result['name']}.ipynb)"
    answer = answers[0].removeprefix("**The answer.** ")
    asked = f"**{question}**" if question else ""
    return link, f"{asked}\n\n{pictures[0]}\n\n{answer}\n"


def fold(cell, tag, prompt):
    cell.metadata["tags"] = [tag]
    cell.metadata["mystnb"] = {"code_prompt_show": prompt, "code_prompt_hide": prompt}


def page(notebook, result, folder):
    """Writes a notebook's page; gives its card for the index."""
    notebook.metadata.setdefault("language_info", {"name": "java", "pygments_lexer": "java"})
    pictured = False
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            cell.source = relink(cell.source, folder)
            continue
        for place, output in enumerate(cell.get("outputs", [])):
            draw(output, f"{result['name']}-{number}-{place}")
        # The first figure comes before its code, so that the first screen has a picture.
        if "solution" in cell.metadata.get("tags", []):
            fold(cell, "hide-cell", "Solution")
        elif cell.metadata.get("jupyter", {}).get("source_hidden") or not pictured:
            fold(cell, "hide-input", "Set-up" if number == 1 else "Code")
        pictured = pictured or "<img" in str(cell.outputs)
    first = notebook.cells[0].source if notebook.cells else ""
    made = card(result, first, notebook.cells)
    time = f"Ran in about {result['seconds']:.0f} s. " if result["seconds"] else ""
    link = f'<a href="{result["name"]}.ipynb" download>Download the notebook</a>'
    heading, _, rest = first.partition("\n")
    if notebook.cells:
        line = f'<p class="run">{time}{link}</p>'
        notebook.cells[0].source = f"{heading}\n\n{line}\n\n{rest}"
    (SOURCE / f"{result['name']}.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    return made


def run(results):
    """The page of this run, with its errors."""
    lines = ["# This run", "", "| notebook | cells run | seconds | result |", "|---|---|---|---|"]
    for r in results:
        state = "**failed**" if r["error"] else "passed" if r["ran"] else "not run, as committed"
        lines.append(f"| {r['title']} | {r['ran']} of {r['cells']} | {r['seconds']:g} | {state} |")
    for r in results:
        if r["error"]:
            lines += ["", f"## {r['title']} failed", "", "`````text", r["error"], "`````"]
    return "\n".join(lines)


def build(notebooks, results, folder, book):
    """Writes the sources and builds them.

    :param notebooks: pairs of an executed notebook and its row of results
    """
    shutil.rmtree(SOURCE, ignore_errors=True)
    (SOURCE / "_static").mkdir(parents=True)
    shutil.copyfile(TOOL / "tex-svg-full.js", SOURCE / "_static" / "mathjax.js")
    shutil.copyfile(TOOL / "book.css", SOURCE / "_static" / "book.css")
    (SOURCE / "run.md").write_text(run(results), encoding="utf-8")
    more = [path.stem for path in sorted(TOOL.glob("*.md"))]
    for name in more:
        text = (TOOL / f"{name}.md").read_text(encoding="utf-8")
        (SOURCE / f"{name}.md").write_text(relink(text, folder), encoding="utf-8")
    cards = [page(notebook, result, folder) for notebook, result in notebooks]
    index = ["---\nhtml_theme.sidebar_secondary.remove: true\n---\n", f"# {SETTINGS['project']}\n"]
    for number, (link, text) in enumerate(cards):
        index += [f"## {link}\n", text] if number else [text, WELCOME.format(len(cards), link)]
    contents = {"Notebooks": [r["name"] for _, r in notebooks], "More": more + ["run"]}
    for caption, names in contents.items():
        index += ["```{toctree}", ":hidden:", f":caption: {caption}\n", *names, "```\n"]
    (SOURCE / "index.md").write_text("\n".join(index), encoding="utf-8")
    nocolor()
    trees, jobs = TOOL / "doctrees", os.cpu_count()
    sphinx = Sphinx(SOURCE, None, book, trees, "html", SETTINGS, None, sys.stdout, parallel=jobs)
    sphinx.connect("html-page-context", finish)
    sphinx.build()
    texts = {p.name: words(p.read_text(encoding="utf-8")) for p in sorted(book.glob("*.html"))}
    (book / "_static" / "texts.js").write_text(TEXTS % json.dumps(texts), encoding="utf-8")


def finish(sphinx, page, template, context, doctree):
    """Gives the search its texts, and folded cells their own names."""
    if page == "search":
        sphinx.add_js_file("texts.js")
    context["body"] = context.get("body", "").replace(' aria-label="Toggle hidden content"', "")


def words(page):
    """A page's text, without code and what is folded."""
    article = re.search(r"<article.*?</article>", page, re.DOTALL)
    aside = r'<(script|style|pre|details)\b.*?</\1>|<(a class="header|p class="run).*?</[ap]>'
    other = re.compile(aside + "|<[^>]*>", re.DOTALL)
    return " ".join(html.unescape(other.sub(" ", article[0])).split()) if article else ""
