#include "stages/decode/json/loose_values.h"

#include <simdjson.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr int kDeepest = 12;  // objects in objects, as editors store their blocks

// Members that hold the text of an object, the likeliest first.
constexpr std::string_view kTextMembers[] = {"rendered", "value", "text",   "html",     "#text", "$t",      "_text",
                                             "main",     "basic", "plain",  "original", "raw",   "content", "blocks",
                                             "data",     "body",  "@value", "$",        "_",     "root",    "children"};
constexpr std::string_view kWholeNames[] = {"name", "fullname", "display_name", "displayName", "full_name", "fullName"};
constexpr std::pair<std::string_view, std::string_view> kNameParts[] = {{"first_name", "last_name"},
                                                                        {"firstName", "lastName"},
                                                                        {"firstname", "lastname"},
                                                                        {"givenName", "familyName"},
                                                                        {"given_name", "family_name"}};
constexpr std::string_view kOtherNames[] = {"title", "label", "term", "value", "keyword"};
// Members that hold those who are named: credits of content systems, relations of JSON:API and GraphQL.
constexpr std::string_view kHolders[] = {"by",   "author", "authors", "person", "people",     "data",
                                         "node", "nodes",  "edges",   "items",  "attributes", "profile"};
constexpr std::string_view kAddressMembers[] = {"url",   "href",      "link",    "@id",  "src", "uri",  "contentUrl",
                                                "value", "canonical", "website", "self", "web", "#text"};
constexpr std::string_view kCodeMembers[] = {"code", "iso",   "iso_code", "isoCode", "locale", "alpha2",
                                             "id",   "value", "slug",     "short",   "name",   "label"};
constexpr std::string_view kMomentMembers[] = {
    "$date", "$numberLong", "dateTime", "datetime", "date",    "iso",   "iso8601", "utc", "gmt",
    "value", "timestamp",   "unix",     "_seconds", "seconds", "epoch", "#text",   "$t",  "rendered"};

std::optional<std::string> TextAt(const element& value, int depth);

