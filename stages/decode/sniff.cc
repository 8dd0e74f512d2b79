#include "stages/decode/sniff.h"

#include <string>

#include "lib/text/utf8.h"

namespace marsad::decode {

OrRefusal<Format> GuessTextFormat(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  const char first = begin == std::string_view::npos ? '\0' : text[begin];
  if (first == '{' || first == '[') return Format::kJson;
  if (first == '<') {
    return Refuse(Fault::kUnknownFormat, "no content type is given and the text looks like XML or HTML; accepted are " +
                                             std::string(kAcceptedTypes));
  }
  if (text::HasLetter(text)) return Format::kText;
  return Refuse(
      Fault::kUnknownFormat,
      "no content type is given and the bytes look like none of the accepted formats: " + std::string(kAcceptedTypes));
}

std::optional<uint32_t> FramedSchema(std::string_view value) {
  if (value.size() < 6 || value[0] != '\0') return std::nullopt;
  uint32_t id = 0;
  for (size_t i = 1; i <= 4; ++i) id = id << 8 | static_cast<unsigned char>(value[i]);
  return id;
}

}  // namespace marsad::decode
