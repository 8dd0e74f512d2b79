#include "stages/summarize/phrases.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/take_until.h"
#include "lib/text/code_point.h"
#include "lib/text/fold.h"

namespace marsad::embedded {
extern const std::string_view kSummaryPhrases;
}

namespace marsad::summarize {
namespace {

using text::Token;

// In the order of Phrase.
constexpr std::array<std::string_view, kPhraseClasses> kNames = {
    "filler",     "anaphora",  "speech",   "number",  "thesis",  "ordinal",  "evaluation", "speaker",  "notice",
    "opener",     "objection", "preamble", "action",  "demand",  "numbered", "function",   "clock",    "event",
    "background", "aside",     "formula",  "praise",  "routine", "personal", "auxiliary",  "caption",  "fresh",
    "turn",       "denial",    "loss",     "earlier", "outcome", "comeback", "first goal", "reporter", "formality",
    "history",    "and",       "this",     "period",  "reply",   "fragment"};

constexpr size_t kPrefixKey = 3;  // letters
constexpr std::string_view kAnyLanguage = "any";
constexpr std::string_view kSeparator = " | ";

// Folded: conjunctions that Arabic writes onto the next word; what a verb ends in: she or I, they, two, we; prefixes of the
// imperfect, whose first letter the file gives as yeh: she, will he, will she, I will, we will.
constexpr std::array<std::string_view, 2> kConjunctions = {"\u0648", "\u0641"};  // waw, feh
constexpr std::array<std::string_view, 4> kPastEndings = {"\u062A", "\u0648\u0627", "\u0627",
                                                          "\u0646\u0627"};  // teh, waw alef, alef, noon alef
constexpr std::array<std::string_view, 5> kPresentBegins = {"\u062A", "\u0633\u064A", "\u0633\u062A", "\u0633\u0627",
                                                            "\u0633\u0646"};  // teh, seen yeh, teh, alef, noon
constexpr std::string_view kPresentPlural = "\u0648\u0646";                   // waw noon
constexpr std::string_view kYeh = "\u064A";
constexpr size_t kFewestBytesJoined = 6;  // three letters without the conjunction

std::vector<std::string> FoldedWords(std::string_view phrase) {
  const text::Folded folded = text::Fold(phrase);
  std::vector<std::string> words;
  for (const Token& token : text::Tokenize(phrase, folded)) words.emplace_back(token.search.Cut(folded.search));
  return words;
}

bool IsArabic(std::string_view word) {
  const char32_t letter = text::CodePointAt(word, 0).value;
  return letter >= 0x0600 && letter <= 0x06FF;
}

// The forms, of the third person and of who says "I" or "we", of an Arabic verb that is given as "he did" or "he does".
std::vector<std::string> FormsOf(std::string_view verb) {
  std::vector<std::string> forms = {std::string(verb)};
  if (!verb.starts_with(kYeh)) {
    for (const std::string_view ending : kPastEndings) forms.push_back(std::string(verb) + std::string(ending));
    return forms;
  }
  const std::string_view stem = verb.substr(kYeh.size());
  for (const std::string_view begin : kPresentBegins) forms.push_back(std::string(begin) + std::string(stem));
  forms.push_back(std::string(verb) + std::string(kPresentPlural));
  return forms;
}

// Empty if the word has fewer.
std::string_view FirstLetters(std::string_view word) {
  size_t at = 0;
  for (size_t letters = 0; letters < kPrefixKey; ++letters) {
    if (at >= word.size()) return {};
    at += text::CodePointAt(word, at).bytes;
  }
  return word.substr(0, at);
}

}  // namespace

Phrases::Table Phrases::Load() {
  Table table;
  table[""];
  std::vector<std::pair<Phrase, std::string_view>> of_all;
  for (std::string_view rest = embedded::kSummaryPhrases; !rest.empty();) {
    std::string_view line = TakeUntil("\n", &rest);
    const std::string_view class_name = TakeUntil("\t", &line);
    const auto* const name = std::find(kNames.begin(), kNames.end(), class_name);
    if (name == kNames.end()) continue;
    const auto phrase_class = static_cast<Phrase>(name - kNames.begin());
    const std::string_view language = TakeUntil("\t", &line);
    while (!line.empty()) {
      const std::string_view phrase = TakeUntil(kSeparator, &line);
      table[""].Add(phrase_class, phrase);
      if (language == kAnyLanguage) {
        of_all.emplace_back(phrase_class, phrase);
      } else {
        table[std::string(language)].Add(phrase_class, phrase);
      }
    }
  }
  table[std::string(kAnyLanguage)];
  for (auto& [language, phrases] : table) {
    if (language.empty()) continue;
    for (const auto& [phrase_class, phrase] : of_all) phrases.Add(phrase_class, phrase);
  }
  return table;
}

const Phrases& Phrases::Of(std::string_view language) {
  static const Table table = Load();
  const std::string_view primary = language.substr(0, language.find('-'));
  const auto found = table.find(primary == "und" ? std::string_view() : primary);
  return found == table.end() ? table.find(kAnyLanguage)->second : found->second;
}

// The text of a phrase may end in "*", any ending, or "~", the forms of a verb.
void Phrases::Add(Phrase phrase_class, std::string_view phrase) {
  const bool is_prefix = phrase.ends_with('*');
  const bool is_verb = phrase.ends_with('~');
  std::vector<std::string> words = FoldedWords(phrase.substr(0, phrase.size() - (is_prefix || is_verb ? 1 : 0)));
  if (words.empty()) return;
  const std::string first = std::move(words.front());
  words.erase(words.begin());
  const bool joins = phrase_class == Phrase::kAction || phrase_class == Phrase::kEvent || is_verb;
  for (const std::string& form : is_verb ? FormsOf(first) : std::vector<std::string>{first}) {
    const Entry entry = {phrase_class, words, is_prefix};
    AddEntry(form, entry);
    if (!joins || form.size() < kFewestBytesJoined || !IsArabic(form)) continue;
    for (const std::string_view conjunction : kConjunctions) AddEntry(std::string(conjunction) + form, entry);
  }
}

void Phrases::AddEntry(const std::string& first, const Entry& entry) {
  if (entry.is_prefix && entry.rest.empty()) {
    prefixes_[std::string(FirstLetters(first))].push_back({entry.phrase_class, first});
  } else {
    entries_[first].push_back(entry);
  }
}

bool Phrases::Entry::IsAt(std::span<const Token> tokens, std::string_view search) const {
  if (rest.size() > tokens.size()) return false;
  for (size_t i = 0; i < rest.size(); ++i) {
    const std::string_view word = tokens[i].search.Cut(search);
    const bool may_go_on = is_prefix && i + 1 == rest.size();
    if (may_go_on ? !word.starts_with(rest[i]) : word != rest[i]) return false;
  }
  return true;
}

PhraseSet Phrases::Find(std::span<const Token> tokens, std::string_view search) const {
  PhraseSet found;
  if (tokens.empty()) return found;
  const std::string_view word = tokens.front().search.Cut(search);
  if (const auto entries = entries_.find(word); entries != entries_.end()) {
    for (const Entry& entry : entries->second) {
      if (entry.IsAt(tokens.subspan(1), search)) found.Add(entry.phrase_class);
    }
  }
  if (prefixes_.empty()) return found;
  const auto prefixes = prefixes_.find(FirstLetters(word));
  if (prefixes == prefixes_.end()) return found;
  for (const Prefix& prefix : prefixes->second) {
    if (word.starts_with(prefix.letters)) found.Add(prefix.phrase_class);
  }
  return found;
}

size_t Phrases::CountWords(Phrase phrase_class, std::span<const Token> tokens, std::string_view search) const {
  if (tokens.empty()) return 0;
  const auto entries = entries_.find(tokens.front().search.Cut(search));
  if (entries == entries_.end()) return 0;
  size_t longest = 0;
  for (const Entry& entry : entries->second) {
    if (entry.phrase_class == phrase_class && entry.IsAt(tokens.subspan(1), search)) {
      longest = std::max(longest, entry.rest.size() + 1);
    }
  }
  return longest;
}

}  // namespace marsad::summarize
