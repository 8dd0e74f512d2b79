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

// Letters, digits and blanks of most scripts of the press, of which no sign below is one: nearly all that a title holds.
bool IsInWords(char32_t c) {
  constexpr char32_t kArabicStar = 0x066D;
  return c == ' ' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         (c >= 0x00C0 && c < 0x2000 && c != kArabicStar);
}

// Bars, colons, dashes, underscores and exclamation marks part the marker from the title.
bool IsSeparator(char32_t c) { return !IsInWords(c) && IsIn(U"|:-/!\u2013\u2014\u2022\u00B7\uFF1A\u066D", c); }
// Signs that make a marker catch the eye: brackets, stars, pictures, and what chooses a picture's form.
bool IsDecoration(char32_t c) {
  if (IsInWords(c)) return false;
  const bool is_picture =
      (c >= 0x2600 && c <= 0x27BF) || (c >= 0x2B00 && c <= 0x2BFF) || (c >= 0x1F100 && c <= 0x1FAFF);
  return is_picture || IsIn(U"[](){}*+\u00AB\u00BB\u203C\u2049\uFE0F\u200F\u200E", c);
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
  const auto is_pause = [&] { return line.substr(scan.at).starts_with(".."); };
  while (scan.at < line.size() && scan.at - begin <= kLongestMarker && is_word(scan.Next()) && !is_pause()) scan.Skip();
  const bool ends = scan.at < line.size() ? !is_word(scan.Next()) || is_pause()
                                          : has_hash || is_decorated || line.size() <= kLongestMarker;
  const auto is_flash = [&] { return scan.at > begin && IsFlashWord(Trimmed(line.substr(begin, scan.at - begin))); };
  if (!ends || !is_flash()) {
    if (!is_decorated) return 0;
    scan.at =
        std::min(line.find(' ', begin), line.size());  // after a picture the first word tells: "URGENT The minister"
    if (!is_flash()) return 0;
  }
  scan.SkipAll([](char32_t c) { return c == ' ' || c == '.' || IsSeparator(c) || IsDecoration(c); });
  return scan.at;
}

void TakeFlash(Draft* draft) {
  const TextField field = draft->title.empty() ? TextField::kBody : TextField::kTitle;
  const std::string_view text = draft->title.empty() ? draft->body : draft->title;
  const size_t end = FlashMarker(text.substr(0, text.find('\n')));
  if (end == 0) return;
  if (!draft->urgency) draft->urgency = 1;
  const size_t rest = text.find_first_not_of('\n', end);
  if (rest == text.npos) return;  // nothing else is in it
  draft->CutFront(field, rest);
}

}  // namespace marsad::decode
