#include "lib/text/sentence.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "lib/text/sentence_end.h"
#include "lib/text/sentence_signs.h"
#include "lib/text/sentence_words.h"

namespace marsad::text {
namespace {

constexpr size_t kLongestAbbreviation = 32;  // bytes
constexpr size_t kLongestAddress = 2048;     // bytes

// Whether "3." is an ordinal in `language`.
bool WritesOrdinalsWithFullStop(std::string_view language) {
  static constexpr std::array<std::string_view, 17> kLanguages = {"bs", "cs", "da", "de", "et", "fi", "hr", "hu", "lv",
                                                                  "nb", "nn", "no", "pl", "sk", "sl", "sr", "tr"};
  return std::find(kLanguages.begin(), kLanguages.end(), language) != kLanguages.end();
}

SentenceClass ClassAt(std::string_view text, size_t at) {
  return SentenceBreaker::ClassOf(CodePointAt(text, at).value);
}

bool IsWordClass(SentenceClass c) {
  return c == SentenceClass::kLower || c == SentenceClass::kUpper || c == SentenceClass::kOtherLetter ||
         c == SentenceClass::kIgnored;
}

constexpr char32_t kTatweel = 0x0640;

// The word that ends before the full stop at `stop`.
struct WordBefore {
  std::string_view text;
  size_t begin = 0;
  int letters = 0;
  SentenceClass first = SentenceClass::kOther;  // class of its first letter
  char32_t before = 0;                          // the code point before it; 0: none
  bool number_before = false;                   // right before it or after one blank
};

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
  word.begin = begin;
  if (begin > 0 && paragraph[begin - 1] == ' ') --begin;
  word.number_before = begin > 0 && ClassAt(paragraph, PreviousBoundary(paragraph, begin)) == SentenceClass::kNumeric;
  return word;
}

// `word` with the letters before it that full stops, and perhaps blanks, join to it, without the blanks: U.S for
// "U. S." and "U.S."; empty if there are none.
std::string DottedWord(std::string_view paragraph, const WordBefore& word) {
  constexpr int kMostParts = 4;
  std::string dotted;
  size_t begin = word.begin;
  for (int part = 1; part < kMostParts; ++part) {
    if (begin > 1 && paragraph[begin - 1] == ' ') --begin;
    if (begin < 2 || paragraph[begin - 1] != '.') break;
    const WordBefore one = ReadWordBefore(paragraph, begin - 1);
    if (one.letters == 0 || one.letters > 2) break;
    dotted.insert(0, std::string(one.text) + '.');
    begin = one.begin;
  }
  return dotted.empty() ? dotted : dotted.append(word.text);
}

// Decides, one after the other, which of the standard's boundaries in a paragraph count.
class Judge {
 public:
  Judge(std::string_view paragraph, std::string_view language)
      : paragraph_(paragraph), language_(language), words_(SentenceWords::Of(language == "und" ? "" : language)) {}

  // Whether the sentence that began at `begin` goes on after `boundary`.
  bool GoesOn(size_t begin, const SentenceBoundary& boundary) {
    if (boundary.end >= paragraph_.size()) return false;
    if (boundary.is_emoji) return boundary.terminator < begin || !words_.IsStarterWord(WordAt(boundary.end));
    if (paragraph_[boundary.end] == '&' || IsInAddressOrBracket(boundary)) return true;
    const CodePoint stop = CodePointAt(paragraph_, boundary.terminator);
    const size_t behind = boundary.terminator + stop.bytes;
    if (ClassAt(paragraph_, behind) == SentenceClass::kClose)
      return EnclosedNameGoesOn(boundary) || words_.IsOf(WordSet::kLink, WordAt(boundary.end)) ||
             IsQuotedBySpeaker(begin, boundary.end);
    if (!IsFullStop(stop.value) && stop.value != kEllipsis) return false;
    if (boundary.is_before_number) return !EndsBeforeNumber(boundary.terminator);
    if (IsEllipsis(boundary.terminator)) return EllipsisGoesOn(boundary);
    return FullStopGoesOn(begin, boundary, behind);
  }

 private:
  // The same after a full stop; `behind` is right after it.
  bool FullStopGoesOn(size_t begin, const SentenceBoundary& boundary, size_t behind) {
    const WordBefore word = ReadWordBefore(paragraph_, boundary.terminator);
    if (word.letters == 0) {
      return (boundary.end == behind && IsCodeOrLetter(WordAt(behind))) ||
             IsOrdinal(begin, boundary.terminator, BeginsSentence(boundary.end));
    }
    return boundary.end == behind ? IsInsideName(word, behind) : GoesOnAfter(word, begin, boundary.end);
  }

