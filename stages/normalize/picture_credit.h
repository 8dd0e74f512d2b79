// Who made a picture, as papers put it below the picture or after the sentence that describes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace marsad::normalize {

struct PictureCredit {
  enum class Kind : uint8_t {
    kNone,
    kLabelled,  // "Photograph: Jane Doe/Coast Agency", "(Photo Jane Doe)": after a word of the table
    kSigned,    // after the sign of copyright
    kUnlabelled,  // "REUTERS/Jane Doe", "(Omar Hadi - AFP)", "JANE DOE": an agency with a slash or in brackets, or capitals
    kUnsure,      // "Source: AFP", "(Video AFP)", which may end a report as well
    kAgencyAlone,  // "(AFP)", likewise
  };
  size_t begin = 0;  // in the line; it goes to the line's end
  Kind kind = Kind::kNone;
};

// The credit that `line` ends with, after a sentence or a dash or in brackets, or that is all of it. People and agencies stand
// in a credit and nothing else.
PictureCredit FindPictureCredit(std::string_view line);

// Whether the text before `credit` in `line`, so many words, may be what a picture shows: it is short, and before an agency alone
// neither a sentence nor a place with a date.
bool MayBeCaption(std::string_view line, const PictureCredit& credit, size_t words);

}  // namespace marsad::normalize
