// Values of JSON fields as publishers, news services and CMSs shape them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stages/decode/article/moment.h"

namespace simdjson::dom {
class element;
}

namespace marsad::decode {

// The text in a value: a text; the text of an object such as {"rendered": "..."} or {"value": "..."}; of a list, such as
// paragraphs, all its texts parted by blank lines. Absent if it holds none.
std::optional<std::string> TextIn(const simdjson::dom::element& value);

// The sentences in a value that nobody knows the members of: its texts, those of its list, those of the objects in that.
std::string ProseIn(const simdjson::dom::element& value);

// Names of people or subjects: a text, an object with a name or with its parts, or with a member that holds such ("by",
// "data", "nodes" ...), or a list of such, in lists of whatever depth.
std::vector<std::string> NamesIn(const simdjson::dom::element& value);

// The address in a value: a text, or the url, link or @id of an object, or of a list's first element.
std::string AddressIn(const simdjson::dom::element& value);

// A short name such as that of a language or country: a text, or the code, id or name of an object, or of a list's first.
std::string CodeIn(const simdjson::dom::element& value);

// The moment in a value: a text that is a date; a number since 1970 in seconds, milli-, micro- or nanoseconds; the parts
// of a date as a list; an object of one of these, with its zone.
std::optional<Moment> MomentIn(const simdjson::dom::element& value);

// A text or a whole number, as text; empty: neither.
std::string ScalarIn(const simdjson::dom::element& value);

// Whether `text` is what a service puts where it does not give the text: "ONLY AVAILABLE IN PAID PLANS", "[Removed]".
bool IsPlaceholder(std::string_view text);

}  // namespace marsad::decode
