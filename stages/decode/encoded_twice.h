// Text that some program on its way took for an older encoding, though it was UTF-8, and encoded once more.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace marsad::decode {

struct EncodedOnce {
  std::string text;     // valid UTF-8
  std::string charset;  // that it had been taken for
};

// Undoes it where all of `text`, valid UTF-8, is such; most texts are told by their first characters. Absent: it is none.
std::optional<EncodedOnce> UndoSecondEncoding(std::string_view text);

}  // namespace marsad::decode
