#include "stages/summarize/phrases.h"

#include <algorithm>
#include <array>
#include <utility>

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
    "filler", "anaphora",  "speech",   "number", "thesis", "ordinal",  "evaluation", "speaker", "notice",
    "opener", "objection", "preamble", "action", "demand", "numbered", "function",   "clock"};

constexpr size_t kPrefixKey = 3;  // letters
constexpr std::string_view kAnyLanguage = "any";
constexpr std::string_view kSeparator = " | ";

// Folded: conjunctions that Arabic writes onto the next word.
constexpr std::array<std::string_view, 2> kConjunctions = {"\u0648", "\u0641"};  // waw, feh
constexpr size_t kFewestBytesJoined = 8;                                         // four letters with the conjunction

std::vector<std::string> FoldedWords(std::string_view phrase) {
  const text::Folded folded = text::Fold(phrase);
  std::vector<std::string> words;
  for (const Token& token : text::Tokenize(phrase, folded)) words.emplace_back(token.search.Cut(folded.search));
  return words;
}

// The part of `text` before the first `end`, which goes from it together with that.
std::string_view TakeUntil(std::string_view end, std::string_view* text) {
  const std::string_view taken = text->substr(0, text->find(end));
  text->remove_prefix(std::min(text->size(), taken.size() + end.size()));
  return taken;
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

void Phrases::Add(Phrase phrase_class, std::string_view phrase) {
  const bool is_prefix = phrase.ends_with('*');
  std::vector<std::string> words = FoldedWords(is_prefix ? phrase.substr(0, phrase.size() - 1) : phrase);
  if (words.empty()) return;
  const std::string first = std::move(words.front());
  words.erase(words.begin());
  if (is_prefix && words.empty()) {
    prefixes_[std::string(FirstLetters(first))].push_back({phrase_class, first});
  } else {
    entries_[first].push_back({phrase_class, std::move(words), is_prefix});
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

// Phrases that begin with `word`, before `rest`.
void Phrases::FindWord(std::string_view word, std::span<const Token> rest, std::string_view search,
                       PhraseSet* found) const {
  if (const auto entries = entries_.find(word); entries != entries_.end()) {
    for (const Entry& entry : entries->second) {
      if (entry.IsAt(rest, search)) found->Add(entry.phrase_class);
    }
  }
  if (prefixes_.empty()) return;
  const auto prefixes = prefixes_.find(FirstLetters(word));
  if (prefixes == prefixes_.end()) return;
  for (const Prefix& prefix : prefixes->second) {
    if (word.starts_with(prefix.letters)) found->Add(prefix.phrase_class);
  }
}

PhraseSet Phrases::Find(std::span<const Token> tokens, std::string_view search) const {
  PhraseSet found;
  if (tokens.empty()) return found;
  const std::string_view word = tokens.front().search.Cut(search);
  FindWord(word, tokens.subspan(1), search, &found);
  if (tokens.front().script != text::Script::kArabic || word.size() < kFewestBytesJoined) return found;
  for (const std::string_view conjunction : kConjunctions) {
    if (!word.starts_with(conjunction)) continue;
    PhraseSet joined;
    FindWord(word.substr(conjunction.size()), tokens.subspan(1), search, &joined);
    if (joined.Has(Phrase::kAction)) found.Add(Phrase::kAction);
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
