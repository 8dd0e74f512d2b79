// The names of librdkafka's properties.
#pragma once

#include <string>
#include <vector>

namespace marsad::kafka {

// Those of clients as a whole, by librdkafka's own names.
std::vector<std::string> PropertyNames();

}  // namespace marsad::kafka
