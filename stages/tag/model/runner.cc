#include "stages/tag/model/runner.h"

#include <algorithm>

namespace marsad::tag {
namespace {

constexpr size_t kMostKnown = 64'000;  // word forms; at more all are forgotten
constexpr int kPairBits = 15;
constexpr int kDocumentBits = 12;
constexpr uint64_t kNoKey = ~uint64_t{0};

size_t PlaceOf(uint64_t key, int bits) { return (key * 0x9E3779B97F4A7C15ull) >> (64 - bits); }

template <class To>
void AddTo(const Sums& from, To* to) {
  for (size_t label = 0; label < kLabels; ++label) (*to)[label] += from[label];
}

bool HoldsName(const std::vector<Label>& labels) {
  return std::any_of(labels.begin(), labels.end(), [](Label label) { return label != kOutside; });
}

}  // namespace

ModelRunner::ModelRunner(std::shared_ptr<const Model> model)
    : model_(std::move(model)),
      first_(model_->first()),
      document_(model_->document()),
      pairs_(size_t{1} << kPairBits),
      documents_(size_t{1} << kDocumentBits) {
  edge_.number = 1;
  edge_.form = EdgeForm();
  for (KnownDocument& known : documents_) known.key = kNoKey;
}

// The sums are there after first_.Finish().
const KnownForm& ModelRunner::Learn(const ModelWord& word, uint64_t hash) {
  KnownForm& known = known_.Add(word, hash);
  known.form = DescribeWord(word, model_->lexicon(), &form_features_);
  for (int distance = -2; distance <= 2; ++distance) {
    Sums* sums = &known.sums[static_cast<size_t>(distance) + 2];
    for (const FeatureHash feature : form_features_.At(distance)) first_.Add(At(feature, distance), sums);
  }
  return known;
}

void ModelRunner::FindWords(const Sequence& sentence) {
  hashes_.clear();
  words_.clear();
  forms_.clear();
  for (const ModelWord& word : sentence) {
    hashes_.push_back(KnownForms::HashOf(word));
    known_.Ask(hashes_.back());
  }
  for (size_t at = 0; at < sentence.size(); ++at) {
    const KnownForm* known = known_.Find(sentence[at], hashes_[at]);
    words_.push_back(known == nullptr ? &Learn(sentence[at], hashes_[at]) : known);
    forms_.push_back(&words_.back()->form);
  }
}

// Like Learn().
void ModelRunner::Learn(const KnownForm& first, const KnownForm& second, KnownPair* known) {
  const PairFeatures pair(first.form, second.form);
  for (const FeatureHash feature : {pair.words, pair.stems, pair.shapes, pair.cue_and_shape, pair.stem_and_cue}) {
    first_.Add(feature, &known->second);
  }
  for (const FeatureHash feature : {pair.words_after, pair.shapes_after}) first_.Add(feature, &known->first);
  for (const FeatureHash feature : {pair.words_before, pair.cues_before}) first_.Add(feature, &known->after);
  if (pair.classes != 0) first_.Add(pair.classes, &known->second);
  if (pair.classes_after != 0) first_.Add(pair.classes_after, &known->first);
}

// Two edges stand before words_, one after.
void ModelRunner::FindPairs() {
  const size_t words = words_.size();
  const auto word = [&](size_t at) -> const KnownForm& { return at < 2 || at - 2 >= words ? edge_ : *words_[at - 2]; };
  pair_keys_.clear();
  for (size_t at = 0; at < words + 2; ++at) {
    pair_keys_.push_back(uint64_t{word(at).number} << 32 | word(at + 1).number);
    __builtin_prefetch(&pairs_[PlaceOf(pair_keys_.back(), kPairBits)]);
  }
  pairs_of_words_.clear();
  new_pairs_.clear();
  new_pairs_.reserve(words + 2);  // they must not move
  for (size_t at = 0; at < words + 2; ++at) {
    const KnownPair& known = pairs_[PlaceOf(pair_keys_[at], kPairBits)];
    pairs_of_words_.push_back(&known);
    if (known.key == pair_keys_[at]) continue;
    pairs_of_words_.back() = &new_pairs_.emplace_back(KnownPair{.key = pair_keys_[at]});
    Learn(word(at), word(at + 1), &new_pairs_.back());
  }
}

void ModelRunner::ReadContext(const Sequence& sentence) {
  const ContextFeatures context(sentence, forms_, model_->lexicon());
  context_.assign(sentence.size(), {});
  for (size_t at = 0; at < sentence.size(); ++at) {
    context.AppendWithoutPairs(at, &features_);
    for (const FeatureHash feature : features_) first_.Add(feature, &context_[at]);
    features_.clear();
  }
}

// Of each word and its neighbours; all sums are there.
void ModelRunner::AddUp(std::vector<Scores>* emissions) const {
  emissions->resize(words_.size());
  for (size_t at = 0; at < words_.size(); ++at) {
    Sums all = context_[at];
    const size_t begin = at < 2 ? 0 : at - 2;
    const size_t end = std::min(words_.size(), at + 3);
    for (size_t beside = begin; beside < end; ++beside) AddTo(words_[beside]->sums[beside + 2 - at], &all);
    AddTo(pairs_of_words_[at]->after, &all);
    AddTo(pairs_of_words_[at + 1]->second, &all);
    AddTo(pairs_of_words_[at + 2]->first, &all);
    std::copy(all.begin(), all.end(), (*emissions)[at].begin());
  }
}

const ModelRunner::KnownDocument& ModelRunner::LookDocument(DocumentKey key) {
  KnownDocument& known = documents_[PlaceOf(key, kDocumentBits)];
  if (known.key == key) return known;
  known = {.key = key};
  AppendFeatures(key, &features_);
  for (const FeatureHash feature : features_) document_.Add(feature, &known.sums);
  document_.Finish();
  features_.clear();
  return known;
}

void ModelRunner::ReadSentence(const Sequence& sentence, Read* read) {
  FindWords(sentence);
  FindPairs();
  ReadContext(sentence);
  first_.Finish();
  AddUp(&read->emissions);
  for (const KnownPair& pair : new_pairs_) pairs_[PlaceOf(pair.key, kPairBits)] = pair;
  read->stems.clear();
  for (size_t at = 0; at < sentence.size(); ++at) read->stems.push_back(sentence[at].is_mark ? 0 : forms_[at]->stem);
  const Decoder& decoder = model_->first_decoder();
  decoder.FindBest(read->emissions, &workspace_, &read->first.labels);
  decoder.FindProbabilities(read->emissions, &workspace_, &read->first.probabilities);
}

void ModelRunner::ForgetIfMany() {
  if (known_.size() <= kMostKnown) return;
  known_.Clear();
  std::fill(pairs_.begin(), pairs_.end(), KnownPair());
}

Labelled ModelRunner::RunFirst(const Sequence& sentence) {
  ForgetIfMany();
  read_.resize(std::max<size_t>(read_.size(), 1));
  ReadSentence(sentence, &read_[0]);
  return read_[0].first;
}

std::vector<Labelled> ModelRunner::Run(const std::vector<Sequence>& sentences) {
  ForgetIfMany();
  size_t words = 0;
  for (const Sequence& sentence : sentences) words += sentence.size();
  if (read_.size() < sentences.size()) read_.resize(sentences.size());
  DocumentFeatures document(words);
  for (size_t i = 0; i < sentences.size(); ++i) {
    ReadSentence(sentences[i], &read_[i]);
    document.Learn(read_[i].stems, read_[i].first);
  }
  std::vector<Labelled> answers(sentences.size());
  const Decoder& decoder = model_->document_decoder();
  for (size_t i = 0; i < sentences.size(); ++i) {
    Read& read = read_[i];
    for (size_t at = 0; at < read.emissions.size(); ++at) {
      AddTo(LookDocument(document.KeyOf(read.stems, read.first, at)).sums, &read.emissions[at]);
    }
    decoder.FindBest(read.emissions, &workspace_, &answers[i].labels);
    if (!HoldsName(answers[i].labels)) continue;
    decoder.FindProbabilities(read.emissions, &workspace_, &answers[i].probabilities);
  }
  return answers;
}

}  // namespace marsad::tag
