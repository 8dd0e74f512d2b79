#include "stages/tag/model/model.h"

#include "stages/tag/model/bytes.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kMagic = "marsad-tagger 1\n";
// Forgets all word forms at once when there are so many: some 20 MB.
constexpr size_t kMostKnown = 20'000;

}  // namespace

std::string Model::Write() const {
  ByteWriter out;
  out.Bytes(language_);
  out.Bytes(lexicon_.Write());
  out.Bytes(first_.Write());
  out.Bytes(document_.Write());
  return std::string(kMagic) + out.Take();
}

Result<std::string> Model::LanguageOf(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return Fail("no model of this version: it does not begin with \"marsad-tagger 1\"");
  ByteReader in(bytes.substr(kMagic.size()));
  const std::string_view language = in.Bytes();
  if (!in.ok() || language.empty()) return Fail("the model is cut off");
  return std::string(language);
}

Result<Model> Model::Parse(std::string_view bytes) {
  if (const auto language = LanguageOf(bytes); !language) return tl::unexpected(language.error());
  ByteReader in(bytes.substr(kMagic.size()));
  const std::string_view language = in.Bytes();
  auto lexicon = Lexicon::Parse(in.Bytes());
  auto first = Weights::Parse(in.Bytes());
  auto document = Weights::Parse(in.Bytes());
  if (!in.ok() || !in.at_end()) return Fail("the model is cut off or followed by other bytes");
  if (!lexicon) return tl::unexpected(lexicon.error());
  if (!first) return tl::unexpected(first.error());
  if (!document) return tl::unexpected(document.error());
  return Model(std::string(language), std::move(*lexicon), std::move(*first), std::move(*document));
}

const ModelRunner::Known& ModelRunner::Look(const ModelWord& word) {
  std::unique_ptr<Known>& known = known_[std::string(word.surface)];
  if (known != nullptr) return *known;
  known = std::make_unique<Known>();
  known->form = DescribeWord(word, model_->lexicon());
  for (int distance = -2; distance <= 2; ++distance) {
    Scores& scores = known->scores[static_cast<size_t>(distance + 2)];
    scores = {};
    const WordForm& form = known->form;
    const auto& features = distance == 0 ? form.own : distance * distance == 1 ? form.beside : form.near;
    for (const FeatureHash feature : features) model_->first().Add(At(feature, distance), &scores);
  }
  return *known;
}

ModelRunner::Read ModelRunner::ReadSentence(const Sequence& sentence) {
  Read read;
  std::vector<const Known*> known;
  std::vector<const WordForm*> forms;
  for (const ModelWord& word : sentence) {
    known.push_back(&Look(word));
    forms.push_back(&known.back()->form);
    read.stems.push_back(word.is_mark ? 0 : forms.back()->stem);
  }
  const ContextFeatures context(sentence, forms, model_->lexicon());
  read.emissions.resize(sentence.size());
  for (size_t at = 0; at < sentence.size(); ++at) {
    Scores& scores = read.emissions[at];
    for (int distance = -2; distance <= 2; ++distance) {
      const ptrdiff_t place = static_cast<ptrdiff_t>(at) + distance;
      if (place < 0 || place >= static_cast<ptrdiff_t>(known.size())) continue;
      const Scores& part = known[static_cast<size_t>(place)]->scores[static_cast<size_t>(distance + 2)];
      for (size_t label = 0; label < kLabels; ++label) scores[label] += part[label];
    }
    features_.clear();
    context.Append(at, &features_);
    for (const FeatureHash feature : features_) model_->first().Add(feature, &scores);
  }
  const Transitions& transitions = model_->first().transitions();
  read.first = {BestLabels(read.emissions, transitions), LabelProbabilities(read.emissions, transitions, kScale)};
  return read;
}

Labelled ModelRunner::RunFirst(const Sequence& sentence) { return ReadSentence(sentence).first; }

std::vector<Labelled> ModelRunner::Run(const std::vector<Sequence>& sentences) {
  if (known_.size() > kMostKnown) known_.clear();
  std::vector<Read> read;
  DocumentFeatures document;
  for (const Sequence& sentence : sentences) {
    read.push_back(ReadSentence(sentence));
    document.Learn(read.back().stems, read.back().first);
  }
  std::vector<Labelled> answers;
  const Transitions& transitions = model_->document().transitions();
  for (Read& sentence : read) {
    for (size_t at = 0; at < sentence.emissions.size(); ++at) {
      features_.clear();
      document.Append(sentence.stems, sentence.first, at, &features_);
      for (const FeatureHash feature : features_) model_->document().Add(feature, &sentence.emissions[at]);
    }
    answers.push_back(
        {BestLabels(sentence.emissions, transitions), LabelProbabilities(sentence.emissions, transitions, kScale)});
  }
  return answers;
}

}  // namespace marsad::tag
