#include "tools/tagger/training.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <unordered_map>

namespace marsad::tag {
namespace {

// Hash -> number, for features that occur often enough.
class FeatureIndex {
 public:
  void Count(FeatureHash feature) { ++counts_[feature]; }
  void Choose(uint32_t least) {
    for (const auto& [feature, count] : counts_) {
      if (count >= least) features_.push_back(feature);
    }
    std::sort(features_.begin(), features_.end());
    counts_ = {};
    for (uint32_t i = 0; i < features_.size(); ++i) numbers_[features_[i]] = i;
  }
  void Append(FeatureHash feature, std::vector<uint32_t>* numbers) const {
    if (const auto found = numbers_.find(feature); found != numbers_.end()) numbers->push_back(found->second);
  }
  const std::vector<FeatureHash>& features() const { return features_; }

 private:
  std::unordered_map<FeatureHash, uint32_t> counts_;
  std::unordered_map<FeatureHash, uint32_t> numbers_;
  std::vector<FeatureHash> features_;
};

// Words of a sentence with what is known of them; shared by equal surfaces.
struct SentenceForms {
  std::vector<const WordForm*> words;
  std::vector<const FormFeatures*> features;
};
class Forms {
 public:
  explicit Forms(const Lexicon& lexicon) : lexicon_(lexicon) {}

  SentenceForms Of(const Sequence& words) {
    SentenceForms forms;
    for (const ModelWord& word : words) {
      const auto [known, is_new] = known_.try_emplace(word.surface);
      if (is_new) known->second.word = DescribeWord(word, lexicon_, &known->second.features);
      forms.words.push_back(&known->second.word);
      forms.features.push_back(&known->second.features);
    }
    return forms;
  }

 private:
  struct Known {
    WordForm word;
    FormFeatures features;
  };
  const Lexicon& lexicon_;
  std::unordered_map<std::string_view, Known> known_;
};

// Calls use(feature) for each feature of each word; next() after each word.
template <class Use, class Next>
void ForEachFeature(const Sequence& words, const SentenceForms& forms, const Lexicon& lexicon, Use use, Next next) {
  const ContextFeatures context(words, forms.words, lexicon);
  std::vector<FeatureHash> features;
  for (size_t at = 0; at < words.size(); ++at) {
    for (int distance = -2; distance <= 2; ++distance) {
      const ptrdiff_t place = static_cast<ptrdiff_t>(at) + distance;
      if (place < 0 || place >= static_cast<ptrdiff_t>(words.size())) continue;
      for (const FeatureHash feature : forms.features[static_cast<size_t>(place)]->At(distance)) {
        use(At(feature, distance));
      }
    }
    features.clear();
    context.Append(at, &features);
    for (const FeatureHash feature : features) use(feature);
    next();
  }
}

// All sentences as examples, by document.
struct Corpus {
  std::vector<std::vector<Example>> documents;
  std::vector<std::vector<std::vector<FeatureHash>>> stems;  // of words; 0 for marks

