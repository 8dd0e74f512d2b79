// The stages of Marsad in the order of the pipeline, with their topics: the one place that names them all.
#pragma once

#include "lib/app/stage_table.h"

namespace marsad::stages {

app::StageTable Table();

}  // namespace marsad::stages
