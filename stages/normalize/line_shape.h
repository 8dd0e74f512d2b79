// What a line's signs tell of it, whatever its words: rules, bullets, brackets.
#pragma once

#include <cstddef>
#include <string_view>

#include "lib/text/sentence_break.h"
#include "lib/text/span.h"

namespace marsad::normalize {

text::SentenceClass ClassAt(std::string_view text, size_t at);

// Whether the last character that is no quotation mark or bracket ends a sentence, or a part of one.
bool EndsLikeProse(std::string_view line);

// "***", "###", "- - -": what parts or ends, and is not read.
bool IsOrnament(std::string_view line);

// "https://t.example/2 @harbour #port": addresses, names of accounts and hashtags alone, as they stand below a post.
bool IsPointers(std::string_view line);

// What stands between the paragraphs of a copied page and is not read: pointers, the number of a page, the name of a file with a
// picture ("storm_04.jpg"), who posted what stands above ("- Coast News (@coast) March 12, 2026").
bool IsScrap(std::string_view line);

// "Oran | 120 ships | 14 quays": three cells at least, a number in one of them, between bars or tabs.
bool IsRow(std::string_view line);

// "12", "- 3 -": the number of a page, which stands between the lines of a text that was copied from paper.
bool IsPageNumber(std::string_view line);

// "((jane@agency.example; +44 1632 960 220))": in brackets, where to reach whoever wrote it.
bool IsContact(std::string_view line);

// Length of the bullet that `line` begins with, with the blank after it; 0: none.
size_t BulletBytes(std::string_view line);

// "1. " or "2) ": the number stays in the block, for it is read aloud.
bool BeginsWithNumber(std::string_view line);

// The bracket that `line` begins with, or ends with, perhaps before a full stop; empty: none. Offsets in `line`.
text::OriginalSpan BracketAtBegin(std::string_view line);
text::OriginalSpan BracketAtEnd(std::string_view line);

// "Photo: Jane Doe" after a sentence or a dash: from there to the end, if a colon stands in it; empty: there is no such part.
text::OriginalSpan LabelAtEnd(std::string_view line);

// Whether after its last full stop `line` has two to eight words, all in capitals: "A flooded street. JANE DOE / AGENCY".
bool EndsInCapitals(std::string_view line);

bool HasDigit(std::string_view text);  // of ASCII

}  // namespace marsad::normalize
