// Trains a tagger of one language. Usage: --help.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>

#include "lib/base/bytes.h"
#include "tools/tagger/calibrate.h"
#include "tools/tagger/classes.h"
#include "tools/tagger/evaluation.h"
#include "tools/tagger/names.h"
#include "tools/tagger/scoring.h"
#include "tools/tagger/training.h"

namespace marsad::tag {
namespace {

struct Arguments {
  std::vector<std::string> gold;
  std::vector<std::string> silver;
  std::vector<std::string> text;
  std::vector<std::string> names;
  std::string guideline;
  std::string weights;
  std::string out;
  double held_back = 0;
  float silver_weight = .3f;
  size_t document = 30;
  bool has_classes = true;
  std::vector<float> compared;
  TrainingOptions training;
};

using Documents = std::vector<TrainingDocument>;

Result<void> Read(const std::vector<std::string>& paths, float weight, size_t sentences, const LabelChange& change,
                  Documents* documents) {
  for (const std::string& path : paths) {
    auto read = ReadConll(path, sentences, change);
    if (!read) return tl::unexpected(read.error());
    for (TrainingDocument& document : *read) {
      document.weight = weight;
      documents->push_back(std::move(document));
    }
  }
  return {};
}

// Takes the last documents, `share` of the sentences, out of `documents`.
Documents HoldBack(double share, Documents* documents) {
  size_t all = 0;
  for (const TrainingDocument& document : *documents) all += document.sentences.size();
  Documents held;
  size_t taken = 0;
  while (!documents->empty() && static_cast<double>(taken) < share * static_cast<double>(all)) {
    taken += documents->back().sentences.size();
    held.insert(held.begin(), std::move(documents->back()));
    documents->pop_back();
  }
  return held;
}

void AddWords(const Documents& documents, std::vector<std::vector<std::string_view>>* sentences) {
  for (const TrainingDocument& document : documents) {
    for (const auto& sentence : document.sentences) {
      auto& words = sentences->emplace_back();
      for (const ModelWord& word : sentence->words) words.push_back(word.folded);
    }
  }
}

// Of the words of both.
void AddClasses(const Documents& documents, const Documents& text, Lexicon* lexicon) {
  std::vector<std::vector<std::string_view>> sentences;
  AddWords(documents, &sentences);
  AddWords(text, &sentences);
  for (const auto& [word, classes] : LearnClasses(sentences, {1000, 250, 60}, {})) {
    WordFacts& facts = lexicon->At(word);
    facts.fine = classes[0];
    facts.middle = classes[1];
    facts.coarse = classes[2];
  }
}

std::string PrintPass(const char* name, const std::vector<ScoreTable>& documents) {
  ScoreTable all;
  for (const ScoreTable& document : documents) all.Add(document);
  const Interval interval = BootstrapF1(documents, Measure::kExact, kTypes, 1);
  char of_all[80];
  std::snprintf(of_all, sizeof of_all, "exact, all: 95 %% of drawings lie in [%.1f, %.1f]\n", 100 * interval.low,
                100 * interval.high);
  return std::string(name) + "\n" + Print(all) + of_all;
}

void PrintScores(const Documents& documents, const std::vector<std::vector<TwoPasses>>& answers) {
  std::vector<ScoreTable> first(documents.size());
  std::vector<ScoreTable> both(documents.size());
  for (size_t d = 0; d < documents.size(); ++d) {
    for (size_t i = 0; i < documents[d].sentences.size(); ++i) {
      AddSentence(documents[d].sentences[i]->gold, answers[d][i].first, &first[d]);
      AddSentence(documents[d].sentences[i]->gold, answers[d][i].both, &both[d]);
    }
  }
  std::printf("%s%s", PrintPass("one pass", first).c_str(), PrintPass("both passes", both).c_str());
}

void Evaluate(const Documents& documents, std::shared_ptr<const Model> model) {
  ModelRunner runner(std::move(model));
  std::vector<std::vector<TwoPasses>> answers(documents.size());
  for (size_t d = 0; d < documents.size(); ++d) {
    std::vector<Sequence> sentences;
    for (const auto& sentence : documents[d].sentences) sentences.push_back(sentence->words);
    for (Labelled& both : runner.Run(sentences)) answers[d].push_back({.first = {}, .both = std::move(both.labels)});
    for (size_t i = 0; i < sentences.size(); ++i) answers[d][i].first = runner.RunFirst(sentences[i]).labels;
  }
  PrintScores(documents, answers);
}

// What quantizing and leaving out small weights cost.
void Compare(const Documents& held, const TrainedModel& trained, const std::vector<float>& thresholds) {
  if (held.empty() || thresholds.empty()) return;
  std::printf("weights as learned\n");
  PrintScores(held, trained.LabelAll(held));
  for (const float pruned : thresholds) {
    std::printf("pruned at %g\n", static_cast<double>(pruned));
    Evaluate(held, std::make_shared<Model>(trained.Quantize(pruned)));
  }
}

std::string WithSize(const std::string& section) {
  ByteWriter out;
  out.Bytes(section);
  return out.Take();
}

Result<void> Write(const std::string& bytes, const std::string& path) {
  if (path.empty()) return {};
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) return Fail(path + ": cannot be written");
  return {};
}

// Measures `model` on text that it did not learn from, and how often it is right when it is sure.
void Measure(const Documents& held, const std::shared_ptr<Model>& model) {
  if (held.empty()) return;
  const std::vector<JudgedName> judged = JudgeNames(held, model);
  model->set_calibration(LearnCalibration(judged));
  Evaluate(held, model);
  std::printf("confidence, cross-fitted: names, stated, right\n%s", Print(CrossFittedBins(judged, 10)).c_str());
}

// A model that was trained on these data is measured and calibrated anew.
Result<void> Calibrate(const Arguments& given, const Documents& held) {
  std::ifstream file(given.weights, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  auto read = Model::Parse(bytes);
  if (!read) return Fail(given.weights + ": " + read.error().message);
  const size_t before = WithSize(read->calibration().Write()).size();
  const auto model = std::make_shared<Model>(std::move(*read));
  Measure(held, model);
  // The calibration is a file's last section; all before it stays.
  return Write(bytes.substr(0, bytes.size() - before) + WithSize(model->calibration().Write()), given.out);
}

Result<void> Learn(const Arguments& given) {
  Documents documents;
  std::map<std::string, size_t> changed;
  LabelChange change;
  if (!given.guideline.empty()) {
    const auto guideline = Guideline::Read(given.guideline);
    if (!guideline) return tl::unexpected(guideline.error());
    change = [guideline = *guideline, &changed](std::vector<LabelledToken>* sentence) {
      guideline.Apply(sentence, &changed);
    };
  }
  if (auto read = Read(given.gold, 1, given.document, change, &documents); !read) return read;
  const Documents held = HoldBack(given.held_back, &documents);
  if (!given.weights.empty()) return Calibrate(given, held);
  if (auto read = Read(given.silver, given.silver_weight, given.document, change, &documents); !read) return read;
  for (const auto& [rule, labels] : changed) std::fprintf(stderr, "%zu labels changed by %s\n", labels, rule.c_str());
  Lexicon lexicon;
  for (const std::string& path : given.names) {
    const auto added = AddNames(path, given.training.language, &lexicon);
    if (!added) return tl::unexpected(added.error());
    std::fprintf(stderr, "%zu names of %s\n", *added, path.c_str());
  }
  if (given.has_classes) {
    Documents text;
    if (auto read = Read(given.text, 0, given.document, {}, &text); !read) return read;
    AddClasses(documents, text, &lexicon);
  }
  std::fprintf(stderr, "%zu words and %zu phrases in the lexicon\n", lexicon.words(), lexicon.phrases());
  const TrainedModel trained = tag::Train(documents, std::move(lexicon), given.training);
  Compare(held, trained, given.compared);
  const auto model = std::make_shared<Model>(trained.Quantize(given.training.pruned));
  Measure(held, model);
  return Write(model->Write(), given.out);
}

}  // namespace
}  // namespace marsad::tag

