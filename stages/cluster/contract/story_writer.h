// What the core says of an article, as the record has it.
#pragma once

#include "stages/cluster/fold.h"

namespace marsad::v1 {
class Story;
}

namespace marsad::cluster {

// `to` must be empty.
void WriteStory(const Outcome& outcome, v1::Story* to);

}  // namespace marsad::cluster
