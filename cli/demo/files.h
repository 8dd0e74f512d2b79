// What the demo reads and what it leaves.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/demo/report.h"
#include "cli/demo/tracker.h"
#include "lib/base/result.h"

namespace marsad::cli {

// The samples that were installed with the program.
Result<std::vector<Item>> LoadSamples();

// Files of the user's. Fails on the first that cannot be read or is too large for the embedded broker.
Result<std::vector<Item>> LoadFiles(const std::vector<std::string>& paths);

// enriched.jsonl, enriched.binpb (each record after its length as a varint), dead.jsonl and demo.html.
Result<void> WriteFiles(const DemoReport& report, const std::filesystem::path& directory);

}  // namespace marsad::cli
