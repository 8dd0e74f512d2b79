#include "cli/show/record_json.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

namespace marsad::cli {

std::string JsonLine(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string line;
  // Only a google.protobuf.Any of unknown type or a moment out of range cannot be written; records hold no Any.
  if (!google::protobuf::util::MessageToJsonString(message, &line, options).ok()) line = "{}";
  return line + "\n";
}

}  // namespace marsad::cli
