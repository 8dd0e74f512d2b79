// Waits until Kafka is there and its topics are fit, however long that takes, and says meanwhile what is missing.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "lib/app/activity.h"
#include "lib/app/stop_flag.h"
#include "lib/kafka/tools/topics.h"
#include "lib/telemetry/log.h"

namespace marsad::app {

class Starter {
 public:
  // What is lent must outlive the starter.
  Starter(kafka::Properties properties, std::vector<kafka::TopicNeed> needs, const Clock& clock,
          telemetry::Logger& log);

  // Tries again and again, with growing pauses; false if it was stopped before.
  bool WaitForTopics(StopFlag& stop);

  // What is missing, for a person; empty: nothing. From any thread.
  std::string Missing() const;
  const Activity& activity() const { return activity_; }

 private:
  std::string Look();

  const kafka::Properties properties_;
  const std::vector<kafka::TopicNeed> needs_;
  Activity activity_;
  telemetry::Logger& log_;
  mutable std::mutex mutex_;
  std::string missing_ = "has not asked Kafka yet";
};

}  // namespace marsad::app
