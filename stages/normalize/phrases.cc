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

// Folded words, each between blanks, so that a search finds whole words only.
std::string Key(const Field& field, std::span<const text::Token> tokens) {
  std::string key = " ";
  for (const text::Token& token : tokens) {
    key += field.Word(token);
    key += ' ';
  }
  return key;
}

std::string Key(std::string_view phrase) {
  Field field{.original = phrase, .folded = text::Fold(phrase), .tokens = {}};
  field.tokens = text::Tokenize(phrase, field.folded);
  return Key(field, field.tokens);
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
  Matchers& matchers = rules_[static_cast<size_t>(rule == "byline" ? Rule::kByline : Rule::kBoilerplate)];
  if (how == "sign") matchers.sign.emplace_back(phrase);
  if (how == "start") matchers.start.push_back(Key(phrase));
  if (how == "any") matchers.any.push_back(Key(phrase));
  if (how == "whole") matchers.whole.push_back(Key(phrase));
}

bool Phrases::Match(Rule rule, const Field& field, std::span<const text::Token> tokens, text::OriginalSpan line) const {
  const Matchers& matchers = rules_[static_cast<size_t>(rule)];
  const std::string key = Key(field, tokens);
  const std::string_view original = line.Cut(field.original);
  const auto is_any = [](const std::vector<std::string>& phrases, auto matches) {
    return std::any_of(phrases.begin(), phrases.end(), matches);
  };
  return is_any(matchers.start, [&](const std::string& phrase) { return key.starts_with(phrase); }) ||
         is_any(matchers.any, [&](const std::string& phrase) { return key.find(phrase) != key.npos; }) ||
         is_any(matchers.whole, [&](const std::string& phrase) { return key == phrase; }) ||
         is_any(matchers.sign, [&](const std::string& phrase) { return original.starts_with(phrase); });
}

bool Phrases::IsAgency(std::string_view name) const { return agencies_.contains(LettersOf(name)); }

}  // namespace marsad::normalize
