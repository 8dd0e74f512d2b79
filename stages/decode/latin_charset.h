// Which of the encodings of Latin letters a text is in, told by how often each letter stands in each language.
#pragma once

#include <string>
#include <string_view>

namespace marsad::decode {

// Whether data/latin_letters.tsv has the encoding, by whatever name.
bool IsLatinCharset(std::string_view charset);

// The encoding that `bytes` are in rather than `declared`, e.g. windows-1250; empty: `declared` may be right, or is not one of
// those that data/latin_letters.tsv lists. Central European, Turkish and Baltic texts are often declared as Latin-1 by whoever
// did not know better. A page's markup does no harm.
std::string LatinCharsetInsteadOf(std::string_view declared, std::string_view bytes);

// Whether `bytes`, which are no UTF-8, are in no encoding of Latin letters: most of what is beyond ASCII stands side by side.
bool IsOtherScript(std::string_view bytes);

}  // namespace marsad::decode
