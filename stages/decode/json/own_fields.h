// Marsad's own fields of a JSON article: README.md lists them.
#pragma once

#include <string_view>
#include <vector>

#include "stages/decode/json/values.h"

namespace marsad::decode {

// The field of that name; null: it is none of them. The fields live as long as the program.
const JsonField* OwnField(std::string_view key);

// The names of all of them.
const std::vector<std::string_view>& OwnFields();

// A text, or an object of the texts name, uri and country; names that others give to these count if the own is missing.
bool TakeSource(const simdjson::dom::element& value, Draft* draft);

// A text, which may be a whole byline, or a list of texts.
bool TakeAuthors(const simdjson::dom::element& value, Draft* draft);

}  // namespace marsad::decode
