// One JSON object as an article: Marsad's own fields, and the names and shapes that news services, feeds and CMSs use.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stages/decode/article/draft.h"
#include "stages/decode/refusal.h"

namespace simdjson::dom {
class object;
}

namespace marsad::decode {

// What articles take from the list or envelope that they stand in; empty: it says nothing.
struct JsonFeed {
  std::string name = {};
  std::string link = {};
  std::string identity = {};  // what an article's id stands after
  std::string language = {};
  std::vector<std::string> authors = {};
  bool has_events = false;  // the list holds entries without a text too, which are passed over
};

// README.md lists Marsad's own fields; they count before all others (field_table.h). A wrong type in one of them is refused
// if the object has no others, and whatever else it has in an embargo or a status. Of other fields what cannot be understood is named in Draft::ignored_fields. If no known field holds a text,
// one unknown field that does is taken for it, with a warning.
OrRefusal<Draft> ReadObject(const simdjson::dom::object& fields, const JsonFeed& feed);

// `draft` and what it lacks: read of the fields `rest` of the object that the format of `draft` does not know, or has in
// another shape.
OrRefusal<Draft> ReadRest(const simdjson::dom::object& fields, std::span<const std::string_view> rest,
                          const JsonFeed& feed, Draft draft);

// Whether the object has a title with a text or an address, or a text: what ReadObject makes an article of.
bool LooksLikeArticle(const simdjson::dom::object& fields);

}  // namespace marsad::decode
