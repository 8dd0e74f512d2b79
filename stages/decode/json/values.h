// Values of JSON fields that mean the same in all JSON formats.
#pragma once

#include <string>
#include <string_view>

#include "stages/decode/article/draft.h"
#include "stages/decode/refusal.h"

namespace simdjson::dom {
class element;
}

namespace marsad::decode {

// Takes a field's value into the draft; false: of a wrong type or out of range.
using TakeJson = bool (*)(const simdjson::dom::element& value, Draft* draft);

struct JsonField {
  std::string_view name;
  TakeJson take;
  std::string_view allowed;       // for the sentence
  bool must_be_readable = false;  // an article must not go on without it: no embargo may be broken by mistake
};

// Names in Draft::ignored_fields what was not taken over, up to the sixteenth.
void Note(Draft* draft, std::string note);

bool TakeString(const simdjson::dom::element& value, std::string* to);

template <std::string Draft::*member>
bool TakeText(const simdjson::dom::element& value, Draft* draft) {
  return TakeString(value, &(draft->*member));
}

bool TakeVersion(const simdjson::dom::element& value, Draft* draft);    // a text that is no number: version_label
bool TakePubStatus(const simdjson::dom::element& value, Draft* draft);  // article/pub_status.h
bool TakeLanguage(const simdjson::dom::element& value, Draft* draft);
bool TakeUrl(const simdjson::dom::element& value, Draft* draft);
bool TakeUrgency(const simdjson::dom::element& value, Draft* draft);

// A date that nobody can read must not hide the article: it goes on without it, and says so.
bool TakePublished(const simdjson::dom::element& value, Draft* draft);
bool TakeUpdated(const simdjson::dom::element& value, Draft* draft);
// But an embargo that nobody can read must not be broken.
bool TakeEmbargo(const simdjson::dom::element& value, Draft* draft);

inline constexpr std::string_view kJsonText = "a text";
inline constexpr std::string_view kJsonDate =
    "a date and time such as 2026-11-03T14:30:00+03:00, or a number of seconds since 1970";

// The value as it stands in the input, for a sentence; of a list or an object only what it is.
std::string ShowJson(const simdjson::dom::element& value);

// Refuses what `field` cannot be; `key` is the name as the source wrote it.
OrRefusal<void> RefuseField(const JsonField& field, std::string_view key, const simdjson::dom::element& value);

}  // namespace marsad::decode
