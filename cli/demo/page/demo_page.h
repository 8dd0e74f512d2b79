// demo.html: the run of the demo as one page that needs nothing else.
#pragma once

#include <string>

#include "cli/demo/report.h"

namespace marsad::cli {

// A whole HTML document: right-to-left true, light and dark, without scripts and external requests (and with a policy that
// forbids them). Whatever the texts hold, it stays text.
std::string DemoPage(const DemoReport& report);

}  // namespace marsad::cli
