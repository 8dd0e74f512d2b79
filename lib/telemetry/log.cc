#include "lib/telemetry/log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "lib/text/escape.h"

namespace marsad::telemetry {
namespace {

constexpr size_t kLongestValue = 2000;
constexpr std::array<std::string_view, 4> kNames = {"debug", "info", "warn", "error"};
constexpr std::array<std::string_view, 4> kPaddedNames = {"DEBUG", "INFO ", "WARN ", "ERROR"};

// Gives each line to a function: what tests and embedding programs look at.
class FunctionSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit FunctionSink(std::function<void(std::string_view)> write) : write_(std::move(write)) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    write_(std::string_view(message.payload.data(), message.payload.size()));
  }
  void flush_() override {}

  std::function<void(std::string_view)> write_;
};

std::string Harmless(std::string_view text) {
  if (text.size() <= kLongestValue) return text::EscapeControls(text);
  return text::EscapeControls(text.substr(0, kLongestValue)) + "...";
}

void AppendQuoted(std::string_view text, std::string* line) {
  line->push_back('"');
  for (const char c : Harmless(text)) {
    if (c == '"' || c == '\\') line->push_back('\\');
    line->push_back(c);
  }
  line->push_back('"');
}

void AppendNumber(double number, std::string* line) {
  if (!std::isfinite(number)) return void(line->append("null"));  // JSON has neither infinity nor NaN
  fmt::format_to(std::back_inserter(*line), "{:.6g}", number);
}

void AppendValue(const LogField::Value& value, bool json, std::string* line) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    const bool bare = !json && !text->empty() && text->find_first_of(" \"=\\\n\t") == text->npos;
    return bare ? void(line->append(Harmless(*text))) : AppendQuoted(*text, line);
  }
  if (const auto* number = std::get_if<int64_t>(&value)) return void(line->append(std::to_string(*number)));
  if (const auto* number = std::get_if<double>(&value)) return AppendNumber(*number, line);
  line->append(std::get<bool>(value) ? "true" : "false");
}

std::string TimeOf(int64_t unix_micros) {
  constexpr int64_t kMicros = 1000000;
  const int64_t seconds = unix_micros / kMicros;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03d}Z", fmt::gmtime(static_cast<std::time_t>(seconds)),
                     unix_micros % kMicros / 1000);
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  constexpr std::array kLevels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
  return kLevels[static_cast<size_t>(level)];
}

spdlog::sink_ptr MakeSink(const LogOptions& options) {
  if (options.write) return std::make_shared<FunctionSink>(options.write);
  return std::make_shared<spdlog::sinks::stderr_sink_mt>();
}

}  // namespace

struct Logger::State {
  struct Window {
    std::chrono::steady_clock::time_point begin;
    int lines = 0;
    int64_t suppressed = 0;
  };

  State(LogOptions given, const Clock& time) : options(std::move(given)), clock(time), log("", MakeSink(options)) {
    log.set_pattern("%v");
    log.set_level(ToSpdlog(options.level));
    log.flush_on(spdlog::level::trace);
  }

  // How many lines of `event` were left out before this one; absent if this one is left out too.
  std::optional<int64_t> Admit(std::string_view event) {
    const std::lock_guard lock(mutex);
    const auto now = clock.Now();
    const auto [it, fresh] = windows.try_emplace(std::string(event));
    Window& window = it->second;
    if (fresh || now - window.begin >= options.window) {
      const int64_t suppressed = window.suppressed;
      window = {now, 1, 0};
      return suppressed;
    }
    if (++window.lines <= options.lines_per_window) return 0;
    ++window.suppressed;
    return std::nullopt;
  }

  std::string Head(LogLevel level, std::string_view event) const {
    const std::string time = TimeOf(clock.UnixMicros());
    const auto i = static_cast<size_t>(level);
    if (!options.json) return fmt::format("{} {} {}", time, kPaddedNames[i], event);
    return fmt::format(R"({{"ts":"{}","level":"{}","event":"{}")", time, kNames[i], event);
  }

  void Append(const LogField& field, std::string* line) const {
    line->append(options.json ? ",\"" : " ").append(field.name).append(options.json ? "\":" : "=");
    AppendValue(field.value, options.json, line);
  }

  const LogOptions options;
  const Clock& clock;
  spdlog::logger log;
  std::mutex mutex;
  std::map<std::string, Window> windows;
};

Logger::Logger(LogOptions options, const Clock& clock) : state_(std::make_unique<State>(std::move(options), clock)) {}
Logger::~Logger() = default;

void Logger::Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < state_->options.level) return;
  const auto suppressed = state_->Admit(event);
  if (!suppressed) return;
  std::string line = state_->Head(level, event);
  for (const LogField& field : fields) state_->Append(field, &line);
  if (*suppressed > 0) state_->Append({"suppressed", *suppressed}, &line);
  if (state_->options.json) line.push_back('}');
  state_->log.log(ToSpdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace marsad::telemetry
