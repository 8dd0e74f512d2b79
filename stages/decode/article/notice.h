// What pages say to their readers instead of news: consent walls, checks for robots, missing pages, paywalls.
#pragma once

#include <cstddef>
#include <string_view>

namespace marsad::decode {

enum class Notice {
  kNone,
  kConsent,  // to cookies and the use of personal data
  kRobot,    // a check before the page, or scripts that are missing
  kMissing,  // no page, or none for this reader
  kLocked,   // the rest of the text is for subscribers
};

// What one line says, in the words of data/notices.tsv. `line` is valid UTF-8. Thread-safe; time linear in the line.
Notice NoticeIn(std::string_view line);

// What a whole text is: the notice that lines with at least half of its bytes give; kNone if its first 700 bytes give
// none.
Notice NoticeOfText(std::string_view text);

// How far a notice says at once what it is, in bytes.
inline constexpr size_t kNoticeOpening = 700;

// Whether the text that begins with `opening` may be one: false if NoticeOfText gives kNone whatever follows. `opening` has
// more than kNoticeOpening bytes, or is the whole text.
bool MayBeNotice(std::string_view opening);

}  // namespace marsad::decode
