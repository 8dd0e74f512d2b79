// The verbs of `marsad dead`. Each adds itself and leaves what is to be run, as in cli/command.h.
#pragma once

#include <string>

#include "cli/command.h"
#include "cli/verbs/connection.h"

namespace marsad::cli {

// Which topic of dead letters, on which Kafka.
struct DeadTopicOptions {
  ConnectionOptions connection;
  std::string topic;  // empty: the configuration's topics.dead
};

void AddDeadTopicOptions(CLI::App& verb, DeadTopicOptions* options);

// What the options stand for.
struct DeadTopic {
  kafka::Properties properties;
  std::string topic;
};
Result<DeadTopic> LoadDeadTopic(const DeadTopicOptions& options);

void AddDeadList(CLI::App& dead, Command* command);
void AddDeadShow(CLI::App& dead, Command* command);
void AddDeadRedrive(CLI::App& dead, Command* command);

}  // namespace marsad::cli
