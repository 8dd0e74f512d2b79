#include "stages/normalize/line_shape.h"

#include <algorithm>
#include <array>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/code_point.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kLongestBracket = 600;  // bytes

// The class of the last character that is no quotation mark or bracket.
SentenceClass LastClass(std::string_view line) {
  for (size_t at = line.size(); at > 0;) {
    at = PreviousBoundary(line, at);
    const SentenceClass found = ClassAt(line, at);
    if (found != SentenceClass::kClose && found != SentenceClass::kIgnored && found != SentenceClass::kSpace)
      return found;
  }
  return SentenceClass::kOther;
}

bool IsBullet(char32_t c) {
  static constexpr std::u32string_view kBullets = U"\u2022\u2023\u2043\u25AA\u25AB\u25CF\u25E6\u00B7*-\u2013\u2014";
  return kBullets.find(c) != kBullets.npos;
}

bool IsOpening(char c) { return c == '(' || c == '['; }
bool IsClosing(char c) { return c == ')' || c == ']'; }

bool IsFileName(std::string_view line) {
  constexpr std::string_view kEnds[] = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".mp4", ".mp3", ".JPG", ".PNG"};
  return line.find(' ') == line.npos &&
         std::ranges::any_of(kEnds, [&](std::string_view end) { return line.ends_with(end); });
}

bool IsPostSource(std::string_view line) {
  constexpr size_t kLongest = 120;  // bytes
  if (line.size() > kLongest || (!line.starts_with("-") && !line.starts_with("\u2014") && !line.starts_with("\u2013")))
    return false;
  const size_t at = line.find("(@");
  return at != line.npos && line.find(')', at) != line.npos && HasDigit(line.substr(at));
}

// Two tabs, or two bars between blanks.
bool HoldsCellSigns(std::string_view line) {
  const size_t bar = line.find(" | ");
  if (bar != line.npos && line.find(" | ", bar + 2) != line.npos) return true;
  const size_t tab = line.find('\t');
  return tab != line.npos && line.find('\t', tab + 1) != line.npos;
}

bool HoldsNumber(std::string_view line) {
  for (size_t at = 0; at < line.size(); at += text::CodePointAt(line, at).bytes) {
    if (ClassAt(line, at) == SentenceClass::kNumeric) return true;
  }
  return false;
}

}  // namespace

SentenceClass ClassAt(std::string_view text, size_t at) {
  return text::SentenceBreaker::ClassOf(text::CodePointAt(text, at).value);
}

bool EndsLikeProse(std::string_view line) {
  const SentenceClass last = LastClass(line);
  return last == SentenceClass::kATerm || last == SentenceClass::kSTerm || last == SentenceClass::kContinue;
}

bool IsOrnament(std::string_view line) {
  static constexpr std::u32string_view kSigns =
      U"*#-_=~.\u0640\u2015\u2212\u2500\u00B7\u2013\u2014\u2022\u2042\u25CF\u2605\u2606\u2B50 \u00A0";
  for (size_t at = 0; at < line.size();) {
    const text::CodePoint c = text::CodePointAt(line, at);
    if (kSigns.find(c.value) == kSigns.npos) return false;
    at += c.bytes;
  }
  return true;
}

bool IsPointers(std::string_view line) {
  constexpr std::string_view kBegins[] = {"#", "@", "http://", "https://", "www.", "t.me/", "pic.twitter.com/"};
  bool has_one = false;
  for (size_t at = 0; at < line.size();) {
    const size_t end = std::min(line.find(' ', at), line.size());
    const std::string_view word = line.substr(at, end - at);
    const bool is_one = std::ranges::any_of(
        kBegins, [&](std::string_view begin) { return word.starts_with(begin) && word.size() > begin.size(); });
    const bool is_sign = ClassAt(word, 0) == SentenceClass::kOther || word == "-";
    if (!word.empty() && !is_one && !is_sign) return false;
    has_one = has_one || is_one;
    at = end + 1;
  }
  return has_one;
}

bool IsScrap(std::string_view line) {
  return IsPointers(line) || IsPageNumber(line) || IsFileName(line) || IsPostSource(line);
}

bool IsRow(std::string_view line) {
  constexpr size_t kLongest = 200;  // bytes
  if (line.size() > kLongest || !HoldsCellSigns(line)) return false;
  return HoldsNumber(line) && !EndsLikeProse(line);
}

