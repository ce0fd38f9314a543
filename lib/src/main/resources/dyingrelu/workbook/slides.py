"""Writes a reveal.js deck of each notebook of the working folder, from its committed cells.

    python slides.py SLIDES

NN-name.html is for students; NN-name-lecturer.html has speaker notes and, below the exercises,
solutions. A cell's slide_type says where a slide begins and what is skipped or a note. For the rest
rules keep every slide within its frame: what follows a prediction or other prose takes its place at
the next click, so do verdicts that find no room below their figure; prose is cut after a sentence
and a table after a row, and the notes have them whole.
"""

import base64
import html
import math
import mimetypes
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import jinja2
import nbformat
from nbconvert.filters import markdown2html

TOOL = Path(__file__).parent
REVEAL = ["dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js", "LICENSE"]
FONTS = "dist/theme/fonts/source-sans-pro"
# As deck.html.j2 has them, in pixels of a slide of 1280 x 720: what is left below a heading, a line of
# prose, of a caption and of a table; then how many characters such lines hold.
ROOM, PROSE, CAPTION, ROW = 624, 40, 27, 25
WIDTH = {PROSE: 86, CAPTION: 115, ROW: 112}
FEWEST = 15
VERDICT = re.compile(r"^([✔✘◐?] (?:holds in part|holds|refuted|not decided))(.*)$", re.MULTILINE)


def blocks(source):
    """Paragraphs, lists and tables of Markdown; details are kept apart."""
    source = re.sub(r"<details>.*?</details>", "", source, flags=re.DOTALL)
    return [b.strip() for b in re.split(r"\n\s*\n", source) if b.strip()]


def height(text, line):
    if text.startswith("$$"):
        return 5 * line
    plain = [re.sub(r"[*`$]|\]\([^)]*\)|<[^>]*>", "", row) for row in text.split("\n")]
    rows = plain if re.match(r"[|-]|\d+\. ", text) else [" ".join(plain)]
    return line * sum(math.ceil(max(1, len(row)) / WIDTH[line]) for row in rows)


def cut(text, room, line):
    """The sentences that fit, at least one; none ends within emphasis, code or a formula."""
    kept = ""
    for sentence in re.split(r"(?<!al\.)(?<!\b[A-Z]\.)(?<=[.?!:])\s+(?=[A-Z*(“\"$])", text):
        whole = all(kept.count(mark) % 2 == 0 for mark in ("**", "`", "$"))
        if kept and whole and height(kept + " " + sentence, line) > room:
            break
        kept += (" " if kept else "") + sentence
    return kept


def rows(body, room):
    """A table's first rows, as many as there is room for, and how much they take of it.

    A browser gives a column about its part of all characters, so long cells need several lines.
    """
    body = re.sub(r"<(small|caption).*?</\1>", "", body, flags=re.DOTALL)
    head, *all_rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    cells = [
        [[len(re.sub("<[^>]*>", "", line)) for line in re.split(r"<br>|</div>", cell)]
         for cell in re.split(r"</t[dh]>", row)[:-1]]
        for row in [head, *all_rows]
    ]
    widths = [max(max(row[i]) for row in cells) + 3 for i in range(len(cells[0]))]
    shares = [max(9, width * min(1, WIDTH[ROW] / sum(widths))) for width in widths]
    kept, needed = -1, 3 * ROW
    for row in cells:
        more = 6 + ROW * max(
            sum(math.ceil((n + 2) / share) for n in cell if n) for cell, share in zip(row, shares)
        )
        if needed + more > room:
            break
        kept, needed = kept + 1, needed + more
    more = f"<p>… and {len(all_rows) - kept} more in the notebook</p>" if kept < len(all_rows) else ""
    return f"<table><thead>{head}</thead><tbody>{''.join(all_rows[:kept])}</tbody></table>{more}", needed


