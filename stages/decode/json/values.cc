#include "stages/decode/json/values.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "stages/decode/article/pub_status.h"
#include "stages/decode/json/loose_values.h"

namespace marsad::decode {
namespace {

using simdjson::dom::element;

constexpr size_t kMaxNoted = 16;

enum class MomentRead { kTaken, kNoMoment, kWrongType };

// {"$date": ...}, {"$numberLong": ...}: values of MongoDB's extended JSON, which connectors send as they are.
element WithoutType(element value) {
  for (const char* const type : {"$date", "$numberLong"}) {
    if (element typed; !value[type].get(typed)) value = typed;
  }
  return value;
}

MomentRead ReadMoment(const element& given, std::optional<Moment>* to) {
  *to = MomentIn(given);
  if (*to) return MomentRead::kTaken;
  const element value = WithoutType(given);
  return value.is_string() || value.is_int64() ? MomentRead::kNoMoment : MomentRead::kWrongType;
}

bool TakeMoment(std::string_view name, const element& value, std::optional<Moment>* to, Draft* draft) {
  const MomentRead read = ReadMoment(value, to);
  if (read == MomentRead::kNoMoment) {
    std::string_view text;
    const bool is_text = !value.get(text);
    Note(draft, std::string(name) + ": not a date: " + (is_text ? Quote(text) : simdjson::minify(value)));
  }
  return read != MomentRead::kWrongType;
}

}  // namespace

void Note(Draft* draft, std::string note) {
  if (draft->ignored_fields.size() < kMaxNoted) draft->ignored_fields.push_back(std::move(note));
}

bool TakeString(const element& value, std::string* to) {
  std::string_view text;
  if (value.get(text)) return false;
  *to = text;
  return true;
}

bool TakeVersion(const element& value, Draft* draft) {
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

bool TakePubStatus(const element& value, Draft* draft) {
  std::string_view word;
  if (value.get(word)) return false;
  TakeStatus("pub_status", word, draft);
  return true;
}

bool TakeLanguage(const element& value, Draft* draft) {
  if (TakeString(value, &draft->language)) return true;
  draft->language = CodeIn(value);
  return !draft->language.empty();
}

bool TakeUrl(const element& value, Draft* draft) {
  if (TakeString(value, &draft->url)) return true;
  draft->url = AddressIn(value);
  return !draft->url.empty();
}

bool TakeUrgency(const element& value, Draft* draft) {
  uint64_t urgency;
  std::string_view digit;
  if (!value.get(digit) && digit.size() == 1) {
    urgency = static_cast<uint64_t>(digit[0]) - '0';
  } else if (value.get(urgency)) {
    return false;
  }
  if (urgency < 1 || urgency > 9) return false;
  draft->urgency = static_cast<uint32_t>(urgency);
  return true;
}

bool TakePublished(const element& value, Draft* draft) {
  return TakeMoment("published", value, &draft->published, draft);
}

bool TakeUpdated(const element& value, Draft* draft) { return TakeMoment("updated", value, &draft->updated, draft); }

bool TakeEmbargo(const element& value, Draft* draft) {
  bool is_embargoed = true;
  if (!value.get(is_embargoed) && !is_embargoed) return true;
  const MomentRead read = ReadMoment(value, &draft->embargoed_until);
  return read == MomentRead::kTaken && !draft->embargoed_until->month_first;
}

std::string ShowJson(const element& value) {
  if (value.is_array()) return "a list";
  if (value.is_object()) return "an object";
  std::string_view text;
  if (!value.get(text)) return Quote(text);
  return simdjson::minify(value);
}

OrRefusal<void> RefuseField(const JsonField& field, std::string_view key, const element& value) {
  return Refuse(Fault::kBadField,
                "field " + Quote(key) + " is " + ShowJson(value) + "; allowed is " + std::string(field.allowed));
}

}  // namespace marsad::decode
