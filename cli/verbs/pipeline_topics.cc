#include "cli/verbs/pipeline_topics.h"

#include "marsad/config/v1/config.pb.h"

namespace marsad::cli {

std::vector<kafka::TopicNeed> PipelineTopics(const config::v1::Config& config) {
  auto raw = static_cast<size_t>(config.limits().raw_bytes());
  auto enriched = static_cast<size_t>(config.limits().enriched_bytes());
  auto dead = static_cast<size_t>(config.limits().dead_bytes());
  const auto& topics = config.topics();
  return {{topics.raw(), raw},
          {topics.articles(), enriched},
          {topics.normalized(), enriched},
          {topics.tagged(), enriched},
          {topics.enriched(), enriched},
          {.name = topics.dead(), .max_record_bytes = dead, .same_partitions = false}};
}

}  // namespace marsad::cli
