// marsad health: asks a running process whether it is alive, for probes of images that have no shell.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <charconv>
#include <chrono>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/show/terminal.h"
#include "cli/validators.h"
#include "lib/app/config.h"
#include "lib/app/exit_code.h"
#include "lib/telemetry/http_client.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::cli {
namespace {

constexpr std::chrono::seconds kPatience{5};
constexpr int kHealthy = 200;

struct HealthOptions {
  std::string config;
  std::string address;
  bool ready = false;
};

struct Address {
  std::string host;
  int port = 0;
};

// HOST:PORT as http.listen has it. Who listens on every address is asked on this machine's own.
Result<Address> ParseAddress(const std::string& text, const std::string& what) {
  const size_t colon = text.rfind(':');
  int port = 0;
  const char* const end = text.data() + text.size();
  const bool has_host = colon != text.npos && colon > 0;
  const auto parsed = std::from_chars(text.data() + (has_host ? colon + 1 : text.size()), end, port);
  constexpr int kHighestPort = 65535;
  if (parsed.ec != std::errc() || parsed.ptr != end || port < 1 || port > kHighestPort) {
    return Fail(fmt::format("{}: \"{}\" is no address to ask; allowed: HOST:PORT with a port from 1 to {}", what,
                            Inserted(text), kHighestPort));
  }
  const std::string host = text.substr(0, colon);
  if (host == "0.0.0.0") return Address{"127.0.0.1", port};
  if (host == "[::]") return Address{"[::1]", port};
  return Address{host, port};
}

Result<Address> AddressToAsk(const HealthOptions& options) {
  if (!options.address.empty()) return ParseAddress(options.address, "--address");
  if (options.config.empty()) return ParseAddress(config::v1::Http().listen(), "http.listen");
  Result<config::v1::Config> config = app::LoadConfig(options.config);
  if (!config) return tl::unexpected(config.error());
  return ParseAddress(config->http().listen(), options.config + ": http.listen");
}

int AskHealth(const HealthOptions& options) {
  const Result<Address> address = AddressToAsk(options);
  if (!address) return Complaining(address.error(), app::kBadConfiguration);
  const std::string path = options.ready ? "/readyz" : "/healthz";
  const Result<telemetry::Page> page = telemetry::FetchPage(address->host, address->port, path, kPatience);
  if (!page) return Complaining(page.error(), app::kFailed);
  if (page->status == kHealthy) {
    WriteOut(page->body);
    return app::kOk;
  }
  const std::string why = page->body.substr(0, page->body.find_last_not_of('\n') + 1);
  Complain(fmt::format("{}:{}{} answers {}: {}", address->host, address->port, path, page->status, Inserted(why)));
  return app::kFailed;
}

}  // namespace

void AddHealth(CLI::App& app, Command* command) {
  auto options = std::make_shared<HealthOptions>();
  CLI::App* verb = app.add_subcommand("health", "Ask a running process whether it is alive, or ready");
  verb->add_option("--config", options->config, "marsad.yaml of that process: its http.listen is asked");
  verb->add_option("--address", options->address, "HOST:PORT to ask instead (default 127.0.0.1:9464)")
      ->check(NotEmpty());
  verb->add_flag("--ready", options->ready,
                 "Is it ready: has it its partitions? Not for a liveness probe: a stage that waits for Kafka is alive");
  verb->footer(std::string("Exit 0 if it is; 1 with the reason if it is not, or nobody answers.\n\n"
                           "Examples:\n  marsad health --config /etc/marsad.yaml\n"
                           "  marsad health --ready --address 127.0.0.1:9464\n\n") +
               kExitCodes);
  verb->callback([options, command] { *command = [options] { return AskHealth(*options); }; });
}

}  // namespace marsad::cli
