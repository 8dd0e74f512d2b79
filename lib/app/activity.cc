#include "lib/app/activity.h"

#include <array>
#include <string_view>

namespace marsad::app {
namespace {

using pipeline::Outcome;
using Step = Activity::Step;

// By step; of kApplying the place of the record is told instead.
constexpr std::array<std::string_view, 13> kDoing = {"waiting to start",
                                                     "starting",
                                                     "between two calls",
                                                     "polling for records",
                                                     "going back to the committed offsets",
                                                     "",
                                                     "producing",
                                                     "committing a transaction",
                                                     "aborting a transaction",
                                                     "opening a new producer",
                                                     "reading the state topic",
                                                     "closing the Kafka clients",
                                                     "ended"};
static_assert(kDoing.size() == static_cast<size_t>(Step::kEnded) + 1);

// Marks a call on a port for as long as it lasts.
class During {
 public:
  During(Activity& activity, Step step) : activity_(activity) { activity_.Begin(step); }
  ~During() { activity_.Begin(Step::kBetween); }
  During(const During&) = delete;
  During& operator=(const During&) = delete;

 private:
  Activity& activity_;
};

class ObservedSource final : public pipeline::Source {
 public:
  ObservedSource(pipeline::Source& source, Activity& activity) : source_(source), activity_(activity) {}
  std::string_view topic() const override { return source_.topic(); }
  pipeline::Polled Poll(const pipeline::PollLimits& limits) override {
    const During during(activity_, Step::kPolling);
    return source_.Poll(limits);
  }
  Outcome Rewind() override {
    const During during(activity_, Step::kRewinding);
    return source_.Rewind();
  }
  bool settled() const override { return source_.settled(); }
  std::string last_error() const override { return source_.last_error(); }

 private:
  pipeline::Source& source_;
  Activity& activity_;
};

class ObservedSink final : public pipeline::Sink {
 public:
  ObservedSink(pipeline::Sink& sink, Activity& activity) : sink_(sink), activity_(activity) {}
  Outcome Produce(std::span<const pipeline::Output> outputs) override {
    const During during(activity_, Step::kProducing);
    return sink_.Produce(outputs);
  }
  Outcome Commit(std::span<const pipeline::Position> positions) override {
    const During during(activity_, Step::kCommitting);
    return sink_.Commit(positions);
  }
  Outcome Abort() override {
    const During during(activity_, Step::kAborting);
    return sink_.Abort();
  }
  Outcome Reopen() override {
    const During during(activity_, Step::kReopening);
    return sink_.Reopen();
  }
  std::string last_error() const override { return sink_.last_error(); }

 private:
  pipeline::Sink& sink_;
  Activity& activity_;
};

class ObservedState final : public pipeline::StateSource {
 public:
  ObservedState(pipeline::StateSource& state, Activity& activity) : state_(state), activity_(activity) {}
  pipeline::StateEnd End(Partition partition) override {
    const During during(activity_, Step::kRestoring);
    return state_.End(partition);
  }
  pipeline::StateSlice Read(Partition partition, Offset offset, const pipeline::PollLimits& limits) override {
    const During during(activity_, Step::kRestoring);
    return state_.Read(partition, offset, limits);
  }
  std::string last_error() const override { return state_.last_error(); }

 private:
  pipeline::StateSource& state_;
  Activity& activity_;
};

class ObservedJournal final : public pipeline::Journal {
 public:
  ObservedJournal(pipeline::Journal& journal, Activity& activity) : journal_(journal), activity_(activity) {}
  std::vector<pipeline::Culprit> culprits() const override { return journal_.culprits(); }
  void Enter(Partition partition, Offset offset, uint32_t stage) override {
    activity_.BeginApplying(partition, offset, stage);
    journal_.Enter(partition, offset, stage);
  }
  void Leave() override {
    journal_.Leave();
    activity_.Begin(Step::kBetween);
  }
  void Pardon() override { journal_.Pardon(); }
  void Blame(Partition partition, Offset offset, uint32_t stage) override { journal_.Blame(partition, offset, stage); }
  void Forget(Partition partition) override { journal_.Forget(partition); }

 private:
  pipeline::Journal& journal_;
  Activity& activity_;
};

}  // namespace

Activity::Activity(std::vector<std::string> stages, const Clock& clock)
    : stages_(std::move(stages)), clock_(clock), since_(clock.Now()) {}

void Activity::Begin(Step step) {
  since_.store(clock_.Now());
  step_.store(step);
}

void Activity::BeginApplying(Partition partition, Offset offset, uint32_t stage) {
  partition_.store(partition, std::memory_order_relaxed);
  offset_.store(offset, std::memory_order_relaxed);
  stage_.store(stage, std::memory_order_relaxed);
  Begin(Step::kApplying);
}

std::chrono::steady_clock::duration Activity::Elapsed() const {
  const Step step = step_.load();
  if (step == Step::kWaiting || step == Step::kEnded) return {};
  return clock_.Now() - since_.load();
}

bool Activity::IsAsking() const {
  switch (step_.load()) {
    case Step::kPolling:
    case Step::kRewinding:
    case Step::kProducing:
    case Step::kCommitting:
    case Step::kAborting:
    case Step::kReopening:
    case Step::kRestoring:
      return true;
    default:
      return false;
  }
}

std::string Activity::Describe() const {
  const Step step = step_.load();
  if (step != Step::kApplying) return std::string(kDoing.at(static_cast<size_t>(step)));
  const uint32_t stage = stage_.load();
  return (stage < stages_.size() ? "in stage " + stages_[stage] : "outside the stages") + ", partition " +
         std::to_string(partition_.load().number()) + ", offset " + std::to_string(offset_.load().value());
}

std::unique_ptr<pipeline::Source> Observe(pipeline::Source& source, Activity& activity) {
  return std::make_unique<ObservedSource>(source, activity);
}

std::unique_ptr<pipeline::Sink> Observe(pipeline::Sink& sink, Activity& activity) {
  return std::make_unique<ObservedSink>(sink, activity);
}

std::unique_ptr<pipeline::StateSource> Observe(pipeline::StateSource& state, Activity& activity) {
  return std::make_unique<ObservedState>(state, activity);
}

std::unique_ptr<pipeline::Journal> Observe(pipeline::Journal& journal, Activity& activity) {
  return std::make_unique<ObservedJournal>(journal, activity);
}

}  // namespace marsad::app
