// The content-type header of a record: "application/json; charset=utf-8" (RFC 9110, 8.3).
#pragma once

#include <string>
#include <string_view>

namespace marsad::decode {

struct ContentType {
  std::string media_type;    // lower case, e.g. text/plain; empty: none was given
  std::string charset;       // as written; empty: none
  std::string boundary;      // of a mail's parts; empty: none
  bool is_flowed = false;    // format=flowed, of a mail's text
  std::string message_type;  // parameter messageType, as written: which protobuf message it is; empty: none
};

// Never fails: what is no content type comes out as a media type that nobody knows.
ContentType ParseContentType(std::string_view header);

// Whether it leaves the format to the bytes: none given, or application/octet-stream.
bool SaysNothing(std::string_view media_type);

// Whether it says protobuf, by one of the names that are in use.
bool IsProtobuf(std::string_view media_type);

}  // namespace marsad::decode
