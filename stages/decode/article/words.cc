#include "stages/decode/article/words.h"

#include <algorithm>
#include <array>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/fold.h"
#include "lib/text/utf8.h"
#include "stages/decode/trim.h"

namespace marsad::decode {
namespace {

constexpr size_t kTellingLetters = 4;
constexpr size_t kFewestTellingBytes = 12;  // of a title that is found whole in another
constexpr std::string_view kBlanks = " \t\n";
constexpr std::string_view kEllipses[] = {"\u2026", "..."};
// Between the name of a site and a title; in a title itself only with blanks around them.
constexpr std::string_view kSeparators[] = {"|",      "-",      "\u2013", "\u2014", "\u2015", "::",     "\u00B7",
                                            "\u2022", "\u00AB", "\u00BB", "\u203A", "\u2039", "\u2758", "/"};

constexpr size_t kTwoBytes = 0x800;  // code points of one and two bytes

std::array<bool, kTwoBytes> MakeLetters() {
  std::array<bool, kTwoBytes> letters{};
  for (size_t c = 0x80; c < kTwoBytes; ++c) {
    const char character[] = {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
    letters[c] = text::HasLetter({character, sizeof(character)});
  }
  return letters;
}

// Letters, and the digits of ASCII: folded text has no others. Of most scripts of the press a table says so.
bool IsPartOfWord(std::string_view text, size_t at, const text::CodePoint& c) {
  static const std::array<bool, kTwoBytes> letters = MakeLetters();
  if (c.value < 0x80) return (c.value >= '0' && c.value <= '9') || (c.value >= 'a' && c.value <= 'z');
  return c.value < kTwoBytes ? letters[c.value] : text::HasLetter(text.substr(at, c.bytes));
}

std::vector<std::string_view> Split(std::string_view words) {
  std::vector<std::string_view> list;
  for (size_t at = 1; at < words.size();) {
    const size_t end = words.find(' ', at);
    list.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  return list;
}

// Whether the shorter stands whole at the begin or end of the longer.
bool IsAtAnEnd(std::string_view shorter, std::string_view longer) {
  return shorter.size() >= kFewestTellingBytes && (longer.starts_with(shorter) || longer.ends_with(shorter));
}

// Whether the longer begins with the shorter, of which the last word may be cut.
bool BeginsCut(std::string_view shorter, std::string_view longer) {
  const std::string_view stem = shorter.substr(0, shorter.size() - 1);
  return stem.size() >= kFewestTellingBytes && longer.starts_with(stem);
}

// By how many of the shorter's longer words the other holds.
Likeness CompareWords(std::string_view shorter, std::string_view longer) {
  size_t telling = 0;
  size_t shared = 0;
  for (const std::string_view word : Split(shorter)) {
    if (CountCharacters(word) < kTellingLetters) continue;
    ++telling;
    shared += longer.find(" " + std::string(word) + " ") != std::string_view::npos;
  }
  if (telling >= 3 && shared * 3 >= telling * 2) return Likeness::kSame;
  if (shared > 0) return Likeness::kShares;
  return telling < 2 ? Likeness::kUnsure : Likeness::kNone;
}

// A separator at the end of `text` with a blank before it, or at its begin with one after; its bytes and the blanks'.
size_t SeparatorAtEnd(std::string_view text) {
  const std::string_view trimmed = Trim(text, kBlanks);
  for (const std::string_view sign : kSeparators) {
    if (!trimmed.ends_with(sign)) continue;
    const std::string_view rest = text.substr(0, text.find(trimmed) + trimmed.size() - sign.size());
    if (!rest.empty() && kBlanks.find(rest.back()) != std::string_view::npos) return text.size() - rest.size();
  }
  return 0;
}

size_t SeparatorAtBegin(std::string_view text) {
  const std::string_view trimmed = Trim(text, kBlanks);
  for (const std::string_view sign : kSeparators) {
    if (!trimmed.starts_with(sign)) continue;
    const size_t end = text.find(trimmed) + sign.size();
    if (end < text.size() && kBlanks.find(text[end]) != std::string_view::npos) return end;
  }
  return 0;
}

}  // namespace

std::string WordsOf(std::string_view text) {
  const std::string folded = text::FoldText(text);
  std::string words;
  words.reserve(folded.size() + 2);
  for (size_t at = 0; at < folded.size();) {
    const size_t begin = at;
    for (text::CodePoint c; at < folded.size(); at += c.bytes) {
      c = text::CodePointAt(folded, at);
      if (!IsPartOfWord(folded, at, c)) break;
    }
    if (at == begin) {
      at += text::CodePointAt(folded, at).bytes;
      continue;
    }
    if (words.empty()) words = " ";
    words.append(folded, begin, at - begin) += ' ';
  }
  return words;
}

Likeness CompareTitles(std::string_view a, std::string_view b) {
  std::string shorter = WordsOf(WithoutEllipsis(a));
  std::string longer = WordsOf(WithoutEllipsis(b));
  if (shorter.size() > longer.size()) shorter.swap(longer);
  if (shorter.empty()) return Likeness::kUnsure;
  if (shorter == longer || IsAtAnEnd(shorter, longer)) return Likeness::kSame;
  if ((IsCut(a) || IsCut(b)) && BeginsCut(shorter, longer)) return Likeness::kSame;
  return CompareWords(shorter, longer);
}

bool IsOneOf(std::string_view title, const std::vector<std::string>& names) {
  if (names.empty()) return false;
  const std::string words = WordsOf(title);
  return std::ranges::any_of(names, [&](const std::string& name) { return WordsOf(name) == words; });
}

std::string WithoutSite(std::string title, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (name.empty() || title.size() <= name.size()) continue;
    const std::string_view whole = title;
    if (whole.ends_with(name)) {
      const std::string_view rest = whole.substr(0, whole.size() - name.size());
      const size_t separator = SeparatorAtEnd(rest);
      if (separator > 0) return std::string(Trim(rest.substr(0, rest.size() - separator), kBlanks));
    }
    if (whole.starts_with(name)) {
      const std::string_view rest = whole.substr(name.size());
      const size_t separator = SeparatorAtBegin(rest);
      if (separator > 0 && kBlanks.find(rest.front()) != std::string_view::npos) {
        return std::string(Trim(rest.substr(separator), kBlanks));
      }
    }
  }
  return title;
}

bool IsCut(std::string_view text) {
  return std::ranges::any_of(kEllipses, [&](std::string_view end) { return Trim(text, kBlanks).ends_with(end); });
}

std::string_view WithoutEllipsis(std::string_view text) {
  text = Trim(text, kBlanks);
  for (const std::string_view end : kEllipses) {
    if (text.ends_with(end)) return Trim(text.substr(0, text.size() - end.size()), kBlanks);
  }
  return text;
}

}  // namespace marsad::decode
