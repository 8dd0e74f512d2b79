// JSON articles without a text: what is said of them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stages/decode/article/draft.h"

namespace simdjson::dom {
class object;
}

namespace marsad::decode {

// The members that hold prose, at any depth, without what a list or object is named by: "blocks.line" for the texts under
// "line" of the objects in the list "blocks". Known fields of `fields` that hold no text of an article are passed over.
std::vector<std::string> TextsIn(const simdjson::dom::object& fields);

// Whether `draft` has no text though it should have: it is not withdrawn.
bool IsHollow(const Draft& draft);

// Adds to a hollow draft with a title a warning that says what fields were looked for and names those not understood: the
// members of `fields` that hold prose, then `unknown`. Those inside of others are noted as ignored too.
void WarnOfNoText(const simdjson::dom::object& fields, std::span<const std::string_view> unknown, Draft* draft);

// What was looked for, and the names of such members: the tail of a sentence.
std::string LookedFor(const simdjson::dom::object& fields, std::span<const std::string_view> unknown);

}  // namespace marsad::decode
