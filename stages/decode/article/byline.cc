#include "stages/decode/article/byline.h"

#include <algorithm>
#include <bitset>
#include <iterator>
#include <unordered_set>

#include "stages/decode/article/words.h"
#include "stages/decode/trim.h"

namespace marsad::embedded {
extern const std::string_view kBylines;
extern const std::string_view kBylineRoles;
}  // namespace marsad::embedded

namespace marsad::decode {
namespace {

template <typename Take>
void ForEachLine(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (!line.empty() && !line.starts_with('#')) take(line);
  }
}

// ARABIC LETTER WAW, "and", which is written together with the word after it.
constexpr std::string_view kWaw = "\u0648";

// What parts names from each other and from what is said beside them.
constexpr std::string_view kHardSigns[] = {"|",   ";",        "\n",       "\t",  "\u2022", "\u00B7",
                                           " - ", " \u2013 ", " \u2014 ", " / ", "("};
constexpr std::string_view kSoftSigns[] = {", ",  "\u060C", "\u3001", " and ",    " & ",      " und ", " et ",
                                           " y ", " e ",    " ve ",   " \u0438 ", " \u0648 ", " AND "};

const std::unordered_set<std::string>& Roles() {
  static const std::unordered_set<std::string> kRoles = [] {
    std::unordered_set<std::string> roles;
    ForEachLine(embedded::kBylineRoles, [&](std::string_view role) { roles.insert(WordsOf(role)); });
    return roles;
  }();
  return kRoles;
}

size_t CountWords(std::string_view text) {
  const std::string words = WordsOf(text);
  return words.empty() ? 0 : static_cast<size_t>(std::ranges::count(words, ' ')) - 1;
}

bool IsAddressOrNumber(std::string_view part) {
  return part.find('@') != std::string_view::npos || part.find("://") != std::string_view::npos ||
         std::ranges::any_of(part, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsNoName(std::string_view part) {
  if (IsAddressOrNumber(part)) return true;
  const std::string words = WordsOf(part);
  for (size_t at = 0; at + 1 < words.size();) {
    const size_t end = words.find(' ', at + 1);
    if (Roles().contains(words.substr(at, end - at + 1))) return true;
    at = end;
  }
  return words.empty();
}

std::vector<std::string_view> SplitAt(std::string_view text, std::string_view sign) {
  std::vector<std::string_view> parts;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(sign, at), text.size());
    parts.push_back(Trim(text.substr(at, end - at)));
    at = end + sign.size();
  }
  return parts;
}

std::vector<std::string_view> SplitAtHardSigns(std::string_view text) {
  std::vector<std::string_view> parts = {text};
  for (const std::string_view sign : kHardSigns) {
    std::vector<std::string_view> next;
    for (const std::string_view part : parts) std::ranges::copy(SplitAt(part, sign), std::back_inserter(next));
    parts = std::move(next);
  }
  return parts;
}

// Both names whole: two words before the waw and two after it, or the waw is a letter of the name.
std::vector<std::string_view> SplitAtWaw(std::string_view text) {
  const std::string sign = " " + std::string(kWaw);
  const size_t at = text.find(sign);
  if (at == std::string_view::npos) return {text};
  const std::string_view before = Trim(text.substr(0, at));
  const std::string_view behind = Trim(text.substr(at + sign.size()));
  if (CountWords(before) < 2 || CountWords(behind) < 2 || CountWords(before) > 3) return {text};
  return {before, behind};
}

// The parts that are names of two words and more, and single words where no such name is before them.
std::vector<std::string_view> SplitNames(std::string_view text) {
  std::vector<std::string_view> names = {text};
  const auto split = [&](auto into) {
    std::vector<std::string_view> next;
    for (const std::string_view name : names) {
      const std::vector<std::string_view> parts = into(name);
      const bool has_whole = std::ranges::any_of(parts, [](std::string_view part) { return CountWords(part) > 1; });
      if (parts.size() == 1 || !has_whole) {
        next.push_back(name);
        continue;
      }
      bool after_whole = false;
      for (const std::string_view part : parts) {
        const bool is_whole = CountWords(part) > 1;
        if (!part.empty() && (is_whole || !after_whole)) next.push_back(part);
        after_whole = after_whole || is_whole;
      }
    }
    names = std::move(next);
  };
  for (const std::string_view sign : kSoftSigns) split([&](std::string_view name) { return SplitAt(name, sign); });
  split(SplitAtWaw);
  return names;
}

}  // namespace

std::string AuthorIn(std::string_view line) {
  line = Trim(line);
  // Most names begin as no such word does.
  static const std::bitset<256> first_bytes = [] {
    std::bitset<256> bytes;
    ForEachLine(embedded::kBylines, [&](std::string_view word) { bytes.set(static_cast<unsigned char>(word[0])); });
    return bytes;
  }();
  if (line.empty() || !first_bytes[static_cast<unsigned char>(line[0])]) return std::string(line);
  std::string_view best;  // the longest: "Written by" before "Written"
  ForEachLine(embedded::kBylines, [&](std::string_view word) {
    if (word.size() <= best.size() || !line.starts_with(word)) return;
    const std::string_view behind = line.substr(word.size());
    const size_t name = behind.find_first_not_of(": \t\n");
    if (name != 0 && name != std::string_view::npos) best = word;
  });
  if (best.empty()) return std::string(line);
  const std::string_view behind = line.substr(best.size());
  return std::string(behind.substr(behind.find_first_not_of(": \t\n")));
}

std::vector<std::string> AuthorsIn(std::string_view line) {
  std::vector<std::string> authors;
  std::string fallback;
  for (const std::string_view part : SplitAtHardSigns(Trim(line))) {
    const std::string name = AuthorIn(part);
    if (name.empty() || IsBylineWord(name)) continue;
    if (fallback.empty() && !IsAddressOrNumber(name)) fallback = name;
    for (const std::string_view one : SplitNames(name)) {
      if (!IsNoName(one)) authors.emplace_back(AuthorIn(one));
    }
    if (!authors.empty()) break;  // what follows "|" or " - " tells of the author
  }
  if (authors.empty() && !fallback.empty()) authors.push_back(std::move(fallback));
  return authors;
}

bool IsBylineWord(std::string_view text) {
  text = Trim(text);
  while (text.ends_with(':') || text.ends_with(' ')) text.remove_suffix(1);
  bool is_word = false;
  ForEachLine(embedded::kBylines, [&](std::string_view word) { is_word = is_word || word == text; });
  return is_word;
}

}  // namespace marsad::decode
