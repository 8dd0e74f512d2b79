// What the demo shows while it runs: a moving line where there is a terminal, plain lines elsewhere.
#pragma once

#include <filesystem>
#include <string>

#include "cli/demo/report.h"
#include "cli/demo/runner.h"
#include "cli/show/terminal.h"

namespace marsad::cli {

class Screen {
 public:
  // `quiet`: articles are not printed.
  Screen(Terminal terminal, bool quiet);

  void Say(const std::string& line);
  void ShowArrival(const Arrival& arrival);
  void ShowProgress(const Progress& progress);
  // Takes the moving line away.
  void EndProgress();
  void ShowEnd(const DemoReport& report, const std::filesystem::path& directory);

 private:
  Terminal terminal_;
  bool quiet_;
  bool moving_;        // standard error is a terminal
  std::string shown_;  // the progress line that stands there now
};

// "[######----] 14/22 done  decode 22  normalize 20  tag 16  summarize 14  dead 1".
std::string ProgressLine(const Progress& progress);

}  // namespace marsad::cli
