#include "stages/tag/matcher.h"

#include <algorithm>
#include <optional>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/fold.h"
#include "lib/text/proclitic.h"
#include "stages/tag/arabic.h"
#include "stages/tag/elision.h"
#include "stages/tag/name_bounds.h"
#include "stages/tag/spelling.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";
constexpr std::string_view kRightQuote = "\u2019";
constexpr std::string_view kHyphens[] = {"-", "\u2010", "\u2011"};
constexpr std::pair<std::string_view, std::string_view> kPersianLetters[] = {{"\u06A9", "\u0643"},   // keheh
                                                                             {"\u06CC", "\u064A"}};  // farsi yeh
constexpr size_t kLeastTurkishStem = 4;                                                              // bytes
constexpr size_t kMaxInitial = 3;  // bytes of a word whose period is part of a name: J. St. Dr.

bool IsCased(text::Script script) {
  return script == text::Script::kLatin || script == text::Script::kCyrillic || script == text::Script::kGreek;
}

bool IsHyphen(std::string_view gap) {
  return std::find(std::begin(kHyphens), std::end(kHyphens), gap) != std::end(kHyphens);
}

std::string WithArabicLetters(std::string_view word) {
  std::string arabic(word);
  for (const auto& [persian, letter] : kPersianLetters) {
    for (size_t at = arabic.find(persian); at != std::string::npos; at = arabic.find(persian, at)) {
      arabic.replace(at, persian.size(), letter);
    }
  }
  return arabic;
}

// Where the words of a hashtag begin, and its end: before each capital that no capital goes before.
std::vector<uint32_t> CapitalsIn(std::string_view word) {
  std::vector<uint32_t> cuts = {0};
  bool was_capital = true;
  for (size_t at = 0; at < word.size(); at = NextBoundary(word, at)) {
    const bool is_capital = text::StartsUpper(word.substr(at, NextBoundary(word, at) - at));
    if (is_capital && !was_capital) cuts.push_back(static_cast<uint32_t>(at));
    was_capital = is_capital;
  }
  cuts.push_back(static_cast<uint32_t>(word.size()));
  return cuts;
}

}  // namespace

bool HasPersianLetters(std::string_view search) {
  return std::ranges::any_of(kPersianLetters,
                             [&](const auto& letters) { return search.find(letters.first) != std::string_view::npos; });
}

std::vector<Candidate> FieldReader::Find() {
  LookUpWords();
  std::vector<Candidate> found;
  for (uint32_t i = 0; i < size(); ++i) ReadAt(i, &found);
  // More words first, so that what is taken was the longest.
  std::vector<uint32_t> order(found.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return found[a].tokens > found[b].tokens; });
  std::vector<bool> taken(text_.tokens.size());
  std::vector<bool> kept(found.size());
  for (const uint32_t number : order) {
    const auto begin = taken.begin() + found[number].first;
    const auto end = begin + found[number].tokens;
    if (std::find(begin, end, true) != end) continue;
    std::fill(begin, end, true);
    kept[number] = true;
  }
  size_t size = 0;
  for (size_t i = 0; i < found.size(); ++i) {
    if (kept[i]) found[size++] = found[i];
  }
  found.resize(size);
  return found;
}

// With straight apostrophes, as the index has them.
void FieldReader::LookUpWords() {
  std::vector<std::string_view> folded;
  folded.reserve(size());
  for (uint32_t token = 0; token < size(); ++token) folded.push_back(Folded(token));
  words_.resize(size());
  gazetteer_.index().Find(folded, words_);
  std::string plain;
  for (uint32_t token = 0; token < size(); ++token) {
    if (folded[token].find(kRightQuote) == std::string_view::npos) continue;
    words_[token] = gazetteer_.index().Find(Plain(folded[token], &plain));
  }
}

void FieldReader::ReadAt(uint32_t token, std::vector<Candidate>* found) {
  const text::Token& at = text_.tokens[token];
  if (at.search.empty()) return;
  const std::string_view word = Folded(token);
  Candidate best;
  Candidate start{.field = field_, .first = token, .tokens = 0, .span = at.search};
  Walk(start, Step(nullptr, token), &best);
  if (at.proclitic > 0) {
    ReadProclitics(start, word, &best);
  } else if (at.script == text::Script::kLatin) {
    ReadElided(start, word, &best);
  }
  if (at.script == text::Script::kArabic) ReadShort(start, word, &best);
  const bool is_hashtag = at.original.begin > 0 && text_.original[at.original.begin - 1] == '#';
  if (best.tokens == 0 && is_hashtag && IsCased(at.script)) ReadHashtag(token, &best);
  if (best.tokens == 0 && is_turkish_) {
    TryCaseEnding(nullptr, {.field = field_, .first = token, .tokens = 0, .span = at.search}, &best);
  }
  if (best.tokens == 0) return;
  best.is_doubted = best.is_doubted || IsOtherWord(best);
  found->push_back(best);
}

