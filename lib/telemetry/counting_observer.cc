#include "lib/telemetry/counting_observer.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include "lib/record/reject.h"

namespace marsad::telemetry {
namespace {

using pipeline::Verdict;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;
using prometheus::Registry;

using Buckets = Histogram::BucketBoundaries;

const Buckets& StageSeconds() {
  static const Buckets buckets = {20e-6, 50e-6, 100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 50e-3, 0.2, 1, 5, 30};
  return buckets;
}

const Buckets& TransactionSeconds() {
  static const Buckets buckets = {1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30};
  return buckets;
}

// From milliseconds, for live articles, to days, for what is read again.
const Buckets& EndToEndSeconds() {
  static const Buckets buckets = {5e-3, 10e-3, 25e-3, 50e-3, 0.1,  0.25, 0.5,   1,     2.5,   5,
                                  10,   30,    60,    300,   1800, 3600, 21600, 86400, 604800};
  return buckets;
}

const Buckets& BatchRecords() {
  static const Buckets buckets = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000};
  return buckets;
}

const Buckets& SmallCounts() {
  static const Buckets buckets = {0, 1, 2, 3, 5, 10, 20, 50, 100};
  return buckets;
}

const char* Name(Verdict verdict) {
  constexpr std::array<const char*, 5> kNames = {"ok", "skipped", "rejected", "failed", "killed"};
  return kNames[static_cast<size_t>(verdict)];
}

constexpr std::array<const char*, 5> kBatchEnds = {"committed", "aborted", "unknown", "fenced", "interrupted"};

double Seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

Family<Counter>& Counters(Registry* registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(*registry);
}

Family<Histogram>& Histograms(Registry* registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(*registry);
}

// Records and bytes of one direction between this process and Kafka.
struct Traffic {
  Traffic(Registry* registry, const char* direction)
      : records(Counters(registry, "marsad_messages_total",
                         "Kafka records read (in) and written (out, dead), those of aborted transactions included.")
                    .Add({{"direction", direction}})),
        bytes(Counters(registry, "marsad_bytes_total", "Bytes of the values of Kafka records read and written.")
                  .Add({{"direction", direction}})) {}

  void Count(uint64_t size) {
    records.Increment();
    bytes.Increment(static_cast<double>(size));
  }

  Counter& records;
  Counter& bytes;
};

// What the articles hold that leave the process: how a pipeline's quality is seen from outside. Thread-safe.
class ArticleCounts {
 public:
  explicit ArticleCounts(Registry* registry)
      : articles_(Counters(registry, "marsad_articles_total",
                           "Articles written by the language that was found, those of aborted transactions included.")),
        entities_(Histograms(registry, "marsad_article_entities", "Entities of each article written.")
                      .Add({}, SmallCounts())),
        sentences_(Histograms(registry, "marsad_article_chosen_sentences",
                              "Sentences of the summary of each article written that has one; 0: an empty summary.")
                       .Add({}, SmallCounts())) {}

  void Count(const record::Contents& contents) {
    if (!contents.language) return;  // before normalize there is nothing to count
    CounterOf(*contents.language).Increment();
    entities_.Observe(static_cast<double>(contents.entities));
    if (contents.summary_sentences) sentences_.Observe(static_cast<double>(*contents.summary_sentences));
  }

 private:
  // A record may come from anybody: whatever it says, the labels are few and short.
  Counter& CounterOf(std::string_view language) {
    constexpr size_t kMostLanguages = 200;
    constexpr size_t kLongest = 16;
    const std::lock_guard lock(mutex_);
    if (const auto found = languages_.find(language); found != languages_.end()) return *found->second;
    std::string name(language);
    if (language.size() > kLongest || languages_.size() >= kMostLanguages || !IsTag(language)) name = "other";
    Counter*& counter = languages_[name];
    if (counter == nullptr) counter = &articles_.Add({{"language", name}});
    return *counter;
  }

