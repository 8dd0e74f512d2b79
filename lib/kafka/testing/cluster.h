// What tests over the embedded broker share: a broker with the topics in, out and dead, and what clients tell.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "lib/kafka/events.h"
#include "lib/kafka/options.h"
#include "lib/kafka/testing/faulty_broker.h"
#include "lib/kafka/tools/reader.h"

namespace marsad::kafka::testing {

// Assignment and statistics are told from the polling thread, log lines from any.
class RecordingEvents final : public EventSink {
 public:
  void OnAssignment(const std::vector<Partition>& partitions) override { assignment = partitions; }
  void OnStatistics(const Statistics& given) override { statistics = given; }
  void OnLog(Severity, std::string_view text) override {
    const std::lock_guard lock(mutex_);
    log_ += std::string(text) + "\n";
  }
  std::string log() {
    const std::lock_guard lock(mutex_);
    return log_;
  }

  std::vector<Partition> assignment;
  Statistics statistics;

 private:
  std::mutex mutex_;
  std::string log_;
};

class Cluster {
 public:
  explicit Cluster(int partitions, int brokers = 1) : broker_(brokers) {
    for (const char* topic : {"in", "out", "dead"}) EXPECT_TRUE(broker_.CreateTopic(topic, partitions));
  }

  FaultyBroker& broker() { return broker_; }

  // Of a stage "copy" in a pipeline "test" that reads `in`.
  ClientOptions Options() const {
    return {.properties = Properties(),
            .pipeline = "test",
            .stage = "copy",
            .static_membership = false,
            .input_topic = "in",
            .output_topic = "out",
            .dead_topic = "dead"};
  }

  kafka::Properties Properties() const { return {{"bootstrap.servers", broker_.bootstrap_servers()}}; }

  // That part of every record of `topic`; absent ones as "null".
  enum class Part { kKey, kValue };
  std::vector<std::string> Read(const std::string& topic, Part part = Part::kValue) {
    auto reader = OpenReader({.properties = Properties(), .topic = topic}, silence_);
    EXPECT_TRUE(reader);
    std::vector<std::string> read;
    while (reader && !(*reader)->at_end()) {
      auto record = (*reader)->Read(std::chrono::milliseconds(50));
      EXPECT_TRUE(record);
      if (!record || !*record) continue;
      read.emplace_back((part == Part::kKey ? (*record)->key : (*record)->value).value_or("null"));
    }
    return read;
  }

 private:
  EventSink silence_;
  FaultyBroker broker_;
};

}  // namespace marsad::kafka::testing