// Names after the proclitics that `word` may begin with.
void FieldReader::ReadProclitics(Candidate start, std::string_view word, Candidate* best) {
  const Candidate whole = *best;
  const uint32_t begin = start.span.begin;
  start.has_proclitic = true;
  for (const text::ProcliticSplit& split : text::SplitProclitics(word)) {
    std::string_view rest = word.substr(split.bytes);
    if (split.restores_article) rest = with_article_.assign(kAlef).append(rest);
    start.span.begin = begin + split.bytes;
    Walk(start, Step(nullptr, rest), best);
  }
  if (best->has_proclitic && gazetteer_.IsContext(ContextWord::kWhole, word)) *best = whole;
  best->is_doubted = best->has_proclitic && best->tokens == 1 && IsDoubted(*best, word);
}

// A name after an elided article or preposition: l'Egypte.
void FieldReader::ReadElided(Candidate start, std::string_view word, Candidate* best) {
  const std::string_view rest = AfterElision(word);
  if (rest.size() == word.size()) return;
  start.span.begin += static_cast<uint32_t>(word.size() - rest.size());
  Walk(start, Step(nullptr, rest), best);
}

// A proclitic before a word of two letters is believed only if a name of several words begins so: Tel Aviv, Umm Durman.
void FieldReader::ReadShort(Candidate start, std::string_view word, Candidate* best) {
  constexpr std::string_view kConjunctions[] = {"", "\u0648", "\u0641"};
  constexpr std::string_view kPrepositions[] = {"", "\u0628", "\u0643", "\u0644"};
  if (word.size() > 4 * kArabicLetter) return;  // two proclitics and two letters
  const uint32_t begin = start.span.begin;
  start.has_proclitic = true;
  for (const std::string_view conjunction : kConjunctions) {
    for (const std::string_view preposition : kPrepositions) {
      const size_t bytes = conjunction.size() + preposition.size();
      const bool fits = word.starts_with(conjunction) && word.substr(conjunction.size()).starts_with(preposition);
      if (bytes == 0 || !fits || word.size() != bytes + 2 * kArabicLetter) continue;
      Candidate found;
      start.span.begin = begin + static_cast<uint32_t>(bytes);
      Walk(start, Step(nullptr, word.substr(bytes)), &found);
      if (found.tokens > std::max(1u, best->tokens)) *best = found;
    }
  }
}

// Follows the names from `node` on, that of the first word; `best` becomes the longest that holds, if longer than it was.
void FieldReader::Walk(Candidate start, const NameIndex::Node* node, Candidate* best) {
  TrySuffix(nullptr, start, best);
  for (uint32_t token = start.first; node != nullptr; ++token) {
    start.tokens = token - start.first + 1;
    start.span.end = text_.tokens[token].search.end;
    start.node = node;
    TryEnd(start, best);
    if (!gazetteer_.index().GoesOn(*node) || !Joins(token)) return;
    TrySuffix(node, start, best);
    if (is_turkish_) TryCaseEnding(node, start, best);
    const NameIndex::Node* next = Step(node, token + 1);
    if (next == nullptr && token == start.first) next = StepOverPatronymic(*node, &token);
    node = next;
  }
}

// The node of `word` after `before`; null: that of the names' first words.
const NameIndex::Node* FieldReader::Step(const NameIndex::Node* before, std::string_view word) const {
  const NameIndex& index = gazetteer_.index();
  const NameIndex::Node* node = before == nullptr ? index.Begin(word) : index.Next(*before, word);
  if (node != nullptr || !has_persian_) return node;
  const std::string arabic = WithArabicLetters(word);
  return before == nullptr ? index.Begin(arabic) : index.Next(*before, arabic);
}

