#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <vector>

#include "lib/app/config.h"
#include "lib/app/config_value.h"
#include "lib/kafka/options.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

namespace pb = google::protobuf;
using config::v1::Config;

constexpr std::string_view kAuto = "auto";

// Kafka allows these in topic, group and transactional names without quoting anywhere.
bool IsName(std::string_view name) {
  constexpr size_t kLongest = 200;
  return !name.empty() && name.size() <= kLongest && name != "." && name != ".." &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == name.npos;
}

Result<void> CheckNames(const Config& config) {
  constexpr std::string_view kAllowed = "1 to 200 of a-z A-Z 0-9 . _ -";
  if (!IsName(config.pipeline()))
    return Fail("pipeline: \"" + config.pipeline() + "\"; allowed: " + std::string(kAllowed));
  const auto& topics = config.topics();
  std::map<std::string, std::string> seen;
  for (int i = 0; i < topics.GetDescriptor()->field_count(); ++i) {
    const pb::FieldDescriptor* field = topics.GetDescriptor()->field(i);
    const std::string key = "topics." + field->name();
    const std::string name = topics.GetReflection()->GetString(topics, field);
    if (!IsName(name)) return Fail(key + ": \"" + name + "\"; allowed: " + std::string(kAllowed));
    const auto [other, fresh] = seen.emplace(name, key);
    if (!fresh) return Fail(key + ": \"" + name + "\" is " + other->second + " already; allowed: a topic of its own");
  }
  return {};
}

Result<void> CheckLadder(const config::v1::Limits& limits) {
  if (limits.raw_bytes() >= limits.enriched_bytes()) {
    return Fail("limits.raw_bytes: " + std::to_string(limits.raw_bytes()) +
                "; allowed: less than limits.enriched_bytes, " + std::to_string(limits.enriched_bytes()));
  }
  if (limits.enriched_bytes() >= limits.dead_bytes()) {
    return Fail("limits.enriched_bytes: " + std::to_string(limits.enriched_bytes()) +
                "; allowed: less than limits.dead_bytes, " + std::to_string(limits.dead_bytes()));
  }
  // The default may stand below a raised enriched_bytes: then a single article is the least that fits.
  if (limits.has_output_bytes() && limits.output_bytes() < limits.enriched_bytes()) {
    return Fail("limits.output_bytes: " + std::to_string(limits.output_bytes()) +
                "; allowed: not less than limits.enriched_bytes, " + std::to_string(limits.enriched_bytes()));
  }
  return {};
}

Result<void> CheckStages(const Config& config, StageTable table) {
  if (auto fit = CheckTable(table); !fit || config.stages().empty()) return fit;
  const std::vector<std::string> names(config.stages().begin(), config.stages().end());
  if (auto rows = SelectStages(table, names); !rows) return tl::unexpected(rows.error());
  return {};
}

// Of the stages that are named, else of all.
Result<void> CheckDelivery(const Config& config, StageTable table) {
  if (config.delivery() != "at_least_once") return {};
  for (const StageEntry& row : table) {
    const auto& names = config.stages();
    const bool is_run = names.empty() || std::find(names.begin(), names.end(), row.name) != names.end();
    if (!is_run || row.load_stateful == nullptr) continue;
    return Fail("delivery: \"at_least_once\"; allowed with stage " + std::string(row.name) +
                ", which would count repeated records twice in its state: exactly_once");
  }
  return {};
}

Result<void> CheckOrdinal(const std::string& ordinal) {
  if (ordinal == kAuto) return {};
  constexpr size_t kMostDigits = 5;
  const bool digits = !ordinal.empty() && ordinal.find_first_not_of("0123456789") == ordinal.npos;
  if (digits && ordinal.size() <= kMostDigits) return {};
  return Fail("ordinal: \"" + ordinal + "\"; allowed: auto, or a whole number from 0 to 99999");
}

