// librdkafka's statistics, read into a plain struct.
#pragma once

#include <string_view>

#include "lib/kafka/events.h"

namespace marsad::kafka {

// What a consumer's statistics (JSON) say about `topic`; everything else is left at its default. JSON that does not
// parse gives an empty struct.
Statistics ParseStatistics(std::string_view json, std::string_view topic);

}  // namespace marsad::kafka