const NameIndex::Node* FieldReader::Step(const NameIndex::Node* before, uint32_t token) const {
  const NameIndex& index = gazetteer_.index();
  const NameIndex::Node* node = before == nullptr ? index.Begin(words_[token]) : index.Next(*before, words_[token]);
  if (node != nullptr || !has_persian_) return node;
  std::string plain;
  return Step(before, Plain(Folded(token), &plain));
}

// A patronymic may stand after a given name: Vladimir (Vladimirovich) Putin. `token` moves on to it if a name goes on there.
const NameIndex::Node* FieldReader::StepOverPatronymic(const NameIndex::Node& before, uint32_t* token) const {
  if (*token + 2 >= size() || !Joins(*token + 1) || !IsPatronymic(Folded(*token + 1))) return nullptr;
  const NameIndex::Node* node = Step(&before, Folded(*token + 2));
  if (node != nullptr) ++*token;
  return node;
}

// A hashtag of several words shows by capitals where each begins: #VladimirPutin.
void FieldReader::ReadHashtag(uint32_t token, Candidate* best) const {
  const text::Token& at = text_.tokens[token];
  const std::vector<uint32_t> cuts = CapitalsIn(Word(token));
  // In a foreign record the search text may be no fold of the word: then its cuts lie elsewhere.
  if (cuts.size() < 3 || text::FoldText(Word(token)) != at.search.Cut(text_.search)) return;
  const auto place = [&](size_t cut) {
    const std::string_view before = Word(token).substr(0, cuts[cut]);
    return cut + 1 == cuts.size() ? at.search.end
                                  : at.search.begin + static_cast<uint32_t>(text::FoldText(before).size());
  };
  for (size_t first = 0; first + 1 < cuts.size() && best->tokens == 0; ++first) {
    const NameIndex::Node* node = nullptr;
    for (size_t last = first + 1; last < cuts.size() && (last == first + 1 || node != nullptr); ++last) {
      const text::SearchSpan word{place(last - 1), place(last)};
      if (word.begin >= word.end) break;
      node = Step(node, word.Cut(text_.search));
      if (node == nullptr) continue;
      Candidate found{.field = field_, .first = token, .tokens = 1, .span = {place(first), word.end}, .node = node};
      Candidate longer;
      TryEnd(found, &longer);
      if (longer.tokens > 0) *best = longer;
    }
  }
}

// A name may end before an apostrophe: the English genitive, Turkish case endings.
void FieldReader::TrySuffix(const NameIndex::Node* before, Candidate candidate, Candidate* best) const {
  const text::Token& token = text_.tokens[candidate.end()];
  if (token.script != text::Script::kLatin) return;
  const text::SearchSpan rest{before == nullptr ? candidate.span.begin : token.search.begin, token.search.end};
  const std::string_view word = rest.Cut(text_.search);
  const std::optional<Apostrophe> apostrophe = FindApostrophe(word);
  if (!apostrophe || apostrophe->begin == 0) return;
  const std::string_view head = word.substr(0, apostrophe->begin);
  candidate.node = before == nullptr ? gazetteer_.index().Begin(head) : gazetteer_.index().Next(*before, head);
  if (candidate.node == nullptr || gazetteer_.index().Values(*candidate.node).empty()) return;
  ++candidate.tokens;
  candidate.span.end = rest.begin + static_cast<uint32_t>(apostrophe->begin);
  TryEnd(candidate, best);
}

// Headlines and posts write Turkish case endings without an apostrophe.
void FieldReader::TryCaseEnding(const NameIndex::Node* before, Candidate candidate, Candidate* best) const {
  const text::Token& token = text_.tokens[candidate.end()];
  if (token.script != text::Script::kLatin) return;
  const std::string_view word = token.search.Cut(text_.search);
  ++candidate.tokens;
  for (const std::string& ending : TurkishCaseEndings()) {
    if (!word.ends_with(ending) || word.size() < ending.size() + kLeastTurkishStem) continue;
    const std::string_view stem = word.substr(0, word.size() - ending.size());
    candidate.node = before == nullptr ? gazetteer_.index().Begin(stem) : gazetteer_.index().Next(*before, stem);
    if (candidate.node == nullptr || gazetteer_.index().Values(*candidate.node).empty()) continue;
    candidate.span.end = token.search.begin + static_cast<uint32_t>(stem.size());
    return TryEnd(candidate, best);
  }
}

void FieldReader::TryEnd(const Candidate& candidate, Candidate* best) const {
  if (candidate.tokens <= best->tokens) return;
  for (const uint32_t number : gazetteer_.index().Values(*candidate.node)) {
    if (!Accepts(candidate, gazetteer_.name(number))) continue;
    *best = candidate;
    return;
  }
}

