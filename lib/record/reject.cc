#include "lib/record/reject.h"

namespace marsad::record {

std::string_view Name(RejectCode code) {
  switch (code) {
    case RejectCode::kEmpty:
      return "EMPTY";
    case RejectCode::kTooLarge:
      return "TOO_LARGE";
    case RejectCode::kUnknownFormat:
      return "UNKNOWN_FORMAT";
    case RejectCode::kMalformed:
      return "MALFORMED";
    case RejectCode::kBadEncoding:
      return "BAD_ENCODING";
    case RejectCode::kMissingField:
      return "MISSING_FIELD";
    case RejectCode::kBadField:
      return "BAD_FIELD";
    case RejectCode::kLimitExceeded:
      return "LIMIT_EXCEEDED";
    case RejectCode::kStageFailed:
      return "STAGE_FAILED";
    case RejectCode::kCrash:
      return "CRASH";
    case RejectCode::kKeylessKill:
      return "KEYLESS_KILL";
    case RejectCode::kTimestampRefused:
      return "TIMESTAMP_REFUSED";
    case RejectCode::kUpstreamFailed:
      return "UPSTREAM_FAILED";
  }
  return "UNSPECIFIED";
}

}  // namespace marsad::record
