// What a process tells on standard error: one event a line, as JSON for machines or as text for people.
//
// DEBUG is for developers. INFO: something a person may want to know once. WARN: something went wrong and nothing is lost.
// ERROR: something is lost or stands still until a person acts.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <variant>

#include "lib/base/clock.h"

namespace marsad::telemetry {

enum class LogLevel { kDebug, kInfo, kWarn, kError };

// One value of a line. Views are borrowed for the call.
struct LogField {
  using Value = std::variant<std::string_view, int64_t, double, bool>;

  LogField(std::string_view field, std::string_view text) : name(field), value(text) {}
  LogField(std::string_view field, const char* text) : LogField(field, std::string_view(text)) {}
  LogField(std::string_view field, double number) : name(field), value(number) {}
  LogField(std::string_view field, bool flag) : name(field), value(flag) {}
  template <std::integral T>
  LogField(std::string_view field, T number) : name(field), value(static_cast<int64_t>(number)) {}

  std::string_view name;
  Value value;
};

struct LogOptions {
  LogLevel level = LogLevel::kInfo;
  bool json = true;
  // Takes each line, without its line feed; null: standard error. Calls come one after the other.
  std::function<void(std::string_view line)> write;
  // An event that comes more often than this is left out and counted; its next line says how many, as "suppressed".
  int lines_per_window = 10;
  std::chrono::seconds window{10};
};

// Thread-safe. Foreign text is made harmless: controls are escaped and long values cut.
class Logger {
 public:
  // `clock` must outlive the logger.
  explicit Logger(LogOptions options = {}, const Clock& clock = SystemClock());
  ~Logger();

  // `event` names what happened, in snake_case, out of a fixed set: lines are limited by it.
  void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

  void Debug(std::string_view event, std::initializer_list<LogField> fields = {}) {
    Log(LogLevel::kDebug, event, fields);
  }
  void Info(std::string_view event, std::initializer_list<LogField> fields = {}) {
    Log(LogLevel::kInfo, event, fields);
  }
  void Warn(std::string_view event, std::initializer_list<LogField> fields = {}) {
    Log(LogLevel::kWarn, event, fields);
  }
  void Error(std::string_view event, std::initializer_list<LogField> fields = {}) {
    Log(LogLevel::kError, event, fields);
  }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace marsad::telemetry