  static bool IsTag(std::string_view language) {
    return std::all_of(language.begin(), language.end(), [](char c) {
      return c == '-' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
  }

  Family<Counter>& articles_;
  Histogram& entities_;
  Histogram& sentences_;
  std::mutex mutex_;
  std::map<std::string, Counter*, std::less<>> languages_;
};

// The series of one stage that almost every record touches: looked up once.
struct StageSeries {
  std::string name;
  Counter* ok;
  Histogram* seconds;
};

class CountingObserver final : public pipeline::Observer {
 public:
  CountingObserver(Registry* registry, const std::vector<StageInfo>& stages)
      : records_(
            Counters(registry, "marsad_records_total",
                     "Answers of each stage by verdict and reason; what is done again after an abort counts again.")),
        in_(registry, "in"),
        out_(registry, "out"),
        dead_(registry, "dead"),
        articles_(registry),
        batch_records_(
            Histograms(registry, "marsad_batch_records", "Input records of each transaction.").Add({}, BatchRecords())),
        batch_seconds_(Histograms(registry, "marsad_transaction_seconds",
                                  "From a transaction's first record to the answer to its commit.")
                           .Add({}, TransactionSeconds())),
        commit_seconds_(Histograms(registry, "marsad_commit_seconds", "The commit of each transaction alone.")
                            .Add({}, TransactionSeconds())),
        reopens_(Counters(registry, "marsad_producer_reopens_total", "New producers under the same transactional id.")
                     .Add({})) {
    auto& seconds = Histograms(registry, "marsad_stage_seconds", "Time that a stage takes for one record.");
    for (const StageInfo& stage : stages) {
      stages_.push_back({stage.name, &records_.Add({{"stage", stage.name}, {"verdict", "ok"}, {"reason", ""}}),
                         &seconds.Add({{"stage", stage.name}}, StageSeconds())});
      AddFailures(stage.name);
    }
    auto& age = Histograms(
        registry, "marsad_end_to_end_seconds",
        "Age of an article when this process writes it, since Kafka received it and since it was published.");
    since_received_ = &age.Add({{"since", "received"}}, EndToEndSeconds());
    since_published_ = &age.Add({{"since", "published"}}, EndToEndSeconds());
    auto& ends = Counters(registry, "marsad_transactions_total", "Transactions by how they ended.");
    for (size_t i = 0; i < kBatchEnds.size(); ++i) ends_[i] = &ends.Add({{"result", kBatchEnds[i]}});
  }

  void OnStage(const pipeline::StageEvent& event) override {
    for (const StageSeries& stage : stages_) {
      if (stage.name != event.stage) continue;
      stage.seconds->Observe(Seconds(event.took));
      if (event.verdict == Verdict::kOk) return stage.ok->Increment();
    }
    records_
        .Add({{"stage", std::string(event.stage)},
              {"verdict", Name(event.verdict)},
              {"reason", std::string(event.reason)}})
        .Increment();
  }

  void OnInput(uint64_t bytes) override { in_.Count(bytes); }

  void OnOutput(const pipeline::OutputEvent& event) override {
    if (event.dead) return dead_.Count(event.bytes);
    out_.Count(event.bytes);
    articles_.Count(event.contents);
    if (event.since_received_seconds >= 0) since_received_->Observe(event.since_received_seconds);
    if (event.since_published_seconds >= 0) since_published_->Observe(event.since_published_seconds);
  }

  void OnBatch(const pipeline::BatchEvent& event) override {
    ends_[static_cast<size_t>(event.end)]->Increment();
    batch_records_.Observe(static_cast<double>(event.records));
    batch_seconds_.Observe(Seconds(event.took));
    commit_seconds_.Observe(Seconds(event.commit_took));
  }

  void OnReopen(std::string_view /*why*/) override { reopens_.Increment(); }

 private:
  // A counter that appears with its first failure has no increase() that tells of it: these are there from the start.
  void AddFailures(const std::string& stage) {
    for (int code = 1; code <= record::kRejectCodes; ++code) {
      const std::string reason(record::Name(static_cast<record::RejectCode>(code)));
      for (const Verdict verdict : {Verdict::kRejected, Verdict::kFailed}) {
        records_.Add({{"stage", stage}, {"verdict", Name(verdict)}, {"reason", reason}});
      }
    }
  }

  Family<Counter>& records_;
  Traffic in_;
  Traffic out_;
  Traffic dead_;
  ArticleCounts articles_;
  Histogram& batch_records_;
  Histogram& batch_seconds_;
  Histogram& commit_seconds_;
  Counter& reopens_;
  Histogram* since_received_;
  Histogram* since_published_;
  std::array<Counter*, kBatchEnds.size()> ends_;
  std::vector<StageSeries> stages_;
};

}  // namespace

std::unique_ptr<pipeline::Observer> MakeCountingObserver(Registry* registry, const std::vector<StageInfo>& stages) {
  return std::make_unique<CountingObserver>(registry, stages);
}

}  // namespace marsad::telemetry
