// Lists of names for the lexicon of a model.
#pragma once

#include <string>

#include "lib/base/result.h"
#include "stages/tag/model/lexicon.h"

namespace marsad::tag {

// Adds the names of `path` in `language` (its column `lang` is that, that with a question mark, or "und" for names in
// Latin letters): a table with the columns id, type, lang, name, is_alias, source, licence, divided by tabs. Types: PER,
// ORG, LOC, MISC, and PER-PART for parts of persons' names. Returns how many names were added.
Result<size_t> AddNames(const std::string& path, const std::string& language, Lexicon* lexicon);

}  // namespace marsad::tag
