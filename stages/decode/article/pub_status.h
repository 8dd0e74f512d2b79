// The words by which publishers' systems say whether an article is to be used.
#pragma once

#include <optional>
#include <string_view>

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// What `word` says, in any case and with or without a scheme before it ("stat:usable"); absent: it is none that is known.
std::optional<PubStatus> StatusOf(std::string_view word);

// Takes the status that the field `name` gives. A word that nobody knows must not hide the article: it goes on without a status,
// and `draft->ignored_fields` says so.
void TakeStatus(std::string_view name, std::string_view word, Draft* draft);

}  // namespace marsad::decode
