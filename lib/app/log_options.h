// The log as the configuration wants it.
#pragma once

#include "lib/telemetry/log.h"

namespace marsad::config::v1 {
class Log;
}

namespace marsad::app {

telemetry::LogOptions ToLogOptions(const config::v1::Log& log);

}  // namespace marsad::app
