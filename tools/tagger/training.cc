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

FeatureIndex ChooseFeatures(const std::vector<TrainingDocument>& documents, const Lexicon& lexicon, uint32_t least,
                            Forms* forms) {
  FeatureIndex index;
  for (const TrainingDocument& document : documents) {
    for (const auto& sentence : document.sentences) {
      ForEachFeature(
          sentence->words, forms->Of(sentence->words), lexicon, [&](FeatureHash feature) { index.Count(feature); },
          [] {});
    }
  }
  index.Choose(least);
  return index;
}

Corpus MakeCorpus(const std::vector<TrainingDocument>& documents, const Lexicon& lexicon, const FeatureIndex& index,
                  Forms* forms) {
  Corpus corpus;
  for (const TrainingDocument& document : documents) {
    auto& examples = corpus.documents.emplace_back();
    auto& stems = corpus.stems.emplace_back();
    for (const auto& sentence : document.sentences) {
      const SentenceForms words = forms->Of(sentence->words);
      Example& example = examples.emplace_back(EmptyExample(*sentence, document.weight));
      ForEachFeature(
          sentence->words, words, lexicon, [&](FeatureHash feature) { index.Append(feature, &example.features); },
          [&] { example.begins.push_back(static_cast<uint32_t>(example.features.size())); });
      auto& of_sentence = stems.emplace_back();
      for (size_t at = 0; at < sentence->words.size(); ++at) {
        of_sentence.push_back(sentence->words[at].is_mark ? 0 : words.words[at]->stem);
      }
    }
  }
  return corpus;
}

// The first pass over a corpus.
struct FirstPass {
  explicit FirstPass(size_t documents) : passes(documents), emissions(documents) {}

  void Add(const Crf& crf, const std::vector<Example>& examples, size_t document) {
    for (const Example& example : examples) {
      Labelled& pass = passes[document].emplace_back();
      emissions[document].push_back(crf.Emissions(example));
      if (example.size() > 0) crf.Predict(emissions[document].back(), &pass.labels, &pass.probabilities);
    }
  }

  std::vector<std::vector<Labelled>> passes;
  std::vector<std::vector<std::vector<FloatScores>>> emissions;
};

// Labels each fold by a model of the others, so that the document pass learns from mistakes as it will meet them.
FirstPass Jackknife(const Corpus& corpus, size_t features, const TrainingOptions& options) {
  FirstPass found(corpus.documents.size());
  for (int fold = 0; fold < options.folds; ++fold) {
    Crf crf(features);
    crf.Train(corpus.All(options.folds, fold), options.first);
    for (size_t d = 0; d < corpus.documents.size(); ++d) {
      if (corpus.FoldOf(d, options.folds) == fold) found.Add(crf, corpus.documents[d], d);
    }
    std::fprintf(stderr, "fold %d of %d\n", fold + 1, options.folds);
  }
  return found;
}

// Calls use(document, sentence, feature) for each feature of the document pass, next(document, sentence) after each word.
template <class Use, class Next>
void ForEachDocumentFeature(const Corpus& corpus, const FirstPass& first, Use use, Next next) {
  std::vector<FeatureHash> features;
  for (size_t d = 0; d < corpus.documents.size(); ++d) {
    size_t words = 0;
    for (const auto& stems : corpus.stems[d]) words += stems.size();
    DocumentFeatures document(words);
    for (size_t s = 0; s < corpus.documents[d].size(); ++s) document.Learn(corpus.stems[d][s], first.passes[d][s]);
    for (size_t s = 0; s < corpus.documents[d].size(); ++s) {
      for (size_t at = 0; at < corpus.documents[d][s].size(); ++at) {
        features.clear();
        AppendFeatures(document.KeyOf(corpus.stems[d][s], first.passes[d][s], at), &features);
        for (const FeatureHash feature : features) use(d, s, feature);
        next(d, s);
      }
    }
  }
}

FeatureIndex ChooseDocumentFeatures(const Corpus& corpus, const FirstPass& first, uint32_t least) {
  FeatureIndex index;
  ForEachDocumentFeature(
      corpus, first, [&](size_t, size_t, FeatureHash feature) { index.Count(feature); }, [](size_t, size_t) {});
  index.Choose(least);
  return index;
}

