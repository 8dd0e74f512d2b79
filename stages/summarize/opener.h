// Words that join a sentence to what stood before it and are cut where it stands alone.
#pragma once

#include <string_view>

#include "stages/summarize/lead.h"

namespace marsad::summarize {

// `sentence` without the opener (data/phrases.tsv) and the comma after it; as it is if it has none, or if the rest does not
// stand: fewer than four words, a small letter first, or a word first that refers back. `tokens` are the sentence's.
text::OriginalSpan CutOpener(const Article& article, text::OriginalSpan sentence, std::span<const text::Token> tokens);

// `sentence` without the label of a decision before it ("First:"), if the rest stands.
text::OriginalSpan CutOrdinal(const Article& article, text::OriginalSpan sentence, std::span<const text::Token> tokens);

// `sentence` without who reports it before a colon ("Our correspondent in Oslo, NAME:"), if the rest stands.
text::OriginalSpan CutReporter(const Article& article, text::OriginalSpan sentence,
                               std::span<const text::Token> tokens);

// `sentence` without the mark of an answer or an item before it: ">", a dash, a bullet.
text::OriginalSpan CutMark(std::string_view body, text::OriginalSpan sentence);

// `sentence` without the number of an item before it: "1- ", "2. ", "3) ".
text::OriginalSpan WithoutNumber(std::string_view body, text::OriginalSpan sentence);

// `sentence` without a label of one letter before it: "A:".
text::OriginalSpan CutLetter(std::string_view body, text::OriginalSpan sentence);

// Without a conjunction that turns from the sentence before ("But", "However"), which is an `opener` too, if the rest stands; that may
// begin with a small letter (Join).
text::OriginalSpan CutConjunction(const Article& article, text::OriginalSpan sentence,
                                  std::span<const text::Token> tokens);

}  // namespace marsad::summarize
