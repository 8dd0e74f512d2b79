#include "lib/app/config_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <vector>

#include "lib/kafka/options.h"
#include "lib/kafka/properties.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

namespace pb = google::protobuf;

constexpr std::string_view kOpen = "${";
constexpr std::string_view kFile = "file:";
constexpr std::string_view kDefault = ":-";

Result<std::string> ReadValueFile(const std::string& path) {
  auto value = ReadWholeFile(path);
  if (!value) return value;
  if (value->ends_with('\n')) value->pop_back();
  if (value->ends_with('\r')) value->pop_back();
  return value;
}

bool IsVariableName(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || digit(c); });
}

// What stands between the braces of one reference.
Result<std::string> Resolve(std::string_view reference) {
  if (reference.starts_with(kFile)) return ReadValueFile(std::string(reference.substr(kFile.size())));
  const size_t split = reference.find(kDefault);
  const std::string name(reference.substr(0, split));
  if (!IsVariableName(name)) {
    return Fail("${" + std::string(reference) + "} is no reference; allowed: ${NAME}, ${NAME:-default}, ${file:PATH}");
  }
  if (const char* value = std::getenv(name.c_str())) return std::string(value);
  if (split != std::string_view::npos) return std::string(reference.substr(split + kDefault.size()));
  return Fail("environment variable " + name + " is not set; set it or write ${" + name + ":-default}");
}

// A secret that stands in the file itself ends in backups, repositories and images.
bool IsOneReference(std::string_view text) {
  return text.starts_with(kOpen) && text.find('}') == text.size() - 1 && text.find(kDefault) == std::string_view::npos;
}

Result<std::string> ExpandSecret(std::string_view text) {
  if (!IsOneReference(text)) return Fail("a secret must not be written out; allowed: ${NAME}, ${file:PATH}");
  return ExpandReferences(text);
}

const config::v1::Rule& RuleOf(const pb::FieldDescriptor& field) {
  return field.options().GetExtension(config::v1::rule);
}

struct Range {
  int64_t min;
  int64_t max;
};

Range RangeOf(const pb::FieldDescriptor& field) {
  const auto& rule = RuleOf(field);
  const bool wide = field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT64;
  return {
      rule.has_min() ? rule.min() : (wide ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int32_t>::min()),
      rule.has_max() ? rule.max() : (wide ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int32_t>::max())};
}

std::string Quoted(std::string_view text) {
  constexpr size_t kShown = 80;
  return "\"" + std::string(text.substr(0, kShown)) + (text.size() > kShown ? "\"..." : "\"");
}

Result<void> SetInteger(const pb::FieldDescriptor& field, const std::string& text, pb::Message* message) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) {
    return Fail(Quoted(text) + " is not a whole number; allowed: " + Allowed(field));
  }
  const Range range = RangeOf(field);
  if (error != std::errc() || value < range.min || value > range.max) {
    return Fail(text + " is out of range; allowed: " + Allowed(field));
  }
  if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT64) {
    message->GetReflection()->SetInt64(message, &field, value);
  } else {
    message->GetReflection()->SetInt32(message, &field, static_cast<int32_t>(value));
  }
  return {};
}

Result<void> SetBool(const pb::FieldDescriptor& field, const std::string& text, pb::Message* message) {
  if (text != "true" && text != "false") return Fail(Quoted(text) + " is neither true nor false; allowed: true, false");
  message->GetReflection()->SetBool(message, &field, text == "true");
  return {};
}

Result<void> SetString(const pb::FieldDescriptor& field, std::string text, pb::Message* message) {
  const auto& rule = RuleOf(field);
  const auto& one_of = rule.one_of();
  if (!one_of.empty() && std::find(one_of.begin(), one_of.end(), text) == one_of.end()) {
    return Fail(Quoted(text) + " is not known; allowed: " + Allowed(field));
  }
  if (rule.required() && text.empty()) return Fail("is empty; allowed: " + Allowed(field));
  if (field.is_repeated()) {
    message->GetReflection()->AddString(message, &field, std::move(text));
  } else {
    message->GetReflection()->SetString(message, &field, std::move(text));
  }
  return {};
}

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// A right key in the wrong section: its full path.
std::optional<std::string> FindElsewhere(std::string_view key, const pb::Descriptor& section,
                                         const std::string& prefix) {
  for (int i = 0; i < section.field_count(); ++i) {
    const pb::FieldDescriptor& field = *section.field(i);
    if (field.name() == key) return prefix + field.name();
    if (field.is_map() || field.message_type() == nullptr) continue;
    if (auto found = FindElsewhere(key, *field.message_type(), prefix + field.name() + ".")) return found;
  }
  return std::nullopt;
}

}  // namespace

Result<std::string> ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Fail(path + ": cannot be opened");
  try {
    return std::string(std::istreambuf_iterator<char>(file), {});
  } catch (const std::ios_base::failure&) {  // what libstdc++ throws for a directory
    return Fail(path + ": cannot be read");
  }
}

