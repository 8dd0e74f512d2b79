#include "stages/summarize/phrases.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/text/fold.h"

namespace marsad::embedded {
extern const std::string_view kSummaryPhrases;
}

namespace marsad::summarize {
namespace {

using text::Token;

// In the order of Phrase.
constexpr std::array<std::string_view, kPhraseClasses> kNames = {"filler", "anaphora", "speech",     "number",
                                                                 "thesis", "ordinal",  "evaluation", "speaker",
                                                                 "notice", "opener",   "objection"};

std::vector<std::string> FoldedWords(std::string_view phrase) {
  const text::Folded folded = text::Fold(phrase);
  std::vector<std::string> words;
  for (const Token& token : text::Tokenize(phrase, folded)) words.emplace_back(token.search.Cut(folded.search));
  return words;
}

}  // namespace

const Phrases& Phrases::Get() {
  static const Phrases phrases;
  return phrases;
}

Phrases::Phrases() {
  std::string_view rest = embedded::kSummaryPhrases;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == std::string_view::npos) continue;
    const auto* const name = std::find(kNames.begin(), kNames.end(), line.substr(0, tab));
    std::vector<std::string> words = FoldedWords(line.substr(tab + 1));
    if (name == kNames.end() || words.empty()) continue;
    std::vector<Entry>& entries = entries_[words.front()];
    words.erase(words.begin());
    entries.push_back({static_cast<Phrase>(name - kNames.begin()), std::move(words)});
  }
}

bool Phrases::Entry::IsAt(std::span<const Token> tokens, std::string_view search) const {
  return rest.size() <= tokens.size() &&
         std::equal(rest.begin(), rest.end(), tokens.begin(),
                    [&](const std::string& word, const Token& token) { return word == token.search.Cut(search); });
}

PhraseSet Phrases::Find(std::span<const Token> tokens, std::string_view search) const {
  PhraseSet found;
  if (tokens.empty()) return found;
  const auto entries = entries_.find(tokens.front().search.Cut(search));
  if (entries == entries_.end()) return found;
  for (const Entry& entry : entries->second) {
    if (entry.IsAt(tokens.subspan(1), search)) found.Add(entry.phrase_class);
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
