// The topics of one pipeline and what each must be able to take.
#pragma once

#include <vector>

#include "lib/kafka/tools/topics.h"

namespace marsad::config::v1 {
class Config;
}

namespace marsad::cli {

std::vector<kafka::TopicNeed> PipelineTopics(const config::v1::Config& config);

}  // namespace marsad::cli
