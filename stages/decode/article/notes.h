// What lines beside an article's text say of it.
#pragma once

#include <string_view>

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// Reads the notes of agencies in `draft->body`, by the words of data/note_words.tsv, and leaves the texts as they are:
//   - an embargo, in a line before the first that is prose, never in running text, where courts forbid to publish too. It
//     becomes `embargoed_until` if it gives date, time and zone and the source's own fields gave none; else a warning;
//   - what was corrected, in such a line or one of the last four: `correction`, if the source's own fields gave none.
void TakeNotes(Draft* draft);

// Whether `line` says that the text below it is under embargo: by words that say nothing else ("embargoed until"), or with
// the embargo's date, time and zone. A headline may begin with "Embargo:".
bool IsEmbargoNote(std::string_view line);

}  // namespace marsad::decode
