#include "tools/tagger/evaluation.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "lib/text/fold.h"
#include "stages/tag/feature_names.h"
#include "stages/tag/fusion.h"
#include "stages/tag/model_names.h"

namespace marsad::tag {
namespace {

constexpr size_t kDrawings = 1000;

uint64_t Next(uint64_t* random) {  // splitmix64
  uint64_t z = *random += 0x9E3779B97F4A7C15ull;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ z >> 27) * 0x94D049BB133111EBull;
  return z ^ z >> 31;
}

// A document as normalize would leave it: a sentence a line.
class Joined {
 public:
  Joined(const TrainingDocument& document, const std::string& language) : language_(language) {
    for (const auto& sentence : document.sentences) {
      const auto begin = static_cast<uint32_t>(text_.size());
      text_ += sentence->text;
      ranges_.push_back({begin, static_cast<uint32_t>(text_.size())});
      text_ += '\n';
    }
    folded_ = text::Fold(text_);
    tokens_ = text::Tokenize(text_, folded_);
  }

  Document View() const {
    Document document{.title = {},
                      .body = {.original = text_, .search = folded_.search, .map = &folded_.map, .tokens = tokens_},
                      .language = language_};
    document.title.map = &nothing_.map;
    for (const text::OriginalSpan& range : ranges_) document.sentences.push_back({Field::kBody, range});
    return document;
  }

 private:
  const std::string& language_;
  std::string text_;
  std::vector<text::OriginalSpan> ranges_;
  text::Folded folded_;
  text::Folded nothing_ = text::Fold("");
  std::vector<text::Token> tokens_;
};

int TypeNumber(EntityType type) {
  switch (type) {
    case EntityType::kPer:
      return 0;
    case EntityType::kOrg:
      return 1;
    case EntityType::kLoc:
      return 2;
    default:
      return 3;
  }
}

struct Answer {
  text::OriginalSpan span;
  int type;
};

// Labels of the words of a sentence that begins at `offset` of the article.
std::vector<Label> LabelsOf(const Sequence& words, const std::vector<Answer>& answers) {
  std::vector<Label> labels(words.size(), kOutside);
  for (const Answer& answer : answers) {
    bool is_first = true;
    for (size_t at = 0; at < words.size(); ++at) {
      const text::OriginalSpan& word = words[at].original;
      if (word.end <= answer.span.begin || word.begin >= answer.span.end) continue;
      labels[at] = is_first ? Beginning(answer.type) : Inside(answer.type);
      is_first = false;
    }
  }
  return labels;
}

std::vector<Answer> Sure(const std::vector<FoundEntity>& entities) {
  std::vector<Answer> answers;
  for (const FoundEntity& entity : entities) {
    for (const FoundMention& mention : entity.mentions) {
      if (!mention.is_unsure) answers.push_back({mention.span, TypeNumber(entity.type)});
    }
  }
  return answers;
}

class Evaluator {
 public:
  Evaluator(const Tagger& tagger, const std::shared_ptr<const Model>& model, const EvaluationOptions& options)
      : tagger_(tagger), model_(model), runner_(model), options_(options) {}

  Result<std::array<ScoreTable, kFinders>> Score(const TrainingDocument& document) {
    const Joined joined(document, options_.language);
    const Document article = joined.View();
    const auto answers = Find(article);
    std::array<ScoreTable, kFinders> scores;
    for (size_t i = 0; i < document.sentences.size(); ++i) {
      const Sequence words = ReadSequence(article.body, article.sentences[i].span);
      const std::vector<Label>& gold = document.sentences[i]->gold;
      if (words.size() != gold.size())
        return Fail("\"" + document.sentences[i]->text + "\" has other words in an article");
      for (size_t finder = 0; finder < kFinders; ++finder) {
        AddSentence(gold, LabelsOf(words, answers[finder]), &scores[finder]);
      }
    }
    return scores;
  }

 private:
  std::array<std::vector<Answer>, kFinders> Find(const Document& article) {
    std::vector<KnownMention> known = tagger_.Find(article);
    MarkUnsure(options_.min_confidence, &known);
    std::vector<ModelMention> modelled = FindByModel(article, model_->lexicon(), &runner_);
    MarkUnsure(options_.min_confidence, &modelled);
    std::vector<Answer> alone;
    for (const ModelMention& found : modelled) {
      if (!found.mention.is_unsure) alone.push_back({found.mention.span, TypeNumber(found.type)});
    }
    AddSurnames(article, tagger_.gazetteer(), model_->lexicon(), &modelled);
    AddFeatures(article, tagger_.gazetteer(), &modelled);
    return {Sure(Fuse(article, tagger_.gazetteer(), known, {})), alone,
            Sure(Fuse(article, tagger_.gazetteer(), known, modelled, &model_->lexicon()))};
  }

  const Tagger& tagger_;
  const std::shared_ptr<const Model> model_;
  ModelRunner runner_;
  const EvaluationOptions options_;
};

const Tally& TallyOf(const ScoreTable& table, Measure measure, int type) {
  return measure == Measure::kExact ? table.exact[type] : table.lenient[type];
}

}  // namespace

Result<Evaluation> Evaluate(const std::vector<TrainingDocument>& documents, const Tagger& tagger,
                            const std::shared_ptr<const Model>& model, const EvaluationOptions& options) {
  Evaluator evaluator(tagger, model, options);
  Evaluation evaluation;
  for (const TrainingDocument& document : documents) {
    const auto scores = evaluator.Score(document);
    if (!scores) return tl::unexpected(scores.error());
    for (size_t finder = 0; finder < kFinders; ++finder) evaluation[finder].push_back((*scores)[finder]);
  }
  return evaluation;
}

Interval BootstrapF1(const std::vector<ScoreTable>& documents, Measure measure, int type, uint64_t seed) {
  if (documents.empty()) return {};
  std::vector<double> drawn;
  for (size_t i = 0; i < kDrawings; ++i) {
    Tally sum;
    for (size_t d = 0; d < documents.size(); ++d) {
      sum.Add(TallyOf(documents[Next(&seed) % documents.size()], measure, type));
    }
    drawn.push_back(sum.F1());
  }
  std::sort(drawn.begin(), drawn.end());
  return {drawn[kDrawings / 40], drawn[kDrawings - 1 - kDrawings / 40]};
}

std::string Print(const Evaluation& evaluation, uint64_t seed) {
  constexpr const char* kFinderNames[] = {"gazetteer", "model", "stage"};
  constexpr const char* kTypeNames[] = {"PER", "ORG", "LOC", "MISC", "all"};
  std::string text = "finder     measure  type      P      R      F   95 % of F\n";
  for (size_t finder = 0; finder < kFinders; ++finder) {
    for (const Measure measure : {Measure::kExact, Measure::kLenient}) {
      for (int type = 0; type <= kTypes; ++type) {
        Tally sum;
        for (const ScoreTable& table : evaluation[finder]) sum.Add(TallyOf(table, measure, type));
        const Interval interval = BootstrapF1(evaluation[finder], measure, type, seed);
        char line[96];
        std::snprintf(line, sizeof line, "%-10s %-8s %-4s %6.1f %6.1f %6.1f   %.1f to %.1f\n", kFinderNames[finder],
                      measure == Measure::kExact ? "exact" : "lenient", kTypeNames[type], 100 * sum.Precision(),
                      100 * sum.Recall(), 100 * sum.F1(), 100 * interval.low, 100 * interval.high);
        text += line;
      }
    }
  }
  return text;
}

}  // namespace marsad::tag