// A piece of a line as editors store it, and as Telegram exports a message: texts and objects in one list.
bool IsInline(const element& value) {
  constexpr std::string_view kTypes[] = {
      "text",  "plain",   "bold",      "italic",      "underline",    "strikethrough", "spoiler",
      "link",  "hashtag", "text_link", "code",        "mention",      "mention_name",  "email",
      "phone", "cashtag", "pre",       "bot_command", "custom_emoji", "bank_card",     "span"};
  element text;
  object fields;
  if (value.get(fields) || (fields["text"].get(text) && fields["value"].get(text)) || !text.is_string()) return false;
  constexpr const char* kTypeMembers[] = {"type", "_type", "nodeType"};
  return std::ranges::any_of(kTypeMembers, [&](const char* name) {
    std::string_view type;
    return !fields[name].get(type) && std::ranges::find(kTypes, type) != std::end(kTypes);
  });
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

// The first thing that `read` finds in one of the members.
template <size_t kSize, class Read>
auto FirstOf(const object& fields, const std::string_view (&names)[kSize], const Read& read)
    -> decltype(read(element())) {
  for (const std::string_view name : names) {
    element member;
    if (fields[name].get(member)) continue;
    if (auto found = read(member); found != decltype(found)()) return found;
  }
  return {};
}

template <size_t kSize>
std::string_view MemberOf(const object& fields, const std::string_view (&names)[kSize]) {
  for (const std::string_view name : names) {
    std::string_view text;
    if (!fields[name].get(text) && !text.empty()) return text;
  }
  return {};
}

std::string NameAt(const element& value, int depth);

std::string NameOfParts(const object& fields) {
  for (const auto& [first, last] : kNameParts) {
    std::string_view given;
    std::string_view family;
    const bool has_given = !fields[first].get(given) && !given.empty();
    const bool has_family = !fields[last].get(family) && !family.empty();
    if (has_given || has_family) {
      return std::string(given) + (has_given && has_family ? " " : "") + std::string(family);
    }
  }
  return {};
}

bool IsLanguageKey(std::string_view key) {  // en, en-GB
  constexpr size_t kShort = 2;
  constexpr size_t kLong = 5;
  if (key.size() == kShort) return key != "id";
  return key.size() == kLong && (key[kShort] == '-' || key[kShort] == '_');
}

// {"en": "Harbour"}: the first of the languages.
std::string NameInALanguage(const object& fields) {
  std::string name;
  for (const auto [key, value] : fields) {
    std::string_view text;
    if (!IsLanguageKey(key) || value.get(text)) return {};
    if (name.empty()) name = text;
  }
  return name;
}

std::string NameOfObject(const object& fields, int depth) {
  std::string name = FirstOf(fields, kWholeNames, [&](const element& member) { return NameAt(member, depth + 1); });
  if (name.empty()) name = NameOfParts(fields);
  if (name.empty()) name = MemberOf(fields, kOtherNames);
  if (name.empty())
    name = FirstOf(fields, kTextMembers, [&](const element& member) { return TextAt(member, depth + 1).value_or(""); });
  return name.empty() ? NameInALanguage(fields) : name;
}

std::string NameAt(const element& value, int depth) {
  std::string_view text;
  if (!value.get(text)) return std::string(text);
  if (depth > kDeepest) return {};
  if (array list; !value.get(list)) return list.size() == 0 ? std::string() : NameAt(*list.begin(), depth + 1);
  object fields;
  return value.get(fields) ? std::string() : NameOfObject(fields, depth);
}

using Names = std::vector<std::string>;

Names NamesAt(const element& value, int depth) {
  Names names;
  if (depth > kDeepest) return names;
  if (array list; !value.get(list)) {
    for (const element each : list) {
      Names more = NamesAt(each, depth + 1);
      std::ranges::move(more, std::back_inserter(names));
    }
    return names;
  }
  if (std::string name = NameAt(value, depth); !name.empty()) return {std::move(name)};
  object fields;
  if (value.get(fields)) return names;
  return FirstOf(fields, kHolders, [&](const element& held) { return NamesAt(held, depth + 1); });
}

std::string AddressAt(const element& value, int depth) {
  std::string_view text;
  if (!value.get(text)) return std::string(text);
  if (depth > kDeepest) return {};
  const auto inside = [&](const element& member) { return AddressAt(member, depth + 1); };
  if (array list; !value.get(list)) return list.size() == 0 ? std::string() : inside(*list.begin());
  object fields;
  return value.get(fields) ? std::string() : FirstOf(fields, kAddressMembers, inside);
}

// Connectors send micro- and nanoseconds, too: as milliseconds these would lie beyond the year 5000.
std::optional<Moment> MomentOfNumber(int64_t number) {
  constexpr int64_t kFirstMicroseconds = 100'000'000'000'000;
  while (number >= kFirstMicroseconds) number /= 1000;
  return MomentFromUnix(number);
}

// [2026, 11, 3, 10, 0]: a date and time without a zone, as Java's libraries write it.
std::optional<Moment> MomentOfParts(const array& list) {
  constexpr size_t kFewest = 3;
  constexpr std::string_view kBefore[] = {"", "-", "-", "T", ":", ":"};
  std::string date;
  size_t part = 0;
  for (const element each : list) {
    int64_t number;
    if (each.get(number) || number < 0) return std::nullopt;
    if (part == std::size(kBefore)) break;  // nanoseconds
    const std::string digits = std::to_string(number);
    date += std::string(kBefore[part++]) + (digits.size() == 1 ? "0" : "") + digits;
  }
  if (part < kFewest) return std::nullopt;
  if (part == kFewest + 1) date += ":00";
  return ParseMoment(date);
}

std::optional<Moment> MomentOfScalar(const element& value) {
  constexpr double kLargest = 1e18;
  if (std::string_view text; !value.get(text)) return ParseOpenMoment(text);
  if (int64_t number; !value.get(number)) return MomentOfNumber(number);
  double number;
  if (value.get(number) || number <= 0 || number > kLargest) return std::nullopt;
  return MomentOfNumber(static_cast<int64_t>(number));
}

// {"date": "2026-11-03 10:00:00.000000", "timezone": "Asia/Amman"}, as PHP writes it.
std::optional<Moment> MomentWithZone(const object& fields) {
  std::string_view text;
  std::string_view zone;
  if (fields["date"].get(text) || fields["timezone"].get(zone)) return std::nullopt;
  return ParseOpenMoment(std::string(text) + ' ' + std::string(zone));
}

std::optional<Moment> MomentAt(const element& value, int depth) {
  if (depth > kDeepest) return std::nullopt;
  const auto inside = [&](const element& member) { return MomentAt(member, depth + 1); };
  if (array list; !value.get(list)) return list.size() == 1 ? inside(*list.begin()) : MomentOfParts(list);
  object fields;
  if (value.get(fields)) return MomentOfScalar(value);
  const std::optional<Moment> zoned = MomentWithZone(fields);
  return zoned ? zoned : FirstOf(fields, kMomentMembers, inside);
}

}  // namespace

std::optional<std::string> TextIn(const element& value) { return TextAt(value, 0); }

std::vector<std::string> NamesIn(const element& value) { return NamesAt(value, 0); }

std::string CodeIn(const element& value) {
  std::string_view text;
  if (!value.get(text)) return std::string(text);
  if (array list; !value.get(list)) return list.size() == 0 ? std::string() : CodeIn(*list.begin());
  object fields;
  return value.get(fields) ? std::string() : std::string(MemberOf(fields, kCodeMembers));
}

std::optional<Moment> MomentIn(const element& value) { return MomentAt(value, 0); }

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

std::string AddressIn(const element& value) { return AddressAt(value, 0); }

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
