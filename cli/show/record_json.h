// Records as JSON, one a line: protobuf's JSON mapping with the field names of the .proto files.
#pragma once

#include <string>

namespace google::protobuf {
class Message;
}

namespace marsad::cli {

// Ends with a line feed.
std::string JsonLine(const google::protobuf::Message& message);

}  // namespace marsad::cli
