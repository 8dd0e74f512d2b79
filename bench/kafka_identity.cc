// The shell without a stage: session, runner and chain as every stage has them, around an enricher that adds nothing.
// What it costs beyond kafka_copy is what a stage pays for exactly-once with recovery: parsing the record, StageRun,
// the runner.
#include <atomic>

#include "bench/kafka_bench.h"
#include "lib/base/clock.h"
#include "lib/kafka/session/session.h"
#include "lib/pipeline/runner.h"
#include "lib/pipeline/testing/identity.h"

namespace {

using namespace marsad;  // NOLINT(google-build-using-namespace): a program, not a library

// Stops the run when everything is committed.
class Progress final : public pipeline::Observer {
 public:
  explicit Progress(uint64_t records) : records_(records) {}
  void OnInput(uint64_t) override {
    if (!seen_) report.OnFirstRecord();
    seen_ = true;
  }
  void OnBatch(const pipeline::BatchEvent& event) override {
    if (event.end != pipeline::BatchEnd::kCommitted) return;
    committed += event.records;
    ++commits;
    if (committed >= records_) stop = true;
  }

  std::atomic<bool> stop{false};
  uint64_t committed = 0;
  uint64_t commits = 0;
  bench::CopyReport report;

 private:
  const uint64_t records_;
  bool seen_ = false;
};

class Logs final : public kafka::EventSink {
  void OnLog(kafka::Severity severity, std::string_view text) override {
    if (severity >= kafka::Severity::kWarn) std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
  }
};

}  // namespace

int main(int argc, char** argv) {
  const bench::CopyArguments arguments = bench::ParseCopyArguments(argc, argv);
  Logs logs;
  auto session = kafka::OpenSession({.properties = arguments.properties,
                                     .pipeline = arguments.id,
                                     .stage = "identity",
                                     .input_topic = arguments.from,
                                     .output_topic = arguments.to,
                                     .dead_topic = arguments.to},
                                    logs);
  if (!session) {
    std::fprintf(stderr, "%s\n", session.error().message.c_str());
    return 1;
  }
  Progress progress(arguments.records);
  const auto journal = pipeline::NullJournal();
  pipeline::Stages stages;
  stages.push_back(std::make_unique<pipeline::testing::Identity>());
  pipeline::Chain chain(std::move(stages), {.input_topic = arguments.from, .build = "bench"}, SystemClock(), *journal,
                        progress);
  pipeline::Runner runner({.source = (*session)->source(),
                           .sink = (*session)->sink(),
                           .chain = chain,
                           .journal = *journal,
                           .observer = progress,
                           .clock = SystemClock()},
                          {});
  if (runner.Run(progress.stop) != pipeline::RunEnd::kStopped) {
    std::fprintf(stderr, "%s\n", runner.error().c_str());
    return 1;
  }
  progress.report.Print(progress.committed, progress.commits);
}
