#include "stages/decode/content_type.h"

#include <utility>

#include "stages/decode/trim.h"

namespace marsad::decode {
namespace {

// Media types and parameter names are ASCII by definition.
std::string LowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

// Cuts the text before the next semicolon that stands outside quotes off `rest`.
std::string_view NextPart(std::string_view* rest) {
  bool quoted = false;
  for (size_t i = 0; i < rest->size(); ++i) {
    if ((*rest)[i] == '"') quoted = !quoted;
    if ((*rest)[i] != ';' || quoted) continue;
    return std::exchange(*rest, rest->substr(i + 1)).substr(0, i);
  }
  return std::exchange(*rest, {});
}

std::string_view Unquote(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') return value.substr(1, value.size() - 2);
  return value;
}

}  // namespace

ContentType ParseContentType(std::string_view header) {
  ContentType type;
  type.media_type = LowerAscii(Trim(NextPart(&header)));
  while (!header.empty()) {
    const std::string_view parameter = NextPart(&header);
    const size_t equals = parameter.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string name = LowerAscii(Trim(parameter.substr(0, equals)));
    const std::string_view value = Unquote(Trim(parameter.substr(equals + 1)));
    if (name == "charset") type.charset = value;
    if (name == "boundary") type.boundary = value;
    if (name == "format") type.is_flowed = LowerAscii(value) == "flowed";
    if (name == "messagetype") type.message_type = value;
  }
  return type;
}

bool SaysNothing(std::string_view media_type) { return media_type.empty() || media_type == "application/octet-stream"; }

bool IsProtobuf(std::string_view media_type) {
  return media_type == "application/x-protobuf" || media_type == "application/protobuf" ||
         media_type == "application/vnd.google.protobuf";
}

}  // namespace marsad::decode
