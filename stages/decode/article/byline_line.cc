#include "stages/decode/article/byline_line.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/decode/article/byline.h"
#include "stages/decode/article/words.h"
#include "stages/decode/trim.h"

namespace marsad::embedded {
extern const std::string_view kCreditLabels;
}

namespace marsad::decode {
namespace {

using text::SentenceClass;

constexpr size_t kHeadLines = 4;        // that are not blank
constexpr size_t kTailLines = 3;        // likewise
constexpr size_t kLongestLine = 160;    // bytes
constexpr size_t kLongestParticle = 3;  // bytes: "al", "de", "von"
constexpr size_t kFewestWords = 2;      // of a name
constexpr size_t kMostWords = 4;
constexpr std::string_view kSigns = " \t-/|";
constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kArticle = "\u0627\u0644";               // Arabic AL-, "the"
constexpr std::string_view kQuotes[] = {"\"", "\u00AB", "\u201C"};  // that open a quotation
constexpr std::string_view kNoNames[] = {
    "\u0641\u064A",       "\u0639\u0644\u0649", "\u0639\u0646",
    "\u0625\u0644\u0649", "\u0645\u0646",       "\u0623\u0646"};  // Arabic prepositions: in, on, about, to, from; that

SentenceClass FirstClass(std::string_view text) {
  return text::SentenceBreaker::ClassOf(text::CodePointAt(text, 0).value);
}

std::vector<std::string_view> WordsIn(std::string_view text) {
  std::vector<std::string_view> words;
  while (!(text = Trim(text)).empty()) {
    words.push_back(text.substr(0, text.find(' ')));
    text.remove_prefix(words.back().size());
  }
  return words;
}

// "Jane de Miller": capitals, and particles inside.
bool IsNameInCapitals(std::string_view name) {
  const std::vector<std::string_view> words = WordsIn(name);
  if (words.size() < kFewestWords || words.size() > kMostWords + 1) return false;
  const auto fits = [](std::string_view word) {
    const SentenceClass found = FirstClass(word);
    return found == SentenceClass::kUpper || (found == SentenceClass::kLower && word.size() <= kLongestParticle);
  };
  return FirstClass(words[0]) == SentenceClass::kUpper && std::ranges::all_of(words, fits);
}

// Of a script without capitals: few words, and none that stands in sentences alone.
bool IsPlainName(std::string_view name) {
  const std::vector<std::string_view> words = WordsIn(name);
  const auto is_none = [](std::string_view word) { return std::ranges::find(kNoNames, word) != std::end(kNoNames); };
  return words.size() >= kFewestWords && words.size() <= kMostWords && !words[0].starts_with(kArticle) &&
         FirstClass(words[0]) == SentenceClass::kOtherLetter && std::ranges::none_of(words, is_none);
}

// What follows the byline's word at the front of `line`; empty: it has none.
std::string_view BehindWord(std::string_view line) {
  const size_t sign = line.find_first_of("-/|");
  if (sign != std::string_view::npos && IsBylineWord(line.substr(0, sign))) return line.substr(sign);
  const std::string name = AuthorIn(line);
  return name.empty() || name.size() >= line.size() ? std::string_view() : line.substr(line.size() - name.size());
}

bool OpensQuotation(std::string_view text) {
  text = Trim(text);
  return std::ranges::any_of(kQuotes, [&](std::string_view quote) { return text.starts_with(quote); });
}

// The names of a line that is a byline; `below` is the text that follows it.
std::vector<std::string> NamesOf(std::string_view line, std::string_view below) {
  const bool ends_in_colon = line.ends_with(':');
  std::string_view bare = Trim(line, " :\t");
  const std::string_view names = Trim(BehindWord(bare), kSigns);
  if (names.empty()) return {};
  const std::string_view sign = bare.substr(0, static_cast<size_t>(names.data() - bare.data()));
  const bool has_sign = sign.find_first_of(":-/|") != std::string_view::npos;
  const bool has_capitals = FirstClass(names) == SentenceClass::kUpper;
  const bool is_byline = has_capitals || has_sign || (ends_in_colon && !OpensQuotation(below));
  if (!is_byline || names.ends_with('.')) return {};
  std::vector<std::string> authors = AuthorsIn(names);
  const auto is_name = [&](const std::string& one) { return has_capitals ? IsNameInCapitals(one) : IsPlainName(one); };
  return !authors.empty() && std::ranges::all_of(authors, is_name) ? authors : std::vector<std::string>();
}

// Whether a label names who wrote; by its words (words.h).
const std::unordered_map<std::string, bool>& CreditLabels() {
  static const std::unordered_map<std::string, bool> kLabels = [] {
    std::unordered_map<std::string, bool> labels;
    for (std::string_view rest = embedded::kCreditLabels; !rest.empty();) {
      const std::string_view row = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(row.size() + 1, rest.size()));
      const size_t tab = row.find('\t');
      if (row.starts_with('#') || tab == std::string_view::npos) continue;
      labels.emplace(WordsOf(row.substr(tab + 1)), row.starts_with("text"));
    }
    return labels;
  }();
  return kLabels;
}

// One of the parts of "Text: Jane Miller, photos: Omar Hadi".
struct Credit {
  bool is_text = false;
  size_t label = 0;  // where its label begins
  size_t names = 0;  // after the colon
};

// The label that ends at `end` of `line`, of as many words as a known one has; `end` is returned if there is none.
size_t LabelBefore(std::string_view line, size_t end, bool* is_text) {
  constexpr int kMostLabelWords = 3;
  size_t begin = line.substr(0, end).find_last_not_of(kBlanks) + 1;
  size_t found = end;
  for (int words = 0; words < kMostLabelWords && begin > 0; ++words) {
    begin = line.substr(0, begin).find_last_of(kBlanks) + 1;
    const auto label = CreditLabels().find(WordsOf(line.substr(begin, end - begin)));
    if (label != CreditLabels().end()) {
      found = begin;
      *is_text = label->second;
    }
    begin = line.substr(0, begin).find_last_not_of(kBlanks) + 1;
  }
  return found;
}

constexpr std::string_view kParting = " \t,;|/-.*_";

// The credits that make up a line; none if it holds anything else.
std::vector<Credit> CreditsOf(std::string_view line) {
  std::vector<Credit> credits;
  for (size_t colon = line.find(':'); colon != std::string_view::npos; colon = line.find(':', colon + 1)) {
    Credit credit{.names = colon + 1};
    credit.label = LabelBefore(line, colon, &credit.is_text);
    if (credit.label == colon) return {};
    credits.push_back(credit);
  }
  const bool is_whole = !credits.empty() && Trim(line.substr(0, credits[0].label), kParting).empty();
  return is_whole ? credits : std::vector<Credit>();
}

// The names of a credit without what parts it from the next.
std::string_view WithoutParting(std::string_view names) {
  names = Trim(names, kParting);
  for (const std::string_view sign : {"\u060C", "\u2022", "\u00B7", "\u2013", "\u2014"}) {
    if (names.ends_with(sign)) names = Trim(names.substr(0, names.size() - sign.size()), kParting);
  }
  return names;
}

bool AreNames(std::string_view names, const std::vector<std::string>& people) {
  const bool has_capitals = !names.empty() && FirstClass(names) == SentenceClass::kUpper;
  return !people.empty() && std::ranges::all_of(people, [&](const std::string& one) {
    return has_capitals ? IsNameInCapitals(one) : IsPlainName(one);
  });
}

// Who wrote, of a line of credits; none if that is no name.
std::vector<std::string> WritersOf(std::string_view line) {
  const std::vector<Credit> credits = CreditsOf(line);
  std::vector<std::string> writers;
  for (size_t i = 0; i < credits.size(); ++i) {
    if (!credits[i].is_text) continue;
    const size_t end = i + 1 < credits.size() ? credits[i + 1].label : line.size();
    const std::string_view names = WithoutParting(line.substr(credits[i].names, end - credits[i].names));
    const std::vector<std::string> people = names.empty() ? std::vector<std::string>() : AuthorsIn(names);
    if (!AreNames(names, people)) return {};
    writers.insert(writers.end(), people.begin(), people.end());
  }
  return writers;
}

std::vector<std::string> AuthorsAbove(std::string_view rest) {
  for (size_t lines = 0; lines < kHeadLines && !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = Trim(rest.substr(0, end), kBlanks);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    ++lines;
    if (line.size() > kLongestLine || line.ends_with('.')) {
      if (!line.ends_with(')')) return {};  // prose; notes in brackets stand above it
      continue;
    }
    if (rest.empty()) return {};
    std::vector<std::string> authors = WritersOf(line);
    if (authors.empty()) authors = NamesOf(line, rest);
    if (!authors.empty()) return authors;
  }
  return {};
}

// Below the text only labels tell a credit from a sentence.
std::vector<std::string> WritersBelow(std::string_view rest) {
  for (size_t lines = 0; lines < kTailLines;) {
    const size_t break_before = rest.rfind('\n');
    if (break_before == std::string_view::npos) break;
    const std::string_view line = Trim(rest.substr(break_before + 1), kBlanks);
    rest = rest.substr(0, break_before);
    if (line.empty()) continue;
    ++lines;
    if (line.size() > kLongestLine) continue;
    std::vector<std::string> writers = WritersOf(line);
    const size_t colon = std::min(line.find(':'), line.size());
    const bool is_byline = lines == 1 && colon < line.size() && IsBylineWord(line.substr(0, colon));
    if (writers.empty() && is_byline) writers = NamesOf(line, {});
    if (!writers.empty()) return writers;
  }
  return {};
}

}  // namespace

std::vector<std::string> NamesInByline(std::string_view line, std::string_view below) {
  if (line.size() > kLongestLine) return {};
  std::vector<std::string> names = WritersOf(line);
  // The colon stands for the signs that set the line apart.
  return names.empty() ? NamesOf(std::string(line).append(":"), below) : names;
}

void TakeBylineLine(Draft* draft) {
  if (draft->authors.empty()) draft->authors = AuthorsAbove(draft->body);
  if (draft->authors.empty()) draft->authors = WritersBelow(draft->body);
}

}  // namespace marsad::decode
