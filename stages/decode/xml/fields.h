// Carrying values of XML into a draft: what the readers of feeds, NewsML-G2 and NITF share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "stages/decode/article/draft.h"
#include "stages/decode/html/text.h"

namespace marsad::decode {

// Names once in Draft::ignored_fields what was not taken over; at most 16 names are kept.
void NoteIgnored(std::string note, Draft* draft);

// A date that nobody can read is left out and named. `name` is the element's.
void TakeDate(std::string_view name, std::string_view text, std::optional<Moment>* to, Draft* draft);

// Sets the body and its marks.
void TakeBody(RichText text, Draft* draft);

// Adds a line to the body, marked as what it is. Nothing if the line is blank or stands in the body already.
void AppendMarked(MarkKind kind, std::string_view line, Draft* draft);
// The same before the body.
void PrependMarked(MarkKind kind, std::string_view line, Draft* draft);

}  // namespace marsad::decode
