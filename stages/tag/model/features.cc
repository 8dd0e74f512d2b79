#include "stages/tag/model/features.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <string>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/code_point.h"
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
    end = PreviousBoundary(word, end);
    out->push_back(Hash(prefix, word.substr(0, begin)));
    out->push_back(Hash(suffix, word.substr(end)));
  }
}

// 0 lower or caseless, 1 Upper first, 2 ALL UPPER, 3 mixed; with script and whether digits or a mark.
uint64_t ShapeOf(const ModelWord& word) {
  if (word.is_mark) return 100 + text::CodePointAt(word.surface, 0).value;
  auto shape = static_cast<uint64_t>(word.script);
  const bool upper = text::StartsUpper(word.surface);
  const bool lower = text::HasLower(word.surface);
  shape |= (upper ? (lower ? 1u : 2u) : 0u) << 4;
  const bool digits = word.folded.find_first_of("0123456789") != std::string_view::npos;
  return shape | (digits ? 1u << 6 : 0u);
}

bool IsOneOf(std::string_view mark, std::initializer_list<std::string_view> marks) {
  return std::find(marks.begin(), marks.end(), mark) != marks.end();
}

bool MayBeProclitic(const ModelWord& word) {
  return word.script == text::Script::kArabic && word.folded.size() >= 4 * kLetter &&
         IsOneOf(word.folded.substr(0, kLetter), {"\u0648", "\u0641", "\u0628", "\u0644", "\u0643"});
}

void AddFacts(const WordFacts& facts, WordForm* form, FormFeatures* out) {
  if (facts.fine != 0) {
    form->fine = Hash(kFine, facts.fine);
    form->middle = Hash(kMiddle, facts.middle);
    const FeatureHash coarse = Hash(kCoarse, facts.coarse);
    for (auto* features : {&out->own, &out->beside}) {
      features->insert(features->end(), {form->fine, form->middle, coarse});
    }
    out->near.push_back(form->middle);
  }
  for (int list = 0; list < 8; ++list) {
    if ((facts.lists >> list & 1) == 0) continue;
    out->own.push_back(Hash(kList, static_cast<uint64_t>(list)));
    out->beside.push_back(Hash(kList, static_cast<uint64_t>(list)));
  }
}

