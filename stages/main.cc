// The program of one stage; the build compiles it once for each folder.
#include "lib/app/service.h"
#include "stages/table.h"

int main(int argc, char** argv) { return marsad::app::RunStage(argc, argv, marsad::stages::Table(), MARSAD_STAGE); }
