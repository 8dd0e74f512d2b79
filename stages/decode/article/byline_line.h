// The author's line beside a text: "By Jane Miller".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// Takes the authors of an article that states none from a line above its text that is a byline and nothing else: a word of
// data/bylines.txt and names; or from the last line, if a colon stands after that word. Names begin with capitals; in a script
// without them a sign parts word and name ("- "), or the line is short and ends in a colon that introduces no quotation.
//
// So is a line above or below the text that consists of credits with the labels of data/credit_labels.tsv: of "Text: Jane
// Miller, photos: Omar Hadi" the author is who wrote. The line stays in the text.
void TakeBylineLine(Draft* draft);

// The names of a line that was set apart from the text `below` it, in italics or bold; empty: it is no byline.
std::vector<std::string> NamesInByline(std::string_view line, std::string_view below);

}  // namespace marsad::decode
