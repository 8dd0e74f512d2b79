#include "lib/app/config.h"

#include <yaml-cpp/yaml.h>

#include <map>
#include <vector>

#include "lib/app/config_value.h"
#include "marsad/config/v1/config.pb.h"

namespace marsad::app {
namespace {

namespace pb = google::protobuf;
using config::v1::Config;

// Where a value stands: the line of its key, and its path.
struct Place {
  int line;
  std::string path;
};

int LineOf(const YAML::Node& node) { return node.Mark().line + 1; }

// Carries a YAML document into a message, section by section.
class ConfigReader {
 public:
  ConfigReader(const std::string& file, const pb::Descriptor& root) : file_(file), root_(root) {}

  Result<void> Section(const YAML::Node& node, const Place& place, pb::Message* message) const {
    return EachEntry(node, place, [&](const std::string& key, const YAML::Node& value, const Place& at) {
      const pb::Descriptor& type = *message->GetDescriptor();
      const pb::FieldDescriptor* field = type.FindFieldByName(key);
      if (field == nullptr) return Result<void>(FailAt(at, UnknownKey(key, type, root_)));
      return Field(value, at, *field, message);
    });
  }

 private:
  tl::unexpected<Error> FailAt(const Place& place, const std::string& what) const {
    return Fail(file_ + ":" + std::to_string(place.line) + ": " + (place.path.empty() ? "" : place.path + ": ") + what);
  }

  Result<void> Field(const YAML::Node& node, const Place& place, const pb::FieldDescriptor& field,
                     pb::Message* message) const {
    if (field.is_map()) return Map(node, place, field, message);
    if (field.is_repeated()) return List(node, place, field, message);
    if (field.message_type() != nullptr) {
      return Section(node, place, message->GetReflection()->MutableMessage(message, &field));
    }
    return Scalar(node, place, field, message);
  }

  Result<void> Scalar(const YAML::Node& node, const Place& place, const pb::FieldDescriptor& field,
                      pb::Message* message) const {
    if (node.IsNull()) return FailAt(place, "has no value; allowed: " + Allowed(field));
    if (!node.IsScalar()) return FailAt(place, "is not a single value; allowed: " + Allowed(field));
    auto set = SetScalar(field, node.Scalar(), message);
    if (!set) return FailAt(place, set.error().message);
    return {};
  }

  Result<void> List(const YAML::Node& node, const Place& place, const pb::FieldDescriptor& field,
                    pb::Message* message) const {
    if (node.IsNull()) return {};
    if (!node.IsSequence()) return FailAt(place, "is not a list; allowed: [a, b] of " + Allowed(field));
    for (const auto& item : node) {
      if (auto set = Scalar(item, {LineOf(item), place.path}, field, message); !set) return set;
    }
    return {};
  }

  // Numbers and truth values become text: librdkafka parses its properties itself.
  Result<void> Map(const YAML::Node& node, const Place& place, const pb::FieldDescriptor& field,
                   pb::Message* message) const {
    return EachEntry(node, place, [&](const std::string& key, const YAML::Node& value, const Place& at) {
      if (!value.IsScalar()) return Result<void>(FailAt(at, "is not a single value; allowed: a text or a number"));
      auto set = SetMapEntry(field, key, value.Scalar(), message);
      if (!set) return Result<void>(FailAt(at, set.error().message));
      return set;
    });
  }

  // Calls each(key, value, place) for the lines of a section until one fails.
  template <class Each>
  Result<void> EachEntry(const YAML::Node& node, const Place& place, const Each& each) const {
    if (node.IsNull()) return {};  // a section whose lines are all commented out
    if (!node.IsMap()) return FailAt(place, "is not a section; allowed: KEY: VALUE lines");
    std::map<std::string, int> lines;
    for (const auto& entry : node) {
      const int line = LineOf(entry.first);
      if (!entry.first.IsScalar())
        return FailAt({line, place.path}, "has a key that is no word; allowed: KEY: VALUE lines");
      const std::string& key = entry.first.Scalar();
      const Place at{line, place.path.empty() ? key : place.path + "." + key};
      const auto [first, fresh] = lines.emplace(key, line);
      if (!fresh) return FailAt(at, "is set twice, first in line " + std::to_string(first->second) + "; allowed: once");
      if (auto done = each(key, entry.second, at); !done) return done;
    }
    return {};
  }