class Deck:
    """The slides made so far; each has steps, of which one is seen at a time."""

    def __init__(self, folder, is_loose):
        self.folder, self.is_loose, self.slides, self.heading = folder, is_loose, [], ""

    def new(self, **what):
        self.slide = {"heading": self.heading, "steps": [], "code": [], "notes": [], "below": [], **what}
        self.slides.append(self.slide)
        self.add_step()

    def add_step(self):
        empty = {"prose": [], "results": [], "figure": None, "caption": "", "table": "", "verdicts": [], "after": []}
        self.step = {**empty, "room": ROOM}
        self.slide["steps"].append(self.step)

    def next(self):
        """A further step; in a short deck, a further slide."""
        if self.is_loose:
            self.new()
        else:
            self.add_step()

    def has(self, *kinds):
        return any(self.step[kind] for kind in kinds)

    def note(self, markdown):
        self.slide["notes"].append(markdown2html(markdown))

    def prose(self, text, begins, reserved=0):
        if begins and self.has("prose", "results", "figure", "table", "verdicts"):
            self.new()
        self.note(text)
        if self.has("results", "figure", "table") or self.has("verdicts") and "**Predict" in text:
            return
        room = self.step["room"] - PROSE - reserved
        if text[0] == "|":
            kept, needed = rows(markdown2html(text), room)
        else:
            is_whole = "**Predict" in text or re.match(r"-|\d+\. ", text)
            kept = text if is_whole else cut(text, room, PROSE)
            needed = height(kept, PROSE)
        if needed <= room or "**Predict" in text:
            self.step["after" if self.has("verdicts") else "prose"].append(kept)
            self.step["room"] -= needed + PROSE // 2

    def show(self, kind, content, needed):
        """A figure or a table; short prose that predicts nothing stays above it."""
        if self.has("figure", "table", "verdicts"):
            self.new()
        elif self.has("prose"):
            is_lead = len(self.step["prose"]) == 1 and "**Predict" not in self.step["prose"][0]
            if self.is_loose or not is_lead or self.step["room"] < needed + 3 * CAPTION:
                self.next()
        self.step[kind] = content
        self.step["room"] -= needed

    def picture(self, kind, data, alt):
        native = re.search(rb'<svg[^>]* height="(\d+)', data)
        source = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        self.show("figure", {"src": source, "alt": alt}, int(native[1]) + 18 if native else 400)

    def markdown(self, source, begins=False):
        all_blocks = blocks(source)
        for i, text in enumerate(all_blocks):
            image = re.match(r"!\[([^]]*)]\(([^)]*)\)", text)
            if text.startswith("#"):
                self.heading = text.lstrip("# ")
                self.new(begins_section=text.startswith("## "))
            elif image:
                file = self.folder / image[2]
                self.new()
                self.picture(mimetypes.guess_type(file)[0], file.read_bytes(), image[1])
            elif text.startswith("**Figure") and self.step["figure"]:
                self.note(text)
                self.step["caption"] = cut(text, min(self.step["room"], 4 * CAPTION), CAPTION)
                self.step["room"] -= height(self.step["caption"], CAPTION) + 8
            else:
                begins |= "**Predict" in text and self.has("results", "figure", "table")
                reserved = sum(height(b, PROSE) + PROSE for b in all_blocks[i + 1 :] if "**Predict" in b)
                self.prose(text, begins, reserved)
            begins = False

    def code(self, cell):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            text, body = data.get("text/plain", ""), data.get("text/html", "")
            if svg := data.get("image/svg+xml"):
                told = re.findall(r"<(?:title|desc)>(.*?)</", svg, re.DOTALL)[:2]
                self.picture("image/svg+xml", svg.encode(), html.unescape(": ".join(told)))
            elif VERDICT.match(text):
                for verdict, claim in VERDICT.findall(text):
                    needed = height(verdict + claim, CAPTION) + 10
                    if self.has("prose", "table") or self.step["room"] < needed:
                        self.next()
                    self.step["verdicts"].append((verdict, claim.lstrip(": ")))
                    self.step["room"] -= needed
                self.slide["notes"].append(body)
            elif body and "<progress" not in body:
                is_table = "<table" in body
                self.show("table", *(rows(body, ROOM) if is_table else (body, ROOM / 2)))
            elif text and not body:
                if self.has("prose", "figure", "table", "verdicts"):
                    self.next()
                lines, kept = text.split("\n"), []
                for line in lines:
                    needed = height(line, PROSE) + 10
                    if self.step["room"] < needed + PROSE + 10:
                        kept.append(f"… and {len(lines) - len(kept)} more lines in the notebook")
                        break
                    kept.append(line)
                    self.step["room"] -= needed
                self.step["results"].append("\n".join(kept))
        if cell.source and self.slides:
            self.slide["code"].append(cell.source)


