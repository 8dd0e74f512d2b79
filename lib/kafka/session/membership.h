// Who has a worker's place in its group.
#pragma once

#include <chrono>
#include <string>

#include "lib/base/result.h"
#include "lib/kafka/options.h"

namespace marsad::kafka {

// The id that the broker gave to the member which has the static place MemberId(options); empty: nobody has it. A member
// that died keeps it until its session times out. Needs the right to describe the group, which Read implies. Fails if
// no broker tells within `timeout`.
Result<std::string> FindPlaceHolder(const ClientOptions& options, std::chrono::milliseconds timeout);

}  // namespace marsad::kafka
