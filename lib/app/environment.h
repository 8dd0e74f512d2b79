// The process's environment, for programs that must heed a convention of others (NO_COLOR, TERM). Marsad's own settings
// are in its configuration.
#pragma once

#include <optional>
#include <string>

namespace marsad::app {

// The value of the environment variable `name`; absent if it is not set.
std::optional<std::string> Environment(const char* name);

// What this machine calls itself; in Kubernetes, the pod's name.
std::string HostName();

}  // namespace marsad::app
