// The record that a dead letter is about, whole: from the letter or, if that had no room for it, from its topic.
#pragma once

#include <optional>
#include <string>

#include "cli/dead/letters.h"
#include "lib/base/result.h"
#include "lib/base/timestamp.h"
#include "lib/kafka/options.h"
#include "lib/record/header.h"

namespace marsad::cli {

struct OriginalRecord {
  std::optional<std::string> key;
  std::optional<std::string> value;  // absent: null
  record::Headers headers;
  Timestamp timestamp{};
};

// Fails if the letter leaves something out and the original's topic no longer has it, or has something else there.
Result<OriginalRecord> LoadOriginal(const v1::DeadLetter& letter, const kafka::Properties& properties);

}  // namespace marsad::cli
