// Sentence boundaries.
#pragma once

#include <string_view>
#include <vector>

#include "lib/text/span.h"

namespace marsad::text {

// Sentences of one paragraph, without the white space around them; `language` is BCP 47 and may be empty or unknown: then
// the words of all languages count (data/sentence_words.tsv). Boundaries are those of UAX #29 as sentence_break.h adapts
// them to news, but a sentence goes on after
//   - an abbreviation of the table and after a single letter: an initial, a title (Arabic d., a. d.), U.S.; small
//     letters only within dots (t.e., z.B.), and not a mark of an era after a number (2024 m.). Where the next word is
//     one that begins sentences (The, She), a capital initial and some abbreviations (U.S., etc.) do end it;
//   - the number of a list's item (1. First) and, in languages that write ordinals so, any of up to two digits;
//   - an ellipsis before a letter that has no case, but for a question's and one right before a starter;
//   - a quotation that began it, where the next word tells who speaks;
//   - a unit after a number, where what follows goes on (30 km. from);
//   - a company's suffix before a bracket, an office or another suffix (Inc. (QWL), Corp. Chairman);
//   - a full stop without a blank inside a name: one of several, or beside a single letter, a letter's name as Arabic,
//     Persian and Urdu spell it, a capitalized word, a code of a stock exchange. Else the blank was forgotten;
//   - what stands inside a web or mail address, or inside a bracket without blanks; and before an ampersand.
//   - a short word or an abbreviation before a number that a small letter follows (ca. 28 people).
// An emoji that no terminator precedes ends a sentence where a starter follows. In Greek a semicolon ends a question.
// Marks of footnotes and emoji after the terminator belong to the sentence before them.
// Spans count from the paragraph's first byte, which must be valid UTF-8. Linear time. Thread-safe.
std::vector<OriginalSpan> Sentences(std::string_view paragraph, std::string_view language);

}  // namespace marsad::text
