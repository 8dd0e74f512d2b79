// The content-type header of a record: "application/json; charset=utf-8" (RFC 9110, 8.3).
#pragma once

#include <string>
#include <string_view>

namespace marsad::decode {

struct ContentType {
  std::string media_type;    // lower case, e.g. text/plain; empty: none was given
  std::string charset;       // as written; empty: none
  std::string message_type;  // parameter messageType, as written: which protobuf message it is; empty: none
};

// Never fails: what is no content type comes out as a media type that nobody knows.
ContentType ParseContentType(std::string_view header);

enum class Format { kUnknown, kGuess, kText, kJson, kProtobuf };

// The format that a media type stands for. kGuess: it says nothing, the bytes must.
Format FormatOf(std::string_view media_type);

// What is accepted, for sentences.
inline constexpr std::string_view kAcceptedTypes =
    "text/plain, application/json and application/x-protobuf (marsad.v1.Article or marsad.v1.EnrichedArticle)";

}  // namespace marsad::decode
