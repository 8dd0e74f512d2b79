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

// The name, address or code that a part of a source is, or holds.
std::string TextOfPart(std::string_view key, const element& part) {
  if (key == "country") return CodeIn(part);
  const std::vector<std::string> names = NamesIn(part);
  if (!names.empty()) return names.front();
  std::string text = AddressIn(part);
  return text.empty() ? CodeIn(part) : text;
}

bool IsEmpty(const element& value) {
  std::string_view text;
  array list;
  return (!value.get(text) && text.empty()) || (!value.get(list) && list.size() == 0);
}

// False: it has known parts, of which nobody can read a single one.
bool TakePartsOfSource(const object& source, Draft* draft) {
  bool has_any = false;
  bool has_odd = false;
  for (const auto [key, part] : source) {
    if (part.is_null()) continue;
    std::string* const to = SourcePart(key, draft);
    std::string text = to == nullptr ? std::string() : TextOfPart(key, part);
    if (!text.empty()) {
      *to = std::move(text);
      has_any = true;
      continue;
    }
    Note(draft, "source." + Shorten(key));
    has_odd = has_odd || (to != nullptr && !part.is_string());
  }
  return has_any || !has_odd;
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
    {"language", TakeLanguage, kJsonText},
    {"pub_status", TakePubStatus, "a word such as usable, withheld or canceled", true},
    {"source", TakeSource, "a text, or an object of the texts name, uri and country"},
    {"url", TakeUrl, kJsonText},
    {"authors", TakeAuthors, "a text, or a list of texts"},
    {"urgency", TakeUrgency, "a whole number from 1 (most urgent) to 9"},
    {"subjects", TakeSubjects, "a list of texts, or of objects of the texts uri and name"},
    {"published", TakePublished, kJsonDate},
    {"updated", TakeUpdated, kJsonDate},
    {"embargoed_until", TakeEmbargo, kJsonDate, true},
    {"correction", TakeText<&Draft::correction>, kJsonText},
};

}  // namespace

bool TakeSource(const element& value, Draft* draft) {
  if (TakeString(value, &draft->source_name)) return true;
  if (array list; !value.get(list)) {
    const auto take = [&](const element& each) { return TakeSource(each, draft); };
    return list.size() == 0 || std::any_of(list.begin(), list.end(), take);
  }
  object source;
  return !value.get(source) && TakePartsOfSource(source, draft);
}

bool TakeAuthors(const element& value, Draft* draft) {
  std::vector<std::string> names = NamesIn(value);
  const bool may_be_byline = names.size() == 1 && !value.is_array();
  if (may_be_byline && MayNameSeveral(names[0])) names = AuthorsIn(names[0]);
  for (std::string& name : names) name = AuthorIn(name);
  draft->authors = std::move(names);
  return !draft->authors.empty() || IsEmpty(value);
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
