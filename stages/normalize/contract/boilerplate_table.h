// The file that holds repeated lines, and what an article's source is called in it.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "stages/normalize/repeated_lines.h"

namespace marsad::v1 {
class Article;
}

namespace marsad::normalize {

// The name under which lines are counted: the source's uri, else its name, else the host of the article's url; empty
// where the article has none of them.
std::string SourceKey(const v1::Article& article);

// Text, one fact a line, fields divided by tabs; the same lines always give the same bytes:
//   marsad-boilerplate  1          the format's version
//   fold  1                        text::kFoldVersion of the words that were hashed
//   sha256  HEX                    of all bytes after this line
//   source  ARTICLES  NAME         sorted by name
//   HASH  ARTICLES                 of that source: 16 hexadecimal digits, sorted; in how many articles the line stood
std::string WriteTable(const RepeatedLines& lines);

// Fails with a sentence that names the line: another version, a wrong sum, a row that is none.
Result<RepeatedLines> ParseTable(std::string_view bytes);

}  // namespace marsad::normalize
