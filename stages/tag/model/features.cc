#include "stages/tag/model/features.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <string>

#include "lib/text/casing.h"
#include "lib/text/code_point.h"
#include "lib/text/utf8.h"
#include "stages/tag/model/cues.h"

namespace marsad::tag {
namespace {

// Templates. Their numbers are part of every model file: never change one, add at the end.
enum Template : uint64_t {
  kWord = 1,
  kStem,
  kPrefix,
  kSuffix,
  kStemPrefix,
  kShape,
  kLength,
  kFine,
  kMiddle,
  kCoarse,
  kList,
  kCue,
  kProclitic,
  kWordPair,
  kStemPair,
  kShapePair,
  kClassPair,
  kCuePair,
  kWordGap,
  kPlaceInSentence,
  kQuote,
  kPhrase,
  kHead,
  kListCue,
  kShapeStart,
  kAllUpper,
  kBias,
  kClassTriple,
  kStemCue,
};

FeatureHash Hash(Template t, std::string_view value) { return XXH3_64bits_withSeed(value.data(), value.size(), t); }

FeatureHash Hash(Template t, uint64_t value) {
  uint64_t mixed = (value + 0x9E3779B97F4A7C15ull) * (2 * t + 0xBF58476D1CE4E5B9ull);
  mixed ^= mixed >> 29;
  mixed *= 0x94D049BB133111EBull;
  return mixed ^ mixed >> 32;
}

FeatureHash Pair(Template t, FeatureHash a, FeatureHash b) { return Hash(t, a * 0x9FB21C651E98DF25ull + b); }

// In folded Arabic letters, longest first: wa/fa/ba/ka + al, wa/fa + lil, lil, al, two letters, one letter.
constexpr std::array<std::string_view, 17> kStripped = {"\u0648\u0627\u0644",
                                                        "\u0641\u0627\u0644",
                                                        "\u0628\u0627\u0644",
                                                        "\u0643\u0627\u0644",
                                                        "\u0648\u0644\u0644",
                                                        "\u0641\u0644\u0644",
                                                        "\u0644\u0644",
                                                        "\u0627\u0644",
                                                        "\u0648\u0628",
                                                        "\u0648\u0644",
                                                        "\u0648\u0643",
                                                        "\u0641\u0628",
                                                        "\u0641\u0644",
                                                        "\u0648\u0633",
                                                        "\u0648",
                                                        "\u0641",
                                                        "\u0628"};
constexpr std::array<std::string_view, 3> kSingle = {"\u0644", "\u0643", "\u0633"};

constexpr size_t kLetter = 2;  // bytes of an Arabic letter

bool Strips(std::string_view word, std::string_view prefix) {
  if (!word.starts_with(prefix)) return false;
  const size_t least = prefix.size() == kLetter ? 4 : 3;
  return word.size() >= prefix.size() + least * kLetter;
}

std::string_view StrippedOf(std::string_view word) {
  for (const std::string_view prefix : kStripped) {
    if (Strips(word, prefix)) return prefix;
  }
  for (const std::string_view prefix : kSingle) {
    if (Strips(word, prefix)) return prefix;
  }
  return {};
}

// The first and last 1..most characters.
void AddAffixes(std::string_view word, int most, Template prefix, Template suffix, std::vector<FeatureHash>* out) {
  size_t begin = 0;
  size_t end = word.size();
  for (int n = 1; n <= most && begin < word.size(); ++n) {
    begin += text::CodePointAt(word, begin).bytes;
    end = text::PreviousBoundary(word, end);
    out->push_back(Hash(prefix, word.substr(0, begin)));
    out->push_back(Hash(suffix, word.substr(end)));
  }
}

// 0 lower or caseless, 1 Upper first, 2 ALL UPPER, 3 mixed; with script and whether digits or a mark.
uint64_t ShapeOf(const ModelWord& word) {
  if (word.is_mark) return 100 + text::CodePointAt(word.surface, 0).value;
  uint64_t shape = static_cast<uint64_t>(word.script);
  const bool upper = text::StartsUpper(word.surface);
  const bool lower = text::HasLower(word.surface);
  shape |= (upper ? (lower ? 1u : 2u) : 0u) << 4;
  const bool digits = word.folded.find_first_of("0123456789") != std::string_view::npos;
  return shape | (digits ? 1u << 6 : 0u);
}

bool IsOneOf(std::string_view mark, std::initializer_list<std::string_view> marks) {
  return std::find(marks.begin(), marks.end(), mark) != marks.end();
}

void AddFacts(const WordFacts& facts, WordForm* form) {
  if (facts.fine != 0) {
    form->fine = Hash(kFine, facts.fine);
    form->middle = Hash(kMiddle, facts.middle);
    const FeatureHash coarse = Hash(kCoarse, facts.coarse);
    for (auto* features : {&form->own, &form->beside}) {
      features->insert(features->end(), {form->fine, form->middle, coarse});
    }
    form->near.push_back(form->middle);
  }
  for (int list = 0; list < 8; ++list) {
    if ((facts.lists >> list & 1) == 0) continue;
    form->own.push_back(Hash(kList, static_cast<uint64_t>(list)));
    form->beside.push_back(Hash(kList, static_cast<uint64_t>(list)));
  }
}

WordForm DescribeMark(const ModelWord& word) {
  WordForm form;
  form.word = form.stem = Hash(kWord, word.folded);
  form.shape = Hash(kShape, ShapeOf(word));
  form.own = form.beside = form.near = {form.word};
  form.is_open = IsOneOf(word.folded, {"\"", "\u00AB", "\u201C", "\u201E", "(", "["});
  form.is_close = IsOneOf(word.folded, {"\"", "\u00BB", "\u201D", "\u201C", ")", "]"});
  return form;
}

}  // namespace

std::string_view StemOf(std::string_view folded, text::Script script) {
  if (script != text::Script::kArabic) return folded;
  return folded.substr(StrippedOf(folded).size());
}

FeatureHash At(FeatureHash feature, int distance) {
  const uint64_t mixed =
      (feature ^ static_cast<uint64_t>(distance + 3) * 0xD6E8FEB86659FD93ull) * 0xFF51AFD7ED558CCDull;
  return mixed ^ mixed >> 31;
}

WordForm DescribeWord(const ModelWord& word, const Lexicon& lexicon) {
  if (word.is_mark) return DescribeMark(word);
  WordForm form;
  const std::string_view stem = StemOf(word.folded, word.script);
  const uint64_t shape = ShapeOf(word);
  form.word = Hash(kWord, word.folded);
  form.stem = Hash(kStem, stem);
  form.shape = Hash(kShape, shape);
  form.cue = static_cast<uint8_t>(CueOf(word.folded));
  if (form.cue == 0 && stem.size() != word.folded.size()) form.cue = static_cast<uint8_t>(CueOf(stem));
  form.own = {form.word, form.stem, form.shape, Hash(kBias, uint64_t{0}),
              Hash(kLength, std::min<size_t>(text::CountCharacters(word.folded), 12))};
  form.beside = {form.word, form.stem, form.shape};
  form.near = {form.word, form.stem};
  AddAffixes(word.folded, 4, kPrefix, kSuffix, &form.own);
  AddAffixes(word.folded, 3, kPrefix, kSuffix, &form.beside);
  if (stem.size() != word.folded.size()) {
    AddAffixes(stem, 4, kStemPrefix, kSuffix, &form.own);
    form.own.push_back(Hash(kProclitic, word.folded.substr(0, word.folded.size() - stem.size())));
    form.beside.push_back(form.own.back());
  }
  WordFacts facts = lexicon.Find(word.folded);
  const WordFacts of_stem = stem.size() == word.folded.size() ? facts : lexicon.Find(stem);
  facts.lists |= of_stem.lists;
  if (facts.fine == 0) facts = {of_stem.fine, of_stem.middle, of_stem.coarse, facts.lists};
  AddFacts(facts, &form);
  const FeatureHash cue = Hash(kCue, form.cue);
  for (auto* features : {&form.own, &form.beside, &form.near}) features->push_back(cue);
  if (facts.lists != 0) form.own.push_back(Pair(kListCue, facts.lists, shape));
  return form;
}

ContextFeatures::ContextFeatures(const Sequence& sequence, const std::vector<const WordForm*>& forms,
                                 const Lexicon& lexicon)
    : sequence_(sequence),
      forms_(forms),
      phrase_(sequence.size(), 0),
      quote_(sequence.size(), 0),
      head_(sequence.size(), 0) {
  MarkPhrases(lexicon);
  MarkQuotes();
  MarkHeads();
}

size_t ContextFeatures::LongestPhrase(size_t begin, std::string_view first, const Lexicon& lexicon,
                                      uint8_t* types) const {
  uint64_t hash = 0;
  size_t longest = 0;
  for (size_t end = begin; end < sequence_.size() && !sequence_[end].is_mark; ++end) {
    hash = Lexicon::Extend(hash, end == begin ? first : sequence_[end].folded);
    const PhraseFacts facts = lexicon.FindPhrase(hash);
    if (facts.types != 0) {
      longest = end + 1 - begin;
      *types = facts.types;
    }
    if (!facts.goes_on) break;
  }
  return longest;
}

void ContextFeatures::MarkPhrases(const Lexicon& lexicon) {
  for (size_t begin = 0; begin < sequence_.size(); ++begin) {
    if (sequence_[begin].is_mark) continue;
    const std::string_view word = sequence_[begin].folded;
    uint8_t types = 0;
    size_t length = LongestPhrase(begin, word, lexicon, &types);
    const bool may_be_proclitic = sequence_[begin].script == text::Script::kArabic && word.size() >= 4 * kLetter &&
                                  IsOneOf(word.substr(0, kLetter), {"\u0648", "\u0641", "\u0628", "\u0644", "\u0643"});
    if (length == 0 && may_be_proclitic) length = LongestPhrase(begin, word.substr(kLetter), lexicon, &types);
    for (size_t i = 0; i < length; ++i) phrase_[begin + i] |= static_cast<uint16_t>(i == 0 ? types : types << 4);
  }
}

void ContextFeatures::MarkQuotes() {
  constexpr size_t kMost = 7;
  for (size_t open = 0; open < sequence_.size(); ++open) {
    if (!forms_[open]->is_open) continue;
    size_t close = open + 1;
    while (close < sequence_.size() && close <= open + kMost && !forms_[close]->is_close) ++close;
    if (close >= sequence_.size() || !forms_[close]->is_close) continue;
    for (size_t i = open + 1; i < close; ++i) quote_[i] = static_cast<uint8_t>(close - open - 1);
    open = close;
  }
}

void ContextFeatures::MarkHeads() {
  constexpr size_t kFar = 6;
  size_t last = sequence_.size();
  for (size_t at = 0; at < sequence_.size(); ++at) {
    if (last < at && at - last <= kFar) head_[at] = static_cast<uint8_t>(forms_[last]->cue * 8 + (at - last));
    const Cue cue = static_cast<Cue>(forms_[at]->cue);
    if (sequence_[at].is_mark) last = sequence_.size();
    if (cue == Cue::kOrgHead || cue == Cue::kPlaceHead || cue == Cue::kMiscHead) last = at;
  }
}

void ContextFeatures::Append(size_t at, std::vector<FeatureHash>* out) const {
  static const WordForm kEdge = DescribeMark({.original = {}, .surface = "\n", .folded = "\n", .is_mark = true});
  const auto form = [&](ptrdiff_t distance) -> const WordForm& {
    const ptrdiff_t place = static_cast<ptrdiff_t>(at) + distance;
    return place < 0 || place >= static_cast<ptrdiff_t>(forms_.size()) ? kEdge : *forms_[static_cast<size_t>(place)];
  };
  const WordForm& here = form(0);
  const WordForm& left = form(-1);
  const WordForm& right = form(1);
  const WordForm& left2 = form(-2);
  out->insert(out->end(),
              {At(Pair(kWordPair, left.word, here.word), -1), At(Pair(kWordPair, here.word, right.word), 1),
               At(Pair(kWordPair, left2.word, left.word), -2), At(Pair(kStemPair, left.stem, here.stem), -1),
               At(Pair(kShapePair, left.shape, here.shape), -1), At(Pair(kShapePair, here.shape, right.shape), 1),
               At(Pair(kWordGap, left.word, right.word), 0), At(Pair(kCuePair, left.cue, here.shape), -1),
               At(Pair(kCuePair, left2.cue * 16u + left.cue, 0), -2), At(Pair(kStemCue, here.stem, left.cue), -1)});
  if (here.middle != 0 && left.middle != 0) out->push_back(At(Pair(kClassPair, left.middle, here.middle), -1));
  if (here.middle != 0 && right.middle != 0) out->push_back(At(Pair(kClassPair, here.middle, right.middle), 1));
  if (left.middle != 0 && right.middle != 0) out->push_back(At(Pair(kClassTriple, left.middle, right.middle), 0));
  if (at == 0) out->insert(out->end(), {Hash(kPlaceInSentence, uint64_t{0}), Pair(kShapeStart, here.shape, 1)});
  if (quote_[at] != 0) out->insert(out->end(), {Hash(kQuote, quote_[at]), Pair(kQuote, quote_[at], here.shape)});
  if (head_[at] != 0) out->insert(out->end(), {Hash(kHead, head_[at]), Pair(kHead, head_[at], here.shape)});
  for (int d = -1; d <= 1; ++d) {
    const ptrdiff_t place = static_cast<ptrdiff_t>(at) + d;
    if (place < 0 || place >= static_cast<ptrdiff_t>(phrase_.size())) continue;
    const uint16_t bits = phrase_[static_cast<size_t>(place)];
    for (int bit = 0; bit < 8; ++bit) {
      if ((bits >> bit & 1) != 0) out->push_back(At(Hash(kPhrase, static_cast<uint64_t>(bit)), d));
    }
    if (bits != 0 && d == 0) out->push_back(Pair(kPhrase, bits + 256u, here.fine));
  }
}

}  // namespace marsad::tag
