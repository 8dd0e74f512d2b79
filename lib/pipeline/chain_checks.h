// What the chain looks at before it calls a stage. Internal to the chain.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "lib/pipeline/ports.h"
#include "lib/pipeline/stage.h"
#include "lib/record/record.h"
#include "lib/record/redrive.h"
#include "lib/record/reject.h"

namespace marsad::pipeline {

// Why a null value is no kill that can pass: it has no key, or key and headers exceed `max_bytes`.
std::optional<record::Reject> CheckKill(const Input& input, size_t max_bytes);

// The first field of `needs` that `record` lacks: UPSTREAM_FAILED if its owner failed on this record, else MISSING_FIELD.
std::optional<record::Reject> CheckNeeds(std::span<const Need> needs, const record::Record& record);

// Where the record lay that was sent first. Borrows `input` and `topic`.
record::RecordPlace PlaceOf(const Input& input, std::string_view topic);

// What a decoder is given. A record that was sent again keeps the place of its original, or the article of a mended record
// would pass for a later version than those that were sent meanwhile. Borrows `input` and `topic`.
InputRecord InputRecordOf(const Input& input, std::string_view topic);

}  // namespace marsad::pipeline
