// Measures the finders of the tag stage on a labelled file. Usage: --help.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>

#include "tools/tagger/calibrate.h"
#include "tools/tagger/evaluation.h"

namespace marsad::tag {
namespace {

struct Arguments {
  std::string file;
  std::string guideline = "ours";
  std::string gazetteer = "gazetteer";
  std::string models = "models";
  size_t document = 30;
  uint64_t seed = 1;
  EvaluationOptions options{.language = "ar"};
};

void PrintConfidence(const std::vector<JudgedName>& judged, const Calibration& shipped) {
  const ConfidenceBins bins = BinsOf(judged, shipped);
  const ConfidenceBins crossed = CrossFittedBins(judged, 10);
  std::printf("confidence of the model as it is: names, stated, right; off by %.3f at most in bins of 50 names\n%s",
              LargestDifference(bins, 50), Print(bins).c_str());
  std::printf("confidence learned from nine tenths of this text for the tenth: off by %.3f\n%s",
              LargestDifference(crossed, 50), Print(crossed).c_str());
}

Result<void> Run(const Arguments& given) {
  LabelChange change;
  if (given.guideline == "ours") {
    const auto guideline = Guideline::Read("tools/tagger/guideline/" + given.options.language + ".tsv");
    if (!guideline) return tl::unexpected(guideline.error());
    change = [guideline = *guideline](std::vector<LabelledToken>* sentence) {
      std::map<std::string, size_t> changed;
      guideline.Apply(sentence, &changed);
    };
  }
  const auto documents = ReadConll(given.file, given.document, change);
  if (!documents) return tl::unexpected(documents.error());
  const auto files = ReadGazetteerFiles(given.gazetteer);
  if (!files) return tl::unexpected(files.error());
  const auto gazetteer = Gazetteer::Parse(*files);
  if (!gazetteer) return tl::unexpected(gazetteer.error());
  const std::string path = given.models + "/" + given.options.language + ".model";
  std::ifstream file(path, std::ios::binary);
  auto model = Model::Parse(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!model) return Fail(path + ": " + model.error().message);
  const auto shared = std::make_shared<const Model>(std::move(*model));
  const auto evaluation = Evaluate(*documents, Tagger(*gazetteer), shared, given.options);
  if (!evaluation) return tl::unexpected(evaluation.error());
  std::printf("%zu documents\n%s", documents->size(), Print(*evaluation, given.seed).c_str());
  PrintConfidence(JudgeNames(*documents, shared), shared->calibration());
  return {};
}

}  // namespace
}  // namespace marsad::tag

int main(int argc, char** argv) {
  marsad::tag::Arguments given;
  CLI::App app("Precision, recall and F1 of gazetteer, model and whole stage on a CoNLL file (TOKEN, tab, BIO label).");
  app.add_option("file", given.file, "what people labelled")->required();
  app.add_option("--language", given.options.language, "BCP 47")->capture_default_str();
  app.add_option(
         "--guideline", given.guideline,
         "ours: labels are brought to docs/entities.md by tools/tagger/guideline; anercorp: they stand as they are")
      ->check(CLI::IsMember({"ours", "anercorp"}))
      ->capture_default_str();
  app.add_option("--gazetteer", given.gazetteer, "directory")->capture_default_str();
  app.add_option("--models", given.models, "directory")->capture_default_str();
  app.add_option("--document", given.document, "sentences of a document in files that mark none")
      ->capture_default_str();
  app.add_option("--min-confidence", given.options.min_confidence, "per mille; see tag.min_confidence")
      ->capture_default_str();
  app.add_option("--seed", given.seed, "of the drawings for the intervals")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const auto done = marsad::tag::Run(given);
  if (done) return 0;
  std::fprintf(stderr, "eval_tagger: %s\n", done.error().message.c_str());
  return 1;
}
