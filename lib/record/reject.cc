#include "lib/record/reject.h"

#include <array>

namespace marsad::record {
namespace {

// By number, from 1 on.
constexpr std::array<std::string_view, kRejectCodes> kNames = {
    "EMPTY",         "TOO_LARGE",         "UNKNOWN_FORMAT", "MALFORMED",    "BAD_ENCODING",
    "MISSING_FIELD", "BAD_FIELD",         "LIMIT_EXCEEDED", "STAGE_FAILED", "CRASH",
    "KEYLESS_KILL",  "TIMESTAMP_REFUSED", "UPSTREAM_FAILED"};

}  // namespace

std::string_view Name(RejectCode code) {
  const int number = static_cast<int>(code);
  return number >= 1 && number <= kRejectCodes ? kNames[static_cast<size_t>(number) - 1] : "UNSPECIFIED";
}

}  // namespace marsad::record
