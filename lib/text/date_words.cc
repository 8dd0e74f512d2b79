#include "lib/text/date_words.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "lib/text/fold.h"

namespace marsad::embedded {
extern const std::string_view kDateWords;
}

namespace marsad::text {
namespace {

DateWordKind KindOf(std::string_view name) {
  if (name == "month") return DateWordKind::kMonth;
  if (name == "hijri") return DateWordKind::kHijri;
  if (name == "weekday") return DateWordKind::kWeekday;
  if (name == "zone") return DateWordKind::kZone;
  if (name == "half") return DateWordKind::kHalf;
  return name == "age" ? DateWordKind::kAge : DateWordKind::kFiller;
}

struct Hash : std::hash<std::string_view> {
  using is_transparent = void;
};
using Table = std::unordered_map<std::string, DateWord, Hash, std::equal_to<>>;

// Kind, value, names parted by blanks.
void AddLine(std::string_view line, Table* table) {
  const size_t first = line.find('\t');
  const size_t second = line.find('\t', first + 1);
  DateWord word{.kind = KindOf(line.substr(0, first)), .value = 0};
  std::from_chars(line.data() + first + 1, line.data() + second, word.value);
  for (size_t at = second + 1; at < line.size();) {
    const size_t end = std::min(line.find(' ', at), line.size());
    std::string name = FoldText(line.substr(at, end - at));
    std::replace(name.begin(), name.end(), '_', ' ');
    table->emplace(std::move(name), word);
    at = end + 1;
  }
}

Table ReadTable() {
  Table table;
  std::string_view rest = embedded::kDateWords;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (!line.empty() && line[0] != '#') AddLine(line, &table);
  }
  return table;
}

const Table& TheTable() {
  static const Table table = ReadTable();
  return table;
}

// The first of two words each.
using Words = std::unordered_set<std::string, Hash, std::equal_to<>>;
Words FirstWords() {
  Words first;
  for (const auto& [name, word] : TheTable()) {
    if (const size_t blank = name.find(' '); blank != std::string::npos) first.emplace(name.substr(0, blank));
  }
  return first;
}

}  // namespace

DateWord FindDateWord(std::string_view word) {
  const auto found = TheTable().find(word);
  return found == TheTable().end() ? DateWord() : found->second;
}

bool BeginsTwoDateWords(std::string_view word) {
  static const Words words = FirstWords();
  return words.contains(word);
}

}  // namespace marsad::text
