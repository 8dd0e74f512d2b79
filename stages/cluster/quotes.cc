#include "stages/cluster/quotes.h"

#include <algorithm>
#include <array>
#include <optional>

namespace marsad::cluster {
namespace {

constexpr size_t kMostWords = 6;

// UTF-8.
struct Marks {
  std::string_view open;
  std::array<std::string_view, 2> close;  // German ends with the mark that English begins with
};
constexpr std::array<Marks, 4> kMarks = {{{"\"", {"\"", "\""}},
                                          {"\u00AB", {"\u00BB", "\u00BB"}},
                                          {"\u201E", {"\u201C", "\u201D"}},
                                          {"\u201C", {"\u201D", "\u201D"}}}};
constexpr size_t kMostBytes = 120;  // looked at for the second mark

struct Quote {
  size_t begin = 0;
  size_t end = 0;
  size_t after = 0;  // the second mark
};

// The quotation that `marks` open at `at`; none if the second mark is not near or stands on another line.
std::optional<Quote> Close(std::string_view original, size_t at, const Marks& marks) {
  const size_t begin = at + marks.open.size();
  const std::string_view near = original.substr(begin, kMostBytes);
  const std::string_view line = near.substr(0, std::min(near.find('\n'), near.size()));
  for (const std::string_view mark : marks.close) {
    const size_t end = line.find(mark);
    if (end != line.npos) return Quote{begin, begin + end, begin + end + mark.size()};
  }
  return std::nullopt;
}

size_t CountWords(std::string_view text) {
  size_t words = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool is_blank = c == ' ';
    if (!is_blank && !in_word) ++words;
    in_word = !is_blank;
  }
  return words;
}

}  // namespace

std::vector<text::OriginalSpan> FindShortQuotes(std::string_view original) {
  std::vector<text::OriginalSpan> found;
  for (size_t at = 0; at < original.size(); ++at) {
    const auto* const marks = std::find_if(
        kMarks.begin(), kMarks.end(), [&](const Marks& each) { return original.substr(at).starts_with(each.open); });
    if (marks == kMarks.end()) continue;
    const std::optional<Quote> quote = Close(original, at, *marks);
    if (!quote) continue;
    if (CountWords(original.substr(quote->begin, quote->end - quote->begin)) <= kMostWords) {
      found.push_back({static_cast<uint32_t>(quote->begin), static_cast<uint32_t>(quote->end)});
    }
    at = quote->after - 1;
  }
  return found;
}

}  // namespace marsad::cluster
