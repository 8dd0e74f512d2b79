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

// Reads a marker from the begin of a line.
class MarkerReader {
 public:
  explicit MarkerReader(std::string_view line) : line_(line) {}

  // How many bytes belong to the marker, with what parts it from the title; 0: there is none.
  size_t Read() {
    is_decorated_ = SkipAll([](char32_t c) { return c == ' ' || IsDecoration(c); });
    has_hash_ = Next() == '#';
    if (has_hash_) Skip();
    begin_ = at_;
    if (!TakeMarkedWords() && !TakeFirstWord()) return 0;
    SkipAll([](char32_t c) { return c == ' ' || c == '.' || IsSeparator(c) || IsDecoration(c); });
    return at_;
  }

 private:
  bool IsAtEnd() const { return at_ >= line_.size(); }
  char32_t Next() const { return IsAtEnd() ? U'\0' : text::CodePointAt(line_, at_).value; }
  void Skip() { at_ += text::CodePointAt(line_, at_).bytes; }
  template <class Set>
  bool SkipAll(const Set& is_in) {
    const size_t begin = at_;
    while (!IsAtEnd() && is_in(Next())) Skip();
    return at_ > begin;
  }

  // Whether the words of a marker end here: at a separator, a pause, a picture; those of a hashtag at a blank too.
  bool IsAtSign() const {
    const char32_t c = Next();
    return IsSeparator(c) || IsDecoration(c) || (has_hash_ && c == ' ') || line_.substr(at_).starts_with("..");
  }

  // Words up to a separator; of a hashtag up to its end. Most titles have neither, and cost no more than this look.
  bool TakeMarkedWords() {
    while (!IsAtEnd() && at_ - begin_ <= kLongestMarker && !IsAtSign()) Skip();
    const bool may_end = IsAtEnd() ? has_hash_ || is_decorated_ || line_.size() <= kLongestMarker : IsAtSign();
    return may_end && IsFlash();
  }

  // After a picture the first word tells: "URGENT The minister".
  bool TakeFirstWord() {
    if (!is_decorated_) return false;
    at_ = std::min(line_.find(' ', begin_), line_.size());
    return IsFlash();
  }

  bool IsFlash() const { return at_ > begin_ && IsFlashWord(Trimmed(line_.substr(begin_, at_ - begin_))); }

  const std::string_view line_;
  size_t at_ = 0;
  size_t begin_ = 0;  // of the words
  bool is_decorated_ = false;
  bool has_hash_ = false;
};

}  // namespace

size_t FlashMarker(std::string_view line) { return MarkerReader(line).Read(); }

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