  const std::string& file_;
  const pb::Descriptor& root_;
};

// Whether a tab is among the white space that line `number`, counted from 0, begins with.
bool HasTab(std::string_view yaml, int number) {
  for (; number > 0; --number) yaml.remove_prefix(std::min(yaml.size(), yaml.find('\n') + 1));
  const std::string_view indent = yaml.substr(0, yaml.find_first_not_of(" \t"));
  return indent.find('\t') != indent.npos;
}

Result<YAML::Node> ParseYaml(std::string_view yaml, const std::string& name) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(yaml));
    if (documents.empty()) return YAML::Node();
    if (documents.size() == 1) return documents[0];
    return Fail(name + ":" + std::to_string(documents[1].Mark().line + 1) + ": a second document begins; allowed: one");
  } catch (const YAML::Exception& e) {
    const std::string where = name + ":" + std::to_string(e.mark.line + 1) + ": ";
    if (HasTab(yaml, e.mark.line)) return Fail(where + "a tab where the line is indented; allowed: blanks");
    return Fail(where + "not YAML: " + e.msg);
  }
}

// Replaces what the file may have said of a list.
Result<void> SetList(const pb::FieldDescriptor& field, std::string_view items, pb::Message* message) {
  message->GetReflection()->ClearField(message, &field);
  while (!items.empty()) {
    const size_t comma = items.find(',');
    if (auto set = SetScalar(field, items.substr(0, comma), message); !set) return set;
    items.remove_prefix(comma == std::string_view::npos ? items.size() : comma + 1);
  }
  return {};
}

Result<void> SetAtPath(std::string_view path, std::string_view value, pb::Message* message) {
  const size_t dot = path.find('.');
  const std::string head(path.substr(0, dot));
  const std::string rest(dot == std::string_view::npos ? "" : path.substr(dot + 1));
  const pb::FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(head);
  if (field == nullptr) return Fail(UnknownKey(head, *message->GetDescriptor(), *Config::descriptor()));
  if (field->is_map()) {
    if (rest.empty()) return Fail("is a section; allowed: " + head + ".KEY=VALUE");
    return SetMapEntry(*field, rest, value, message);
  }
  if (field->message_type() != nullptr) {
    if (rest.empty()) return Fail("is a section; allowed: " + head + ".KEY=VALUE");
    return SetAtPath(rest, value, message->GetReflection()->MutableMessage(message, field));
  }
  if (!rest.empty()) return Fail(head + " has no keys of its own; allowed: " + head + "=VALUE");
  return field->is_repeated() ? SetList(*field, value, message) : SetScalar(*field, value, message);
}

}  // namespace

Result<Config> ParseConfig(std::string_view yaml, const std::string& name) {
  auto root = ParseYaml(yaml, name);
  if (!root) return tl::unexpected(root.error());
  Config config;
  if (auto read = ConfigReader(name, *Config::descriptor()).Section(*root, {LineOf(*root), ""}, &config); !read) {
    return tl::unexpected(read.error());
  }
  return config;
}

Result<Config> LoadConfig(const std::string& path) {
  auto yaml = ReadWholeFile(path);
  if (!yaml) return tl::unexpected(yaml.error());
  return ParseConfig(*yaml, path);
}

Result<void> SetConfigValue(std::string_view assignment, Config* config) {
  const size_t equals = assignment.find('=');
  if (equals == std::string_view::npos) return Fail("--set " + std::string(assignment) + ": no =; allowed: KEY=VALUE");
  const std::string_view path = assignment.substr(0, equals);
  auto set = SetAtPath(path, assignment.substr(equals + 1), config);
  if (!set) return Fail("--set " + std::string(path) + ": " + set.error().message);
  return {};
}

}  // namespace marsad::app
