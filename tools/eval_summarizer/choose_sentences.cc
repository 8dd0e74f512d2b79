// choose_sentences RECORDS BUDGETS [WEIGHT=VALUE…]: for each EnrichedArticle of RECORDS (one JSON a line, as `marsad explain
// --json` writes them) the sentences that the summarizer chooses, the first choice first, as indexes into text.sentences
// on one line. BUDGETS has the most sentences and the words for each record, one pair a line.
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>

#include "marsad/v1/enriched.pb.h"
#include "stages/summarize/choose.h"
#include "stages/summarize/contract/record_reader.h"

namespace {

using marsad::summarize::Weights;

template <class Value>
struct Named {
  const char* name;
  Value Weights::*weight;
};
constexpr Named<double> kWeights[] = {
    {"position", &Weights::position},
    {"announced", &Weights::announced},
    {"name", &Weights::name},
    {"figure", &Weights::figure},
    {"speech", &Weights::speech},
    {"empty", &Weights::empty},
    {"filler", &Weights::filler},
    {"routine", &Weights::routine},
    {"dull", &Weights::dull},
    {"hard_news", &Weights::hard_news},
    {"announcement", &Weights::announcement},
    {"late_news", &Weights::late_news},
    {"late_new", &Weights::late_new},
    {"late_new_more", &Weights::late_new_more},
    {"opening_new", &Weights::opening_new},
    {"scene_new", &Weights::scene_new},
    {"turn_new", &Weights::turn_new},
    {"answer_new", &Weights::answer_new},
    {"introduction", &Weights::introduction},
    {"earlier", &Weights::earlier},
    {"denial", &Weights::denial},
    {"denial_alone", &Weights::denial_alone},
    {"too_long", &Weights::too_long},
    {"far_too_long", &Weights::far_too_long},
    {"hard_position", &Weights::hard_position},
    {"promise", &Weights::promise},
    {"counted", &Weights::counted},
    {"outcome", &Weights::outcome},
    {"repeats", &Weights::repeats},
    {"hard_earlier", &Weights::hard_earlier},
    {"formality", &Weights::formality},
    {"history", &Weights::history},
    {"lone_quotation", &Weights::lone_quotation},
    {"unnamed", &Weights::unnamed},
    {"hard_least", &Weights::hard_least},
    {"build_up", &Weights::build_up},
    {"worth", &Weights::worth},
    {"weak", &Weights::weak},
    {"orphan", &Weights::orphan},
    {"before", &Weights::before},
    {"least", &Weights::least},
    {"evaluation", &Weights::evaluation},
    {"answer", &Weights::answer},
};
constexpr Named<uint32_t> kShares[] = {
    {"announcement_share", &Weights::announcement_share},
    {"late_share", &Weights::late_share},
    {"late_ratio", &Weights::late_ratio},
    {"promised", &Weights::promised},
    {"new_words", &Weights::new_words},
};

template <class Value, size_t kCount>
bool SetOne(const Named<Value> (&table)[kCount], const std::string& name, double value, Weights* weights) {
  for (const Named<Value>& named : table) {
    if (name != named.name) continue;
    weights->*named.weight = static_cast<Value>(value);
    return true;
  }
  return false;
}

bool Set(const std::string& argument, Weights* weights) {
  const size_t equals = argument.find('=');
  if (equals == std::string::npos) return false;
  const std::string name = argument.substr(0, equals);
  const double value = std::stod(argument.substr(equals + 1));
  return SetOne(kWeights, name, value, weights) || SetOne(kShares, name, value, weights);
}

void Print(const marsad::v1::EnrichedArticle& record, const marsad::summarize::Choice& choice) {
  for (const size_t at : choice.ranking) {
    const auto& spans = record.text().sentences();
    const auto found = std::find_if(spans.begin(), spans.end(), [&](const auto& span) {
      return span.end() == choice.sentences[at].sentence.end;  // an opener may be cut
    });
    std::cout << found - spans.begin() << ' ';
  }
  std::cout << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  Weights weights;
  for (int i = 3; i < argc; ++i) {
    if (!Set(argv[i], &weights)) {
      std::cerr << "choose_sentences: no weight: " << argv[i] << '\n';
      return 2;
    }
  }
  if (argc < 3) {
    std::cerr << "usage: choose_sentences RECORDS BUDGETS [WEIGHT=VALUE...]\n";
    return 2;
  }
  std::ifstream records(argv[1]);
  std::ifstream budgets(argv[2]);
  marsad::summarize::RecordReader reader;
  for (std::string line; std::getline(records, line);) {
    marsad::v1::EnrichedArticle record;
    marsad::summarize::Budget budget;
    if (!google::protobuf::util::JsonStringToMessage(line, &record).ok() ||
        !(budgets >> budget.sentences >> budget.words)) {
      std::cerr << "choose_sentences: a record or its budget cannot be read\n";
      return 1;
    }
    const auto article = reader.Read(record);
    Print(record, article ? Choose(*article, budget, weights) : marsad::summarize::Choice());
  }
  return 0;
}