  std::vector<const Example*> All(int folds, int left_out) const {
    std::vector<const Example*> all;
    for (size_t d = 0; d < documents.size(); ++d) {
      if (folds > 0 && FoldOf(d, folds) == left_out) continue;
      for (const Example& example : documents[d]) all.push_back(&example);
    }
    return all;
  }
  int FoldOf(size_t document, int folds) const {
    return static_cast<int>(document * static_cast<size_t>(folds) / documents.size());
  }
};

Example EmptyExample(const TrainingSentence& sentence, float weight) {
  return {.begins = {0}, .features = {}, .gold = sentence.gold, .base = {}, .weight = weight};
}

Corpus MakeCorpus(const std::vector<TrainingDocument>& documents, const Lexicon& lexicon, uint32_t least,
                  FeatureIndex* index) {
  Forms forms(lexicon);
  for (const TrainingDocument& document : documents) {
    for (const auto& sentence : document.sentences) {
      ForEachFeature(
          sentence->words, forms.Of(sentence->words), lexicon, [&](FeatureHash feature) { index->Count(feature); },
          [] {});
    }
  }
  index->Choose(least);
  Corpus corpus;
  for (const TrainingDocument& document : documents) {
    auto& examples = corpus.documents.emplace_back();
    auto& stems = corpus.stems.emplace_back();
    for (const auto& sentence : document.sentences) {
      const SentenceForms words = forms.Of(sentence->words);
      Example& example = examples.emplace_back(EmptyExample(*sentence, document.weight));
      ForEachFeature(
          sentence->words, words, lexicon, [&](FeatureHash feature) { index->Append(feature, &example.features); },
          [&] { example.begins.push_back(static_cast<uint32_t>(example.features.size())); });
      auto& of_sentence = stems.emplace_back();
      for (size_t at = 0; at < sentence->words.size(); ++at) {
        of_sentence.push_back(sentence->words[at].is_mark ? 0 : words.words[at]->stem);
      }
    }
  }
  return corpus;
}

// Labels each fold by a model of the others, so that the document pass learns from mistakes as it will meet them.
struct OutOfFold {
  std::vector<std::vector<Labelled>> passes;
  std::vector<std::vector<std::vector<FloatScores>>> emissions;
};

OutOfFold Jackknife(const Corpus& corpus, size_t features, const TrainingOptions& options) {
  OutOfFold found;
  found.passes.resize(corpus.documents.size());
  found.emissions.resize(corpus.documents.size());
  for (int fold = 0; fold < options.folds; ++fold) {
    Crf crf(features);
    crf.Train(corpus.All(options.folds, fold), options.first);
    for (size_t d = 0; d < corpus.documents.size(); ++d) {
      if (corpus.FoldOf(d, options.folds) != fold) continue;
      for (const Example& example : corpus.documents[d]) {
        Labelled& pass = found.passes[d].emplace_back();
        found.emissions[d].push_back(crf.Emissions(example));
        if (example.size() > 0) crf.Predict(found.emissions[d].back(), &pass.labels, &pass.probabilities);
      }
    }
    std::fprintf(stderr, "fold %d of %d\n", fold + 1, options.folds);
  }
  return found;
}

std::vector<std::vector<Example>> DocumentExamples(const Corpus& corpus, const OutOfFold& first, FeatureIndex* index,
                                                   bool is_counting) {
  std::vector<std::vector<Example>> all;
  std::vector<FeatureHash> features;
  for (size_t d = 0; d < corpus.documents.size(); ++d) {
    auto& examples = all.emplace_back();
    size_t words = 0;
    for (const auto& stems : corpus.stems[d]) words += stems.size();
    DocumentFeatures document(words);
    for (size_t s = 0; s < corpus.documents[d].size(); ++s) document.Learn(corpus.stems[d][s], first.passes[d][s]);
    for (size_t s = 0; s < corpus.documents[d].size(); ++s) {
      const Example& base = corpus.documents[d][s];
      Example& example = examples.emplace_back();
      example = {
          .begins = {0}, .features = {}, .gold = base.gold, .base = first.emissions[d][s], .weight = base.weight};
      for (size_t at = 0; at < base.size(); ++at) {
        features.clear();
        AppendFeatures(document.KeyOf(corpus.stems[d][s], first.passes[d][s], at), &features);
        for (const FeatureHash feature : features) {
          if (is_counting) {
            index->Count(feature);
          } else {
            index->Append(feature, &example.features);
          }
        }
        example.begins.push_back(static_cast<uint32_t>(example.features.size()));
      }
    }
  }
  return all;
}

int32_t Whole(float score) { return static_cast<int32_t>(std::lround(score * kScale)); }

Weights Quantize(const Crf& crf, const std::vector<FeatureHash>& features, float pruned) {
  Transitions transitions;
  for (size_t a = 0; a < kLabels; ++a) {
    transitions.first[a] = Whole(crf.first()[a]);
    for (size_t b = 0; b < kLabels; ++b) transitions.after[a][b] = Whole(crf.after()[a][b]);
  }
  std::vector<Weights::Row> rows;
  for (size_t i = 0; i < features.size(); ++i) {
    Weights::Row row{.feature = features[i], .scores = {}};
    bool is_kept = false;
    for (size_t label = 0; label < kLabels; ++label) {
      const float weight = crf.weights()[i][label];
      if (std::abs(weight) < pruned) continue;
      row.scores[label] = static_cast<int8_t>(std::clamp(Whole(weight), -127, 127));
      is_kept |= row.scores[label] != 0;
    }
    if (is_kept) rows.push_back(row);
  }
  return Weights(std::move(rows), transitions);
}

}  // namespace

Model TrainModel(const std::vector<TrainingDocument>& documents, Lexicon lexicon, const TrainingOptions& options) {
  FeatureIndex first_index;
  const Corpus corpus = MakeCorpus(documents, lexicon, options.least, &first_index);
  const size_t features = first_index.features().size();
  std::fprintf(stderr, "%zu documents, %zu features\n", corpus.documents.size(), features);
  Weights document_weights;
  if (options.folds > 1) {
    const OutOfFold first = Jackknife(corpus, features, options);
    FeatureIndex index;
    DocumentExamples(corpus, first, &index, true);
    index.Choose(options.least);
    const auto examples = DocumentExamples(corpus, first, &index, false);
    std::vector<const Example*> all;
    for (const auto& document : examples) {
      for (const Example& example : document) all.push_back(&example);
    }
    Crf crf(index.features().size());
    crf.Train(all, options.document);
    document_weights = Quantize(crf, index.features(), 0);
  }
  Crf crf(features);
  crf.Train(corpus.All(0, 0), options.first);
  Weights first_weights = Quantize(crf, first_index.features(), options.pruned);
  if (options.folds <= 1) document_weights = Weights({}, first_weights.transitions());
  std::fprintf(stderr, "%zu rows of the first pass, %zu of the document pass\n", first_weights.rows(),
               document_weights.rows());
  return Model(options.language, std::move(lexicon), std::move(first_weights), std::move(document_weights));
}

}  // namespace marsad::tag
