#include "stages/decode/article/flash.h"

#include <algorithm>

#include "lib/text/code_point.h"
#include "lib/text/fold.h"
#include "stages/decode/article/word_lines.h"

namespace marsad::embedded {
extern const std::string_view kFlashes;
}

namespace marsad::decode {
namespace {

constexpr size_t kLongestMarker = 60;  // bytes of the words

bool IsFlashWord(std::string_view words) {
  static const auto lines = FoldedLines(embedded::kFlashes);
  std::string folded = text::FoldText(words);
  std::replace(folded.begin(), folded.end(), '_', ' ');
  return lines.contains(folded);
}

bool IsIn(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }

// Bars, colons, dashes and exclamation marks part the marker from the title.
bool IsSeparator(char32_t c) { return IsIn(U"|:-/!\u2013\u2014\u2022\u00B7\uFF1A\u066D", c); }
// Signs that make a marker catch the eye: brackets, stars, pictures, and what chooses a picture's form.
bool IsDecoration(char32_t c) {
  return IsIn(U"[](){}*\u00AB\u00BB\u2757\u26A1\u203C\uFE0F\u200F\u200E", c) || (c >= 0x1F300 && c <= 0x1FAFF);
}

std::string_view Trimmed(std::string_view text) { return text.substr(0, text.find_last_not_of(' ') + 1); }

struct Scan {
  std::string_view line;
  size_t at = 0;

  char32_t Next() const { return at < line.size() ? text::CodePointAt(line, at).value : U'\0'; }
  void Skip() { at += text::CodePointAt(line, at).bytes; }
  template <class Set>
  bool SkipAll(const Set& is_in) {
    const size_t begin = at;
    while (at < line.size() && is_in(Next())) Skip();
    return at > begin;
  }
};

}  // namespace

size_t FlashMarker(std::string_view line) {
  Scan scan{line};
  const auto is_front = [](char32_t c) { return c == ' ' || IsDecoration(c); };
  const bool is_decorated = scan.SkipAll(is_front);
  const bool has_hash = scan.Next() == '#';
  if (has_hash) scan.Skip();
  const size_t begin = scan.at;
  // Words up to a separator; of a hashtag up to its end. Most titles have neither, and cost no more than this look.
  const auto is_word = [&](char32_t c) { return !IsSeparator(c) && !IsDecoration(c) && !(has_hash && c == ' '); };
  while (scan.at < line.size() && scan.at - begin <= kLongestMarker && is_word(scan.Next())) scan.Skip();
  const bool ends =
      scan.at < line.size() ? !is_word(scan.Next()) : has_hash || is_decorated || line.size() <= kLongestMarker;
  if (!ends || scan.at == begin || !IsFlashWord(Trimmed(line.substr(begin, scan.at - begin)))) return 0;
  scan.SkipAll([](char32_t c) { return c == ' ' || c == '.' || IsSeparator(c) || IsDecoration(c); });
  return scan.at;
}

void TakeFlash(Draft* draft) {
  const size_t end = FlashMarker(draft->title);
  if (end == 0) return;
  if (!draft->urgency) draft->urgency = 1;
  if (end == draft->title.size()) return;  // nothing else is in the title
  const auto moved = static_cast<uint32_t>(end);
  draft->title.erase(0, end);
  for (Marked& mark : draft->markup) {
    if (mark.field != TextField::kTitle) continue;
    mark.begin -= std::min(mark.begin, moved);
    mark.end -= std::min(mark.end, moved);
  }
}

}  // namespace marsad::decode
