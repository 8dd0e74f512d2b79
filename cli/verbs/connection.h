// How tools reach Kafka: --config FILE or --bootstrap HOST:PORT.
#pragma once

#include <string>

#include "lib/base/result.h"
#include "lib/kafka/options.h"

namespace CLI {
class App;
}

namespace marsad::config::v1 {
class Config;
}

namespace marsad::cli {

struct ConnectionOptions {
  std::string config;
  std::string bootstrap;
};

void AddConnectionOptions(CLI::App& verb, ConnectionOptions* options);

// The configuration that the options stand for, over the defaults; --bootstrap wins over the file. Fails if neither
// names a broker.
Result<config::v1::Config> LoadConnection(const ConnectionOptions& options);

kafka::Properties PropertiesOf(const config::v1::Config& config);

}  // namespace marsad::cli
