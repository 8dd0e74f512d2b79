#include "lib/app/starter.h"

#include <algorithm>
#include <utility>

namespace marsad::app {
namespace {

using std::chrono::milliseconds;

// Short enough that a process which waits for Kafka still ends in time when it is asked to.
constexpr milliseconds kPatience{2000};
constexpr milliseconds kFirstPause{250};
constexpr milliseconds kLongestPause{5000};

}  // namespace

Starter::Starter(kafka::Properties properties, std::vector<kafka::TopicNeed> needs, const Clock& clock,
                 telemetry::Logger& log)
    : properties_(std::move(properties)), needs_(std::move(needs)), activity_({}, clock), log_(log) {}

bool Starter::WaitForTopics(StopFlag& stop) {
  for (milliseconds pause = kFirstPause; !stop.IsSet(); pause = std::min(pause * 2, kLongestPause)) {
    activity_.Begin(Activity::Step::kStarting);
    std::string missing = Look();
    activity_.Begin(Activity::Step::kWaiting);
    const bool is_there = missing.empty();
    {
      const std::lock_guard lock(mutex_);
      missing_ = std::move(missing);
    }
    if (is_there) return true;
    stop.WaitFor(pause);
  }
  return false;
}

std::string Starter::Missing() const {
  const std::lock_guard lock(mutex_);
  return missing_;
}

std::string Starter::Look() {
  const auto report = kafka::CheckTopics(properties_, needs_, kPatience);
  if (!report) {
    log_.Warn("kafka_unreachable", {{"error", report.error().message}, {"help", "trying again"}});
    return report.error().message;
  }
  std::string missing;
  for (const std::string& problem : report->problems) {
    log_.Error("topic_unfit", {{"problem", problem},
                               {"help", "marsad topics create --config FILE makes what is missing; looking again"}});
    missing += (missing.empty() ? "" : "\n") + problem;
  }
  if (!missing.empty()) return missing;
  for (const std::string& warning : report->warnings) log_.Warn("topic_warning", {{"warning", warning}});
  for (const kafka::TopicInfo& topic : report->topics) {
    log_.Info("topic", {{"name", topic.name}, {"partitions", topic.partitions}, {"replicas", topic.replicas}});
  }
  return "";
}

}  // namespace marsad::app