Result<void> CheckListen(const std::string& listen) {
  if (listen.empty()) return {};
  const size_t colon = listen.rfind(':');
  unsigned port = 0;
  constexpr unsigned kHighestPort = 65535;
  if (colon != listen.npos && colon > 0) {
    const char* end = listen.data() + listen.size();
    const auto [stop, error] = std::from_chars(listen.data() + colon + 1, end, port);
    if (error == std::errc() && stop == end && port <= kHighestPort) return {};
  }
  return Fail("http.listen: \"" + listen +
              "\"; allowed: HOST:PORT, e.g. 127.0.0.1:9464, port 0 for a free one, or \"\"");
}

void Dump(const pb::Message& message, const std::string& prefix, std::string* out);

std::string ScalarText(const pb::Message& message, const pb::FieldDescriptor& field) {
  const pb::Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(reflection.GetInt32(message, &field));
    case pb::FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(reflection.GetInt64(message, &field));
    case pb::FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "false";
    default:
      return reflection.GetString(message, &field);
  }
}

void DumpRepeated(const pb::Message& message, const pb::FieldDescriptor& field, const std::string& key,
                  std::string* out) {
  const pb::Reflection& reflection = *message.GetReflection();
  std::map<std::string, std::string> sorted;
  std::string list;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (!field.is_map()) {
      list += (list.empty() ? "" : ",") + reflection.GetRepeatedString(message, &field, i);
      continue;
    }
    const pb::Message& entry = reflection.GetRepeatedMessage(message, &field, i);
    const pb::Descriptor& type = *field.message_type();
    sorted[ScalarText(entry, *type.map_key())] = ScalarText(entry, *type.map_value());
  }
  for (const auto& [name, value] : sorted)
    *out += key + "." + name + " = " + (IsSecretKafkaKey(name) ? "***" : value) + "\n";
  if (!field.is_map()) *out += key + " = " + list + "\n";
}

void Dump(const pb::Message& message, const std::string& prefix, std::string* out) {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const pb::FieldDescriptor& field = *message.GetDescriptor()->field(i);
    const std::string key = prefix + field.name();
    if (field.is_repeated()) {
      DumpRepeated(message, field, key, out);
    } else if (field.message_type() != nullptr) {
      Dump(message.GetReflection()->GetMessage(message, &field), key + ".", out);
    } else {
      const bool secret = field.options().GetExtension(config::v1::rule).secret();
      *out += key + " = " + (secret ? "***" : ScalarText(message, field)) + "\n";
    }
  }
}

}  // namespace

Result<void> CheckSettings(const Config& config, StageTable table) {
  if (auto ok = CheckNames(config); !ok) return ok;
  if (auto ok = CheckLadder(config.limits()); !ok) return ok;
  if (auto ok = CheckStages(config, table); !ok) return ok;
  if (auto ok = CheckOrdinal(config.ordinal()); !ok) return ok;
  if (auto ok = CheckListen(config.http().listen()); !ok) return ok;
  if (config.state_dir().empty()) return Fail("state_dir: is empty; allowed: a directory that can be written");
  return {};
}

Result<void> CheckConfig(const Config& config, StageTable table) {
  if (auto ok = CheckSettings(config, table); !ok) return ok;
  if (auto ok = CheckDelivery(config, table); !ok) return ok;
  return kafka::CheckProperties({config.kafka().begin(), config.kafka().end()});
}

std::string DumpConfig(const Config& config) {
  std::string out;
  Dump(config, "", &out);
  return out;
}

Ordinal ResolveOrdinal(const Config& config, std::string_view host_name) {
  std::string_view digits = config.ordinal();
  if (digits == kAuto) {
    const size_t dash = host_name.rfind('-');
    digits = dash == host_name.npos ? std::string_view() : host_name.substr(dash + 1);
  }
  int ordinal = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ordinal);
  if (error == std::errc() && end == digits.data() + digits.size() && ordinal >= 0) return {.number = ordinal};
  return {.number = 0, .is_assumed = true};
}

}  // namespace marsad::app
