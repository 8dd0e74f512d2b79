#include "lib/text/sentence.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"

namespace marsad::embedded {
extern const std::string_view kAbbreviations;
}

namespace marsad::text {
namespace {

constexpr size_t kLongestAbbreviation = 32;  // bytes
constexpr size_t kLongestAddress = 2048;     // bytes

using Words = std::set<std::string_view, std::less<>>;

// The embedded table, by language; "" holds all.
const std::map<std::string_view, Words, std::less<>>& Abbreviations() {
  static const auto table = [] {
    std::map<std::string_view, Words, std::less<>> made;
    std::string_view rest = embedded::kAbbreviations;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const size_t tab = line.find('\t');
      if (line.starts_with('#') || tab == line.npos) continue;
      for (size_t at = tab + 1; at < line.size();) {
        const std::string_view word = line.substr(at, line.find(' ', at) - at);
        made[line.substr(0, tab)].insert(word);
        made[""].insert(word);
        at += word.size() + 1;
      }
    }
    return made;
  }();
  return table;
}

bool IsAbbreviation(std::string_view word, bool number_behind, std::string_view language) {
  const auto found = Abbreviations().find(language == "und" ? "" : language);
  if (found == Abbreviations().end()) return false;
  return found->second.contains(word) || (number_behind && found->second.contains(std::string(word) + "#"));
}

// Whether "3." is an ordinal in `language`.
bool WritesOrdinalsWithFullStop(std::string_view language) {
  static constexpr std::array<std::string_view, 17> kLanguages = {"bs", "cs", "da", "de", "et", "fi", "hr", "hu", "lv",
                                                                  "nb", "nn", "no", "pl", "sk", "sl", "sr", "tr"};
  return std::find(kLanguages.begin(), kLanguages.end(), language) != kLanguages.end();
}

bool IsWordClass(SentenceClass c) {
  return c == SentenceClass::kLower || c == SentenceClass::kUpper || c == SentenceClass::kOtherLetter ||
         c == SentenceClass::kIgnored;
}

// The word that ends before the full stop at `stop`.
struct WordBefore {
  std::string_view text;
  int letters = 0;
  SentenceClass first = SentenceClass::kOther;  // class of its first letter
  char32_t before = 0;                          // the code point before it; 0: none
  bool number_before = false;                   // right before it or behind one blank
};

constexpr char32_t kTatweel = 0x0640;

WordBefore ReadWordBefore(std::string_view paragraph, size_t stop) {
  WordBefore word;
  size_t begin = stop;
  while (begin > 0 && stop - begin <= kLongestAbbreviation) {
    const size_t previous = PreviousBoundary(paragraph, begin);
    const char32_t c = CodePointAt(paragraph, previous).value;
    const SentenceClass c_class = SentenceBreaker::ClassOf(c);
    if (!IsWordClass(c_class)) {
      word.before = c;
      break;
    }
    if (c_class != SentenceClass::kIgnored && c != kTatweel) {
      ++word.letters;
      word.first = c_class;
    }
    begin = previous;
  }
  word.text = paragraph.substr(begin, stop - begin);
  if (begin > 0 && paragraph[begin - 1] == ' ') --begin;
  if (begin == 0) return word;
  const char32_t c = CodePointAt(paragraph, PreviousBoundary(paragraph, begin)).value;
  word.number_before = SentenceBreaker::ClassOf(c) == SentenceClass::kNumeric;
  return word;
}

// `tight`: the next word follows the full stop without a blank.
bool IsInitial(const WordBefore& word, bool tight) {
  if (word.letters != 1) return false;
  if (tight || word.before == '.' || word.first == SentenceClass::kUpper) return true;
  return word.first == SentenceClass::kOtherLetter && !word.number_before;
}

// Whether the full stop at `stop` makes an ordinal or a list's number of the digits before it.
bool IsOrdinal(std::string_view paragraph, size_t stop, std::string_view language) {
  size_t begin = stop;
  int digits = 0;
  while (begin > 0 && digits < 3) {
    const size_t previous = PreviousBoundary(paragraph, begin);
    if (SentenceBreaker::ClassOf(CodePointAt(paragraph, previous).value) != SentenceClass::kNumeric) break;
    begin = previous;
    ++digits;
  }
  if (digits == 0 || digits > 2) return false;
  if (begin == 0) return true;
  const char before = paragraph[begin - 1];
  return WritesOrdinalsWithFullStop(language) && before != '.' && before != ',';
}

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Whether `boundary` stands inside a web address: in a run without blanks that begins like one.
bool IsInAddress(std::string_view paragraph, const SentenceBoundary& boundary) {
  if (boundary.end >= paragraph.size() || IsBlank(paragraph[boundary.end - 1])) return false;
  size_t begin = boundary.terminator;
  while (begin > 0 && !IsBlank(paragraph[begin - 1]) && boundary.terminator - begin < kLongestAddress) --begin;
  const std::string_view run = paragraph.substr(begin, boundary.terminator - begin);
  return run.find("://") != run.npos || run.find("www.") != run.npos;
}

bool GoesOn(std::string_view paragraph, const SentenceBoundary& boundary, std::string_view language) {
  if (IsInAddress(paragraph, boundary)) return true;
  if (!boundary.is_full_stop || paragraph[boundary.terminator] != '.' || boundary.end >= paragraph.size()) return false;
  const size_t behind = boundary.terminator + 1;
  if (SentenceBreaker::ClassOf(CodePointAt(paragraph, behind).value) == SentenceClass::kClose) return false;
  const WordBefore word = ReadWordBefore(paragraph, boundary.terminator);
  if (word.letters == 0) return IsOrdinal(paragraph, boundary.terminator, language);
  const SentenceClass next = SentenceBreaker::ClassOf(CodePointAt(paragraph, boundary.end).value);
  if (IsInitial(word, boundary.end == behind)) return true;
  const bool is_unit =
      word.letters == 1 && word.number_before;  // "in 1768 g." may end a sentence, "g. Moskva" does not
  return !is_unit && IsAbbreviation(word.text, next == SentenceClass::kNumeric, language);
}

constexpr std::string_view kClosingGuillemet = "\u00BB";

// French puts a blank before the closing quotation mark, which the standard takes for the next sentence's begin. In
// German the same mark opens, but then a word follows at once.
size_t TakeClosingQuote(std::string_view paragraph, size_t end) {
  if (!paragraph.substr(end).starts_with(kClosingGuillemet)) return end;
  const size_t behind = end + kClosingGuillemet.size();
  return behind == paragraph.size() || IsBlank(paragraph[behind]) ? behind : end;
}

bool IsSpaceClass(SentenceClass c) { return c == SentenceClass::kSpace || c == SentenceClass::kParagraph; }

// Without white space at either end.
OriginalSpan Trim(std::string_view text, size_t begin, size_t end) {
  while (begin < end) {
    const CodePoint c = CodePointAt(text, begin);
    if (!IsSpaceClass(SentenceBreaker::ClassOf(c.value))) break;
    begin += c.bytes;
  }
  while (end > begin) {
    const size_t previous = PreviousBoundary(text, end);
    if (!IsSpaceClass(SentenceBreaker::ClassOf(CodePointAt(text, previous).value))) break;
    end = previous;
  }
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

}  // namespace

std::vector<OriginalSpan> Sentences(std::string_view paragraph, std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  std::vector<OriginalSpan> sentences;
  SentenceBreaker breaker(paragraph);
  size_t begin = 0;
  while (const std::optional<SentenceBoundary> boundary = breaker.Next()) {
    if (GoesOn(paragraph, *boundary, primary)) continue;
    const size_t end = TakeClosingQuote(paragraph, boundary->end);
    const OriginalSpan sentence = Trim(paragraph, begin, end);
    if (!sentence.empty()) sentences.push_back(sentence);
    begin = end;
  }
  return sentences;
}

}  // namespace marsad::text