def exercises(deck, solutions, cell):
    """Exercises, as many on a slide as fit; whatever is no exercise belongs to a solution."""
    before = len(solutions.slides)
    if cell.cell_type == "code":
        solutions.number += 1
        solutions.new(heading=f"Solution {solutions.number}")
        solutions.code(cell)
    for text in blocks(cell.source.split("## References")[0]) if cell.cell_type == "markdown" else []:
        if re.match(r"## |\*\*\d|\d\. ", text):
            if deck.is_loose or deck.step["room"] < height(text, PROSE) + PROSE:
                deck.new()
            deck.markdown(text)
        elif solutions.slides:
            solutions.step["caption"] += " " + text
    for text in re.findall(r"</summary>(.*?)</details>", cell.source, re.DOTALL):
        solutions.new(heading=f"Solution {solutions.number + 1}")
        solutions.prose(text.strip(), False)
    deck.slide["below"] += solutions.slides[before:]


def deck(notebook, folder, is_loose=False):
    it, solutions, is_exercise = Deck(folder, is_loose), Deck(folder, False), False
    solutions.number = 0
    title, question, *first = blocks(notebook.cells[0].source)
    it.heading = title.lstrip("# ")
    it.new(title=it.heading, question=question)
    it.note("\n\n".join(b for b in first if not b.startswith("![")))
    it.new(heading="What is to come")
    agenda = it.step
    agenda["prose"] = [b for b in first if b.startswith("**You will be able")]
    it.markdown("\n\n".join(b for b in first if b.startswith("![")))
    it.new()
    for cell in notebook.cells[1:]:
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "-")
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            is_exercise = "Exercise" in cell.source.split("\n")[0]
        if is_exercise:
            exercises(it, solutions, cell)
            is_exercise = "## References" not in cell.source
        elif kind == "notes":
            it.note(cell.source)
        elif kind != "skip":
            if cell.cell_type == "code":
                it.code(cell)
            else:
                it.markdown(cell.source, kind in ("slide", "subslide"))
    for slide in it.slides + solutions.slides:
        slide["steps"] = [s for s in slide["steps"] if any(v for k, v in s.items() if k != "room")]
        for step in slide["steps"]:
            step["is_short"] = step["room"] > ROOM / 2 and not step["figure"]
    it.slides = [s for s in it.slides if s["steps"] or "title" in s]
    agenda["agenda"] = [s["heading"] for s in it.slides if s.get("begins_section")]
    return deck(notebook, folder, True) if len(it.slides) < FEWEST and not is_loose else it.slides


def main():
    folder, out = Path.cwd(), Path(sys.argv[1])
    package = find_spec("sphinx_revealjs")
    if not package:
        sys.exit(f"ERROR: This Python has no reveal.js: run '{sys.executable} -m pip install sphinx-revealjs'.")
    reveal = Path(package.origin).parent / "_static/revealjs"
    shutil.rmtree(out, ignore_errors=True)
    (out / "reveal").mkdir(parents=True)
    for file in [reveal / name for name in REVEAL] + list((reveal / FONTS).glob("*.woff")):
        shutil.copy(file, out / "reveal")
    shutil.copyfile(TOOL / "tex-svg-full.js", out / "reveal/mathjax.js")
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(TOOL))
    templates.filters["markdown"] = markdown2html
    decks = []
    for path in sorted(folder.glob("*.ipynb")):
        slides = deck(nbformat.read(path, 4), folder)
        decks.append((path.stem, slides))
        for ending, edition in (("", "student"), ("-lecturer", "lecturer")):
            page = templates.get_template("deck.html.j2").render(
                slides=slides, edition=edition, notes=edition == "lecturer"
            )
            (out / f"{path.stem}{ending}.html").write_text(page, encoding="utf-8")
    (out / "index.html").write_text(templates.get_template("decks.html.j2").render(decks=decks), encoding="utf-8")
    print(f"The slides: {out / 'index.html'}")


if __name__ == "__main__":
    main()
