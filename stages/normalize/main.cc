#include "lib/app/service.h"
#include "stages/normalize/stage.h"

int main(int argc, char** argv) {
  return marsad::app::RunStage(argc, argv, {.name = "normalize", .load_enricher = marsad::normalize::LoadNormalize});
}