  // Whether a sentence may end with the full stop at `stop` before a number that a small letter follows: after a long word
  // that is no abbreviation, nor looks like one (Sept. 28 people).
  bool EndsBeforeNumber(size_t stop) const {
    if (IsEllipsis(stop)) return false;
    const WordBefore word = ReadWordBefore(paragraph_, stop);
    const int fewest = word.first == SentenceClass::kUpper ? 6 : 4;  // letters
    return word.letters >= fewest && word.before != '.' && words_.Find(word.text) == Abbreviation::kNone;
  }

  // Whether the sentence that began at `begin` goes on at `next`, after `word`, its full stop and a blank.
  bool GoesOnAfter(const WordBefore& word, size_t begin, size_t next) const {
    if (word.letters == 1 && IsHalfOfAbbreviation(word, next)) return true;
    if (const std::optional<bool> known = AbbreviationGoesOn(word, begin, next)) return *known;
    const bool begins_next = BeginsSentence(next);
    if (IsJoinedInitial(word)) return !begins_next;
    if (IsLetter(word) && (word.before == '.' || FollowsLetter(word) || words_.IsOf(WordSet::kLetter, WordAt(next))))
      return !begins_next || words_.IsOf(WordSet::kBehindName, WordAt(next));
    return IsInitial(word) && (word.first == SentenceClass::kOtherLetter || !begins_next);
  }

  // Whether marks enclose nothing but a dotted name, "(N.H.B.)", whose last full stop is its own: a sentence that ends with
  // it has a second one after the mark, or a starter follows in a script with capitals.
  bool EnclosedNameGoesOn(const SentenceBoundary& boundary) const {
    if (!EnclosesDottedName(boundary.terminator)) return false;
    return ClassAt(paragraph_, boundary.end) == SentenceClass::kOtherLetter || !BeginsSentence(boundary.end);
  }

  // Whether letters and full stops alone stand between an opening mark and the full stop at `stop`: two words or more, or an
  // abbreviation. Blanks part letters and their names only.
  bool EnclosesDottedName(size_t stop) const {
    constexpr int kMostParts = 8;
    bool has_blank = false;
    const bool is_known = words_.Find(ReadWordBefore(paragraph_, stop).text) != Abbreviation::kNone;
    bool are_letters = true;
    for (int parts = 1; parts <= kMostParts && IsFullStop(CodePointAt(paragraph_, stop).value); ++parts) {
      const WordBefore word = ReadWordBefore(paragraph_, stop);
      if (word.letters == 0 || word.begin == 0) return false;
      are_letters = are_letters && (word.letters == 1 || IsLetter(word));
      size_t before = PreviousBoundary(paragraph_, word.begin);
      if (ClassAt(paragraph_, before) == SentenceClass::kClose)
        return (parts > 1 || is_known) && (are_letters || !has_blank);
      if (paragraph_[before] == ' ' && before > 0) {
        has_blank = true;
        before = PreviousBoundary(paragraph_, before);
        if (ClassAt(paragraph_, before) == SentenceClass::kClose) return parts > 1 && are_letters;
      }
      stop = before;
    }
    return false;
  }

  // What GoesOnAfter says where `word` is an abbreviation that decides it; nothing if it is left open.
  std::optional<bool> AbbreviationGoesOn(const WordBefore& word, size_t begin, size_t next) const {
    const auto true_or_open = [](bool goes_on) { return goes_on ? std::optional(true) : std::nullopt; };
    switch (FindAbbreviation(word)) {
      case Abbreviation::kTitle:
        return true;
      case Abbreviation::kEither:
        return !BeginsSentence(next);
      case Abbreviation::kOrdinal:
        return word.begin == begin;
      case Abbreviation::kNumber:
        return true_or_open(ClassAt(paragraph_, next) == SentenceClass::kNumeric);
      case Abbreviation::kUnit:
        return true_or_open(word.number_before && words_.IsOf(WordSet::kBehindUnit, WordAt(next)));
      case Abbreviation::kCompany:
        return true_or_open(IsOpeningBracket(paragraph_[next]) || FollowsCompany(WordAt(next)));
      case Abbreviation::kNone:
        return std::nullopt;
    }
    return std::nullopt;
  }

  // "a. D.": whether the word at `next`, with its full stop, makes an abbreviation of `word`.
  bool IsHalfOfAbbreviation(const WordBefore& word, size_t next) const {
    const std::string_view second = WordAt(next);
    if (second.empty() || !paragraph_.substr(EndOf(second)).starts_with('.')) return false;
    return words_.Find(std::string(word.text) + '.' + std::string(second)) != Abbreviation::kNone;
  }

  bool IsLetter(const WordBefore& word) const { return words_.IsOf(WordSet::kLetter, word.text); }

