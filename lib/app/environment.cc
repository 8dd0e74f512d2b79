#include "lib/app/environment.h"

#include <cstdlib>

namespace marsad::app {

std::optional<std::string> Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace marsad::app
