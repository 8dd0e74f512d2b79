#include "stages/decode/label_line.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "lib/base/take_until.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/decode/article/moment.h"
#include "stages/decode/article/words.h"
#include "stages/decode/trim.h"

namespace marsad::embedded {
extern const std::string_view kNoTitles;
}  // namespace marsad::embedded

namespace marsad::decode {
namespace {

constexpr size_t kLongestLabel = 160;  // bytes of a line
constexpr size_t kMostWords = 7;       // of one label
constexpr int kMostParts = 6;

// The words of the table, as of WordsOf().
struct Labels {
  std::unordered_set<std::string> labels;
  std::unordered_set<std::string> number_words;  // "No", before a number
  std::unordered_set<std::string> date_words;    // "of", before a date
  std::unordered_set<std::string> openings;      // the first words of all labels and number words

  Labels();
  static const Labels& Get() {
    static const Labels labels;
    return labels;
  }
};

std::string FirstWord(const std::string& words) { return words.substr(0, words.find(' ', 1) + 1); }

Labels::Labels() {
  std::string_view text = embedded::kNoTitles;
  while (!text.empty()) {
    const std::string_view line = TakeUntil('\n', &text);
    if (line.empty() || line.starts_with("# ")) continue;
    const size_t tab = line.find('\t');
    const std::string words = WordsOf(line.substr(0, tab));
    const std::string_view what = tab == line.npos ? std::string_view() : line.substr(tab + 1);
    (what == "number" ? number_words : what == "date" ? date_words : labels).insert(words);
    if (what != "date") openings.insert(FirstWord(words));
  }
}

// Between parts of such a line. Of UTF-8's longer ones: dashes, bullet, middle dot, Arabic comma.
std::string_view WithoutSigns(std::string_view text) {
  constexpr std::string_view kSigns = " \t-|/:,;.()[]*#_";
  constexpr std::string_view kLonger[] = {"\u2013", "\u2014", "\u2022", "\u00B7", "\u060C", "\u00A0"};
  for (;;) {
    const size_t size = text.size();
    text = Trim(text, kSigns);
    for (const std::string_view sign : kLonger) {
      if (text.starts_with(sign)) text.remove_prefix(sign.size());
      if (text.ends_with(sign)) text.remove_suffix(sign.size());
    }
    if (text.size() == size) return text;
  }
}

// A day with its month's name or numbers between blanks or signs, and nothing else.
bool IsDateAlone(std::string_view text) {
  constexpr size_t kLongest = 60;  // bytes
  return text.size() <= kLongest && text.find_first_of(" -/.") != text.npos && ParseOpenMoment(text).has_value();
}

// Where the word that begins `text` ends.
size_t EndOfWord(std::string_view text) { return std::min(text.find_first_of(" \t:|,;()[]"), text.size()); }

bool IsDigit(std::string_view text, size_t at) {
  const text::CodePoint c = text::CodePointAt(text, at);
  return text::SentenceBreaker::ClassOf(c.value) == text::SentenceClass::kNumeric;
}

// How many bytes of `text` are a number: "12", "118/2026", "14-26", "3".
size_t NumberBytes(std::string_view text) {
  size_t at = 0;
  while (at < text.size() && (IsDigit(text, at) || (at > 0 && std::string_view("/-.").find(text[at]) != text.npos)))
    at += text::CodePointAt(text, at).bytes;
  return at == EndOfWord(text) ? at : 0;
}

class LabelReader {
 public:
  // Whether all of `text` is parts of such a line, and one of them says more than a number.
  bool Read(std::string_view text) {
    for (int parts = 0; parts < kMostParts; ++parts) {
      text = WithoutSigns(text);
      if (text.empty()) return says_something_;
      if (IsDateAlone(text)) return true;
      const size_t taken = TakeLabel(text);
      const size_t bytes = taken > 0 ? taken : std::max(TakeDate(text), TakeNumber(text));
      if (bytes == 0) return false;
      text.remove_prefix(bytes);
    }
    return false;
  }

 private:
  // The longest label that begins `text`.
  size_t TakeLabel(std::string_view text) {
    size_t longest = 0;
    size_t end = 0;
    for (size_t words = 0; words < kMostWords && end < text.size(); ++words) {
      end += EndOfWord(text.substr(end));
      if (Labels::Get().labels.contains(WordsOf(text.substr(0, end)))) longest = end;
      ++end;
    }
    says_something_ = says_something_ || longest > 0;
    return longest;
  }

  // A date after such a word, or before one of the signs that part it from the rest.
  size_t TakeDate(std::string_view text) {
    const size_t word = EndOfWord(text);
    if (Labels::Get().date_words.contains(WordsOf(text.substr(0, word)))) {
      return IsDateAlone(WithoutSigns(text.substr(word))) ? text.size() : 0;
    }
    constexpr std::string_view kSigns[] = {"|", " - ", " \u2013 ", " \u2014 ", ": ", "\t"};
    for (const std::string_view sign : kSigns) {
      const size_t end = text.find(sign);
      if (end != text.npos && IsDateAlone(WithoutSigns(text.substr(0, end)))) return end;
    }
    return 0;
  }

  size_t TakeNumber(std::string_view text) {
    if (const size_t bare = NumberBytes(text); bare > 0) return bare;
    constexpr std::string_view kSign = "\u2116";  // NUMERO SIGN
    const size_t word = text.starts_with(kSign) ? kSign.size() : std::min(EndOfWord(text), FirstDigit(text));
    const bool is_word = text.starts_with(kSign) || Labels::Get().number_words.contains(WordsOf(text.substr(0, word)));
    if (!is_word) return 0;
    const std::string_view rest = WithoutSigns(text.substr(word));
    const size_t number = NumberBytes(rest);
    if (number == 0) return 0;
    says_something_ = true;
    return static_cast<size_t>(rest.data() - text.data()) + number;
  }

  static size_t FirstDigit(std::string_view text) {
    size_t at = 0;
    while (at < text.size() && !IsDigit(text, at)) at += text::CodePointAt(text, at).bytes;
    return at;
  }

  bool says_something_ = false;
};

}  // namespace

bool IsLabelLine(std::string_view line) {
  if (line.empty() || line.size() > kLongestLabel) return false;
  line = WithoutSigns(line);
  if (line.empty()) return false;
  const bool begins = IsDigit(line, 0) || line.starts_with("\u2116") ||
                      Labels::Get().openings.contains(FirstWord(WordsOf(line.substr(0, EndOfWord(line)))));
  if (begins && LabelReader().Read(line)) return true;
  return IsDateAlone(line);
}

}  // namespace marsad::decode