  // Whether another letter's name stands before `word`, with its full stop and a blank: "C. M. A. Horizon" as Arabic spells it.
  bool FollowsLetter(const WordBefore& word) const {
    if (word.begin < 2 || paragraph_[word.begin - 1] != ' ' || paragraph_[word.begin - 2] != '.') return false;
    return IsLetter(ReadWordBefore(paragraph_, word.begin - 2));
  }

  bool FollowsCompany(std::string_view next) const {
    return words_.IsOf(WordSet::kOffice, next) || words_.Find(next) == Abbreviation::kCompany;
  }

  // Whether the full stop between `word` and what stands at `next`, without a blank, belongs to a name: one of several,
  // or one with a letter's name, a capitalized word, a single letter beside it. Else a blank was forgotten.
  bool IsInsideName(const WordBefore& word, size_t next) const {
    const std::string_view second = WordAt(next);
    if (word.letters == 1 || words_.Find(word.text) != Abbreviation::kNone) return true;
    if (word.before == '.' || IsFollowedByDottedWord(EndOf(second))) return true;
    if (CountCharacters(second) == 1) return word.letters <= 2 || !BeginsSentence(next);
    if (word.first == SentenceClass::kUpper) return !BeginsSentence(next);
    return IsLetter(word) || words_.IsOf(WordSet::kDomain, second);
  }

  // Whether a full stop stands at `at` and a letter right after it.
  bool IsFollowedByDottedWord(size_t at) const {
    if (at >= paragraph_.size()) return false;
    const CodePoint stop = CodePointAt(paragraph_, at);
    const size_t behind = at + stop.bytes;
    return IsFullStop(stop.value) && behind < paragraph_.size() && IsWordClass(ClassAt(paragraph_, behind));
  }

