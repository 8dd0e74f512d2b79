// marsad dead: look at dead letters, and send their originals again.
#include "cli/dead/dead.h"

#include <CLI/CLI.hpp>

#include "marsad/config/v1/config.pb.h"

namespace marsad::cli {

void AddDeadTopicOptions(CLI::App& verb, DeadTopicOptions* options) {
  AddConnectionOptions(verb, &options->connection);
  verb.add_option("--dead", options->topic,
                  "The topic of dead letters; the configuration's topics.dead (news.dead) where it is not given");
}

Result<DeadTopic> LoadDeadTopic(const DeadTopicOptions& options) {
  Result<config::v1::Config> config = LoadConnection(options.connection);
  if (!config) return tl::unexpected(config.error());
  return DeadTopic{PropertiesOf(*config), options.topic.empty() ? config->topics().dead() : options.topic};
}

void AddDead(CLI::App& app, Command* command) {
  CLI::App* verb = app.add_subcommand("dead", "Look at dead letters, and send their originals again");
  verb->require_subcommand(1);
  AddDeadList(*verb, command);
  AddDeadShow(*verb, command);
  AddDeadRedrive(*verb, command);
  verb->footer(std::string("Examples:\n  marsad dead list --config marsad.yaml --histogram\n"
                           "  marsad dead show --config marsad.yaml 3:42\n"
                           "  marsad dead redrive --config marsad.yaml --reason LIMIT_EXCEEDED --dry-run\n\n") +
               kExitCodes);
}

}  // namespace marsad::cli
