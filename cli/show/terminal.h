// What a terminal may be shown: colours where it has them, foreign text that cannot take it over.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace marsad::cli {

enum class Paint { kPlain, kBold, kDim, kPerson, kOrganization, kLocation, kMisc, kGood, kBad };

// --color: always, never, or auto: where the stream is a terminal, NO_COLOR is not set and TERM is not "dumb".
enum class ColorChoice { kAuto, kAlways, kNever };

struct Terminal {
  bool colors = false;

  // `text`, already harmless, in the colour; as it is where there are none.
  std::string Painted(Paint paint, std::string_view text) const;
};

// Decides for standard output (1) or standard error (2).
Terminal OpenTerminal(int descriptor, ColorChoice choice);
bool IsTerminal(int descriptor);

// A name, source or number that is put into a line of ours: controls escaped, and isolated, so that its direction cannot
// turn the line around it.
std::string Inserted(std::string_view foreign);

// Writes all of `text` to standard output. False if that fails (disk full); a reader that has gone away (| head) ends
// the process by SIGPIPE, as with any other tool.
bool WriteOut(std::string_view text);

// One line on standard error: "marsad: ...".
void Complain(std::string_view message);
// The same of an error; gives `code` back, for `return`.
int Complaining(const Error& error, int code);

}  // namespace marsad::cli
