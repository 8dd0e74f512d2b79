// The rules that all formats share, applied to an article as its reader left it.
#pragma once

#include "lib/base/timestamp.h"
#include "stages/decode/contract/message.h"
#include "stages/decode/limits.h"

namespace marsad::decode {

struct RuleOptions {
  const Limits& limits;
  Timestamp received;
  CleanOptions clean;
};

// Cleans every text, drops markup, dates, language and country that say nothing, holds the limits, and sets `received`
// and, where the source gave none, `uri`.
Checked ApplyRules(const RuleOptions& options, v1::Article* article);

}  // namespace marsad::decode
