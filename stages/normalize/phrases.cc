#include "stages/normalize/phrases.h"

#include <algorithm>

#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"

namespace marsad::embedded {
extern const std::string_view kPhrases;
}

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr std::string_view kGap = "\u2026";  // HORIZONTAL ELLIPSIS

std::vector<std::string> FoldedWords(std::string_view phrase) {
  const Field field = MakeField(phrase);
  std::vector<std::string> words;
  for (const text::Token& token : field.tokens) words.emplace_back(field.Word(token));
  return words;
}

// Letters and digits only.
std::string LettersOf(std::string_view name) {
  const std::string folded = text::FoldText(name);
  std::string letters;
  for (size_t at = 0; at < folded.size();) {
    const text::CodePoint c = text::CodePointAt(folded, at);
    const SentenceClass found = text::SentenceBreaker::ClassOf(c.value);
    const bool is_letter = found == SentenceClass::kLower || found == SentenceClass::kOtherLetter ||
                           found == SentenceClass::kUpper || found == SentenceClass::kNumeric;
    if (is_letter) letters += folded.substr(at, c.bytes);
    at += c.bytes;
  }
  return letters;
}

}  // namespace

const Phrases& Phrases::Get() {
  static const Phrases phrases;
  return phrases;
}

std::string_view Phrases::Table() { return embedded::kPhrases; }

Phrases::Phrases() {
  std::string_view rest = Table();
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (!line.empty() && line[0] != '#') Add(line);
  }
}

// Whether `rule` is one of such words.
bool Phrases::AddHanWord(std::string_view rule, std::string_view word) {
  static constexpr std::array<std::string_view, kHanWords> kNames = {"outlet", "dispatch", "paper", "reporter"};
  const auto* const found = std::find(kNames.begin(), kNames.end(), rule);
  if (found == kNames.end()) return false;
  han_words_[static_cast<size_t>(found - kNames.begin())].emplace_back(word);
  return true;
}

void Phrases::Add(std::string_view line) {
  const size_t first = line.find('\t');
  const size_t second = line.find('\t', first + 1);
  const std::string_view rule = line.substr(0, first);
  const std::string_view how = line.substr(first + 1, second - first - 1);
  const std::string_view phrase = line.substr(second + 1);
  if (rule == "agency") {
    agencies_.insert(LettersOf(phrase));
    return;
  }
  if (AddHanWord(rule, phrase)) return;
  Matchers& matchers = rules_[static_cast<size_t>(rule == "byline" ? Rule::kByline : Rule::kBoilerplate)];
  if (how == "sign") {
    matchers.signs.emplace_back(phrase);
    return;
  }
  const Place place = how == "start"    ? Place::kStart
                      : how == "any"    ? Place::kAny
                      : how == "around" ? Place::kAround
                                        : Place::kWhole;
  const size_t gap = place == Place::kAround ? phrase.find(kGap) : phrase.size();
  std::vector<std::string> words = FoldedWords(phrase.substr(0, gap));
  std::vector<Phrase>& alike = matchers.by_first_word[words.at(0)];
  alike.push_back({place, std::move(words), FoldedWords(phrase.substr(gap))});
}

bool Phrases::Match(Rule rule, const Field& field, std::span<const text::Token> tokens, text::OriginalSpan line) const {
  const Matchers& matchers = rules_[static_cast<size_t>(rule)];
  const auto stands_at = [&](const Phrase& phrase, size_t at) {
    const size_t count = phrase.words.size();
    if (phrase.place != Place::kAny && at > 0) return false;
    if (phrase.place == Place::kWhole ? count != tokens.size() : count > tokens.size() - at) return false;
    const auto is_word = [&](const text::Token& token, const std::string& word) { return field.Word(token) == word; };
    const auto begin = tokens.begin() + static_cast<ptrdiff_t>(at);
    const auto end = begin + static_cast<ptrdiff_t>(count);
    if (!std::equal(begin, end, phrase.words.begin(), is_word)) return false;
    return phrase.behind.empty() ||
           std::search(end, tokens.end(), phrase.behind.begin(), phrase.behind.end(), is_word) != tokens.end();
  };
  for (size_t at = 0; at < tokens.size(); ++at) {
    const auto alike = matchers.by_first_word.find(field.Word(tokens[at]));
    if (alike == matchers.by_first_word.end()) continue;
    const auto stands_here = [&](const Phrase& phrase) { return stands_at(phrase, at); };
    if (std::any_of(alike->second.begin(), alike->second.end(), stands_here)) return true;
  }
  const std::string_view original = line.Cut(field.original);
  return std::any_of(matchers.signs.begin(), matchers.signs.end(),
                     [&](const std::string& sign) { return original.starts_with(sign); });
}

bool Phrases::IsAgency(std::string_view name) const { return agencies_.contains(LettersOf(name)); }

}  // namespace marsad::normalize