bool IsContact(std::string_view line) {
  constexpr size_t kLongest = 200;  // bytes
  if (line.size() > kLongest || line.size() < 3 || !IsOpening(line.front())) return false;
  if (line.find_first_of(")]") < line.size() - 2 || !IsClosing(line.back())) return false;
  const size_t at = line.find('@');
  return at != line.npos && line[at - 1] != ' ' && line[at + 1] != ' ' && line.find('.', at) != line.npos;
}

bool IsPageNumber(std::string_view line) {
  constexpr size_t kMostDigits = 3;
  size_t digits = 0;
  for (size_t at = 0; at < line.size();) {
    const text::CodePoint c = text::CodePointAt(line, at);
    at += c.bytes;
    const bool is_sign = c.value == '-' || c.value == ' ' || c.value == 0x2013 || c.value == 0x2014;
    if (ClassAt(line, at - c.bytes) == SentenceClass::kNumeric) {
      ++digits;
    } else if (!is_sign) {
      return false;
    }
  }
  return digits > 0 && digits <= kMostDigits;
}

size_t BulletBytes(std::string_view line) {
  const text::CodePoint c = text::CodePointAt(line, 0);
  if (!IsBullet(c.value) || c.bytes >= line.size()) return 0;
  return ClassAt(line, c.bytes) == SentenceClass::kSpace ? c.bytes + text::CodePointAt(line, c.bytes).bytes : 0;
}

bool BeginsWithNumber(std::string_view line) {
  size_t at = 0;
  while (at < line.size() && at < 4 && ClassAt(line, at) == SentenceClass::kNumeric)
    at += text::CodePointAt(line, at).bytes;
  return at > 0 && at + 1 < line.size() && (line[at] == '.' || line[at] == ')') && line[at + 1] == ' ';
}

text::OriginalSpan BracketAtBegin(std::string_view line) {
  if (line.empty() || !IsOpening(line[0])) return {};
  int open = 0;
  for (size_t at = 0; at < std::min(line.size(), kLongestBracket); ++at) {
    open += IsOpening(line[at]) ? 1 : IsClosing(line[at]) ? -1 : 0;
    if (open == 0) return {0, static_cast<uint32_t>(at + 1)};
  }
  return {};
}

text::OriginalSpan BracketAtEnd(std::string_view line) {
  size_t end = line.size();
  if (end > 0 && line[end - 1] == '.') --end;
  if (end == 0 || !IsClosing(line[end - 1])) return {};
  int open = 0;
  for (size_t at = end; at > 0 && end - at < kLongestBracket; --at) {
    open += IsClosing(line[at - 1]) ? 1 : IsOpening(line[at - 1]) ? -1 : 0;
    if (open == 0) return {static_cast<uint32_t>(at - 1), static_cast<uint32_t>(line.size())};
  }
  return {};
}

text::OriginalSpan LabelAtEnd(std::string_view line) {
  constexpr std::array<std::string_view, 6> kEdges = {". ", " - ", " | ", " \u2013 ", " \u2014 ", " \u0640 "};
  const size_t colon = line.rfind(':');
  if (colon == std::string_view::npos) return {};
  size_t begin = 0;
  for (const std::string_view edge : kEdges) {
    const size_t at = line.substr(0, colon).rfind(edge);
    if (at != std::string_view::npos) begin = std::max(begin, at + edge.size());
  }
  const bool has_label =
      line.substr(0, begin).find(": ") != std::string_view::npos;  // "Text: Jane Doe - Photo: Omar Hadi"
  return begin == 0 || has_label ? text::OriginalSpan{}
                                 : text::OriginalSpan{static_cast<uint32_t>(begin), static_cast<uint32_t>(line.size())};
}

bool EndsInCapitals(std::string_view line) {
  constexpr size_t kFewest = 2;
  constexpr size_t kMost = 8;
  const size_t stop = line.rfind(". ");
  if (stop == std::string_view::npos) return false;
  size_t words = 0;
  for (size_t at = stop + 1; at < line.size();) {
    const size_t begin = std::min(line.find_first_not_of(" /", at), line.size());
    at = std::min(line.find_first_of(" /", begin), line.size());
    const std::string_view word = line.substr(begin, at - begin);
    if (word.empty()) break;
    if (ClassAt(word, 0) != SentenceClass::kUpper || text::HasLower(word)) return false;
    ++words;
  }
  return words >= kFewest && words <= kMost;
}

bool HasDigit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace marsad::normalize
