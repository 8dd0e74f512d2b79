// Headers of a record that was sent again after it had become a dead letter, and of a kill. Stages carry them on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/coordinates.h"
#include "lib/record/header.h"

namespace marsad::record {

// How often, in decimal, so that the next dead letter of the record knows.
inline constexpr std::string_view kRedrivesHeader = "marsad-redrives";
// Where the record lay that was sent again first: TOPIC:PARTITION:OFFSET. It is this place, not that of the copy, that says
// which of two versions of an article came later. A kill, which has no Article.input to say so, has it from the first stage on.
inline constexpr std::string_view kOriginalHeader = "marsad-original";

// Where a record lies. The topic is borrowed.
struct RecordPlace {
  std::string_view topic;
  Partition partition{};
  Offset offset{};

  friend bool operator==(const RecordPlace&, const RecordPlace&) = default;
};

// `headers` for a record that lies at `place` and is sent again the `redrives`-th time: the count is replaced, and the
// place of the first original stays, so that they do not grow.
Headers RedriveHeaders(HeadersView headers, uint32_t redrives, const RecordPlace& place);

// Says in `headers` that the record lay at `place`, unless they name a place already.
void KeepOriginal(const RecordPlace& place, Headers* headers);

// 0 if no header says so; one that does not parse may come from anybody and counts as none.
uint32_t FindRedrives(HeadersView headers);
// Likewise: absent if no header names a place.
std::optional<RecordPlace> FindOriginal(HeadersView headers);

}  // namespace marsad::record
