// What wires put before a title: "UPDATE 2-", "CORRECTED-".
#pragma once

#include "stages/decode/article/draft.h"

namespace marsad::decode {

// Takes such marks (data/title_marks.tsv) off the title, several too ("CORRECTED-UPDATE 1-"), and names them among the
// ignored fields; one that speaks of a correction becomes Draft::correction where the source states none.
void TakeTitleMarks(Draft* draft);

}  // namespace marsad::decode
