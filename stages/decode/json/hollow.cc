#include "stages/decode/json/hollow.h"

#include <simdjson.h>

#include <algorithm>

#include "lib/base/utf8.h"
#include "stages/decode/json/field_table.h"
#include "stages/decode/json/values.h"
#include "stages/decode/refusal.h"

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr size_t kMostNamed = 8;
constexpr int kDeepest = 32;
constexpr size_t kFewestCharacters = 25;  // of prose
constexpr ptrdiff_t kFewestBlanks = 3;

bool IsProse(std::string_view text) {
  return std::ranges::count(text, ' ') >= kFewestBlanks && CountCharacters(text) >= kFewestCharacters;
}

// Whether a field with this role may hold a text that nobody takes.
bool MayHoldText(FieldRole role) {
  return role == FieldRole::kUnknown || role == FieldRole::kBody || role == FieldRole::kTeaser ||
         role == FieldRole::kSubjects || role == FieldRole::kPassed;
}

class Walk {
 public:
  std::vector<std::string> paths;

  void Object(const object& fields, const std::string& at, int depth) {
    for (const auto [key, value] : fields) {
      const bool is_own = depth == 0 && !MayHoldText(FindField(key).role);
      if (!is_own) Value(value, at.empty() ? std::string(key) : at + '.' + std::string(key), depth);
    }
  }

 private:
  void Value(const element& value, const std::string& at, int depth) {
    if (paths.size() >= kMostNamed || depth > kDeepest) return;
    std::string_view text;
    if (!value.get(text)) {
      if (IsProse(text) && std::ranges::find(paths, at) == paths.end()) paths.push_back(at);
      return;
    }
    if (object fields; !value.get(fields)) return Object(fields, at, depth + 1);
    array list;
    if (value.get(list)) return;
    for (const element each : list) Value(each, at, depth + 1);
  }
};

bool IsBlankText(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

std::vector<std::string> TextsIn(const object& fields) {
  Walk walk;
  walk.Object(fields, "", 0);
  return std::move(walk.paths);
}

bool IsHollow(const Draft& draft) { return draft.pub_status != PubStatus::kCanceled && IsBlankText(draft.body); }

std::string LookedFor(const object& fields, std::span<const std::string_view> unknown) {
  std::vector<std::string> names = TextsIn(fields);
  for (const std::string_view key : unknown) {
    if (names.size() < kMostNamed && std::ranges::find(names, key) == names.end()) names.emplace_back(key);
  }
  std::string sentence = "looked for were " + std::string(kTextFields);
  for (size_t i = 0; i < names.size(); ++i) sentence += (i == 0 ? "; not understood: " : ", ") + Quote(names[i]);
  return sentence;
}

void WarnOfNoText(const object& fields, std::span<const std::string_view> unknown, Draft* draft) {
  if (!IsHollow(*draft) || draft->title.empty()) return;
  draft->warnings.push_back("the article is a title without a text; " + LookedFor(fields, unknown));
  for (const std::string& path : TextsIn(fields)) {
    const std::string name = Shorten(path);
    if (std::ranges::find(draft->ignored_fields, name) == draft->ignored_fields.end()) Note(draft, name);
  }
}

}  // namespace marsad::decode
