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

// The whole main() of a stage program: command line (--config FILE, --set KEY=VALUE, --check, --version, --help),
// telemetry, workers, signals. Returns the exit code.
int RunStage(int argc, char** argv, const StageEntry& stage);

// Runs `stages`, neighbours in the order decode, normalize, tag, summarize, until SIGTERM or SIGINT (a second one ends the
// process at once) or until they cannot go on; what is wrong with the configuration goes to standard error. Returns the
// exit code. Call it from the main thread, before any other thread is started.
int RunChain(const config::v1::Config& config, std::span<const StageEntry> stages);

// The stages of one process running in the background: one stage, or several chained. For RunChain and the demo.
// Thread-safe.
class Service {
 public:
  // Loads the stages and starts the HTTP endpoint and the workers; waits for no broker. Fails, with nothing consumed, on
  // what a person has to mend: configuration, models, an address in use, a state directory that cannot be written.
  static Result<std::unique_ptr<Service>> Start(const config::v1::Config& config, std::span<const StageEntry> stages);
  // Stops and waits.
  virtual ~Service() = default;

  // Asks the workers to finish their batch; returns at once.
  virtual void Stop() = 0;
  // Waits for all workers and returns an ExitCode.
  virtual int Wait() = 0;
  // Whether models are warm and partitions assigned; why not, for a person.
  virtual bool Ready() const = 0;
  virtual std::string NotReadyReason() const = 0;
  // For a process that has no more time: says in the log what is still open and returns the exit code to leave with. What
  // was not committed is done again by the next process with the same ids.
  virtual int Abandon() = 0;
  // Of /metrics, /healthz and /readyz; 0 where http.listen is empty.
  virtual int http_port() const = 0;
  // The page /metrics.
  virtual std::string MetricsText() const = 0;
};

}  // namespace marsad::app