int main(int argc, char** argv) {
  marsad::tag::Arguments given;
  CLI::App app(
      "Trains a tagger of one language on CoNLL files (TOKEN, tab, BIO label). The same input gives the same bytes.");
  app.add_option("--language", given.training.language, "BCP 47, e.g. ar")->required();
  app.add_option("--gold", given.gold, "files that people labelled")->required();
  app.add_option("--silver", given.silver, "files that a model labelled");
  app.add_option("--silver-weight", given.silver_weight, "weight of their sentences")->capture_default_str();
  app.add_option("--text", given.text, "files for classes of words, beside gold and silver; their labels say nothing");
  app.add_flag("!--no-classes", given.has_classes, "without classes of words");
  app.add_option("--names", given.names, "tables of names: id, type, lang, name, ...");
  app.add_option("--guideline", given.guideline, "rules that bring labels to ours, e.g. tools/tagger/guideline/ar.tsv");
  app.add_option("--held-back", given.held_back, "share of the gold, from its end, to measure on")
      ->check(CLI::Range(0.0, .9));
  app.add_option("--epochs", given.training.first.epochs, "of the first pass")->capture_default_str();
  app.add_option("--folds", given.training.folds, "of the jackknife for the document pass; 1: no document pass")
      ->capture_default_str();
  app.add_option("--least", given.training.least, "occurrences of a feature")->capture_default_str();
  app.add_option("--pruned", given.training.pruned, "weights below are left out")->capture_default_str();
  app.add_option("--compare-pruned", given.compared, "measures such models, too, and one with all weights as learned");
  app.add_option("--rate", given.training.first.rate, "of AdaGrad")->capture_default_str();
  app.add_option("--l2", given.training.first.l2, "regularization")->capture_default_str();
  app.add_option("--missed", given.training.first.missed, "what a name taken for nothing costs while training")
      ->capture_default_str();
  app.add_option("--invented", given.training.first.invented, "... nothing taken for a name")->capture_default_str();
  app.add_option("--confused", given.training.first.confused, "... another name's label")->capture_default_str();
  app.add_flag("!--no-average", given.training.first.averaged, "the last weights instead of their average");
  app.add_option("--seed", given.training.first.seed, "of the order of sentences and of dropout")
      ->capture_default_str();
  app.add_option("--document", given.document,
                 "sentences of a document in files that mark none; 1: those are unrelated sentences")
      ->capture_default_str();
  app.add_option("--weights", given.weights, "a model of these data: it is measured and calibrated, not learned anew");
  app.add_option("--out", given.out, "the model's file");
  CLI11_PARSE(app, argc, argv);
  // The document pass learns like the first.
  given.training.document.missed = given.training.first.missed;
  given.training.document.invented = given.training.first.invented;
  given.training.document.confused = given.training.first.confused;
  given.training.document.averaged = given.training.first.averaged;
  given.training.document.epochs = 3;
  const auto done = marsad::tag::Learn(given);
  if (done) return 0;
  std::fprintf(stderr, "train_tagger: %s\n", done.error().message.c_str());
  return 1;
}
