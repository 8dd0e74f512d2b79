// Dead letters as a person reads them, and as a machine does.
#pragma once

#include <cstdint>
#include <string>

#include "cli/dead/letters.h"
#include "cli/show/terminal.h"
#include "lib/base/timestamp.h"

namespace marsad::cli {

// 2026-11-03T09:00:00Z, or "unknown".
std::string FormatMoment(Timestamp timestamp);

// The heading of the table that PrintRow() makes the rows of.
std::string PrintHeading(const Terminal& terminal);
// Fixed columns first; key and sentence, which may be of any script, end the line.
std::string PrintRow(const Letter& letter, bool sent_again, const Terminal& terminal);

// {"partition":0,"offset":5,"key":"…","sent_again":false,"letter":{…}} and a line feed. The letter is a
// marsad.v1.DeadLetter in protobuf's JSON mapping. `key` is made valid UTF-8, letter.key holds its bytes.
std::string LetterAsJson(const Letter& letter, bool sent_again);

struct ShowLetterOptions {
  bool sent_again = false;
  bool full = false;  // the whole value, not its beginning alone
};
// All that the letter holds: text as text, other bytes as hexadecimal.
std::string PrintLetter(const Letter& letter, const ShowLetterOptions& options, const Terminal& terminal);

// `bytes` as text with its controls escaped where it is text, else as rows of hexadecimal; at most `max_bytes` of it.
std::string PrintValue(std::string_view bytes, size_t max_bytes);

}  // namespace marsad::cli
