// Calendars and zones by ICU's tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace marsad::text {

// Days from 1970-01-01 to a day of the Hijri calendar as Saudi Arabia publishes it (Umm al-Qura). Absent if the year is
// not from 1300 to 1600, or there is no such month or day.
std::optional<int64_t> DaysOfUmmAlQura(int year, int month, int day);

// How many minutes a zone of IANA's list ("America/Chicago") is ahead of UTC at a local time, in seconds since 1970 as if it
// were UTC. Absent if there is no such zone. Thread-safe.
std::optional<int> OffsetOfZone(std::string_view name, int64_t local_seconds);

}  // namespace marsad::text
