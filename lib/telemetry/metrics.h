// Everything that a process counts, and its page in the text format of Prometheus. Names are marsad_<noun>_<unit>; labels
// come from fixed sets only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/coordinates.h"
#include "lib/pipeline/observer.h"

namespace marsad::telemetry {

// What the Kafka clients of one worker told last.
struct ClientGauges {
  struct Lag {
    Partition partition{};
    int64_t records = 0;
    Offset position{};
  };
  std::vector<Lag> lags;
  uint64_t fetched_bytes = 0;
  uint64_t unsent_bytes = 0;
  uint32_t brokers_up = 0;
};

// Whose page it is: labels of every series. Where a series is of one of several stages of a process, its label `stage` is
// that one's; else it is `stage` of this.
struct Identity {
  std::string pipeline;
  std::string stage;  // as in the group's name: "normalize-tag" for two in one process
};

// A certificate that was read at the start.
struct Certificate {
  std::string property;  // that names its file
  int64_t expires = 0;   // seconds since the Unix epoch
};

struct StageInfo {
  std::string name;
  std::string bundle;  // empty: the stage has none
};

enum class BundleEnd { kSwapped, kRefused };

// Thread-safe: one for all workers of a process.
class Metrics {
 public:
  // `stages` are those that OnStage() will name; `input_topic` labels the lag.
  Metrics(Identity identity, const std::vector<StageInfo>& stages, std::string_view input_topic);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Counts what runners tell. Lives as long as this.
  pipeline::Observer& observer();
  // Replaces what worker `worker` told before.
  void SetClientGauges(int worker, ClientGauges gauges);
  // The partitions that worker `worker` holds from now on.
  void CountAssignment(int worker, size_t partitions);
  // Replaces what worker `worker` told before of its stateful step's memory.
  void SetRemembered(int worker, const pipeline::Remembered& sizes);
  // What the stages go on with, in the order of the constructor's.
  void SetBundles(const std::vector<StageInfo>& stages);
  // What became of a bundle that was read while the stages ran.
  void CountBundle(BundleEnd end);
  void SetCertificates(const std::vector<Certificate>& certificates);
  // Shown as marsad_ready.
  void SetReady(bool ready);

  // The page: text format 0.0.4.
  std::string Text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace marsad::telemetry
