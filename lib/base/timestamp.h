// When a record was made, as Kafka keeps it.
#pragma once

#include <compare>
#include <cstdint>

namespace marsad {

// Whole milliseconds since 1970-01-01T00:00:00Z, or unknown: the one meaning of "no timestamp" in the whole tree.
class Timestamp {
 public:
  constexpr Timestamp() = default;  // unknown

  // Unknown for what is no moment that a record could have been made at: -1, which is Kafka's word for none; 0, which stands
  // if nobody set it, and which librdkafka cannot write; and what lies after the year 9999.
  static constexpr Timestamp FromMillis(int64_t millis) {
    Timestamp timestamp;
    if (millis > 0 && millis <= kLastMilli) timestamp.millis_ = millis;
    return timestamp;
  }

  constexpr bool known() const { return millis_ != kNone; }
  // -1 if unknown, as Kafka writes it.
  constexpr int64_t millis() const { return millis_; }

  // Unknown stands before all others.
  friend constexpr auto operator<=>(const Timestamp&, const Timestamp&) = default;

 private:
  static constexpr int64_t kNone = -1;
  static constexpr int64_t kLastMilli = 253'402'300'799'999;  // of the year 9999
  int64_t millis_ = kNone;
};

}  // namespace marsad