  // What goes on after a number's full stop: "SE" in 2222.SE, up to four capitals and nothing else; a letter's name.
  bool IsCodeOrLetter(std::string_view word) const {
    constexpr size_t kLongestCode = 4;
    if (words_.IsOf(WordSet::kLetter, word)) return true;
    return !word.empty() && word.size() <= kLongestCode &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  static bool IsInitial(const WordBefore& word) {
    if (word.letters != 1) return false;
    if (word.before == '.' || word.first == SentenceClass::kUpper) return true;
    return word.first == SentenceClass::kOtherLetter && !word.number_before;
  }

  // "and d.": an Arabic initial or title with the conjunction before it.
  static bool IsJoinedInitial(const WordBefore& word) {
    constexpr char32_t kWaw = 0x0648;
    return word.letters == 2 && CodePointAt(word.text, 0).value == kWaw;
  }

  // Inside a web or mail address, or inside a bracket: in a run without blanks that looks like one.
  bool IsInAddressOrBracket(const SentenceBoundary& boundary) const {
    if (IsBlank(paragraph_[boundary.end - 1])) return false;
    size_t begin = boundary.terminator;
    while (begin > 0 && !IsBlank(paragraph_[begin - 1]) && boundary.terminator - begin < kLongestAddress) --begin;
    size_t end = boundary.end;
    while (end < paragraph_.size() && !IsBlank(paragraph_[end]) && end - boundary.end < kLongestAddress) ++end;
    const std::string_view before = paragraph_.substr(begin, boundary.terminator - begin);
    const size_t bracket = before.find_last_of("([)]");
    const std::string_view behind = paragraph_.substr(boundary.end, end - boundary.end);
    if (bracket != before.npos && IsOpeningBracket(before[bracket]) && behind.find_first_of(")]") != behind.npos)
      return true;
    return before.find("://") != before.npos || before.find("www.") != before.npos ||
           paragraph_.substr(begin, end - begin).find('@') != before.npos;
  }

  bool IsEllipsis(size_t stop) const {
    return CodePointAt(paragraph_, stop).value == kEllipsis || (stop > 0 && paragraph_[stop - 1] == '.');
  }

  // A capital after it begins a sentence. Scripts without capitals do not tell; there it mostly is a pause, but not
  // after a question, nor right before a starter.
  bool EllipsisGoesOn(const SentenceBoundary& boundary) const {
    if (ClassAt(paragraph_, boundary.end) != SentenceClass::kOtherLetter) return false;
    if (!IsBlank(paragraph_[boundary.end - 1]) && BeginsSentence(boundary.end)) return false;
    size_t first = boundary.terminator;
    while (first > 0 && paragraph_[first - 1] == '.') --first;
    return first == 0 || ClassAt(paragraph_, PreviousBoundary(paragraph_, first)) != SentenceClass::kSTerm;
  }

  // A single letter counts only behind a blank: "in 1768 g." may end a sentence, "g. Moskva" does not.
  Abbreviation FindAbbreviation(const WordBefore& word) const {
    const std::string dotted = DottedWord(paragraph_, word);
    const Abbreviation found = dotted.empty() ? Abbreviation::kNone : words_.Find(dotted);
    if (found != Abbreviation::kNone) return found;
    const Abbreviation alone = words_.Find(word.text);
    const bool is_unit = word.letters == 1 && word.number_before;
    return is_unit && alone == Abbreviation::kTitle ? Abbreviation::kNone : alone;
  }

  // Whether the digits before the full stop at `stop` are an ordinal, or number an item of a list.
  bool IsOrdinal(size_t sentence, size_t stop, bool begins_next) {
    size_t begin = stop;
    int digits = 0;
    int number = 0;
    for (int power = 1; begin > sentence && digits < 3; power *= 10, ++digits) {
      const size_t previous = PreviousBoundary(paragraph_, begin);
      const int32_t digit = u_charDigitValue(static_cast<UChar32>(CodePointAt(paragraph_, previous).value));
      if (digit < 0) break;
      number += digit * power;
      begin = previous;
    }
    if (digits == 0) return false;
    if (digits > 2) return !begins_next && WritesOrdinalsWithFullStop(language_) && IsLargeOrdinal(begin);
    if (IsListNumber(number, sentence, begin)) {
      list_number_ = number;
      return true;
    }
    const std::string_view before = paragraph_.substr(0, begin);
    return !begins_next && WritesOrdinalsWithFullStop(language_) && !before.ends_with('.') && !before.ends_with(',');
  }

  // "The 150. birthday", "the 10.000. visitor": a number that holds the digits at `begin`, after a word that says so, for many
  // sentences end with a year.
  bool IsLargeOrdinal(size_t begin) const {
    constexpr std::string_view kParts = "0123456789.";
    while (begin > 0 && kParts.find(paragraph_[begin - 1]) != kParts.npos) --begin;
    if (begin < 2 || paragraph_[begin - 1] != ' ') return false;
    return words_.IsOf(WordSet::kBeforeOrdinal, ReadWordBefore(paragraph_, begin - 1).text);
  }

  // Any number opens a paragraph; within it a list begins with 1, at a sentence's begin or after a colon, and goes on
  // with the next number at a sentence's begin.
  bool IsListNumber(int number, size_t sentence, size_t begin) const {
    if (begin == 0) return true;
    if (begin == sentence) return number == list_number_ + 1;
    return number == 1 && paragraph_.substr(0, begin).ends_with(": ");
  }

  // The word at `at`, after what opens a quotation or a bracket.
  std::string_view WordAt(size_t at) const {
    while (at < paragraph_.size() && ClassAt(paragraph_, at) == SentenceClass::kClose)
      at += CodePointAt(paragraph_, at).bytes;
    size_t end = at;
    while (end < paragraph_.size() && end - at <= kLongestAbbreviation && IsWordClass(ClassAt(paragraph_, end)))
      end += CodePointAt(paragraph_, end).bytes;
    return paragraph_.substr(at, end - at);
  }

  size_t EndOf(std::string_view word) const { return static_cast<size_t>(word.end() - paragraph_.begin()); }

  // Whether a starter stands at `at`; one with a full stop is an initial.
  bool BeginsSentence(size_t at) const {
    const std::string_view word = WordAt(at);
    const bool is_initial = paragraph_.substr(EndOf(word)).starts_with('.');
    return !is_initial && words_.IsStarter(word);
  }

  // Whether a quotation that began the sentence ends before `at`, where the words tell who speaks.
  bool IsQuotedBySpeaker(size_t begin, size_t at) const {
    if (ClassAt(paragraph_, begin) != SentenceClass::kClose) return false;
    const std::string_view first = WordAt(at);
    const size_t behind = EndOf(first) + 1;
    return words_.IsOf(WordSet::kSpeech, first) ||
           (behind < paragraph_.size() && ClassAt(paragraph_, at) == SentenceClass::kUpper &&
            words_.IsOf(WordSet::kSpeech, WordAt(behind)));
  }

  const std::string_view paragraph_;
  const std::string_view language_;
  const SentenceWords& words_;
  int list_number_ = 0;  // the last one seen
};

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
  SentenceBreaker breaker(paragraph, primary == "el" ? SentenceRules::kGreekNews : SentenceRules::kNews);
  Judge judge(paragraph, primary);
  size_t begin = 0;
  while (const std::optional<SentenceBoundary> boundary = breaker.Next()) {
    if (judge.GoesOn(begin, *boundary)) continue;
    const size_t end = std::max(begin, SentenceEnd(paragraph, *boundary));  // blanks were skipped already
    const OriginalSpan sentence = Trim(paragraph, begin, end);
    if (!sentence.empty()) sentences.push_back(sentence);
    begin = end;
    while (begin < paragraph.size() && IsBlank(paragraph[begin])) ++begin;  // it is judged from its first letter on
  }
  return sentences;
}

}  // namespace marsad::text
