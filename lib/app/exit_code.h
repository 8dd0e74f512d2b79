// What a process says when it ends. What a supervisor makes of it: deploy/README.md.
#pragma once

namespace marsad::app {

enum ExitCode : int {
  kOk = 0,
  kFailed = 1,            // the command could not do what was asked
  kBadConfiguration = 2,  // configuration or command line; nothing was consumed; a restart does not help
  kFenced = 3,            // another process has this one's ids
  kWatchdog = 4,          // a call did not come back in time; a restart helps
  kFatal = 5,             // the client cannot go on (broker refuses, disk full); a restart may help
};

}  // namespace marsad::app
