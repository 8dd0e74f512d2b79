#include "lib/text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "lib/base/utf8.h"

namespace marsad::text {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // REPLACEMENT CHARACTER

}  // namespace

Repaired RepairUtf8(std::string_view bytes) {
  Repaired result;
  if (IsValidUtf8(bytes)) {
    result.text = bytes;
    return result;
  }
  result.text.reserve(bytes.size() + bytes.size() / 8);
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const size_t size = bytes.size();
  size_t good = 0;  // where the bytes begin that are good and not yet copied
  for (size_t i = 0; i < size;) {
    const size_t begin = i;
    UChar32 c;
    U8_NEXT(data, i, size, c);  // on an error it stops after the maximal broken subpart
    if (c >= 0) continue;
    result.text.append(bytes, good, begin - good);
    result.text.append(kReplacement);
    ++result.repairs;
    good = i;
  }
  result.text.append(bytes, good);
  return result;
}

bool HasLetter(std::string_view text) {
  const auto* data = reinterpret_cast<const uint8_t*>(text.data());
  for (size_t i = 0; i < text.size();) {
    UChar32 c;
    U8_NEXT(data, i, text.size(), c);
    if (c >= 0 && u_isalpha(c)) return true;
  }
  return false;
}

}  // namespace marsad::text
