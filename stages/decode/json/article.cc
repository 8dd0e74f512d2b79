#include "stages/decode/json/article.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "stages/decode/json/ninjs_article.h"
#include "stages/decode/json/parser.h"
#include "stages/decode/json/values.h"

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

bool TakeSource(const element& value, Draft* draft) {
  if (TakeString(value, &draft->source_name)) return true;
  object source;
  if (value.get(source)) return false;
  for (const auto [name, part] : source) {
    if (part.is_null()) continue;
    std::string* to = name == "name"      ? &draft->source_name
                      : name == "uri"     ? &draft->source_uri
                      : name == "country" ? &draft->source_country
                                          : nullptr;
    if (to == nullptr) {
      Note(draft, "source." + Shorten(name));
    } else if (!TakeString(part, to)) {
      return false;
    }
  }
  return true;
}

bool TakeAuthors(const element& value, Draft* draft) {
  draft->authors.clear();
  std::string author;
  if (TakeString(value, &author)) {
    draft->authors.push_back(std::move(author));
    return true;
  }
  array authors;
  if (value.get(authors)) return false;
  for (const element entry : authors) {
    if (!TakeString(entry, &author)) return false;
    draft->authors.push_back(author);
  }
  return true;
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
    {"title", TakeText<&Draft::title>, kJsonText},
    {"body", TakeText<&Draft::body>, kJsonText},
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

constexpr auto MakeNames() {
  std::array<std::string_view, std::size(kFields)> names;
  for (size_t i = 0; i < names.size(); ++i) names[i] = kFields[i].name;
  return names;
}
constexpr auto kNames = MakeNames();

OrRefusal<Draft> ReadFields(object fields) {
  Draft draft;
  for (const auto [name, value] : fields) {
    const std::string_view key = name;
    const auto* field =
        std::find_if(std::begin(kFields), std::end(kFields), [&](const JsonField& f) { return f.name == key; });
    if (field == std::end(kFields)) {
      Note(&draft, Shorten(key));
    } else if (auto taken = TakeField(*field, key, value, &draft); !taken) {
      return tl::unexpected(std::move(taken.error()));
    }
  }
  return draft;
}

OrRefusal<Draft> ReadArticle(const element& value) {
  object fields;
  if (value.get(fields)) {
    return Refuse(Fault::kMalformed, "the JSON is " + ShowJson(value) +
                                         "; allowed is one object, which is one article, or a list of such objects");
  }
  return IsNinjs(fields) ? ReadNinjs(fields) : ReadFields(fields);
}

}  // namespace

JsonReader::JsonReader() : parser_(std::make_unique<JsonParser>()) {}
JsonReader::~JsonReader() = default;

OrRefusal<Drafts> JsonReader::Read(std::string_view text, const Limits& limits) {
  const OrRefusal<const element*> parsed = parser_->Parse(text, limits.nesting);
  if (!parsed) return tl::unexpected(parsed.error());
  const element& root = **parsed;
  Drafts drafts;
  if (array list; !root.get(list)) {
    drafts.is_list = true;
    for (const element each : list) drafts.Add(ReadArticle(each), limits.feed_items);
  } else {
    OrRefusal<Draft> draft = ReadArticle(root);
    if (!draft) return tl::unexpected(std::move(draft.error()));
    drafts = Drafts::One(std::move(*draft));
  }
  // Which article of a list they were in is not known.
  for (Draft& draft : drafts.drafts) draft.repairs += parser_->repairs();
  return drafts;
}

std::span<const std::string_view> KnownJsonFields() { return kNames; }

}  // namespace marsad::decode
