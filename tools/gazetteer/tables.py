"""The tables of gazetteer/ as the checks read them."""
from pathlib import Path

GAZETTEER = Path(__file__).resolve().parents[2] / "gazetteer"
FIXED = ["key", "type", "tier", "ids", "country", "as_of"]
BUILT = {"places.tsv"}  # by build_places.py; all others are written by hand
COORDINATES = "coordinates"  # a column that holds no names; may be left out
MARKS = "=?^*"


class Row:
    def __init__(self, file, line, languages, cells):
        self.file, self.line, self.cells = file, line, cells
        self.key, self.type, self.tier, ids, self.country, self.as_of = cells[:len(FIXED)]
        self.ids = ids.split()
        self.names = {language: [name.lstrip(MARKS) for name in cell.split("|")]
                      for language, cell in zip(languages, cells[len(FIXED):]) if cell and language != COORDINATES}
        self.coordinates = dict(zip(languages, cells[len(FIXED):])).get(COORDINATES, "")

    def __str__(self):
        return f"{self.file}:{self.line}: {self.key}"

    def name(self):
        """What it is called in English; else in Arabic, else in any language."""
        for language in ("en", "ar", *self.names):
            if language in self.names:
                return self.names[language][0]
        return ""

    def all_names(self):
        return {name.casefold() for names in self.names.values() for name in names}


def read_tables(problems, directory=GAZETTEER):
    """Every row of every table of entities; what has not the columns of its header is a problem."""
    rows = []
    for file in sorted(directory.glob("*.tsv")):
        header = None
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            cells = line.split("\t")
            if not line or line.startswith("#"):
                continue
            if header is None:
                header = cells
                if header[:len(FIXED)] != FIXED:
                    break
            elif len(cells) != len(header):
                problems.append(f"{file.name}:{number}: {len(cells)} columns instead of {len(header)}")
            else:
                rows.append(Row(file.name, number, header[len(FIXED):], cells))
    return rows
