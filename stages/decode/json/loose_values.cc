#include "stages/decode/json/loose_values.h"

#include <simdjson.h>

#include <algorithm>

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr int kDeepest = 12;  // objects in objects, as editors store their blocks

// Members that hold the text of an object, the likeliest first.
constexpr std::string_view kTextMembers[] = {"rendered", "value",  "text",     "html", "#text",   "$t",      "_text",
                                             "main",     "plain",  "original", "raw",  "content", "blocks",  "data",
                                             "body",     "@value", "$",        "_",    "root",    "children"};
constexpr std::string_view kNameMembers[] = {"name",        "title",     "label", "fullname", "display_name",
                                             "displayName", "full_name", "term",  "value",    "keyword"};
constexpr std::string_view kAddressMembers[] = {"url", "href",       "link",  "@id",  "src",
                                                "uri", "contentUrl", "value", "#text"};

std::optional<std::string> TextAt(const element& value, int depth);

// A piece of a line as editors store it, and as Telegram exports a message: texts and objects in one list.
bool IsInline(const element& value) {
  constexpr std::string_view kTypes[] = {"text",          "plain",   "bold",         "italic",       "underline",
                                         "strikethrough", "spoiler", "link",         "hashtag",      "text_link",
                                         "code",          "mention", "mention_name", "email",        "phone",
                                         "cashtag",       "pre",     "bot_command",  "custom_emoji", "bank_card"};
  std::string_view type;
  element text;
  object fields;
  return !value.get(fields) && !fields["type"].get(type) && !fields["text"].get(text) && text.is_string() &&
         std::ranges::find(kTypes, type) != std::end(kTypes);
}

bool AreInline(const array& list) {
  return std::any_of(list.begin(), list.end(), IsInline) &&
         std::all_of(list.begin(), list.end(), [](const element& each) { return each.is_string() || IsInline(each); });
}

std::optional<std::string> TextOfList(const array& list, int depth) {
  std::string all;
  const bool is_inline = AreInline(list);
  for (const element each : list) {
    const std::optional<std::string> text = TextAt(each, depth + 1);
    if (!text || text->empty()) continue;
    if (!all.empty() && !is_inline) all += "\n\n";
    all += *text;
  }
  if (all.empty()) return std::nullopt;
  return all;
}

std::optional<std::string> TextAt(const element& value, int depth) {
  std::string_view text;
  if (!value.get(text)) return std::string(text);
  if (depth > kDeepest) return std::nullopt;
  if (array list; !value.get(list)) return TextOfList(list, depth);
  object fields;
  if (value.get(fields)) return std::nullopt;
  for (const std::string_view name : kTextMembers) {
    element member;
    if (fields[name].get(member)) continue;
    if (std::optional<std::string> found = TextAt(member, depth + 1)) return found;
  }
  return std::nullopt;
}

template <size_t kSize>
std::string_view MemberOf(const object& fields, const std::string_view (&names)[kSize]) {
  for (const std::string_view name : names) {
    std::string_view text;
    if (!fields[name].get(text) && !text.empty()) return text;
  }
  return {};
}

std::string NameIn(const element& value) {
  std::string_view text;
  if (!value.get(text)) return std::string(text);
  object fields;
  if (value.get(fields)) return {};
  std::string name(MemberOf(fields, kNameMembers));
  std::string_view first;
  std::string_view last;
  const bool has_parts = !fields["first_name"].get(first) && !fields["last_name"].get(last);
  if (name.empty() && has_parts) name = std::string(first) + ' ' + std::string(last);
  if (name.empty()) name = TextIn(value).value_or("");
  return name;
}

}  // namespace

std::optional<std::string> TextIn(const element& value) { return TextAt(value, 0); }

std::vector<std::string> NamesIn(const element& value) {
  std::vector<std::string> names;
  const auto add = [&](const element& each) {
    std::string name = NameIn(each);
    if (!name.empty()) names.push_back(std::move(name));
  };
  if (array list; !value.get(list)) {
    for (const element each : list) add(each);
  } else {
    add(value);
  }
  return names;
}

std::string ProseIn(const element& value) {
  constexpr size_t kShortest = 40;  // bytes of a sentence
  std::string_view text;
  if (!value.get(text)) {
    const bool is_prose = text.size() >= kShortest && text.find(' ') != text.npos && !text.starts_with('{');
    return is_prose ? std::string(text) : std::string();
  }
  std::string all;
  const auto add = [&](const element& each) {
    const std::string prose = ProseIn(each);
    if (!all.empty() && !prose.empty()) all += "\n\n";
    all += prose;
  };
  if (array list; !value.get(list)) {
    for (const element each : list) {
      if (!each.is_array()) add(each);
    }
  } else if (object fields; !value.get(fields)) {
    for (const auto [key, member] : fields) {
      if (member.is_string()) add(member);
    }
  }
  return all;
}

std::string AddressIn(const element& value) {
  std::string_view text;
  if (!value.get(text)) return std::string(text);
  if (array list; !value.get(list)) return list.size() == 0 ? std::string() : AddressIn(*list.begin());
  object fields;
  return value.get(fields) ? std::string() : std::string(MemberOf(fields, kAddressMembers));
}

std::string ScalarIn(const element& value) {
  std::string_view text;
  if (!value.get(text)) return std::string(text);
  if (int64_t number; !value.get(number)) return std::to_string(number);
  return {};
}

bool IsPlaceholder(std::string_view text) {
  constexpr size_t kLongest = 80;
  constexpr std::string_view kWhole[] = {"[Removed]", "[removed]", "N/A", "n/a", "null", "NULL", "None", "undefined"};
  constexpr std::string_view kBeginnings[] = {"ONLY AVAILABLE IN", "Only available in"};
  if (text.size() > kLongest) return false;  // nearly all
  return std::ranges::find(kWhole, text) != std::end(kWhole) ||
         std::ranges::any_of(kBeginnings, [&](std::string_view begin) { return text.starts_with(begin); });
}

}  // namespace marsad::decode