bool FieldReader::Accepts(const Candidate& candidate, const KnownName& name) const {
  if ((name.languages & languages_) == 0) return false;
  const KnownEntity entity = gazetteer_.entity(name.entity);
  if (candidate.has_proclitic && !MayFollowProclitic(candidate, entity)) return false;
  if (IsToldApart(candidate, name, entity) || IsAbbreviation(candidate, entity)) return false;
  if (!name.capital && name.exact.empty()) return true;
  if (!IsCased(text_.tokens[candidate.first].script)) return name.exact.empty();
  const std::string_view written = Original(candidate).Cut(text_.original);
  if (name.capital && !text::StartsUpper(written)) return false;
  return name.exact.empty() || (written == name.exact && !IsShouted(candidate));
}

std::string_view FieldReader::Gap(uint32_t token) const {
  const uint32_t begin = text_.tokens[token].original.end;
  const uint32_t end =
      token + 1 < size() ? text_.tokens[token + 1].original.begin : static_cast<uint32_t>(text_.original.size());
  return begin <= end ? text_.original.substr(begin, end - begin) : std::string_view();
}

// Whether a name may go on after `token`: over a blank, a hyphen, an apostrophe, the period of an initial; not over
// other punctuation and not over the end of a line.
bool FieldReader::Joins(uint32_t token) const {
  if (token + 1 >= size()) return false;
  std::string_view gap = Gap(token);
  if (gap == " " || gap == kNoBreakSpace || gap == "'" || gap == kRightQuote || gap == "&" || gap == " & ") return true;
  if (gap == "_") return true;  // of a hashtag
  if (IsHyphen(gap)) return true;
  const std::string_view word = Word(token);
  const bool is_initial = word.size() <= kMaxInitial || word.find('.') != std::string_view::npos;
  return is_initial && (gap == "." || gap == ". ");
}

bool FieldReader::IsCompound(uint32_t token) const {
  return (token > 0 && IsHyphen(Gap(token - 1))) || (token + 1 < size() && IsHyphen(Gap(token)));
}

bool FieldReader::IsCapitalBefore(uint32_t token) const {
  if (token == 0 || Gap(token - 1) != " " || !text::StartsUpper(Word(token - 1))) return false;
  if (token == 1) return false;
  const std::string_view before = Gap(token - 2);
  return before == " " || before == kNoBreakSpace || before == ", ";
}

bool FieldReader::IsCapitalAfter(uint32_t token) const {
  return token + 1 < size() && Gap(token) == " " && text::StartsUpper(Word(token + 1));
}

// `at`, or `otherwise` where the map of a foreign record leads out of the token or into a character.
uint32_t FieldReader::Inside(uint32_t at, text::OriginalSpan token, uint32_t otherwise) const {
  return at > token.begin && at < token.end && IsBoundary(text_.original, at) ? at : otherwise;
}

text::OriginalSpan FieldReader::Original(const Candidate& candidate) const {
  const text::Token& first = text_.tokens[candidate.first];
  const text::Token& last = text_.tokens[candidate.end() - 1];
  text::OriginalSpan span{first.original.begin, last.original.end};
  const bool is_whole = candidate.span.begin == first.search.begin && candidate.span.end == last.search.end;
  if (is_whole) return span;
  const text::OriginalSpan mapped = text_.map->ToOriginal(candidate.span);
  if (candidate.span.begin != first.search.begin) span.begin = Inside(mapped.begin, first.original, span.begin);
  if (candidate.span.end != last.search.end) span.end = Inside(mapped.end, last.original, span.end);
  return span;
}

text::OriginalSpan FieldReader::Proclitic(const Candidate& candidate, text::OriginalSpan name) const {
  return {candidate.has_proclitic ? text_.tokens[candidate.first].original.begin : name.begin, name.begin};
}

// The word with straight apostrophes, as the index has it.
std::string_view FieldReader::Plain(std::string_view word, std::string* scratch) const {
  size_t at = word.find(kRightQuote);
  if (at == std::string_view::npos) return word;
  for (scratch->assign(word); at != std::string::npos; at = scratch->find(kRightQuote, at)) {
    scratch->replace(at, kRightQuote.size(), "'");
  }
  return *scratch;
}

}  // namespace marsad::tag
