// Makes well-formed what only looks like XML: half of all feeds are made by templates that know nothing of XML.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "stages/decode/refusal.h"

namespace marsad::decode {

struct MendedXml {
  std::string text;      // well-formed but for names; without declaration, DTD, comments and processing instructions
  uint32_t places = 0;   // that were changed; HTML's named characters are not counted: everybody knows what they mean
  uint32_t repairs = 0;  // U+FFFD in place of references to characters that do not exist
  size_t cut_depth = 0;  // elements that were open where the text ended: the last one on each level
};

// `text` is valid UTF-8. What is done:
//   - &nbsp; and HTML's other 252 names become their characters; &#128; to &#159; mean windows-1252, as in HTML;
//   - a bare & or <, and a tag that never ends, become text;
//   - an end tag closes what was opened inside its element; one that closes nothing is dropped;
//   - attributes without quotes or value are quoted, repeated ones dropped;
//   - characters that XML forbids, and what follows the root element, are dropped;
//   - what is open at the end is closed.
// Refused: more than 1,000 broken tags.
OrRefusal<MendedXml> MendXml(std::string_view text);

}  // namespace marsad::decode