Result<std::string> ExpandReferences(std::string_view text) {
  std::string expanded;
  while (true) {
    const size_t open = text.find(kOpen);
    if (open == std::string_view::npos) return expanded.append(text);
    if (open > 0 && text[open - 1] == '$') {
      expanded.append(text.substr(0, open - 1)).append(kOpen);
      text.remove_prefix(open + kOpen.size());
      continue;
    }
    const size_t close = text.find('}', open);
    if (close == std::string_view::npos) return Fail(Quoted(text.substr(open)) + " has no }; allowed: ${NAME}");
    auto value = Resolve(text.substr(open + kOpen.size(), close - open - kOpen.size()));
    if (!value) return tl::unexpected(value.error());
    expanded.append(text.substr(0, open)).append(*value);
    text.remove_prefix(close + 1);
  }
}

bool IsSecretKafkaKey(std::string_view key) {
  // Every property of librdkafka 2.0 that carries a secret has one of these in its name.
  constexpr std::array<std::string_view, 5> kMarks = {"password", "secret", "ssl.key.pem", "ssl_key",
                                                      "sasl.oauthbearer.config"};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return key.find(mark) != std::string_view::npos; });
}

std::string Allowed(const pb::FieldDescriptor& field) {
  const auto& one_of = RuleOf(field).one_of();
  if (!one_of.empty()) {
    std::string all;
    for (const std::string& value : one_of) all += (all.empty() ? "" : ", ") + value;
    return all;
  }
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
    case pb::FieldDescriptor::CPPTYPE_INT64: {
      const Range range = RangeOf(field);
      return "a whole number from " + std::to_string(range.min) + " to " + std::to_string(range.max);
    }
    case pb::FieldDescriptor::CPPTYPE_BOOL:
      return "true, false";
    case pb::FieldDescriptor::CPPTYPE_MESSAGE:
      return "a section of KEY: VALUE lines";
    default:
      return "a text";
  }
}

Result<void> SetScalar(const pb::FieldDescriptor& field, std::string_view text, pb::Message* message) {
  auto value = RuleOf(field).secret() ? ExpandSecret(text) : ExpandReferences(text);
  if (!value) return tl::unexpected(value.error());
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
    case pb::FieldDescriptor::CPPTYPE_INT64:
      return SetInteger(field, *value, message);
    case pb::FieldDescriptor::CPPTYPE_BOOL:
      return SetBool(field, *value, message);
    case pb::FieldDescriptor::CPPTYPE_STRING:
      return SetString(field, std::move(*value), message);
    default:
      return Fail("is a single value; allowed: " + Allowed(field));
  }
}

// librdkafka's property whose name is as good as `key`; empty: none is near.
static std::string NearestProperty(const std::string& key) {
  constexpr size_t kSlips = 3;
  std::string nearest;
  size_t distance = kSlips;
  for (std::string& name : kafka::PropertyNames()) {
    const size_t d = EditDistance(key, name);
    if (d >= distance) continue;
    distance = d;
    nearest = std::move(name);
  }
  return nearest;
}

Result<void> SetMapEntry(const pb::FieldDescriptor& field, const std::string& key, std::string_view text,
                         pb::Message* message) {
  auto value = IsSecretKafkaKey(key) ? ExpandSecret(text) : ExpandReferences(text);
  if (!value) return tl::unexpected(value.error());
  if (auto fit = kafka::CheckProperty(key, *value); !fit) {
    const std::string nearest = NearestProperty(key);
    if (nearest.empty() || nearest == key) return fit;
    return Fail(fit.error().message + "; did you mean " + nearest + "?");
  }
  pb::Message* entry = message->GetReflection()->AddMessage(message, &field);
  const pb::Descriptor& type = *field.message_type();
  entry->GetReflection()->SetString(entry, type.map_key(), key);
  entry->GetReflection()->SetString(entry, type.map_value(), std::move(*value));
  return {};
}

std::string UnknownKey(std::string_view key, const pb::Descriptor& section, const pb::Descriptor& root) {
  if (const auto elsewhere = FindElsewhere(key, root, "")) return "unknown key here; did you mean " + *elsewhere + "?";
  std::string all;
  std::string nearest;
  size_t distance = std::max<size_t>(1, key.size() / 3) + 1;
  for (int i = 0; i < section.field_count(); ++i) {
    const std::string& name = section.field(i)->name();
    all += (all.empty() ? "" : ", ") + name;
    // "window" for window_ms: half of a name is near, too.
    const size_t d = name.starts_with(key) && !key.empty() ? 0 : EditDistance(key, name);
    if (d < distance) {
      distance = d;
      nearest = name;
    }
  }
  if (!nearest.empty()) return "unknown key; did you mean " + nearest + "?";
  return "unknown key; allowed: " + all;
}

}  // namespace marsad::app
