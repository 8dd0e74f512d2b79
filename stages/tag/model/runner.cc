#include "stages/tag/model/runner.h"

#include <xxhash.h>

#include <algorithm>

namespace marsad::tag {
namespace {

constexpr size_t kMostKnown = 64'000;  // word forms; at more all are forgotten
constexpr int kPairBits = 15;
constexpr int kDocumentBits = 12;
constexpr uint64_t kNoKey = ~uint64_t{0};

size_t PlaceOf(uint64_t key, int bits) { return (key * 0x9E3779B97F4A7C15ull) >> (64 - bits); }

template <class From>
void AddTo(const From& from, Scores* scores) {
  for (size_t label = 0; label < kLabels; ++label) (*scores)[label] += from[label];
}

bool HoldsName(const std::vector<Label>& labels) {
  return std::any_of(labels.begin(), labels.end(), [](Label label) { return label != kOutside; });
}

}  // namespace

size_t ModelRunner::SurfaceHash::operator()(std::string_view surface) const {
  return XXH3_64bits(surface.data(), surface.size());
}

ModelRunner::ModelRunner(std::shared_ptr<const Model> model)
    : model_(std::move(model)), pairs_(size_t{1} << kPairBits), documents_(size_t{1} << kDocumentBits) {
  edge_.number = 1;
  edge_.form = EdgeForm();
  for (KnownDocument& known : documents_) known.key = kNoKey;
}

ModelRunner::Sums ModelRunner::Sum() {
  Scores scores{};
  model_->first().AddAll(&features_, &scores);
  Sums sums;
  for (size_t label = 0; label < kLabels; ++label) sums[label] = static_cast<int16_t>(scores[label]);
  return sums;
}

const ModelRunner::Known& ModelRunner::Look(const ModelWord& word) {
  // A letter is a mark where a sentence ends within a word.
  KnownForms& forms = word.is_mark ? marks_ : known_;
  if (const auto found = forms.find(word.surface); found != forms.end()) return found->second;
  Known& known = forms[std::string(word.surface)];
  known.number = static_cast<uint32_t>(known_.size() + marks_.size() + 1);
  known.form = DescribeWord(word, model_->lexicon(), &form_features_);
  for (int distance = -2; distance <= 2; ++distance) {
    for (const FeatureHash feature : form_features_.At(distance)) features_.push_back(At(feature, distance));
    known.sums[static_cast<size_t>(distance) + 2] = Sum();
  }
  return known;
}

const ModelRunner::KnownPair& ModelRunner::LookPair(const Known& first, const Known& second) {
  const uint64_t key = uint64_t{first.number} << 32 | second.number;
  KnownPair& known = pairs_[PlaceOf(key, kPairBits)];
  if (known.key == key) return known;
  known.key = key;
  const PairFeatures pair(first.form, second.form);
  features_.assign({pair.words, pair.stems, pair.shapes, pair.cue_and_shape, pair.stem_and_cue});
  if (pair.classes != 0) features_.push_back(pair.classes);
  known.second = Sum();
  features_.assign({pair.words_after, pair.shapes_after});
  if (pair.classes_after != 0) features_.push_back(pair.classes_after);
  known.first = Sum();
  features_.assign({pair.words_before, pair.cues_before});
  known.after = Sum();
  return known;
}

const ModelRunner::KnownDocument& ModelRunner::LookDocument(DocumentKey key) {
  KnownDocument& known = documents_[PlaceOf(key, kDocumentBits)];
  if (known.key == key) return known;
  known = {.key = key};
  AppendFeatures(key, &features_);
  model_->document().AddAll(&features_, &known.sums);
  return known;
}

// Two edges stand before words_, one after.
void ModelRunner::AddPairs(std::vector<Scores>* emissions) {
  const size_t words = words_.size();
  const auto word = [&](size_t at) -> const Known& { return at < 2 || at - 2 >= words ? edge_ : *words_[at - 2]; };
  for (size_t at = 0; at + 1 < words + 3; ++at) {  // `at` and the next, counted from the first edge
    const KnownPair& pair = LookPair(word(at), word(at + 1));
    if (at >= 2) AddTo(pair.first, &(*emissions)[at - 2]);
    if (at >= 1 && at - 1 < words) AddTo(pair.second, &(*emissions)[at - 1]);
    if (at < words) AddTo(pair.after, &(*emissions)[at]);
  }
}

void ModelRunner::ReadSentence(const Sequence& sentence, Read* read) {
  words_.clear();
  forms_.clear();
  read->stems.clear();
  for (const ModelWord& word : sentence) {
    words_.push_back(&Look(word));
    forms_.push_back(&words_.back()->form);
    read->stems.push_back(word.is_mark ? 0 : forms_.back()->stem);
  }
  read->emissions.assign(sentence.size(), {});
  for (size_t at = 0; at < words_.size(); ++at) {
    const size_t begin = at < 2 ? 0 : at - 2;
    const size_t end = std::min(words_.size(), at + 3);
    for (size_t beside = begin; beside < end; ++beside)
      AddTo(words_[beside]->sums[beside + 2 - at], &read->emissions[at]);
  }
  AddPairs(&read->emissions);
  const ContextFeatures context(sentence, forms_, model_->lexicon());
  for (size_t at = 0; at < sentence.size(); ++at) {
    context.AppendWithoutPairs(at, &features_);
    model_->first().AddAll(&features_, &read->emissions[at]);
  }
  const Decoder& decoder = model_->first_decoder();
  decoder.FindBest(read->emissions, &workspace_, &read->first.labels);
  decoder.FindProbabilities(read->emissions, &workspace_, &read->first.probabilities);
}

void ModelRunner::ForgetIfMany() {
  if (known_.size() + marks_.size() <= kMostKnown) return;
  known_.clear();
  marks_.clear();
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
