#include "stages/decode/json/own_fields.h"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "stages/decode/article/byline.h"
#include "stages/decode/json/loose_values.h"

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

bool TakeOwnText(const element& value, std::string* to) {
  std::optional<std::string> text = TextIn(value);
  if (!text) return false;
  *to = std::move(*text);
  return true;
}

template <std::string Draft::*member>
bool TakeShaped(const element& value, Draft* draft) {
  return TakeOwnText(value, &(draft->*member));
}

// The text of `draft` that the part `key` of a source is: several names for one are known, of which the own counts most.
std::string* SourcePart(std::string_view key, Draft* draft) {
  struct Row {
    std::string_view key;
    std::string Draft::*to;
    bool is_own;  // else it counts only if there is none yet
  };
  constexpr Row kParts[] = {
      {"name", &Draft::source_name, true},     {"title", &Draft::source_name, false},
      {"label", &Draft::source_name, false},   {"uri", &Draft::source_uri, true},
      {"url", &Draft::source_uri, false},      {"domain", &Draft::source_uri, false},
      {"homepage", &Draft::source_uri, false}, {"country", &Draft::source_country, true},
  };
  const auto* const row = std::ranges::find(kParts, key, &Row::key);
  if (row == std::end(kParts)) return nullptr;
  std::string* const to = &(draft->*row->to);
  return row->is_own || to->empty() ? to : nullptr;
}

// Two whole names have three blanks or a sign between them; most texts name one person.
bool MayNameSeveral(std::string_view text) {
  return text.find_first_of(",;|/(@\n") != std::string_view::npos || std::ranges::count(text, ' ') >= 3;
}

bool TakeSubject(const element& value, Draft* draft) {
  Draft::Subject subject;
  if (!TakeString(value, &subject.name)) {
    object parts;
    if (value.get(parts)) return false;
    for (const auto [name, part] : parts) {
      if (part.is_null()) continue;
      std::string* to = name == "uri" ? &subject.uri : name == "name" ? &subject.name : nullptr;
      if (to == nullptr) {
        Note(draft, "subjects." + Shorten(name));
      } else if (!TakeString(part, to)) {
        return false;
      }
    }
  }
  draft->subjects.push_back(std::move(subject));
  return true;
}

bool TakeSubjects(const element& value, Draft* draft) {
  draft->subjects.clear();
  array subjects;
  if (value.get(subjects)) return false;
  return std::all_of(subjects.begin(), subjects.end(), [&](element entry) { return TakeSubject(entry, draft); });
}

constexpr JsonField kFields[] = {
    {"uri", TakeText<&Draft::uri>, kJsonText},
    {"version", TakeVersion, "a whole number from 0, or a text"},
    {"title", TakeShaped<&Draft::title>, kJsonText},
    {"body", TakeShaped<&Draft::body>, kJsonText},
    {"language", TakeText<&Draft::language>, kJsonText},
    {"pub_status", TakePubStatus, "usable, withheld or canceled"},
    {"source", TakeSource, "a text, or an object of the texts name, uri and country"},
    {"url", TakeText<&Draft::url>, kJsonText},
    {"authors", TakeAuthors, "a text, or a list of texts"},
    {"urgency", TakeUrgency, "a whole number from 1 (most urgent) to 9"},
    {"subjects", TakeSubjects, "a list of texts, or of objects of the texts uri and name"},
    {"published", TakePublished, kJsonDate},
    {"updated", TakeUpdated, kJsonDate},
    {"embargoed_until", TakeEmbargo, kJsonDate},
    {"correction", TakeText<&Draft::correction>, kJsonText},
};

}  // namespace

bool TakeSource(const element& value, Draft* draft) {
  if (TakeString(value, &draft->source_name)) return true;
  object source;
  if (value.get(source)) return false;
  for (const auto [key, part] : source) {
    if (part.is_null()) continue;
    std::string* const to = SourcePart(key, draft);
    if (to == nullptr) {
      Note(draft, "source." + Shorten(key));
    } else if (!TakeString(part, to)) {
      return false;
    }
  }
  return true;
}

bool TakeAuthors(const element& value, Draft* draft) {
  std::string_view text;
  array list;
  draft->authors =
      value.get(text) || !MayNameSeveral(text) ? NamesIn(value) : AuthorsIn(text);  // one text may be a whole byline
  for (std::string& name : draft->authors) name = AuthorIn(name);
  const bool is_empty = (!value.get(text) && text.empty()) || (!value.get(list) && list.size() == 0);
  return is_empty || !draft->authors.empty();
}

const JsonField* OwnField(std::string_view key) {
  const auto* field =
      std::find_if(std::begin(kFields), std::end(kFields), [&](const JsonField& f) { return f.name == key; });
  return field == std::end(kFields) ? nullptr : field;
}

const std::vector<std::string_view>& OwnFields() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const JsonField& field : kFields) all.push_back(field.name);
    return all;
  }();
  return names;
}

}  // namespace marsad::decode
