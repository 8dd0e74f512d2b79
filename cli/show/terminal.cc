#include "cli/show/terminal.h"

#include <unistd.h>

#include <cstdio>

#include "lib/app/environment.h"
#include "lib/text/escape.h"

namespace marsad::cli {
namespace {

std::string_view CodeOf(Paint paint) {
  switch (paint) {
    case Paint::kPlain:
      return "";
    case Paint::kBold:
      return "1";
    case Paint::kDim:
      return "2";
    case Paint::kPerson:
      return "1;36";
    case Paint::kOrganization:
      return "1;35";
    case Paint::kLocation:
      return "1;32";
    case Paint::kMisc:
      return "1;33";
    case Paint::kGood:
      return "32";
    case Paint::kBad:
      return "1;31";
  }
  return "";
}

}  // namespace

std::string Terminal::Painted(Paint paint, std::string_view text) const {
  if (!colors || paint == Paint::kPlain || text.empty()) return std::string(text);
  std::string painted = "\x1b[";
  painted.append(CodeOf(paint)).append("m").append(text).append("\x1b[0m");
  return painted;
}

bool IsTerminal(int descriptor) { return isatty(descriptor) == 1; }

Terminal OpenTerminal(int descriptor, ColorChoice choice) {
  if (choice != ColorChoice::kAuto) return {choice == ColorChoice::kAlways};
  bool refused = !app::Environment("NO_COLOR").value_or("").empty() || app::Environment("TERM") == "dumb";
  return {IsTerminal(descriptor) && !refused};
}

std::string Inserted(std::string_view foreign) { return text::Isolate(text::EscapeControls(foreign)); }

bool WriteOut(std::string_view text) {
  bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  return std::fflush(stdout) == 0 && written;
}

void Complain(std::string_view message) {
  std::string line = "marsad: " + std::string(message) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

int Complaining(const Error& error, int code) {
  Complain(error.message);
  return code;
}

}  // namespace marsad::cli
