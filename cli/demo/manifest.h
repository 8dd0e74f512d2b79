// The sample articles of the demo, in the order in which they are sent: samples/manifest.tsv.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/result.h"

namespace marsad::cli {

// What must come of a sample.
enum class Expected {
  kArticle,     // an enriched article
  kCorrection,  // an enriched article that replaces an earlier version
  kKill,        // the end of an earlier article
  kDead,        // a dead letter
};

struct Sample {
  std::string file;                         // relative to the manifest; empty: a null value
  std::optional<std::string> content_type;  // sent as a header
  std::optional<std::string> key;
  std::vector<std::pair<std::string, std::string>> headers;
  Expected expected = Expected::kArticle;
};

// Reads a manifest: one sample a line, tab separated: file, content type, key, expected, headers (k=v, separated by ;).
// "-" stands for nothing. Lines that begin with # and empty ones are comments. Fails naming the line.
Result<std::vector<Sample>> ParseManifest(std::string_view text);

}  // namespace marsad::cli
