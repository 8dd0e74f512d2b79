// Words of dates in the languages of the news: data/date_words.tsv.
#pragma once

#include <cstdint>
#include <string_view>

namespace marsad::text {

enum class DateWordKind : uint8_t {
  kNone,     // no word of a date
  kMonth,    // value: 1 to 12
  kHijri,    // a month of the Hijri calendar; value: 1 to 12
  kWeekday,  // value: 1 to 7, Monday first
  kZone,     // value: minutes that it is ahead of UTC
  kHalf,     // value: hours that a clock of twelve adds to it: 0 or 12
  kAge,      // "hours", "minutes"; ago itself is August in Italian
  kFiller,   // says nothing: "at", "of"
};

struct DateWord {
  DateWordKind kind = DateWordKind::kNone;
  int value = 0;
};

// What `word`, folded (fold.h), is in a date. A name of two words is asked for with one blank between them.
// Thread-safe.
DateWord FindDateWord(std::string_view word);
// Whether a name of two words begins with it: only then is it worth to ask for both. Thread-safe.
bool BeginsTwoDateWords(std::string_view word);

}  // namespace marsad::text
