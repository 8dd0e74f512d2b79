// Texts of which only the opening came.
#pragma once

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// Leaves out what a source puts at the end of a cut text ("... [+1877 chars]", "[...]", a last line "Read more":
// data/partial.txt) and sets Draft::partial where such an end, or an ellipsis after which the source's page goes on
// (Draft::url), is there. The marks of the body follow.
void NotePartial(Draft* draft);

}  // namespace marsad::decode