WordForm DescribeMark(const ModelWord& word, FormFeatures* features) {
  WordForm form;
  form.word = form.stem = Hash(kWord, word.folded);
  form.shape = Hash(kShape, ShapeOf(word));
  features->own = features->beside = features->near = {form.word};
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

WordForm DescribeWord(const ModelWord& word, const Lexicon& lexicon, FormFeatures* out) {
  if (word.is_mark) return DescribeMark(word, out);
  WordForm form;
  const std::string_view stem = StemOf(word.folded, word.script);
  const uint64_t shape = ShapeOf(word);
  form.word = Hash(kWord, word.folded);
  form.stem = Hash(kStem, stem);
  form.shape = Hash(kShape, shape);
  form.cue = static_cast<uint8_t>(CueOf(word.folded));
  if (form.cue == 0 && stem.size() != word.folded.size()) form.cue = static_cast<uint8_t>(CueOf(stem));
  out->own = {form.word, form.stem, form.shape, Hash(kBias, uint64_t{0}),
              Hash(kLength, std::min<size_t>(CountCharacters(word.folded), 12))};
  out->beside = {form.word, form.stem, form.shape};
  out->near = {form.word, form.stem};
  AddAffixes(word.folded, 4, kPrefix, kSuffix, &out->own);
  AddAffixes(word.folded, 3, kPrefix, kSuffix, &out->beside);
  if (stem.size() != word.folded.size()) {
    AddAffixes(stem, 4, kStemPrefix, kSuffix, &out->own);
    out->own.push_back(Hash(kProclitic, word.folded.substr(0, word.folded.size() - stem.size())));
    out->beside.push_back(out->own.back());
  }
  WordFacts facts = lexicon.Find(word.folded);
  const WordFacts of_stem = stem.size() == word.folded.size() ? facts : lexicon.Find(stem);
  facts.lists |= of_stem.lists;
  if (facts.fine == 0) facts = {of_stem.fine, of_stem.middle, of_stem.coarse, facts.lists};
  AddFacts(facts, &form, out);
  const FeatureHash cue = Hash(kCue, form.cue);
  for (auto* features : {&out->own, &out->beside, &out->near}) features->push_back(cue);
  if (facts.lists != 0) out->own.push_back(Pair(kListCue, facts.lists, shape));
  form.phrase = lexicon.FindPhrase(Lexicon::Extend(0, word.folded));
  if (MayBeProclitic(word)) {
    form.without_letter = lexicon.FindPhrase(Lexicon::Extend(0, word.folded.substr(kLetter)));
  }
  return form;
}

const WordForm& EdgeForm() {
  static const WordForm kEdge = [] {
    FormFeatures features;
    return DescribeMark({.original = {}, .surface = "\n", .folded = "\n", .is_mark = true}, &features);
  }();
  return kEdge;
}

PairFeatures::PairFeatures(const WordForm& first, const WordForm& second)
    : words(tag::At(Pair(kWordPair, first.word, second.word), -1)),
      stems(tag::At(Pair(kStemPair, first.stem, second.stem), -1)),
      shapes(tag::At(Pair(kShapePair, first.shape, second.shape), -1)),
      cue_and_shape(tag::At(Pair(kCuePair, first.cue, second.shape), -1)),
      stem_and_cue(tag::At(Pair(kStemCue, second.stem, first.cue), -1)),
      words_after(tag::At(Pair(kWordPair, first.word, second.word), 1)),
      shapes_after(tag::At(Pair(kShapePair, first.shape, second.shape), 1)),
      words_before(tag::At(Pair(kWordPair, first.word, second.word), -2)),
      cues_before(tag::At(Pair(kCuePair, first.cue * 16u + second.cue, 0), -2)) {
  if (first.middle == 0 || second.middle == 0) return;
  const FeatureHash both = Pair(kClassPair, first.middle, second.middle);
  classes = tag::At(both, -1);
  classes_after = tag::At(both, 1);
}

GapFeatures::GapFeatures(const WordForm& left, const WordForm& right)
    : words(tag::At(Pair(kWordGap, left.word, right.word), 0)),
      classes(left.middle == 0 || right.middle == 0 ? 0 : tag::At(Pair(kClassTriple, left.middle, right.middle), 0)) {}

ContextFeatures::ContextFeatures(const Sequence& sequence, const std::vector<const WordForm*>& forms,
                                 const Lexicon& lexicon)
    : sequence_(sequence), forms_(forms), places_(sequence.size()) {
  MarkPhrases(lexicon);
  MarkQuotes();
  MarkHeads();
}

// `facts` are those of `first` alone.
size_t ContextFeatures::LongestPhrase(size_t begin, std::string_view first, PhraseFacts facts, const Lexicon& lexicon,
                                      uint8_t* types) const {
  size_t longest = 0;
  uint64_t hash = 0;
  for (size_t end = begin;;) {
    if (facts.types != 0) {
      longest = end + 1 - begin;
      *types = facts.types;
    }
    if (!facts.goes_on) return longest;
    if (end == begin) hash = Lexicon::Extend(0, first);
    if (++end == sequence_.size() || sequence_[end].is_mark) return longest;
    hash = Lexicon::Extend(hash, sequence_[end].folded);
    facts = lexicon.FindPhrase(hash);
  }
}

void ContextFeatures::MarkPhrases(const Lexicon& lexicon) {
  for (size_t begin = 0; begin < sequence_.size(); ++begin) {
    const ModelWord& word = sequence_[begin];
    uint8_t types = 0;
    size_t length = LongestPhrase(begin, word.folded, forms_[begin]->phrase, lexicon, &types);
    if (length == 0 && MayBeProclitic(word)) {
      length = LongestPhrase(begin, word.folded.substr(kLetter), forms_[begin]->without_letter, lexicon, &types);
    }
    for (size_t i = 0; i < length; ++i) {
      places_[begin + i].phrase |= static_cast<uint16_t>(i == 0 ? types : types << 4);
    }
  }
}

void ContextFeatures::MarkQuotes() {
  constexpr size_t kMost = 7;
  for (size_t open = 0; open < sequence_.size(); ++open) {
    if (!forms_[open]->is_open) continue;
    size_t close = open + 1;
    while (close < sequence_.size() && close <= open + kMost && !forms_[close]->is_close) ++close;
    if (close >= sequence_.size() || !forms_[close]->is_close) continue;
    for (size_t i = open + 1; i < close; ++i) places_[i].quote = static_cast<uint8_t>(close - open - 1);
    open = close;
  }
}

void ContextFeatures::MarkHeads() {
  constexpr size_t kFar = 6;
  size_t last = sequence_.size();
  for (size_t at = 0; at < sequence_.size(); ++at) {
    if (last < at && at - last <= kFar)
      places_[at].head = static_cast<uint8_t>(size_t{forms_[last]->cue} * 8 + (at - last));
    const Cue cue = static_cast<Cue>(forms_[at]->cue);
    if (sequence_[at].is_mark) last = sequence_.size();
    if (cue == Cue::kOrgHead || cue == Cue::kPlaceHead || cue == Cue::kMiscHead) last = at;
  }
}

const WordForm& ContextFeatures::Form(size_t at, int distance) const {
  const ptrdiff_t place = static_cast<ptrdiff_t>(at) + distance;
  const bool is_outside = place < 0 || place >= static_cast<ptrdiff_t>(forms_.size());
  return is_outside ? EdgeForm() : *forms_[static_cast<size_t>(place)];
}

// The order in which a trainer meets features is part of its result: never change it.
void ContextFeatures::Append(size_t at, std::vector<FeatureHash>* out) const {
  const PairFeatures with_left(Form(at, -1), Form(at, 0));
  const PairFeatures with_right(Form(at, 0), Form(at, 1));
  const PairFeatures before(Form(at, -2), Form(at, -1));
  out->insert(out->end(), {with_left.words, with_right.words_after, before.words_before, with_left.stems,
                           with_left.shapes, with_right.shapes_after});
  const GapFeatures around(Form(at, -1), Form(at, 1));
  out->insert(out->end(), {around.words, with_left.cue_and_shape, before.cues_before, with_left.stem_and_cue});
  for (const FeatureHash feature : {with_left.classes, with_right.classes_after, around.classes}) {
    if (feature != 0) out->push_back(feature);
  }
  AppendPlace(at, out);
}

void ContextFeatures::AppendWithoutPairs(size_t at, std::vector<FeatureHash>* out) const {
  const GapFeatures around(Form(at, -1), Form(at, 1));
  out->push_back(around.words);
  if (around.classes != 0) out->push_back(around.classes);
  AppendPlace(at, out);
}

void ContextFeatures::AppendPlace(size_t at, std::vector<FeatureHash>* out) const {
  const WordForm& here = *forms_[at];
  const Place& place = places_[at];
  if (at == 0) out->insert(out->end(), {Hash(kPlaceInSentence, uint64_t{0}), Pair(kShapeStart, here.shape, 1)});
  if (place.quote != 0) out->insert(out->end(), {Hash(kQuote, place.quote), Pair(kQuote, place.quote, here.shape)});
  if (place.head != 0) out->insert(out->end(), {Hash(kHead, place.head), Pair(kHead, place.head, here.shape)});
  for (int d = -1; d <= 1; ++d) {
    const ptrdiff_t beside = static_cast<ptrdiff_t>(at) + d;
    if (beside < 0 || beside >= static_cast<ptrdiff_t>(places_.size())) continue;
    const uint16_t bits = places_[static_cast<size_t>(beside)].phrase;
    for (int bit = 0; bit < 8; ++bit) {
      if ((bits >> bit & 1) != 0) out->push_back(tag::At(Hash(kPhrase, static_cast<uint64_t>(bit)), d));
    }
    if (bits != 0 && d == 0) out->push_back(Pair(kPhrase, bits + 256u, here.fine));
  }
}

}  // namespace marsad::tag
