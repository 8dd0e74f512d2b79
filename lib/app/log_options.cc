#include "lib/app/log_options.h"

#include "marsad/config/v1/config.pb.h"

namespace marsad::app {

telemetry::LogOptions ToLogOptions(const config::v1::Log& log) {
  telemetry::LogOptions options;
  options.json = log.format() == "json";
  if (log.level() == "debug") options.level = telemetry::LogLevel::kDebug;
  if (log.level() == "warn") options.level = telemetry::LogLevel::kWarn;
  if (log.level() == "error") options.level = telemetry::LogLevel::kError;
  return options;
}

}  // namespace marsad::app
