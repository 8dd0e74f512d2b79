// One value of the configuration: expanding references, checking it against its field, setting it. The parts that the
// YAML reader, --set and the dump share.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace google::protobuf {
class Descriptor;
class FieldDescriptor;
class Message;
}  // namespace google::protobuf

namespace marsad::app {

// The bytes of the file at `path`; fails with "PATH: why".
Result<std::string> ReadWholeFile(const std::string& path);

// `text` with ${NAME}, ${NAME:-default} and ${file:PATH} replaced.
Result<std::string> ExpandReferences(std::string_view text);

// Whether values of this librdkafka property must never be shown.
bool IsSecretKafkaKey(std::string_view key);

// What the scalar field `field` may be, for a person: "a whole number from 1 to 64".
std::string Allowed(const google::protobuf::FieldDescriptor& field);

// Expands `text`, checks it and sets (or, for a list, appends) it. Errors say "what; allowed".
Result<void> SetScalar(const google::protobuf::FieldDescriptor& field, std::string_view text,
                       google::protobuf::Message* message);

// The same for one entry of a map<string, string>.
Result<void> SetMapEntry(const google::protobuf::FieldDescriptor& field, const std::string& key, std::string_view text,
                         google::protobuf::Message* message);

// "unknown key; did you mean KEY?" where one is near, else the keys that there are.
std::string UnknownKey(std::string_view key, const google::protobuf::Descriptor& section,
                       const google::protobuf::Descriptor& root);

}  // namespace marsad::app
