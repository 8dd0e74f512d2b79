#include "stages/decode/json_article.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <utility>

#include "stages/decode/json_error.h"

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr size_t kMaxNoted = 16;  // ignored fields that are named

// Takes a field's value into the draft; false: of a wrong type or out of range.
using Take = bool (*)(element value, Draft* draft);

struct Field {
  std::string_view name;
  Take take;
  std::string_view allowed;
};

void Note(Draft* draft, std::string note) {
  if (draft->ignored_fields.size() < kMaxNoted) draft->ignored_fields.push_back(std::move(note));
}

bool TakeString(element value, std::string* to) {
  std::string_view text;
  if (value.get(text)) return false;
  *to = text;
  return true;
}

template <std::string Draft::*member>
bool TakeText(element value, Draft* draft) {
  return TakeString(value, &(draft->*member));
}

bool TakeVersion(element value, Draft* draft) {
  uint64_t number;
  if (!value.get(number)) {
    draft->version = number;
    return true;
  }
  std::string_view label;
  if (value.get(label)) return false;
  const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), number);
  if (error == std::errc() && end == label.data() + label.size()) {
    draft->version = number;
  } else {
    draft->version_label = label;
  }
  return true;
}

bool TakePubStatus(element value, Draft* draft) {
  std::string_view status;
  if (value.get(status)) return false;
  const auto is = [&](std::string_view name) {
    return std::equal(status.begin(), status.end(), name.begin(), name.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
  };
  if (is("usable")) draft->pub_status = PubStatus::kUsable;
  if (is("withheld")) draft->pub_status = PubStatus::kWithheld;
  if (is("canceled") || is("cancelled")) draft->pub_status = PubStatus::kCanceled;
  return draft->pub_status.has_value();
}

bool TakeSource(element value, Draft* draft) {
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

bool TakeAuthors(element value, Draft* draft) {
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

bool TakeUrgency(element value, Draft* draft) {
  uint64_t urgency;
  if (value.get(urgency) || urgency < 1 || urgency > 9) return false;
  draft->urgency = static_cast<uint32_t>(urgency);
  return true;
}

bool TakeSubject(element value, Draft* draft) {
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

bool TakeSubjects(element value, Draft* draft) {
  draft->subjects.clear();
  array subjects;
  if (value.get(subjects)) return false;
  return std::all_of(subjects.begin(), subjects.end(), [&](element entry) { return TakeSubject(entry, draft); });
}

enum class MomentRead { kTaken, kNoMoment, kWrongType };

MomentRead ReadMoment(element value, std::optional<Moment>* to) {
  int64_t number;
  std::string_view text;
  if (!value.get(number)) {
    *to = MomentFromUnix(number);
  } else if (!value.get(text)) {
    *to = ParseMoment(text);
  } else {
    return MomentRead::kWrongType;
  }
  return *to ? MomentRead::kTaken : MomentRead::kNoMoment;
}

// A date that nobody can read must not hide the article: it goes on without it, and says so.
template <std::optional<Moment> Draft::*member>
bool TakeMoment(element value, Draft* draft) {
  const MomentRead read = ReadMoment(value, &(draft->*member));
  if (read == MomentRead::kNoMoment) {
    const std::string name = member == &Draft::published ? "published" : "updated";
    std::string_view text;
    const bool is_text = !value.get(text);
    Note(draft, name + ": not a date: " + (is_text ? Quote(text) : simdjson::minify(value)));
  }
  return read != MomentRead::kWrongType;
}

// But an embargo that nobody can read must not be broken.
bool TakeEmbargo(element value, Draft* draft) {
  return ReadMoment(value, &draft->embargoed_until) == MomentRead::kTaken;
}

constexpr std::string_view kText = "a text";
constexpr std::string_view kDate =
    "a date and time such as 2026-11-03T14:30:00+03:00, or a number of seconds since 1970";

constexpr Field kFields[] = {
    {"uri", TakeText<&Draft::uri>, kText},
    {"version", TakeVersion, "a whole number from 0, or a text"},
    {"title", TakeText<&Draft::title>, kText},
    {"body", TakeText<&Draft::body>, kText},
    {"language", TakeText<&Draft::language>, kText},
    {"pub_status", TakePubStatus, "usable, withheld or canceled"},
    {"source", TakeSource, "a text, or an object of the texts name, uri and country"},
    {"url", TakeText<&Draft::url>, kText},
    {"authors", TakeAuthors, "a text, or a list of texts"},
    {"urgency", TakeUrgency, "a whole number from 1 (most urgent) to 9"},
    {"subjects", TakeSubjects, "a list of texts, or of objects of the texts uri and name"},
    {"published", TakeMoment<&Draft::published>, kDate},
    {"updated", TakeMoment<&Draft::updated>, kDate},
    {"embargoed_until", TakeEmbargo, kDate},
    {"correction", TakeText<&Draft::correction>, kText},
};

constexpr auto MakeNames() {
  std::array<std::string_view, std::size(kFields)> names;
  for (size_t i = 0; i < names.size(); ++i) names[i] = kFields[i].name;
  return names;
}
constexpr auto kNames = MakeNames();

// The value as it stands in the input, for a sentence; of a list or an object only what it is.
std::string Show(element value) {
  if (value.is_array()) return "a list";
  if (value.is_object()) return "an object";
  std::string_view text;
  if (!value.get(text)) return Quote(text);
  return simdjson::minify(value);
}

OrRefusal<Draft> ReadFields(object fields) {
  Draft draft;
  for (const auto [name, value] : fields) {
    const std::string_view key = name;
    const auto* field =
        std::find_if(std::begin(kFields), std::end(kFields), [&](const Field& f) { return f.name == key; });
    if (field == std::end(kFields)) {
      Note(&draft, Shorten(key));
    } else if (!value.is_null() && !field->take(value, &draft)) {
      return Refuse(Fault::kBadField,
                    "field " + Quote(key) + " is " + Show(value) + "; allowed is " + std::string(field->allowed));
    }
  }
  return draft;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The code unit of the escape "\uXXXX" at `at`, or -1.
int32_t EscapedUnit(std::string_view text, size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return -1;
  int32_t unit = 0;
  for (size_t i = at + 2; i < at + 6; ++i) {
    const int digit = HexDigit(text[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool IsHigh(int32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool IsLow(int32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// Programs that cut strings between UTF-16 units leave half a pair behind, which is no character and which simdjson
// refuses or, worse, lets through as broken UTF-8. Every such escape becomes \uFFFD. Returns how many; `copy` is only
// written where there are any.
uint32_t ReplaceLoneSurrogates(std::string_view text, std::string* copy) {
  uint32_t replaced = 0;
  for (size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
    const int32_t unit = EscapedUnit(text, at);
    if (unit < 0) {
      at += 2;
      continue;
    }
    if (IsHigh(unit) && IsLow(EscapedUnit(text, at + 6))) {
      at += 12;
      continue;
    }
    if (IsHigh(unit) || IsLow(unit)) {
      if (replaced++ == 0) *copy = text;
      copy->replace(at + 2, 4, "FFFD");
    }
    at += 6;
  }
  return replaced;
}

Refusal Explain(std::string_view text, simdjson::error_code error, size_t nesting) {
  if (error == simdjson::DEPTH_ERROR) {
    return {Fault::kLimitExceeded,
            "JSON nested too deeply; allowed are " + std::to_string(nesting) + " levels (limits.nesting)"};
  }
  const std::optional<JsonError> where = FindJsonError(text);
  if (!where) return {Fault::kMalformed, std::string("JSON that cannot be read: ") + simdjson::error_message(error)};
  return {Fault::kMalformed, "broken JSON at byte " + std::to_string(where->byte) + " (line " +
                                 std::to_string(where->line) + ", column " + std::to_string(where->column) +
                                 "): " + where->what};
}

}  // namespace

struct JsonReader::Parser {
  simdjson::dom::parser parser;
  std::string repaired;
};

JsonReader::JsonReader() : parser_(std::make_unique<Parser>()) {}
JsonReader::~JsonReader() = default;

OrRefusal<Draft> JsonReader::Read(std::string_view text, const Limits& limits) {
  const uint32_t replaced = ReplaceLoneSurrogates(text, &parser_->repaired);
  if (replaced > 0) text = parser_->repaired;
  // The parser grows its memory when it meets a longer text, and then forgets the depth.
  if (parser_->parser.capacity() < text.size() || parser_->parser.max_depth() != limits.nesting) {
    if (parser_->parser.allocate(std::max<size_t>(text.size(), 65536), limits.nesting)) {
      return Refuse(Fault::kMalformed, "JSON too long for the parser");
    }
  }
  element root;
  if (const auto error = parser_->parser.parse(text.data(), text.size()).get(root)) {
    return tl::unexpected(Explain(text, error, limits.nesting));
  }
  object fields;
  if (root.get(fields)) {
    return Refuse(
        Fault::kMalformed,
        "the JSON is " + Show(root) + "; allowed is one object, which is one article: send a list as one record each");
  }
  OrRefusal<Draft> draft = ReadFields(fields);
  if (draft) draft->repairs = replaced;
  return draft;
}

std::span<const std::string_view> KnownJsonFields() { return kNames; }

}  // namespace marsad::decode
