#include "lib/app/service.h"
#include "stages/tag/stage.h"

int main(int argc, char** argv) {
  return marsad::app::RunStage(argc, argv, {.name = "tag", .load_enricher = marsad::tag::LoadTag});
}
