#include "lib/app/service.h"
#include "stages/decode/stage.h"

int main(int argc, char** argv) {
  return marsad::app::RunStage(argc, argv, {.name = "decode", .load_decoder = marsad::decode::LoadDecode});
}
