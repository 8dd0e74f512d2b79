// opening_values RECORDS: of each report among the EnrichedArticles of RECORDS (one JSON a line, as `marsad explain --json` writes
// them) the candidates for a summary, one a line, tabs between: the record's number, the sentence's index in text.sentences, its
// span, then the features of stages/summarize/opening.h, whose names are the first line.
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iostream>
#include <string>

#include "marsad/v1/enriched.pb.h"
#include "stages/summarize/contract/record_reader.h"
#include "stages/summarize/facts.h"
#include "stages/summarize/kind.h"
#include "stages/summarize/opening.h"

namespace {

namespace summarize = marsad::summarize;

constexpr size_t kMostCandidates = 200;

void Print(size_t number, const summarize::Article& article) {
  const summarize::Structure structure = summarize::StructureOf(article);
  if (structure.kind != summarize::Kind::kReport) return;
  const summarize::TitleWords title(article);
  const auto fit = summarize::ChooseLead(article, kMostCandidates, {.title_repeats = true});
  const auto candidates = summarize::GatherFacts(article, summarize::Candidates(article, structure, fit), title);
  const auto values = summarize::OpeningValuesOf(candidates, title);
  for (size_t i = 0; i < candidates.size(); ++i) {
    const summarize::Facts& facts = candidates[i];
    std::cout << number << '\t' << facts.number << '\t' << facts.sentence.begin << '\t' << facts.sentence.end;
    for (const double value : values[i]) std::cout << '\t' << value;
    std::cout << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: opening_values RECORDS\n";
    return 2;
  }
  std::cout << "record\tsentence\tbegin\tend";
  for (const summarize::OpeningFeature& feature : summarize::kOpeningFeatures) std::cout << '\t' << feature.name;
  std::cout << '\n';
  std::ifstream records(argv[1]);
  summarize::RecordReader reader;
  size_t number = 0;
  for (std::string line; std::getline(records, line); ++number) {
    marsad::v1::EnrichedArticle record;
    if (!google::protobuf::util::JsonStringToMessage(line, &record).ok()) {
      std::cerr << "opening_values: record " << number << " cannot be read\n";
      return 1;
    }
    if (const auto article = reader.Read(record)) Print(number, *article);
  }
  return 0;
}
