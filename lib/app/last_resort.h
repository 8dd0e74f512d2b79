// The end of a process that no thread of it can hold up.
#pragma once

#include <chrono>

#include "lib/app/exit_code.h"

namespace marsad::app {

// Ends the process with `code` once `time` is over, unless it has ended before: for last words that may never be taken,
// because nobody reads the log. By a timer's signal (SIGALRM) with a handler, as the kernel does not let a signal's
// default action end the first process of a container. The last call counts. Thread-safe.
void EndWithin(std::chrono::milliseconds time, ExitCode code);

}  // namespace marsad::app
