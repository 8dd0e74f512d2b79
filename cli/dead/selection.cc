#include "cli/dead/selection.h"

#include <google/protobuf/util/time_util.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

#include "cli/show/terminal.h"
#include "marsad/v1/dead_letter.pb.h"

namespace marsad::cli {
namespace {

using google::protobuf::util::TimeUtil;

std::vector<std::string> Reasons() {
  std::vector<std::string> names;
  const auto* codes = v1::DeadLetter::Code_descriptor();
  names.reserve(static_cast<size_t>(codes->value_count()));
  for (int i = 0; i < codes->value_count(); ++i) names.push_back(codes->value(i)->name());
  return names;
}

CLI::Option* AddList(CLI::App& verb, const char* name, std::vector<std::string>* list, const char* help) {
  return verb.add_option(name, *list, help)->delimiter(',')->allow_extra_args(false);
}

bool Holds(const std::vector<std::string>& wanted, std::string_view value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

std::optional<int64_t> MillisecondsOf(char unit) {
  constexpr std::pair<char, int64_t> kUnits[] = {{'s', 1000}, {'m', 60'000}, {'h', 3'600'000}, {'d', 86'400'000}};
  for (auto [name, milliseconds] : kUnits) {
    if (name == unit) return milliseconds;
  }
  return std::nullopt;
}

}  // namespace

bool Selection::everything() const {
  return reasons.empty() && stages.empty() && topics.empty() && keys.empty() && kind.empty() && since.empty() &&
         until.empty();
}

void AddSelectionOptions(CLI::App& verb, Selection* selection) {
  AddList(verb, "--reason", &selection->reasons, "Only these reasons, e.g. LIMIT_EXCEEDED,TOO_LARGE")
      ->transform(CLI::IsMember(Reasons(), CLI::ignore_case));
  AddList(verb, "--stage", &selection->stages, "Only what these stages refused or failed on");
  AddList(verb, "--topic", &selection->topics, "Only originals of these topics, e.g. news.raw");
  verb.add_option("--key,--uri", selection->keys,
                  "Only originals with this key, which after decode is the article's uri; may be given several times")
      ->allow_extra_args(false);
  verb.add_option(
          "--kind", selection->kind,
          "refused: there is no article; passed-on: it went on without that stage's field, or others of its record did")
      ->check(CLI::IsMember({"refused", "passed-on"}));
  verb.add_option("--since", selection->since, "Not older than 2026-11-03T09:00:00Z, or than 30m, 2h, 3d");
  verb.add_option("--until", selection->until, "Older than this, in the same forms");
}

Result<int64_t> ParseMoment(std::string_view text, int64_t now_ms) {
  google::protobuf::Timestamp moment;
  if (TimeUtil::FromString(std::string(text), &moment)) return TimeUtil::TimestampToMilliseconds(moment);
  int64_t count = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  bool is_span = error == std::errc() && end + 1 == text.data() + text.size() && count >= 0;
  std::optional<int64_t> unit = is_span ? MillisecondsOf(*end) : std::nullopt;
  if (unit && count <= now_ms / *unit) return now_ms - count * *unit;
  return Fail("the time " + Inserted(text) + ": 2026-11-03T09:00:00Z, or 30s, 15m, 2h, 3d before now is allowed");
}

Result<Filter> Filter::Of(const Selection& selection, int64_t now_ms) {
  Filter filter(selection);
  for (auto [text, moment] :
       {std::pair(&selection.since, &filter.since_ms_), std::pair(&selection.until, &filter.until_ms_)}) {
    if (text->empty()) continue;
    Result<int64_t> parsed = ParseMoment(*text, now_ms);
    if (!parsed) return tl::unexpected(parsed.error());
    *moment = *parsed;
  }
  return filter;
}

bool Filter::IsInTime(Timestamp timestamp) const {
  if (!since_ms_ && !until_ms_) return true;
  // Of an unknown time nobody can say that it lies between two others.
  if (!timestamp.known()) return false;
  return timestamp.millis() >= since_ms_.value_or(timestamp.millis()) &&
         (!until_ms_ || timestamp.millis() < *until_ms_);
}

bool Filter::Matches(const Letter& letter) const {
  const v1::DeadLetter& content = letter.content;
  if (!IsInTime(letter.timestamp)) return false;
  if (!selection_.kind.empty() && content.passed_on() != (selection_.kind == "passed-on")) return false;
  if (!selection_.keys.empty() && !content.has_key()) return false;
  return Holds(selection_.reasons, v1::DeadLetter::Code_Name(content.code())) &&
         Holds(selection_.stages, content.stage()) && Holds(selection_.topics, content.topic()) &&
         Holds(selection_.keys, content.key());
}

kafka::ReadFrom Filter::start() const {
  if (!since_ms_) return {};
  return {.kind = kafka::ReadFrom::Kind::kTime, .value = std::max<int64_t>(*since_ms_, 0)};
}

}  // namespace marsad::cli
