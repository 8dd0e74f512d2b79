// Why a record is refused or a stage gave up on an article: a closed list, the same as marsad.v1.DeadLetter.Code.
#pragma once

#include <string>
#include <string_view>

namespace marsad::record {

enum class RejectCode {
  kEmpty = 1,              // a value of zero bytes
  kTooLarge = 2,           // over a size limit, coming in or going out
  kUnknownFormat = 3,      // a content type that is not decoded here, or bytes that look like no known format
  kMalformed = 4,          // of a known format, but broken
  kBadEncoding = 5,        // not text in any encoding that was declared or detected
  kMissingField = 6,       // a field without which there is no article
  kBadField = 7,           // a field with a wrong type or a value out of range
  kLimitExceeded = 8,      // a named limit of the configuration
  kStageFailed = 9,        // the stage broke on this article: a defect of Marsad
  kCrash = 10,             // the process died three times on this record
  kKeylessKill = 11,       // a null value without a key
  kTimestampRefused = 12,  // a record time that the broker does not take
  kUpstreamFailed = 13,    // the stage that makes a field which this one needs had failed: of StageRun.code alone
};

// They are numbered from 1 to this.
inline constexpr int kRejectCodes = static_cast<int>(RejectCode::kUpstreamFailed);

// The name in the contract, e.g. "TOO_LARGE"; StageRun.code, metrics and dead letters use it. Static storage.
std::string_view Name(RejectCode code);

// A refusal. `detail` is one sentence for a person: what, where, what is allowed.
struct Reject {
  RejectCode code;
  std::string detail;
};

}  // namespace marsad::record
