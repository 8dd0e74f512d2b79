#include "stages/tag/model/headline_case.h"

#include "lib/base/utf8.h"
#include "lib/text/casing.h"

namespace marsad::tag {
namespace {

constexpr size_t kLongWord = 4;       // characters: shorter ones may be prepositions, which keep their lower case
constexpr size_t kCertainlyLong = 5;  // "from" and "with" may, too
constexpr size_t kLeastLong = 3;      // words, that a headline of names alone is not taken for one in capitals
constexpr size_t kMostLower = 1;      // of four letters

bool HasCase(const ModelWord& word) {
  const bool is_cased = word.script == text::Script::kLatin || word.script == text::Script::kCyrillic;
  return !word.is_mark && is_cased;
}

}  // namespace

bool HeadlineCase::IsInCapitals(const Sequence& sentence) const {
  if (document_.language.starts_with("de")) return false;  // nouns have capitals everywhere
  size_t capitals = 0, lower = 0;
  for (const ModelWord& word : sentence) {
    if (!HasCase(word)) continue;
    const size_t letters = CountCharacters(word.folded);
    if (letters < kLongWord) continue;
    if (text::StartsUpper(word.surface)) {
      ++capitals;
    } else if (text::HasLower(word.surface) && (letters >= kCertainlyLong || ++lower > kMostLower)) {
      return false;
    }
  }
  return capitals >= kLeastLong;
}

const HeadlineCase::Seen& HeadlineCase::SeenInBody(const ModelWord& word) {
  static const Seen kNever;
  for (const SentenceRange& range : document_.sentences) {
    if (has_read_) break;
    if (range.field != Field::kBody) continue;
    const auto end = TokenFrom(document_.body, range.span.end);
    auto token = TokenFrom(document_.body, range.span.begin);
    for (bool is_first = true; token != end; ++token, is_first = false) {
      const std::string_view written = token->original.Cut(document_.body.original);
      Seen& seen = seen_[token->search.Cut(document_.body.search)];
      if (!text::StartsUpper(written)) {
        ++seen.lower;
      } else if (!is_first) {
        ++seen.capital;
        if (!text::HasLower(written)) ++seen.all_capitals;
      }
    }
  }
  has_read_ = true;
  const auto found = seen_.find(word.folded);
  return found == seen_.end() ? kNever : found->second;
}

bool HeadlineCase::IsOrdinary(const ModelWord& word) {
  const Seen& seen = SeenInBody(word);
  if (seen.capital != seen.lower) return seen.lower > seen.capital;
  const WordFacts facts = lexicon_.Find(word.folded);
  return facts.fine != 0 && facts.lists == 0;
}

// Of a word in capitals; an abbreviation stays one if the body writes it so.
std::string_view HeadlineCase::WithOneCapital(const ModelWord& word) {
  if (text::HasLower(word.surface) || SeenInBody(word).all_capitals > 0) return word.surface;
  const size_t first = NextBoundary(word.surface, 0);
  std::string& written = written_.emplace_back(word.surface.substr(0, first));
  written += word.folded.substr(NextBoundary(word.folded, 0));
  return written;
}

void HeadlineCase::Restore(Sequence* sentence) {
  if (!IsInCapitals(*sentence)) return;
  bool is_first = true, has_lower = false;
  for (const ModelWord& word : *sentence) has_lower = has_lower || (HasCase(word) && text::HasLower(word.surface));
  for (ModelWord& word : *sentence) {
    if (!HasCase(word) || !text::StartsUpper(word.surface)) continue;
    if (!is_first && IsOrdinary(word)) {
      word.surface = word.folded;
    } else if (!has_lower) {
      word.surface = WithOneCapital(word);
    }
    is_first = false;
  }
}

}  // namespace marsad::tag
