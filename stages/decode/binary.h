// Bytes that are no text: archives, pictures, documents, programs. Told before anybody reads words into them.
#pragma once

#include <string_view>

#include "stages/decode/refusal.h"

namespace marsad::decode {

// Refuses bytes that carry the signature of a binary format (gzip, ZIP, PDF, PNG ...: the table in binary.cc), and says
// which. A signature of bytes that could be letters counts only if a control character stands in the first 512 bytes,
// as one does in every such file. Not for UTF-16 and UTF-32, whose bytes may be anything.
OrRefusal<void> CheckSignature(std::string_view bytes);

// Refuses valid UTF-8 in which more than one character in ten is a control: C0 without white space and ESC, which
// terminals and ISO 2022 use. Controls at both ends do not count: padding, and the frames of wire services' protocols.
OrRefusal<void> CheckControls(std::string_view text);

// Whether more than one character in ten of `bytes` is such a control, both ends aside: what UTF-16 looks like in bytes.
bool HasManyControls(std::string_view bytes);

}  // namespace marsad::decode
