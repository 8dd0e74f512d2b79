#include "cli/verbs/connection.h"

#include <CLI/CLI.hpp>

#include <utility>

#include "lib/app/config.h"
#include "marsad/config/v1/config.pb.h"
#include "stages/table.h"

namespace marsad::cli {

void AddConnectionOptions(CLI::App& verb, ConnectionOptions* options) {
  verb.add_option("--config", options->config, "marsad.yaml: brokers, security, names of topics");
  verb.add_option("--bootstrap", options->bootstrap, "HOST:PORT of a broker, where there is no need for more");
}

Result<config::v1::Config> LoadConnection(const ConnectionOptions& options) {
  Result<config::v1::Config> config = options.config.empty() ? config::v1::Config() : app::LoadConfig(options.config);
  if (!config) return config;
  if (!options.bootstrap.empty()) (*config->mutable_kafka())["bootstrap.servers"] = options.bootstrap;
  if (!config->kafka().contains("bootstrap.servers"))
    return Fail("which Kafka? Give --bootstrap HOST:PORT or --config FILE");
  if (Result<void> usable = app::CheckConfig(*config, stages::Table()); !usable)
    return Fail((options.config.empty() ? "" : options.config + ": ") + usable.error().message);
  return config;
}

kafka::Properties PropertiesOf(const config::v1::Config& config) {
  return {config.kafka().begin(), config.kafka().end()};
}

}  // namespace marsad::cli
