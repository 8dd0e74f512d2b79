#include "stages/decode/json/field_table.h"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <utility>

namespace marsad::embedded {
extern const std::string_view kJsonFields;
}

namespace marsad::decode {
namespace {

constexpr int kHighestRank = 100;

constexpr std::pair<std::string_view, FieldRole> kRoles[] = {
    {"uri", FieldRole::kUri},           {"id", FieldRole::kId},
    {"url", FieldRole::kUrl},           {"title", FieldRole::kTitle},
    {"body", FieldRole::kBody},         {"teaser", FieldRole::kTeaser},
    {"language", FieldRole::kLanguage}, {"country", FieldRole::kCountry},
    {"source", FieldRole::kSource},     {"sourceuri", FieldRole::kSourceUri},
    {"authors", FieldRole::kAuthors},   {"published", FieldRole::kPublished},
    {"updated", FieldRole::kUpdated},   {"subjects", FieldRole::kSubjects},
    {"related", FieldRole::kRelated},   {"partial", FieldRole::kPartial},
    {"passed", FieldRole::kPassed},
};

struct Hash : std::hash<std::string_view> {
  using is_transparent = void;
};
using Table = std::unordered_map<std::string, KnownField, Hash, std::equal_to<>>;

FieldRole RoleOf(std::string_view name) {
  const auto* found = std::ranges::find(kRoles, name, &std::pair<std::string_view, FieldRole>::first);
  return found == std::end(kRoles) ? FieldRole::kUnknown : found->second;
}

constexpr size_t kLongestName = 64;

// Names of fields differ in case and in what parts their words. Not a string: every field of every article is asked for.
class PlainName {
 public:
  // `key` is no longer than kLongestName.
  explicit PlainName(std::string_view key) {
    for (const char c : key) {
      if (c == '_' || c == '-' || c == ' ' || c == '.' || c == ':') continue;
      bytes_[size_++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    }
  }
  std::string_view text() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, kLongestName> bytes_;
  size_t size_ = 0;
};

Table ReadTable() {
  Table table;
  int rank = kHighestRank;
  std::string_view rest = embedded::kJsonFields;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string_view::npos) continue;
    const KnownField field{.role = RoleOf(line.substr(0, tab)), .rank = rank--};
    for (size_t at = tab + 1; at < line.size();) {
      const size_t end = std::min(line.find(' ', at), line.size());
      table.emplace(PlainName(line.substr(at, end - at)).text(), field);
      at = end + 1;
    }
  }
  return table;
}

}  // namespace

KnownField FindField(std::string_view key) {
  static const Table table = ReadTable();
  if (key.size() > kLongestName) return {};
  const auto found = table.find(PlainName(key).text());
  return found == table.end() ? KnownField() : found->second;
}

}  // namespace marsad::decode
