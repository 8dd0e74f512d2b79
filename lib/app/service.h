// One process of Marsad: configuration, threads, signals, health, exit codes around the runner.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/pipeline/stage.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::app {

// A stage that this program can run. Exactly one of the two loaders is set.
struct StageEntry {
  std::string_view name;
  Result<pipeline::DecoderFactory> (*load_decoder)(const config::v1::Config&) = nullptr;
  Result<pipeline::EnricherFactory> (*load_enricher)(const config::v1::Config&) = nullptr;
};

// The whole main() of a stage program: command line (--config FILE, --set KEY=VALUE, --version, --help), telemetry,
// workers, signals. Returns the exit code.
int RunStage(int argc, char** argv, const StageEntry& stage);

// The stages of one process running in the background: one stage, or several chained. For RunStage, `marsad run` and the demo.
class Service {
 public:
  // Starts workers and the HTTP endpoint. `stages` must be neighbours in the order decode, normalize, tag, summarize.
  static Result<std::unique_ptr<Service>> Start(const config::v1::Config& config, std::span<const StageEntry> stages);
  virtual ~Service() = default;

  // Asks the workers to finish their batch; returns at once.
  virtual void Stop() = 0;
  // Waits for all workers and returns an ExitCode.
  virtual int Wait() = 0;
  // Whether models are warm and partitions assigned.
  virtual bool Ready() const = 0;
};

}  // namespace marsad::app
