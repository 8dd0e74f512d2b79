#include "lib/app/sample_trial.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "lib/base/clock.h"
#include "lib/pipeline/chain.h"
#include "lib/pipeline/journal.h"
#include "lib/pipeline/observer.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/dead_letter.pb.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::embedded {
extern const std::string_view kSampleArticle;  // data/sample_article.txt
}

namespace marsad::app {
namespace {

// The stages that lead to `first`, in order.
std::vector<StageEntry> Before(StageTable table, const StageEntry& first) {
  std::vector<StageEntry> rows;
  std::string_view wanted = first.input;
  for (auto row = table.rbegin(); row != table.rend(); ++row) {
    if (row->output.key != wanted) continue;
    rows.push_back(*row);
    wanted = row->input;
  }
  std::reverse(rows.begin(), rows.end());
  return rows;
}

// What comes of one record that must pass whole.
Result<std::string> Pass(pipeline::Stages stages, std::string_view value) {
  pipeline::Observer nobody;
  const auto journal = pipeline::NullJournal();
  pipeline::Chain chain(std::move(stages), {.input_topic = "", .build = ""}, SystemClock(), *journal, nobody);
  pipeline::Input input;
  input.value = value;
  std::vector<pipeline::Output> outputs;
  chain.Apply(input, &outputs);
  std::string passed;
  for (pipeline::Output& output : outputs) {
    if (output.lane == pipeline::Lane::kDead) {
      v1::DeadLetter letter;
      letter.ParseFromString(*output.value);
      return Fail(letter.stage() + ": " + v1::DeadLetter::Code_Name(letter.code()) + ": " + letter.detail());
    }
    if (output.lane == pipeline::Lane::kOut && output.value) passed = std::move(*output.value);
  }
  if (passed.empty()) return Fail("nothing came of it");
  return passed;
}

std::string BareArticle() {
  v1::EnrichedArticle record;
  record.mutable_article()->set_uri("urn:marsad:sample");
  record.mutable_article()->set_title("Sample");
  record.mutable_article()->set_body(std::string(embedded::kSampleArticle));
  return record.SerializeAsString();
}

}  // namespace

Result<std::string> SampleTrial::Prepare() const {
  std::vector<StageEntry> before = Before(table_, rows_.front());
  const bool from_raw = (before.empty() ? rows_.front() : before.front()).load_decoder != nullptr;
  std::string sample = from_raw ? std::string(embedded::kSampleArticle) : BareArticle();
  if (before.empty()) return sample;
  auto set = StageSet::Load(config::v1::Config(), before);
  if (!set) return tl::unexpected(set.error());
  return Pass(set->Make(), sample);
}

Result<void> SampleTrial::Try(const StageSet& set) {
  if (sample_.empty()) {
    auto prepared = Prepare();
    if (!prepared) return Fail("the sample cannot be prepared: " + prepared.error().message);
    sample_ = std::move(*prepared);
  }
  if (auto passed = Pass(set.Make(), sample_); !passed) return Fail("tried on a sample: " + passed.error().message);
  return {};
}

}  // namespace marsad::app