std::vector<std::vector<Example>> DocumentExamples(const Corpus& corpus, const FirstPass& first,
                                                   const FeatureIndex& index) {
  std::vector<std::vector<Example>> all;
  for (size_t d = 0; d < corpus.documents.size(); ++d) {
    auto& examples = all.emplace_back();
    for (size_t s = 0; s < corpus.documents[d].size(); ++s) {
      const Example& base = corpus.documents[d][s];
      examples.push_back(
          {.begins = {0}, .features = {}, .gold = base.gold, .base = first.emissions[d][s], .weight = base.weight});
    }
  }
  ForEachDocumentFeature(
      corpus, first, [&](size_t d, size_t s, FeatureHash feature) { index.Append(feature, &all[d][s].features); },
      [&](size_t d, size_t s) { all[d][s].begins.push_back(static_cast<uint32_t>(all[d][s].features.size())); });
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

struct TrainedModel::Parts {
  std::string language;
  Lexicon lexicon;
  FeatureIndex first_features;
  FeatureIndex document_features;
  std::unique_ptr<Crf> first;
  std::unique_ptr<Crf> document;  // null: there is no document pass
};

TrainedModel::TrainedModel(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
TrainedModel::TrainedModel(TrainedModel&&) noexcept = default;
TrainedModel& TrainedModel::operator=(TrainedModel&&) noexcept = default;
TrainedModel::~TrainedModel() = default;

TrainedModel Train(const std::vector<TrainingDocument>& documents, Lexicon lexicon, const TrainingOptions& options) {
  auto parts = std::make_unique<TrainedModel::Parts>();
  parts->language = options.language;
  parts->lexicon = std::move(lexicon);
  Forms forms(parts->lexicon);
  parts->first_features = ChooseFeatures(documents, parts->lexicon, options.least, &forms);
  const Corpus corpus = MakeCorpus(documents, parts->lexicon, parts->first_features, &forms);
  const size_t features = parts->first_features.features().size();
  std::fprintf(stderr, "%zu documents, %zu features\n", corpus.documents.size(), features);
  if (options.folds > 1) {
    const FirstPass first = Jackknife(corpus, features, options);
    parts->document_features = ChooseDocumentFeatures(corpus, first, options.least);
    const auto examples = DocumentExamples(corpus, first, parts->document_features);
    std::vector<const Example*> all;
    for (const auto& document : examples) {
      for (const Example& example : document) all.push_back(&example);
    }
    parts->document = std::make_unique<Crf>(parts->document_features.features().size());
    parts->document->Train(all, options.document);
  }
  parts->first = std::make_unique<Crf>(features);
  parts->first->Train(corpus.All(0, 0), options.first);
  return TrainedModel(std::move(parts));
}

Model TrainedModel::Quantize(float pruned) const {
  Weights first = tag::Quantize(*parts_->first, parts_->first_features.features(), pruned);
  Weights document = parts_->document == nullptr
                         ? Weights({}, first.transitions())
                         : tag::Quantize(*parts_->document, parts_->document_features.features(), 0);
  std::fprintf(stderr, "%zu rows of the first pass, %zu of the document pass\n", first.rows(), document.rows());
  return Model(parts_->language, parts_->lexicon, std::move(first), std::move(document));
}

std::vector<std::vector<TwoPasses>> TrainedModel::LabelAll(const std::vector<TrainingDocument>& documents) const {
  Forms forms(parts_->lexicon);
  const Corpus corpus = MakeCorpus(documents, parts_->lexicon, parts_->first_features, &forms);
  FirstPass first(corpus.documents.size());
  for (size_t d = 0; d < corpus.documents.size(); ++d) first.Add(*parts_->first, corpus.documents[d], d);
  FirstPass both(corpus.documents.size());
  if (parts_->document != nullptr) {
    const auto examples = DocumentExamples(corpus, first, parts_->document_features);
    for (size_t d = 0; d < examples.size(); ++d) both.Add(*parts_->document, examples[d], d);
  }
  std::vector<std::vector<TwoPasses>> answers(documents.size());
  for (size_t d = 0; d < documents.size(); ++d) {
    for (size_t s = 0; s < first.passes[d].size(); ++s) {
      const std::vector<Label>& labels = first.passes[d][s].labels;
      answers[d].push_back({labels, parts_->document == nullptr ? labels : both.passes[d][s].labels});
    }
  }
  return answers;
}

Model TrainModel(const std::vector<TrainingDocument>& documents, Lexicon lexicon, const TrainingOptions& options) {
  return Train(documents, std::move(lexicon), options).Quantize(options.pruned);
}

}  // namespace marsad::tag
