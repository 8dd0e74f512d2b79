// How agencies sign at the end of an article.
#pragma once

#include <string_view>

namespace marsad::normalize {

// Whether `line` is nothing but the initials of those who wrote and edited, in small letters or in letters that stand alone,
// with a slash between them, or after an agency's name: "abc-de/fgh", "(Agency) A B / C D". A year alone is one too: some
// agencies put it below.
bool IsInitials(std::string_view line);

// Such a line, or an agency's name alone.
bool IsSignature(std::string_view line);

// Where what an agency puts after the last sentence of `line` begins: its name, or a word that says that the item ends
// (`signoff` in data/phrases.tsv), in brackets or without. The size of `line` if there is nothing of the kind.
size_t FindSignOff(std::string_view line);

}  // namespace marsad::normalize
