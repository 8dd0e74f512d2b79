#include "lib/app/service.h"
#include "stages/summarize/stage.h"

int main(int argc, char** argv) {
  return marsad::app::RunStage(argc, argv, {.name = "summarize", .load_enricher = marsad::summarize::LoadSummarize});
}
