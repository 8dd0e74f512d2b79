#include "stages/decode/article/byline_line.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/decode/article/byline.h"
#include "stages/decode/trim.h"

namespace marsad::decode {
namespace {

using text::SentenceClass;

constexpr size_t kHeadLines = 4;        // that are not blank
constexpr size_t kLongestLine = 160;    // bytes
constexpr size_t kLongestParticle = 3;  // bytes: "al", "de", "von"
constexpr size_t kFewestWords = 2;      // of a name
constexpr size_t kMostWords = 4;
constexpr std::string_view kSigns = " \t-/|";
constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kArticle = "\u0627\u0644";               // Arabic AL-, "the"
constexpr std::string_view kQuotes[] = {"\"", "\u00AB", "\u201C"};  // that open a quotation
constexpr std::string_view kLabels[] = {"Text", "Texte", "Textes", "Texto", "Testo", "Words", "TEXTE", "TEXTO", "TEXT"};
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

// "Text: ": a word that names a writer before a colon alone.
std::string_view BehindLabel(std::string_view line) {
  for (const std::string_view label : kLabels) {
    if (!line.starts_with(label)) continue;
    const std::string_view behind = Trim(line.substr(label.size()), kBlanks);
    if (behind.starts_with(':')) return Trim(behind.substr(1), kBlanks);
  }
  return {};
}

// What follows the byline's word at the front of `line`; empty: it has none.
std::string_view BehindWord(std::string_view line) {
  if (const std::string_view behind = BehindLabel(line); !behind.empty()) {
    // Another label after it says who took the pictures.
    const size_t label = behind.find(':');
    const size_t end = label == behind.npos ? behind.size() : behind.find_last_of(",/|.;\u060C", label);
    return Trim(behind.substr(0, end), " \t,/|.;");
  }
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

void TakeFirstLines(Draft* draft) {
  std::string_view rest = draft->body;
  for (size_t lines = 0; draft->authors.empty() && lines < kHeadLines && !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = Trim(rest.substr(0, end), kBlanks);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    ++lines;
    if (line.size() > kLongestLine || line.ends_with('.')) {
      if (!line.ends_with(')')) return;  // prose; notes in brackets stand above it
      continue;
    }
    if (!rest.empty()) draft->authors = NamesOf(line, rest);
  }
}

// The last line, if a colon says what it is: "Text: Jane Miller, photos: Omar Hadi".
void TakeLastLine(Draft* draft) {
  const std::string_view body = Trim(draft->body);
  const size_t begin = body.rfind('\n');
  if (begin == body.npos) return;
  const std::string_view line = Trim(body.substr(begin + 1), kBlanks);
  const size_t colon = line.find(':');
  const bool is_labelled = colon != line.npos && (IsBylineWord(line.substr(0, colon)) || !BehindLabel(line).empty());
  if (line.size() <= kLongestLine && is_labelled) draft->authors = NamesOf(line, {});
}

}  // namespace

void TakeBylineLine(Draft* draft) {
  if (draft->authors.empty()) TakeFirstLines(draft);
  if (draft->authors.empty()) TakeLastLine(draft);
}

}  // namespace marsad::decode
