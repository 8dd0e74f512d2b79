#include "lib/app/environment.h"

#include <unistd.h>

#include <array>
#include <cstdlib>

namespace marsad::app {

std::optional<std::string> Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string HostName() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

}  // namespace marsad::app
