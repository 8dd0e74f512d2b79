#include "stages/summarize/facts.h"

#include <algorithm>

#include "stages/summarize/phrases.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;
using text::Script;
using text::Token;

// The part of `items` whose `span` begins in `sentence`.
template <class Item, class Span>
std::span<const Item> Within(OriginalSpan sentence, std::span<const Item> items, Span span) {
  const auto before = [&](uint32_t at) { return [&span, at](const Item& item) { return (item.*span).begin < at; }; };
  const auto begin = std::partition_point(items.begin(), items.end(), before(sentence.begin));
  return {begin, std::partition_point(begin, items.end(), before(sentence.end))};
}

uint32_t CountWords(std::span<const Token> tokens) {
  const auto characters = static_cast<size_t>(std::count_if(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.script == Script::kHan || token.script == Script::kKana;
  }));
  return static_cast<uint32_t>(tokens.size() - characters + (characters + 1) / 2);
}

// How the sentence begins.
void ReadOpening(std::string_view search, Facts* facts) {
  const Phrases& phrases = Phrases::Get();
  const PhraseSet opening = phrases.Find(facts->tokens, search);
  facts->is_numbered = opening.Has(Phrase::kOrdinal);
  facts->needs_speaker = opening.Has(Phrase::kSpeaker);
  facts->needs_antecedent = opening.Has(Phrase::kAnaphora);
  const PhraseSet said = facts->is_numbered ? phrases.Find(facts->tokens.subspan(1), search) : opening;
  facts->is_objection = said.Has(Phrase::kObjection);
  facts->is_filler = said.Has(Phrase::kFiller) || facts->is_objection;
  facts->is_thesis = said.Has(Phrase::kThesis);
}

// Figures and verbs, and what the sentence shares with the title.
void ReadWords(std::string_view search, const TitleWords& title, Facts* facts) {
  const Phrases& phrases = Phrases::Get();
  const std::span<const Token> tokens = facts->tokens;
  for (size_t i = 0; i < tokens.size(); ++i) {
    facts->title_bits |= title.BitOf(WordKey(tokens, i, search));
    const PhraseSet found = phrases.Find(tokens.subspan(i), search);
    const bool is_number = tokens[i].script == Script::kDigits || found.Has(Phrase::kNumber);
    if (is_number && facts->figure.empty()) facts->figure = tokens[i].original;
    facts->evaluates = facts->evaluates || found.Has(Phrase::kEvaluation);
    if (found.Has(Phrase::kSpeech) && facts->speech.empty()) facts->speech = tokens[i].original;
  }
}

}  // namespace

bool Speaks(const Facts& facts) {
  return !facts.speech.empty() &&
         std::any_of(facts.names.begin(), facts.names.end(), [](const Name& name) { return name.may_speak; });
}

std::vector<Facts> GatherFacts(const Article& article, std::span<const OriginalSpan> sentences,
                               const TitleWords& title) {
  std::vector<Facts> all;
  all.reserve(sentences.size());
  uint32_t number = 0;
  for (const OriginalSpan sentence : sentences) {
    while (number < article.sentences.size() && article.sentences[number].begin < sentence.begin) ++number;
    Facts facts;
    facts.sentence = sentence;
    facts.tokens = Within(sentence, article.body_tokens, &Token::original);
    // Where a blank was forgotten after a full stop, one word can lie in two sentences.
    if (!facts.tokens.empty() && facts.tokens.back().original.end > sentence.end) {
      facts.tokens = facts.tokens.first(facts.tokens.size() - 1);
    }
    facts.names = Within(sentence, article.names, &Name::span);
    facts.number = number;
    facts.words = CountWords(facts.tokens);
    ReadOpening(article.search_body, &facts);
    ReadWords(article.search_body, title, &facts);
    all.push_back(facts);
  }
  return all;
}

}  // namespace marsad::summarize
