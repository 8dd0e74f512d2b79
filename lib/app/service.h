// One process of Marsad: configuration, threads, signals, health, exit codes around the runner.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lib/app/stage_table.h"
#include "lib/base/result.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::app {

// The whole main() of a stage program: command line (--config FILE, --set KEY=VALUE, --check, --version, --help),
// telemetry, workers, signals. `stage` is the name of a row of `table`. Returns the exit code.
int RunStage(int argc, char** argv, StageTable table, std::string_view stage);

// Runs config.stages, neighbours in `table`, until SIGTERM or SIGINT (a second one ends the process at once) or until they
// cannot go on; what is wrong with the configuration goes to standard error. Returns the exit code. Call it from the main
// thread, before any other thread is started; once a signal came, the process ends within five seconds, whoever holds it.
int RunChain(const config::v1::Config& config, StageTable table);

// The stages of one process running in the background: one stage, or several chained. For RunChain and the demo.
// Thread-safe.
class Service {
 public:
  // Loads config.stages, rows of `table`, and starts the HTTP endpoint and the workers; waits for no broker. Fails, with nothing consumed, on
  // what a person has to mend: configuration, models, an address in use, a state directory that cannot be written.
  static Result<std::unique_ptr<Service>> Start(const config::v1::Config& config, StageTable table);
  // Stops and waits.
  virtual ~Service() = default;

  // Asks the workers to finish their batch; returns at once.
  virtual void Stop() = 0;
  // Looks for new bundles, even at those that were refused before; returns at once.
  virtual void Reload() = 0;
  // Waits for all workers and returns an ExitCode.
  virtual int Wait() = 0;
  // Whether models are warm and partitions assigned; why not, for a person.
  virtual bool Ready() const = 0;
  virtual std::string NotReadyReason() const = 0;
  // The process is about to end by a decision for which no record is to blame: the crash journals note nothing any more.
  virtual void Pardon() = 0;
  // For a process that has no more time: Pardon(), says in the log what is still open and returns the exit code to leave
  // with. What was not committed is repeated by the next process with the same ids.
  virtual int Abandon() = 0;
  // Of /metrics, /healthz and /readyz; 0 if http.listen is empty.
  virtual int http_port() const = 0;
  // The page /metrics.
  virtual std::string MetricsText() const = 0;
};

}  // namespace marsad::app
