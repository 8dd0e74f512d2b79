// The author's line above a text: "By Jane Miller".
#pragma once

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// Takes the authors of an article that states none from a line above its text, or the last one if a colon stands after its word, that is a byline and nothing else: a word of
// data/bylines.txt and names. Names begin with capitals; in a script without them a sign parts word and name ("- "), or the
// line is short and ends in a colon that introduces no quotation. The line stays in the text.
void TakeBylineLine(Draft* draft);

}  // namespace marsad::decode
